"""The rough chance that a suggestion is confirmed goes by its band, and its figures are measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.chances import CHANCES, chance, first_suggestions, main
from matching.gold import read_gold_sets
from matching.values import Candidate, Result


def result(*scores: float) -> Result:
    return Result("c", tuple(Candidate(f"e{n}", score) for n, score in enumerate(scores, 1)))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((0.65, 0.64), CHANCES["high"]),
        ((0.55, 0.30), CHANCES["high"]),
        ((0.55, 0.54), CHANCES["medium"]),
        ((0.20,), CHANCES["low"]),
        ((), 0.0),
    ],
)
def test_the_chance_goes_by_the_band_of_the_best_suggestion(
    scores: tuple[float, ...], expected: float
) -> None:
    assert chance(result(*scores)) == expected


def test_evidence_that_was_judged_already_gives_way_to_the_next() -> None:
    assert chance(result(0.65, 0.45), without={"e1"}) == CHANCES["medium"]
    assert chance(result(0.65), without={"e1"}) == 0.0


def test_without_a_folder_of_sets_nothing_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.shared
def test_the_chances_are_what_the_sets_of_links_show(shared_dir: Path) -> None:
    counted = [first_suggestions(gold) for gold in read_gold_sets(shared_dir / "gold")]
    assert len(counted) == 5
    for band, figure in CHANCES.items():
        links, made = (sum(each[band][side] for each in counted) for side in (0, 1))
        assert links / made == pytest.approx(figure, abs=0.005)
