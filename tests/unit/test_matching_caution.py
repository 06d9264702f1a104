"""A lesson is believed as far as it helps judged criteria that it was not learnt from, and no further."""

from __future__ import annotations

import numpy as np
import pytest

from matching.caution import alike, believed

STRENGTHS = (0.0, 0.5)


@pytest.mark.parametrize(("others", "strength"), [(-0.02, 0.5), (-0.06, 0.0)])
def test_a_gain_is_believed_beyond_half_its_standard_error_alone(others: float, strength: float) -> None:
    # Means of 0.04 and 0.02, whose standard errors are 0.06 and 0.08.
    gains = {1: np.array([0.0, 0.10]), 2: np.array([0.0, others])}
    assert believed(gains, STRENGTHS) == strength


def test_a_single_criterion_tells_nothing() -> None:
    assert believed({1: np.array([0.0, 0.9])}, STRENGTHS) == 0.0


def test_criteria_whose_judgements_all_agree_are_left_out() -> None:
    criteria, verdicts = np.array([7, 8, 7, 8, 9, 9]), np.array([1.0, 1.0, 0.0, 1.0, 0.0, 0.0])
    assert [places.tolist() for places in alike(criteria, verdicts)] == [[[0, 2]]]
