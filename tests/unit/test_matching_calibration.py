"""Chances from a mapping's own decisions: only once there are enough, and never upside down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.calibration import ENOUGH, ROUGH, calibrated
from matching.chances import CHANCES


def judged(band: str, confirmed: int, rejected: int) -> list[tuple[str, bool]]:
    return [(band, True)] * confirmed + [(band, False)] * rejected


@pytest.mark.parametrize(
    "judgements",
    [
        [],
        judged("high", 20, ENOUGH - 21),
        judged("high", ENOUGH, 0),
        judged("low", 0, 4 * ENOUGH),
        judged("likely", 20, 20),
    ],
    ids=["none", "too few", "all confirmed", "all rejected", "of no known band"],
)
def test_before_there_are_enough_of_both_kinds_only_the_rough_chances_stand(
    judgements: list[tuple[str, bool]],
) -> None:
    found = calibrated(judgements)
    assert found == ROUGH
    assert found.per_hundred("high") is None


def test_many_judgements_of_a_band_decide_its_chance() -> None:
    found = calibrated([*judged("high", 300, 100), *judged("low", 2, 98)])
    assert found.chances["high"] == pytest.approx(0.75, abs=0.01)
    assert found.chances["low"] == pytest.approx(0.02, abs=0.01)
    assert (found.judged, found.per_hundred("high")) == (500, 75)


def test_a_band_that_nobody_judged_keeps_its_rough_chance() -> None:
    assert calibrated(judged("low", 10, 50)).chances["high"] == CHANCES["high"]


def test_a_single_judgement_moves_its_band_a_little() -> None:
    found = calibrated([*judged("low", 5, 40), *judged("high", 0, 1)])
    assert 0.5 < found.chances["high"] < CHANCES["high"]


def test_an_unknown_band_has_no_chance() -> None:
    assert calibrated(judged("low", 10, 50)).per_hundred("likely") is None


@given(st.lists(st.tuples(st.sampled_from(["low", "medium", "high"]), st.booleans()), max_size=120))
def test_chances_lie_between_nought_and_one_and_rise_with_the_band(
    judgements: list[tuple[str, bool]],
) -> None:
    chances = calibrated(judgements).chances
    assert set(chances) == {"low", "medium", "high"}
    assert 0 < chances["low"] <= chances["medium"] + 1e-12 <= chances["high"] + 2e-12 < 1 + 2e-12
