"""The rough chance that a suggestion is confirmed goes by its band, and its figures are measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from matching.chances import CHANCES, by_band, by_score, chance, main
from matching.gold import GoldSet, read_gold_sets
from matching.suggest import suggest
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


def test_of_the_first_five_each_counts_by_its_own_score_and_lead() -> None:
    gold = GoldSet("invented", (), (), {"c": {"e1", "e3", "e6"}})
    five = result(0.66, 0.55, 0.44, 0.42, 0.2, 0.1)
    assert by_score(gold, [five], engine="lexical") == {
        "0.6 and more": (1, 1),
        "0.5 and a lead": (1, 2),
        "0.4 to 0.5": (1, 2),
        "below 0.4": (0, 1),
    }


def test_criteria_that_nobody_linked_are_not_counted_by_score() -> None:
    counted = by_score(GoldSet("invented", (), (), {}), [result(0.65, 0.3)], engine="lexical")
    assert set(counted.values()) == {(0, 0)}


def test_the_command_prints_both_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, lines in {
        "targets": "t\tPlan budgets",
        "sources": "s\tBudget plans",
        "links": "t\ts",
    }.items():
        (tmp_path / "invented").mkdir(exist_ok=True)
        (tmp_path / "invented" / f"{name}.tsv").write_text(f"id\ttext\n{lines}\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1/1 1.00" in printed
    assert "0.6 and more" in printed


def test_without_a_folder_of_sets_nothing_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.shared
def test_the_chances_are_what_the_sets_of_links_show(shared_dir: Path) -> None:
    counted = [
        # The second suggestion tells the lead of the first.
        by_band(gold, suggest(criteria=gold.criteria, evidence=gold.evidence, top=2), engine="lexical")
        for gold in read_gold_sets(shared_dir / "gold")
    ]
    assert len(counted) == 5
    for band, figure in CHANCES.items():
        links, made = (sum(each[band][side] for each in counted) for side in (0, 1))
        assert links / made == pytest.approx(figure, abs=0.005)
