"""From standing decisions to verdicts: what counts as evidence, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from mapper.models.reviews import SetMode
from mapper.paths import Criterion, judge
from mapper.paths.changes import Change, ChangeKind
from mapper.queries.rows import ModuleRow, StandingDecision, StatementRow
from mapper.standing.entered import EVERYONE, Asks, AssessmentRules, Choice, Entered, ModuleRules, Stated
from mapper.standing.evidence import evidence_sets
from mapper.standing.structure import standing_structure
from mapper.standing.wording import change_in_words, example, in_plain_words, listed
from mapper.values import Coverage, Finding, Severity, StatementKind
from tests.made_structure import STRICT, assessment, entry, module

OUTCOME = replace(assessment(12, "Leads a crew"), kind=StatementKind.OUTCOME, tested_by=(10, 11))
UNTESTED = replace(assessment(13, "Reads the sky"), kind=StatementKind.OUTCOME)
CONTENT = replace(assessment(14, "Lamps"), kind=StatementKind.CONTENT)
STATEMENTS: dict[int, StatementRow] = {
    s.id: s for s in (assessment(10, "Essay"), assessment(11, "Report"), OUTCOME, UNTESTED, CONTENT)
}


def decision(*statement_ids: int, **more: Any) -> StandingDecision:
    """A full, unsuspect decision on statements."""
    stated: dict[str, Any] = {"coverage": Coverage.FULL, "is_suspect": False} | more
    return StandingDecision(
        id=1,
        subject_id=1,
        criterion_id=1,
        statement_ids=statement_ids,
        certainty=None,
        reason="",
        quotation="",
        place="",
        decided_by="A reviewer",
        decided_at=datetime(2026, 1, 5, tzinfo=UTC),
        **stated,
    )


@pytest.mark.parametrize(
    ("decided", "sets"),
    [
        (decision(10), ((10,),)),
        (decision(10, is_suspect=True), ()),
        (decision(10, coverage=Coverage.PART), ()),
        (decision(10, coverage=Coverage.NONE), ()),
        (decision(coverage=Coverage.NONE), ()),
        (decision(12), ((10, 11),)),
        (decision(13), ()),
        (decision(14), ()),
        (decision(99), ()),
        (decision(10, 11, set_mode=SetMode.ALL), ((10, 11),)),
        (decision(10, 11, set_mode=SetMode.ANY), ((10,), (11,))),
        (decision(10, 12, set_mode=SetMode.ANY), ((10,), (10, 11))),
        (decision(10, 13, set_mode=SetMode.ALL), ()),
        (decision(10, 13, set_mode=SetMode.ANY), ((10,),)),
    ],
)
def test_only_sound_full_decisions_are_evidence(
    decided: StandingDecision, sets: tuple[tuple[int, ...], ...]
) -> None:
    assert evidence_sets([decided], STATEMENTS) == sets


def test_each_of_several_links_is_enough_and_the_same_evidence_is_named_once() -> None:
    assert evidence_sets([decision(10), decision(11), decision(10)], STATEMENTS) == ((10,), (11,))


def said(modules: list[ModuleRow], entered: Entered, *ids: int, or_else: tuple[int, ...] = ()) -> str:
    """The sentence on who never meets 2.3, whose evidence are the assessments together, or others."""
    standing = standing_structure(modules, entered)
    sets = tuple(tuple(standing.names[i] for i in one) for one in (ids, or_else) if one)
    criterion = Criterion("9901-201 2.3", sets)
    (verdict,) = judge(replace(standing.structure, criteria=(criterion,))).verdicts
    assert verdict.counter_example
    return example(verdict.counter_example, criterion, standing, number="2.3")


def test_who_takes_another_option_is_told_with_what_was_taken_instead() -> None:
    entered = entry({1: "g1", 2: "g1", 3: EVERYONE}, Choice("g1", "Options", "", Asks.NUMBER, 1))
    assert said([module(1), module(2), module(3)], entered, 10) == (
        "A learner who takes M2 instead of M1 never meets 2.3."
    )


def test_who_fails_a_component_that_is_averaged_away_is_told_with_its_weight() -> None:
    assert said([module(1)], entry({1: EVERYONE}), 10) == (
        "A learner who fails M1 Essay (50 %) and passes M1 on its other assessments never meets 2.3."
    )


def test_who_is_compensated_is_told() -> None:
    entered = entry(
        {1: EVERYONE},
        rules=replace(STRICT, compensation_credits=None),
        modules={1: ModuleRules(compensatable=Stated.YES)},
    )
    assert said([module(1)], entered, 10) == (
        "A learner who fails M1 as a whole and is compensated never meets 2.3."
    )


def test_what_proves_nothing_of_one_learner_is_named_with_the_reason() -> None:
    rules = {10: AssessmentRules(must_pass=Stated.YES, group_work=Stated.YES)}
    assert said([module(1)], entry({1: EVERYONE}, assessments=rules), 10) == (
        "A learner can pass everything without having shown 2.3: M1 Essay offers a choice of questions or is "
        "work of a group."
    )


OPTIONS = entry(
    {1: "g1", 2: "g1", 3: EVERYONE},
    Choice("g1", "Options", "", Asks.NUMBER, 1),
    assessments={10: AssessmentRules(must_pass=Stated.YES)},
)


def test_other_evidence_that_proves_nothing_is_named_beside_what_was_not_taken() -> None:
    choosing = {30: AssessmentRules(must_pass=Stated.YES, choice=Stated.YES)}
    entered = replace(OPTIONS, assessments={**OPTIONS.assessments, **choosing})
    assert said([module(1), module(2), module(3)], entered, 10, or_else=(30,)) == (
        "A learner who takes M2 instead of M1 can pass everything else without having shown 2.3: M3 Essay "
        "offers a choice of questions or is work of a group."
    )


def test_other_evidence_that_the_learner_fails_is_named_and_leaves_nothing_to_prove() -> None:
    assert said([module(1), module(2), module(3)], OPTIONS, 10, or_else=(30,)) == (
        "A learner who takes M2 instead of M1, and fails M3 Essay (50 %) and passes M3 on its other "
        "assessments never meets 2.3."
    )


def test_a_module_without_a_known_pass_mark_is_said_to_be_passed_whatever_fails() -> None:
    alone = module(1, assessment(10, "Essay", weight=100.0))
    entered = entry({1: EVERYONE}, rules=replace(STRICT, pass_mark=None))
    assert "for no rule is known against it" in said([alone], entered, 10)


def test_findings_of_the_solver_are_said_without_the_contract_s_names() -> None:
    found = Finding(Severity.WARNING, "module M1", "Unknown: every_component, choice of M1 Essay.", "")
    assert in_plain_words(found).message == (
        "Unknown: whether every component must be passed, choice of questions or group work in M1 Essay."
    )


@pytest.mark.parametrize("kind", list(ChangeKind))
def test_every_change_is_told_as_a_sentence_about_its_subject(kind: ChangeKind) -> None:
    structure = standing_structure([module(1)], entry({1: EVERYONE})).structure
    sentence = change_in_words(Change(kind, "M1 Essay"), structure)
    assert "M1 Essay" in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize(("names", "words"), [((), ""), (("A",), "A"), (("A", "B", "C"), "A, B and C")])
def test_names_are_listed_as_people_do(names: tuple[str, ...], words: str) -> None:
    assert listed(names) == words
