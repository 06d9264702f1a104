from __future__ import annotations

from pathlib import Path

import pytest

from matching.evaluate import figures, left_out, main
from matching.gold import read_gold_sets


def test_average_precision_counts_every_link() -> None:
    found = figures({"1": ["a", "x", "b"]}, {"1": {"a", "b", "unfound"}})
    assert found.average_precision == pytest.approx((1 / 1 + 2 / 3) / 3)
    assert found.recall == pytest.approx(2 / 3)
    assert found.hit == 1.0


def test_a_link_below_the_first_five_is_no_hit() -> None:
    found = figures({"1": ["v", "w", "x", "y", "z", "a"]}, {"1": {"a"}})
    assert (found.recall, found.hit) == (0.0, 0.0)
    assert found.average_precision == pytest.approx(1 / 6)


def test_evidence_named_twice_counts_once() -> None:
    assert figures({"1": ["x", "x", "a"]}, {"1": {"a"}}).average_precision == pytest.approx(1 / 2)


def test_criteria_without_links_do_not_count_and_those_without_ranking_count_nought() -> None:
    assert figures({"1": ["a"], "2": ["b"]}, {"1": {"a"}, "2": set(), "3": {"c"}}).hit == 0.5


def test_a_choice_is_judged_on_the_set_that_it_did_not_see() -> None:
    assert left_out({"one": [0.9, 0.1], "other": [0.1, 0.8]}) == [0.1, 0.1]


def a_gold_folder(folder: Path) -> Path:
    one = folder / "invented"
    one.mkdir()
    (one / "targets.tsv").write_text("id\ttext\nt\tPlan budgets\n", encoding="utf-8")
    (one / "sources.tsv").write_text("id\ttext\ns\tBudget plans\nn\tWelding\n", encoding="utf-8")
    (one / "links.tsv").write_text("target_id\tsource_id\nt\ts\nt\tmissing\n", encoding="utf-8")
    return folder


def test_links_to_what_is_missing_are_left_out(tmp_path: Path) -> None:
    (gold,) = read_gold_sets(a_gold_folder(tmp_path))
    assert gold.links == {"t": {"s"}}


def test_the_command_prints_each_set_and_the_choice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(a_gold_folder(tmp_path))]) == 0
    printed = capsys.readouterr().out
    assert "invented" in printed
    assert "chosen on the other sets" in printed


def test_a_folder_without_sets_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().out == ""
