"""What decisions teach of statements that suit other criteria better: nothing, unless it helps."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.combine import UNITS
from matching.rivals import SHARES, Rivals
from matching.rows import Scores

CRITERIA = 12


def scores_with_a_rival() -> Scores:
    """Each criterion has a statement that suits it best of all, and one that suits the next one better."""
    scores = np.zeros((CRITERIA, CRITERIA), dtype=np.int32)
    for criterion in range(CRITERIA):
        scores[criterion, criterion] = int(0.5 * UNITS)
        scores[criterion, (criterion + 1) % CRITERIA] = int(0.49 * UNITS)
    return scores


def test_where_each_statement_serves_its_best_criterion_the_others_lose_it() -> None:
    scores = np.full((4, 4), 0.5 * UNITS, dtype=np.int32)
    np.fill_diagonal(scores, int(0.55 * UNITS))
    # One statement is a little more like everything, and evidences its own criterion alone.
    scores[:, 0], scores[0, 0] = int(0.56 * UNITS), int(0.7 * UNITS)
    found = Rivals.learnt(scores, {(c, e): c == e for c in range(4) for e in range(4)})
    assert found
    after = scores + found.part(scores)
    assert after.argmax(axis=1).tolist() == [0, 1, 2, 3]


def test_where_statements_serve_several_criteria_nothing_is_taken_off() -> None:
    scores = scores_with_a_rival()
    # Every criterion is served by its neighbour's statement, and its own was rejected.
    judgements = {(c, (c + step) % CRITERIA): step == 1 for c in range(CRITERIA) for step in range(2)}
    assert Rivals.learnt(scores, judgements) is None


def test_judgements_that_agree_or_of_one_criterion_teach_nothing() -> None:
    scores = scores_with_a_rival()
    assert Rivals.learnt(scores, {}) is None
    assert Rivals.learnt(scores, {(c, c): False for c in range(CRITERIA)}) is None
    assert Rivals.learnt(scores, {(0, 0): True, (0, 1): False}) is None


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 9), st.integers(1, 7), st.sampled_from(SHARES))
def test_a_statement_keeps_its_best_score_and_no_other_loses_more_than_the_share(
    seed: int, criteria: int, statements: int, share: float
) -> None:
    random = np.random.default_rng(seed)
    scores = random.integers(0, UNITS, (criteria, statements), endpoint=True).astype(np.int32)
    rivals = Rivals(share, scores.max(axis=0))
    off = rivals.part(scores)
    assert (off <= 0).all()
    assert (off[scores.argmax(axis=0), np.arange(statements)] == 0).all()
    assert (-off <= share * scores).all()
    columns = random.permutation(statements)
    assert np.array_equal(rivals.part(scores[:, columns], columns), off[:, columns])
