"""Awards that every graduate can claim, and the least changes that reach the next one."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations
from typing import Any

import pytest

from mapper.catalogue import QualificationFacts, UnitFacts, parse_rule
from mapper.paths import Structure, Verdict, judge, read_structure
from mapper.paths.awards import (
    AwardReach,
    Measure,
    award_reach,
    largest_guaranteed,
    next_award,
    unit_standings,
)
from mapper.paths.changes import Change, ChangeKind, changed, possible_changes
from mapper.paths.invented import small_programme
from mapper.paths.plan import AwardPlan, GapPlan, plan_award, plan_changes, plan_units, single_changes
from tests.unit.structures import module, part, programme

DAY = date(2024, 9, 1)
MODULE, COMPONENT = Measure.MODULE, Measure.COMPONENT
KNOWN = {
    ref: UnitFacts(ref, "Boats", None, 5, 6, 8, "Group 1") for ref in ("9905-501", "9905-502", "9905-503")
}


def qualification(size: str, credits_: int) -> QualificationFacts:
    return QualificationFacts(
        title=f"{size.title()} in Boats",
        accreditation_number="600/0000/0",
        specification="9905",
        size=size,
        credits_min=credits_,
        rule=parse_rule(f"At least {credits_} credits.", code="9905"),
    )


# In another order than their sizes, on purpose.
QUALIFICATIONS = (qualification("diploma", 18), qualification("award", 6), qualification("certificate", 12))
UNITS = {"9905-501": ["501 1.1"], "9905-502": ["502 1.1", "502 1.2"], "9905-503": []}


def with_criteria(given: dict[str, Any], **evidence: list[list[str]]) -> Structure:
    """Criteria given as c501_1_1 = any_of."""
    names = {key: key[1:].replace("_", " ", 1).replace("_", ".") for key in evidence}
    criteria = [{"id": names[key], "any_of": any_of} for key, any_of in evidence.items()]
    return read_structure(given | {"criteria": criteria}).structure


CHOICE = {"all": ["A", {"choose": {"number": 1, "of": ["B", "C"]}}]}
HALVES = (part("A.0", 50), part("A.1", 50))
BOATS = with_criteria(
    programme(module("A", *HALVES), module("B"), module("C"), structure=CHOICE),
    c501_1_1=[["A.0"]],
    c502_1_1=[["A.0", "A.1"]],
    c502_1_2=[["B.0"]],
)


def reaches(structure: Structure, measure: Measure) -> tuple[AwardReach, ...]:
    standings = unit_standings(UNITS, judge(structure).verdicts)
    return award_reach(
        standings, qualifications=QUALIFICATIONS, known=KNOWN, measure=measure, registered_on=DAY
    )


def test_a_unit_is_guaranteed_with_all_its_criteria_only() -> None:
    standings = unit_standings(UNITS, judge(BOATS).verdicts)
    assert [s.is_guaranteed(MODULE) for s in standings] == [True, False, False]
    assert [s.is_guaranteed(COMPONENT) for s in standings] == [False, False, False]
    assert standings[1].open_criteria(MODULE) == ("502 1.2",)


def test_a_criterion_that_was_not_judged_holds_its_unit_open() -> None:
    (standing,) = unit_standings({"9905-501": ["501 9.9"]}, judge(BOATS).verdicts)
    assert standing.open_criteria(MODULE) == ("501 9.9",)


def test_the_largest_award_rests_on_guaranteed_units_alone() -> None:
    found = reaches(BOATS, MODULE)
    assert [r.qualification.size for r in found] == ["award", "certificate", "diploma"]
    largest, next_ = largest_guaranteed(found), next_award(found)
    assert largest is not None
    assert next_ is not None
    assert (largest.qualification.size, largest.selection.units) == ("award", ("9905-501",))
    assert next_.qualification.size == "certificate"


def test_no_award_is_guaranteed_where_no_unit_is() -> None:
    found = reaches(BOATS, COMPONENT)
    assert largest_guaranteed(found) is None
    assert next_award(found) is found[0]


def test_the_plan_to_the_next_award_names_its_units_and_the_least_changes() -> None:
    standings = unit_standings(UNITS, judge(BOATS).verdicts)
    found = plan_award(
        BOATS,
        standings,
        qualification=QUALIFICATIONS[2],
        known=KNOWN,
        measure=COMPONENT,
        registered_on=DAY,
    )
    assert found.selection.units == ("9905-501", "9905-502")
    assert found.plan is not None
    assert found.plan.is_proven_least
    assert set(found.plan.changes) == {
        Change(ChangeKind.MUST_PASS, "A.0"),
        Change(ChangeKind.MUST_PASS, "A.1"),
        Change(ChangeKind.CORE, "B"),
    }


def test_a_plan_for_units_without_wording_is_none_and_says_why() -> None:
    standings = unit_standings(UNITS, judge(BOATS).verdicts)
    found = plan_award(
        BOATS, standings, qualification=QUALIFICATIONS[0], known=KNOWN, measure=MODULE, registered_on=DAY
    )
    assert found.plan is None
    assert found.selection.findings


def test_units_beyond_those_judged_are_chosen_only_where_they_are_needed() -> None:
    standings = unit_standings({"9905-501": ["501 1.1"]}, judge(BOATS).verdicts)

    def chosen(qualification_: QualificationFacts) -> AwardPlan:
        return plan_award(
            BOATS,
            standings,
            qualification=qualification_,
            known=KNOWN,
            measure=MODULE,
            registered_on=DAY,
            further={"9905-502": 4, "9905-503": 0},
        )

    award, certificate, diploma = (chosen(QUALIFICATIONS[i]) for i in (1, 2, 0))
    assert (award.selection.units, award.further) == (("9905-501",), ())
    assert (certificate.further, certificate.unworded) == (("9905-502",), ())
    assert (diploma.further, diploma.unworded) == (("9905-502", "9905-503"), ("9905-503",))


def test_a_criterion_without_evidence_is_named_and_not_planned_for() -> None:
    standings = unit_standings({"9905-501": ["501 1.1", "501 9.9"]}, judge(BOATS).verdicts)
    found = plan_award(
        BOATS, standings, qualification=QUALIFICATIONS[1], known=KNOWN, measure=COMPONENT, registered_on=DAY
    )
    assert found.unproven == ("501 9.9",)
    assert found.plan is not None
    assert found.plan.changes == (Change(ChangeKind.MUST_PASS, "A.0"),)


def test_a_unit_with_evidence_for_some_learners_is_nearer_than_one_without_any() -> None:
    units = {"9905-501": ["501 9.1"], "9905-502": ["502 1.1"], "9905-503": []}
    standings = unit_standings(units, judge(BOATS).verdicts)
    found = plan_award(
        BOATS, standings, qualification=QUALIFICATIONS[1], known=KNOWN, measure=COMPONENT, registered_on=DAY
    )
    assert found.selection.units == ("9905-502",)


def test_many_gaps_are_planned_unit_by_unit_and_too_many_not_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = [["501 1.1"], ["502 1.1", "502 1.2"]]
    monkeypatch.setattr("mapper.paths.plan.MOST_TOGETHER", 0)
    plan = plan_units(BOATS, parts, measure=COMPONENT)
    assert not plan.is_proven_least
    assert is_answer(BOATS, plan.changes, COMPONENT)
    monkeypatch.setattr("mapper.paths.plan.MOST_AT_ONCE", 0)
    plan = plan_units(BOATS, parts, measure=COMPONENT)
    assert not plan.is_possible
    assert "unit by unit" in plan.findings[0].remedy


def kinds(plan: GapPlan) -> list[ChangeKind]:
    return [change.kind for change in plan.changes]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (programme(module("A", *HALVES), evidence=[["A.0"]]), ChangeKind.MUST_PASS),
        (programme(module("A", part("A.0", choice=True)), evidence=[["A.0"]]), ChangeKind.NO_CHOICE),
        (programme(module("A", part("A.0", 0), part("A.1")), evidence=[["A.0"]]), ChangeKind.MUST_PASS),
        (
            programme(module("A", compensatable=True), evidence=[["A.0"]], compensation_credits=20),
            ChangeKind.NO_COMPENSATION,
        ),
        (
            programme(
                module("A"),
                module("B"),
                structure={"choose": {"number": 1, "of": ["A", "B"]}},
                evidence=[["A.0"]],
            ),
            ChangeKind.CORE,
        ),
        (programme(module("A"), evidence=[]), ChangeKind.EVIDENCE),
    ],
)
def test_each_gap_has_the_change_that_closes_it(given: dict[str, Any], kind: ChangeKind) -> None:
    structure = read_structure(given).structure
    plan = plan_changes(structure, ["1.1"], measure=COMPONENT)
    assert kinds(plan) == [kind]
    assert plan.is_proven_least
    assert single_changes(structure, structure.criteria[0], measure=COMPONENT)[0] == plan.changes[0]


def test_two_modules_of_one_choice_are_not_both_made_core() -> None:
    choice = {"choose": {"number": 1, "of": ["A", "B"]}}
    structure = with_criteria(
        programme(module("A"), module("B"), structure=choice), c501_1_1=[["A.0"]], c501_1_2=[["B.0"]]
    )
    plan = plan_changes(structure, ["501 1.1", "501 1.2"], measure=MODULE)
    assert sorted(kinds(plan)) == sorted([ChangeKind.CORE, ChangeKind.EVIDENCE])
    assert plan.is_proven_least


def test_nothing_is_planned_where_nothing_is_open() -> None:
    structure = read_structure(programme(module("A"), evidence=[["A.0"]])).structure
    assert plan_changes(structure, ["1.1"], measure=COMPONENT) == GapPlan(COMPONENT, (), is_proven_least=True)


def test_nothing_is_planned_on_a_faulty_structure() -> None:
    structure = read_structure(programme(module("A"), structure={"all": ["A", "A"]})).structure
    plan = plan_changes(structure, ["1.1"], measure=MODULE)
    assert not plan.is_possible
    assert "1.1" in plan.findings[0].message


def test_a_search_that_is_cut_short_says_that_fewer_changes_might_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapper.paths.plan.MOST_ROUNDS", 0)
    plan = plan_changes(BOATS, ["501 1.1", "502 1.1", "502 1.2"], measure=COMPONENT)
    assert not plan.is_proven_least
    assert is_answer(BOATS, plan.changes, COMPONENT)


def is_answer(structure: Structure, changes: tuple[Change, ...], measure: Measure) -> bool:
    said = judge(changed(structure, changes))
    return said.is_possible and all(measure.verdict(v) is Verdict.GUARANTEED for v in said.verdicts)


@pytest.mark.parametrize("measure", Measure)
def test_no_set_of_changes_takes_less_than_the_plan(measure: Measure) -> None:
    compared = 0
    for seed in range(40):
        structure = read_structure(small_programme(seed)).structure
        names = [c.id for c in structure.criteria]
        possible = possible_changes(structure, structure.criteria, measure)
        plan = plan_changes(structure, names, measure=measure)
        if not plan.is_possible or len(possible) > 6:
            continue
        every = chain.from_iterable(combinations(possible, n) for n in range(len(possible) + 1))
        answers = (some for some in sorted(every, key=effort) if is_answer(structure, some, measure))
        assert plan.is_proven_least
        assert is_answer(structure, plan.changes, measure)
        assert effort(plan.changes) == effort(next(answers))
        compared += 1
    assert compared > 5


def effort(changes: tuple[Change, ...]) -> int:
    return sum(change.effort for change in changes)
