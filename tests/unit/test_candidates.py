"""Candidates that nobody judged, as they are kept: rank among all, and how far each is trusted."""

from __future__ import annotations

import pytest

from matching.suggest import suggest
from matching.values import Candidate, Criterion, Evidence, Result
from web.candidates import RankedCandidate, unjudged
from web.delivery import DeliveryTask, suggested_deliveries


def kept(*scores: float, judged: set[str] | None = None, top: int = 5) -> list[RankedCandidate]:
    found = tuple(Candidate(f"E{n}", score, {"words": score}, ()) for n, score in enumerate(scores, 1))
    return list(unjudged(Result("C1", found), judged=judged or set(), top=top, engine="lexical"))


def test_a_clear_lead_is_trusted_one_step_further() -> None:
    assert [one.band for one in kept(0.58, 0.3)] == ["high", "low"]
    assert [one.band for one in kept(0.58, 0.57)] == ["medium", "medium"]


def test_none_is_trusted_more_than_those_above_it() -> None:
    assert [one.band for one in kept(0.58, 0.57, 0.2)] == ["medium", "medium", "low"]
    assert [one.band for one in kept(0.58, 0.57, 0.2, judged={"E1"})] == ["medium", "low"]


def test_what_was_judged_keeps_its_rank_and_gives_up_its_place() -> None:
    assert [one.rank for one in kept(0.9, 0.5, 0.4, 0.3, judged={"E1"}, top=2)] == [2, 3]


@pytest.mark.parametrize(
    ("asked", "offered", "trust"),
    [
        ("Evaluate", "Evaluate with reference", "low"),
        ("Understand swarming", "Understand", "low"),
        ("Evaluate swarming", "Evaluate swarming", "high"),
        ("Explain swarming", "Swarming", "high"),
    ],
)
def test_what_shares_a_command_alone_is_never_above_low(asked: str, offered: str, trust: str) -> None:
    others = [Evidence("9", "Keep hives"), Evidence("8", "Sell honey")]
    evidence = (Evidence("1", offered), *others)
    (result,) = suggest(criteria=[Criterion("1", asked)], evidence=evidence)
    assert result.candidates[0].score >= 0.4
    assert [one.band for one in unjudged(result, judged=set(), top=1, engine="lexical")] == [trust]
    task = DeliveryTask("lexical", (Criterion("1", asked),), evidence, (), {})
    assert suggested_deliveries(task)[0].band == trust
