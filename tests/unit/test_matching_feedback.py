from __future__ import annotations

import numpy as np
import pytest

from matching.feedback import moved
from matching.suggest import suggest
from matching.values import Criterion, Decision, Evidence, Result

# Whoever speaks of money here means the ledger, and whoever speaks of people the rota, which no
# wording tells: only decisions can.
MONEY = [Criterion(f"m{i}", f"money matters of branch {word}") for i, word in enumerate("abcdef")]
PEOPLE = [Criterion(f"p{i}", f"people matters of branch {word}") for i, word in enumerate("abcdef")]
EVIDENCE = [
    Evidence("rota", "branch matters: the rota"),
    Evidence("ledger", "branch matters: the ledger"),
]
LAST = "m5"


def judged() -> list[Decision]:
    """All criteria judged but the last of money."""
    return [
        Decision(c.id, e.id, confirmed=(e.id == "ledger") == c.id.startswith("m"))
        for c in [*MONEY[:5], *PEOPLE]
        for e in EVIDENCE
    ]


def of_last(results: tuple[Result, ...]) -> Result:
    return next(r for r in results if r.criterion == LAST)


def test_evidence_confirmed_for_similar_criteria_comes_first() -> None:
    before = of_last(suggest(criteria=[*MONEY, *PEOPLE], evidence=EVIDENCE))
    after = of_last(suggest(criteria=[*MONEY, *PEOPLE], evidence=EVIDENCE, decisions=judged()))
    assert [c.evidence for c in before.candidates] == ["rota", "ledger"]
    assert [c.evidence for c in after.candidates] == ["ledger", "rota"]


def test_the_decisions_part_tells_for_and_against_and_parts_still_add_up() -> None:
    found = of_last(suggest(criteria=[*MONEY, *PEOPLE], evidence=EVIDENCE, decisions=judged()))
    for_it, against_it = found.candidates
    assert for_it.parts["decisions"] > 0 > against_it.parts["decisions"]
    for candidate in found.candidates:
        assert sum(candidate.parts.values()) == candidate.score
        assert 0 < candidate.score <= 1


@pytest.mark.parametrize(
    "decisions",
    [
        [Decision("m0", "ledger", confirmed=True)],
        [Decision(c.id, e.id, confirmed=False) for c in MONEY for e in EVIDENCE],
        [Decision("unknown", "ledger", confirmed=True), Decision("m0", "unknown", confirmed=False)],
    ],
    ids=["a single one", "all alike", "unknown ids"],
)
def test_decisions_that_teach_nothing_change_nothing(decisions: list[Decision]) -> None:
    criteria = [*MONEY, *PEOPLE]
    assert suggest(criteria=criteria, evidence=EVIDENCE, decisions=decisions) == suggest(
        criteria=criteria, evidence=EVIDENCE
    )


def test_judges_who_contradict_one_another_teach_nothing() -> None:
    criteria = [Criterion(str(i), "money matters") for i in range(8)]
    decisions = [
        Decision(c.id, e.id, confirmed=(e.id == "ledger") == (i % 2 == 0))
        for i, c in enumerate(criteria)
        for e in EVIDENCE
    ]
    assert suggest(criteria=criteria, evidence=EVIDENCE, decisions=decisions) == suggest(
        criteria=criteria, evidence=EVIDENCE
    )


def test_of_two_decisions_on_a_pair_the_last_counts() -> None:
    criteria = [*MONEY, *PEOPLE]
    changed = [Decision(d.criterion, d.evidence, confirmed=not d.confirmed) for d in judged()]
    assert suggest(criteria=criteria, evidence=EVIDENCE, decisions=[*changed, *judged()]) == suggest(
        criteria=criteria, evidence=EVIDENCE, decisions=judged()
    )


def test_a_move_never_leaves_the_scale_nor_turns_its_sign() -> None:
    scores = np.array([0.0, 0.0, 0.3, 0.3, 0.3, 1.0, 1.0])
    moves = np.array([2.0, -2.0, 0.0, 0.1, -0.1, 2.0, -2.0])
    result = moved(scores, moves)
    assert ((result >= 0) & (result <= 1)).all()
    assert (np.sign(result - scores)[2:5] == [0, 1, -1]).all()
    assert result[1] == 0.0
