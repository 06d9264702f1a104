"""What is taken off statements that suit much else, and that few criteria take off nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.combine import ENOUGH_CRITERIA, SUITS_MUCH, UNITS, Blend, Sheet, levelled, sheet_of
from matching.lexical import Measure
from matching.rows import Grid


def sheet(likeness: Grid) -> Sheet:
    """A sheet whose scores are this likeness of criteria (rows) with statements."""
    return sheet_of(Blend((Measure("meaning", likeness, np.eye(likeness.shape[1])),), {"meaning": 1.0}))


def with_a_favourite(criteria: int) -> Grid:
    """Each criterion is like the first statement; the first criterion a little more like the second."""
    likeness = np.zeros((criteria, 5))
    likeness[:, 0], likeness[0, 1] = 0.75, 0.5
    return likeness


def test_a_statement_that_suits_every_criterion_loses_half_of_what_it_has_beyond_the_middle_one() -> None:
    found = levelled(sheet(with_a_favourite(ENOUGH_CRITERIA)))
    assert (found.scores[1] / UNITS).tolist() == pytest.approx([0.375, 0, 0, 0, 0], abs=1e-6)


def test_a_statement_that_suits_one_criterion_alone_passes_one_that_suits_all() -> None:
    scores = levelled(sheet(with_a_favourite(ENOUGH_CRITERIA))).scores
    assert scores[0, 1] > scores[0, 0] > 0


def test_of_few_criteria_nothing_is_taken_off() -> None:
    few = sheet(with_a_favourite(ENOUGH_CRITERIA - 1))
    found = levelled(few)
    assert np.array_equal(found.scores, few.scores)
    assert SUITS_MUCH not in found.parts_of_pairs(np.array([0]), np.array([0]))


def test_criteria_that_are_like_nothing_do_not_count() -> None:
    likeness = np.vstack([with_a_favourite(ENOUGH_CRITERIA - 1), np.zeros((30, 5))])
    assert np.array_equal(levelled(sheet(likeness)).scores, sheet(likeness).scores)
    heard = with_a_favourite(ENOUGH_CRITERIA)
    more = levelled(sheet(np.vstack([heard, np.zeros((30, 5))])))
    assert np.array_equal(more.scores[:ENOUGH_CRITERIA], levelled(sheet(heard)).scores)


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(ENOUGH_CRITERIA, 30), st.integers(1, 7), st.floats(0, 8))
def test_parts_add_up_and_no_score_grows_or_falls_below_nought(
    seed: int, criteria: int, statements: int, steepness: float
) -> None:
    random = np.random.default_rng(seed)
    likeness: Grid = np.trunc(random.random((criteria, statements)) ** steepness * 4096) / 4096
    before = sheet(likeness)
    found = levelled(before)
    rows, columns = (places.ravel() for places in np.indices(found.scores.shape))
    parts = found.parts_of_pairs(rows, columns)
    assert np.array_equal(sum(parts.values()), found.scores.ravel())
    assert (found.scores >= 0).all()
    assert (found.scores <= before.scores).all()
    order = random.permutation(criteria)
    assert np.array_equal(levelled(sheet(likeness[order])).scores, found.scores[order])
