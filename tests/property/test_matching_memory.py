"""What is worked out in part is exactly what a whole run gives by the same rarity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import feedback
from matching import memory as memories
from matching.memory import Memory
from matching.suggest import suggest
from matching.values import Criterion, Decision, Evidence, Result

WORDS = st.sampled_from(
    [
        "lamp",
        "lamps",
        "tend",
        "tending",
        "crew",
        "steer",
        "harbour",
        "the",
        "of",
        "2024",
        "分析",
        "风险分析",
        "•",
        "ost",
    ]
)
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
CRITERIA = tuple(
    Criterion(f"c{n}", text, context)
    for n, (text, context) in enumerate(
        [("Tend the lamps", "Harbour"), ("Steer a crew", ""), ("分析 of 2024", "Crew"), ("Keep bees", "")]
    )
)


@st.composite
def editions(draw: st.DrawFn) -> list[list[Evidence]]:
    """A programme's statements, and the same after one change and another."""
    ids = st.integers(0, 14)
    rows = draw(st.dictionaries(ids, st.tuples(TEXTS, TEXTS, st.sets(ids, max_size=2)), min_size=1))
    found = [rows]
    for _ in range(2):
        changes = draw(st.dictionaries(ids, st.tuples(TEXTS, TEXTS, st.sets(ids, max_size=2)), max_size=3))
        gone = draw(st.sets(ids, max_size=2))
        kept = {key: row for key, row in (found[-1] | changes).items() if key not in gone}
        found.append(kept or rows)
    return [
        [
            Evidence(f"e{i}", text, context, tuple(f"e{j}" for j in tests))
            for i, (text, context, tests) in e.items()
        ]
        for e in found
    ]


JUDGED = st.lists(
    st.builds(
        Decision,
        criterion=st.integers(0, 3).map("c{}".format),
        evidence=st.integers(0, 14).map("e{}".format),
        confirmed=st.booleans(),
    ),
    max_size=8,
)


def run(evidence: Sequence[Evidence], decisions: Sequence[Decision], memory: Memory) -> tuple[Result, ...]:
    return suggest(criteria=CRITERIA, evidence=evidence, decisions=decisions, top=4, memory=memory)


@settings(deadline=None, max_examples=40)
@given(editions(), JUDGED, JUDGED)
def test_a_run_that_continues_another_gives_exactly_what_a_whole_one_gives(
    programme: list[list[Evidence]], first: list[Decision], then: list[Decision]
) -> None:
    most = memories.MOST_CHANGED
    memories.MOST_CHANGED = 10.0
    try:
        memory = Memory()
        run(programme[0], first, memory)
        for evidence, decisions in ((programme[1], first), (programme[1], then), (programme[2], then)):
            continued = run(evidence, decisions, memory)
            assert continued == run(evidence, decisions, Memory(memory.standing))
    finally:
        memories.MOST_CHANGED = most


@settings(deadline=None, max_examples=20)
@given(editions(), JUDGED)
def test_with_too_much_changed_a_run_is_as_if_there_had_been_none(
    programme: list[list[Evidence]], decisions: list[Decision]
) -> None:
    memory = Memory()
    run(programme[0], decisions, memory)
    other = [replace(e, text=f"{e.text} otherwise {e.id}") for e in programme[1]]
    assert run(other, decisions, memory) == run(other, decisions, Memory())


@pytest.mark.parametrize("strength", [None, 0.4])
@settings(deadline=None, max_examples=25)
@given(programme=editions(), judged=JUDGED, withdrawn=st.integers(0, 7))
def test_decision_by_decision_a_run_gives_exactly_what_a_whole_one_gives(
    programme: list[list[Evidence]], judged: list[Decision], withdrawn: int, strength: float | None
) -> None:
    # So few decisions seldom teach anything by themselves.
    learnt = feedback._strength if strength is None else lambda *_, **__: strength
    stood = [judged[:number] for number in range(len(judged) + 1)]
    stood.append(judged[:withdrawn] + judged[withdrawn + 1 :])
    memory = Memory()
    with patch.object(feedback, "_strength", learnt):
        for decisions in stood:
            found = run(programme[0], decisions, memory)
            assert found == suggest(criteria=CRITERIA, evidence=programme[0], decisions=decisions, top=4)
