"""`bench match` compares in one run, on texts that are the same each time."""

from __future__ import annotations

from argparse import ArgumentParser

import pytest

from matching.plainly import plain_ranking
from matching.values import Criterion, Evidence
from web.commands import bench_match


def test_the_texts_are_the_same_each_time_and_every_link_names_what_is_there() -> None:
    criteria, evidence, links = bench_match.invented(20, 40)
    assert (criteria, evidence, links) == bench_match.invented(20, 40)
    assert (len(criteria), len(evidence)) == (20, 40)
    assert set(links) <= {c.id for c in criteria}
    assert set().union(*links.values()) <= {e.id for e in evidence}


def test_the_obvious_way_ranks_the_same_wording_first() -> None:
    evidence = [Evidence("e1", "tend a lamp"), Evidence("e2", "steer a crew"), Evidence("e3", "tend a lamp")]
    assert plain_ranking([Criterion("c", "Tend a lamp")], evidence, top=2) == {"c": ["e1", "e3"]}


def test_it_prints_each_comparison_and_ends_well_where_no_fewer_links_are_found(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    parser = ArgumentParser()
    bench_match.add_arguments(parser)
    small = parser.parse_args(["--statements", "40", "--criteria", "20", "--modules", "10"])
    monkeypatch.setattr(bench_match, "AIM", 1e9)
    assert bench_match.run(small) == 0
    printed = capsys.readouterr().out
    assert "20 criteria, 40 statements: ours" in printed
    assert "not reached" in printed
    assert "one module of 10 statements reworded" in printed
    assert "the same by the same rarity: yes" in printed
    assert "10 modules (100 statements)" in printed


def test_it_ends_with_1_where_fewer_links_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    parser = ArgumentParser()
    bench_match.add_arguments(parser)
    perfect = {c: sorted(ids) for c, ids in bench_match.invented(20, 40)[2].items()}
    monkeypatch.setattr("matching.plainly.plain_ranking", lambda *_, **__: perfect)
    assert (
        bench_match.run(parser.parse_args(["--statements", "40", "--criteria", "20", "--modules", "1"])) == 1
    )
