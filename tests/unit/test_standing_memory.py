"""What was solved for a structure is remembered, within bounds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapper.paths import Criterion, Structure, judge
from mapper.paths.verdicts import solver_of
from mapper.standing import verdicts
from mapper.standing.structure import standing_structure
from tests.made_structure import entry, module

ENTERED = entry({1: "everyone", 2: "everyone"})


def structure(pass_mark: float = 40) -> Structure:
    """Two modules that everyone takes."""
    return standing_structure([module(1, pass_mark=pass_mark), module(2)], ENTERED).structure


def criteria_of(of: Structure) -> tuple[Criterion, ...]:
    """A criterion for each assessment."""
    names = [a.id for m in of.modules for a in m.assessments]
    return tuple(Criterion(f"1.{number}", ((name,),)) for number, name in enumerate(names, 1))


@pytest.fixture(autouse=True)
def _forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "_entries", [])


def test_what_one_solver_solved_is_known_to_the_one_it_was_made_of() -> None:
    solver = solver_of(structure())
    assert solver
    for criterion in criteria_of(structure()):
        solver.anew().verdict(criterion)
    assert solver.solved == len(criteria_of(structure()))


def test_a_full_memory_is_begun_anew_and_the_verdicts_stay_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "MOST_SOLVED", 1)
    of = structure()
    whole = {v.criterion: v for v in judge(replace(of, criteria=criteria_of(of))).verdicts}
    for criterion in criteria_of(of):
        assert verdicts._verdicts(of, [criterion]) == {criterion.id: whole[criterion.id]}
        assert [solver.solved for _, solver in verdicts._entries if solver] == [1]


def test_only_the_structures_asked_for_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verdicts, "MOST_STRUCTURES", 2)
    asked = [structure(mark) for mark in (40, 50, 60, 50)]
    for of in asked:
        verdicts._verdicts(of, criteria_of(of)[:1])
    assert [kept for kept, _ in verdicts._entries] == [structure(60), structure(50)]


def test_nothing_is_determined_of_a_structure_that_was_not_understood() -> None:
    of = replace(structure(), is_understood=False)
    assert verdicts._verdicts(of, criteria_of(of)) == {
        v.criterion: v for v in judge(replace(of, criteria=criteria_of(of))).verdicts
    }
