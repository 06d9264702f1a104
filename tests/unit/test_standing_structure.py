"""What people entered, and what is unknown in it, becomes a structure that favours nobody."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mapper.paths import Criterion, Verdict, judge
from mapper.queries.rows import ModuleRow
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    Asks,
    AssessmentRules,
    Choice,
    Declared,
    Entered,
    ModuleRules,
    OtherWay,
    Stated,
    Tree,
    as_json,
    from_json,
)
from mapper.standing.proposed import own_words, proposed_entry
from mapper.standing.structure import standing_structure
from mapper.values import Severity
from tests.made_structure import STRICT, assessment, entry, module, tree

GUARANTEED, CONDITIONAL, UNDETERMINED = Verdict.GUARANTEED, Verdict.CONDITIONAL, Verdict.UNDETERMINED
ONE_OF = Choice("g1", "Year 2 options", "", Asks.NUMBER, 1)
BOTH = [module(1), module(2)]


def words(
    modules: list[ModuleRow], entered: Entered, *sets: tuple[int, ...], key: str = ""
) -> tuple[Verdict, Verdict]:
    """By module, by component, of a criterion that rests on any of the sets."""
    standing = standing_structure(modules, entered, tree_key=key)
    named = tuple(tuple(standing.names[i] for i in one) for one in sets)
    (said,) = judge(replace(standing.structure, criteria=(Criterion("1.1", named),))).verdicts
    return said.by_module, said.by_component


def messages(modules: list[ModuleRow], entered: Entered) -> str:
    return " ".join(f.message for f in standing_structure(modules, entered).findings)


def test_what_everyone_takes_and_must_pass_is_guaranteed() -> None:
    modules = [module(1, assessment(10, "Essay", must_pass=True), assessment(11, "Report"))]
    assert words(modules, entry({1: EVERYONE}), (10,)) == (GUARANTEED, GUARANTEED)
    assert words(modules, entry({1: EVERYONE}), (11,)) == (GUARANTEED, CONDITIONAL)


def test_an_optional_module_covers_only_those_who_choose_it() -> None:
    entered = entry({1: "g1", 2: "g1"}, ONE_OF)
    assert words(BOTH, entered, (10,)) == (CONDITIONAL, CONDITIONAL)
    assert words(BOTH, entered, (10,), (20,))[0] is GUARANTEED


def test_a_pathway_is_a_choice_inside_a_choice() -> None:
    modules = [module(i) for i in (1, 2, 3, 4)]
    pathways = [Choice(key, name, "g1", Asks.ALL) for key, name in (("g2", "People"), ("g3", "Markets"))]
    entered = entry(
        {1: "g2", 2: "g2", 3: "g3", 4: "g3"}, Choice("g1", "Pathway", "", Asks.NUMBER, 1), *pathways
    )
    assert words(modules, entered, (10,), (30,))[0] is GUARANTEED
    assert words(modules, entered, (10,), (20,))[0] is CONDITIONAL


def test_a_choice_by_credits_is_followed() -> None:
    entered = entry({1: "g1", 2: "g1"}, replace(ONE_OF, asks=Asks.CREDITS, amount=40))
    assert words(BOTH, entered, (10,))[0] is GUARANTEED


def test_a_proposal_determines_nothing() -> None:
    modules = [module(1, status="Core")]
    proposed = replace(proposed_entry(modules), rules=STRICT)
    assert words(modules, proposed, (10,)) == (UNDETERMINED, UNDETERMINED)
    assert "Nobody has entered which modules every learner takes" in messages(modules, proposed)
    (whole,) = proposed.trees
    assert words(modules, replace(proposed, trees=(replace(whole, is_entered=True),)), (10,))[0] is GUARANTEED


def test_a_module_that_nobody_placed_is_not_taken_for_core() -> None:
    assert words(BOTH, entry({1: EVERYONE}), (20,))[0] is CONDITIONAL
    assert words(BOTH, entry({1: EVERYONE}), (10,))[0] is GUARANTEED
    assert "Nobody has said who takes M2" in messages(BOTH, entry({1: EVERYONE}))


def test_a_module_that_nobody_placed_may_belong_to_any_choice() -> None:
    modules = [*BOTH, module(3)]
    everything = (10,), (20,)
    assert words(modules, entry({1: "g1", 2: "g1", 3: NOT_TAKEN}, ONE_OF), *everything)[0] is GUARANTEED
    assert words(modules, entry({1: "g1", 2: "g1"}, ONE_OF), *everything)[0] is CONDITIONAL


def test_a_choice_of_unknown_size_leaves_all_its_modules_open() -> None:
    unknown = Choice("g1", "Options")
    assert words(BOTH, entry({1: "g1", 2: "g1"}, unknown), (10,), (20,))[0] is CONDITIONAL
    assert "How many modules are chosen" in messages(BOTH, entry({1: "g1", 2: "g1"}, unknown))


@pytest.mark.parametrize(
    "entered",
    [
        entry({1: EVERYONE, 2: "g1"}, replace(ONE_OF, within="g1")),
        entry({1: EVERYONE}, replace(ONE_OF, asks=Asks.CREDITS, amount=20)),
        entry({1: EVERYONE, 2: EVERYONE}, rules=replace(STRICT, unclear="Two thirds must be passed")),
        entry({1: EVERYONE, 2: "g1"}, replace(ONE_OF, amount=3)),
    ],
    ids=["a choice in itself", "unplaced beside a choice by credits", "a rule without a field", "3 of 1"],
)
def test_what_is_faulty_or_unclear_determines_nothing_and_is_found(entered: Entered) -> None:
    assert words(BOTH, entered, (10,)) == (UNDETERMINED, UNDETERMINED)
    standing = standing_structure(BOTH, entered)
    found = (*standing.findings, *judge(standing.structure).findings)
    assert any(f.severity is Severity.ERROR and f.remedy for f in found)


@pytest.mark.parametrize(
    ("rules", "by_component"),
    [
        (AssessmentRules(choice=Stated.YES), Verdict.NOT_COVERED),
        (AssessmentRules(choice=Stated.UNKNOWN), Verdict.NOT_COVERED),
        (AssessmentRules(group_work=Stated.YES), Verdict.NOT_COVERED),
        (AssessmentRules(group_work=Stated.UNKNOWN), Verdict.NOT_COVERED),
        (AssessmentRules(is_formative=True), Verdict.NOT_COVERED),
        (AssessmentRules(must_pass=Stated.YES), GUARANTEED),
        (AssessmentRules(), CONDITIONAL),
    ],
)
def test_what_an_assessment_leaves_open_is_no_evidence_by_component(
    rules: AssessmentRules, by_component: Verdict
) -> None:
    entered = entry({1: EVERYONE}, assessments={10: rules})
    assert words([module(1)], entered, (10,)) == (GUARANTEED, by_component)


def test_unknown_rules_are_the_weakest_imaginable() -> None:
    nothing_known = Entered((tree({1: EVERYONE}),))
    assert words([module(1)], nothing_known, (10,)) == (CONDITIONAL, Verdict.NOT_COVERED)


def test_a_module_may_say_otherwise_than_the_programme() -> None:
    every = entry({1: EVERYONE}, modules={1: ModuleRules(every_component=Stated.YES)})
    assert words([module(1)], every, (10,)) == (GUARANTEED, GUARANTEED)
    compensated = entry(
        {1: EVERYONE},
        rules=replace(STRICT, compensation_credits=20),
        modules={1: ModuleRules(compensatable=Stated.YES)},
    )
    assert words([module(1)], compensated, (10,))[0] is CONDITIONAL


@pytest.mark.parametrize(
    ("own", "read", "programme", "counts"),
    [(70.0, 50.0, 40.0, 70), (None, 50.0, 40.0, 50), (None, None, 40.0, 40), (None, None, None, None)],
)
def test_the_pass_mark_nearest_to_the_module_counts(
    own: float | None, read: float | None, programme: float | None, counts: int | None
) -> None:
    entered = entry(
        {1: EVERYONE}, rules=replace(STRICT, pass_mark=programme), modules={1: ModuleRules(pass_mark=own)}
    )
    (row,) = standing_structure([module(1, pass_mark=read)], entered).structure.modules
    assert row.pass_mark == counts


def test_an_exit_award_is_judged_by_its_own_places() -> None:
    award = Tree("e1", "CertHE", is_entered=True, places={1: EVERYONE, 2: NOT_TAKEN})
    entered = entry({1: EVERYONE, 2: EVERYONE}).with_tree(award)
    assert words(BOTH, entered, (20,))[0] is GUARANTEED
    assert words(BOTH, entered, (20,), key="e1")[0] is Verdict.NOT_COVERED


def test_other_ways_in_are_said_unless_they_are_ruled_out() -> None:
    ways = {way: Declared(is_open=False) for way in OtherWay}
    assert messages(BOTH, entry({1: EVERYONE, 2: EVERYONE}, ways=ways)) == ""
    ways[OtherWay.EXCHANGE] = Declared(True, "one term")
    ways[OtherWay.DIRECT_ENTRY] = Declared()
    said = messages(BOTH, entry({1: EVERYONE, 2: EVERYONE}, ways=ways))
    assert "may come by exchange or study elsewhere (one term)" in said
    assert "Nobody has said whether learners may come by direct entry" in said


def test_modules_and_assessments_of_the_same_name_are_told_apart() -> None:
    modules = [module(1), module(2, code="M1")]
    assert words(modules, entry({1: EVERYONE, 2: NOT_TAKEN}), (20,))[0] is Verdict.NOT_COVERED


def proposed(**said: Any) -> tuple[str, Choice | None]:
    """Where a module is proposed to stand, and the choice, if it is one."""
    (whole,) = proposed_entry([module(1, **said)]).trees
    return whole.place(1), next(iter(whole.choices), None)


@pytest.mark.parametrize("status", ["Core", "compulsory", "Mandatory module", "required"])
def test_the_university_s_words_for_core_are_proposed_for_everyone(status: str) -> None:
    assert proposed(status=status) == (EVERYONE, None)


@pytest.mark.parametrize(
    ("group", "asks", "amount"),
    [
        ("A (choose 1 of 2)", Asks.NUMBER, 1),
        ("Choose two of the following four", Asks.NUMBER, 2),
        ("Take 40 credits from this list", Asks.CREDITS, 40),
        ("Choose 2 of 4 (20 credits each)", Asks.NUMBER, 2),
        ("Electives", None, None),
    ],
)
def test_a_choice_is_proposed_as_far_as_it_is_stated(
    group: str, asks: Asks | None, amount: float | None
) -> None:
    place, choice = proposed(status="Optional", option_group=group, year="2")
    assert choice == Choice(place, f"Year 2: {group}", "", asks, amount)


@pytest.mark.parametrize(
    "said",
    [{}, {"status": "Specialist"}, {"status": "core or optional"}, {"status": "Core", "option_group": "A"}],
)
def test_nothing_is_proposed_where_the_words_do_not_say_it(said: dict[str, str]) -> None:
    place, _ = proposed(**said)
    assert place != EVERYONE


def test_options_of_different_years_are_different_choices() -> None:
    modules = [module(i, status="Option", year=year) for i, year in ((1, "2"), (2, "3"), (3, "3"))]
    (whole,) = proposed_entry(modules).trees
    assert [whole.place(i) for i in (1, 2, 3)] == ["g1", "g2", "g2"]


def test_what_reads_like_group_work_or_an_examination_is_proposed_as_unknown() -> None:
    row = module(
        1,
        assessment(10, "Group presentation"),
        assessment(11, "Written examination"),
        assessment(12, "Essay"),
    )
    rules = proposed_entry([row]).assessments
    assert (rules[10].group_work, rules[11].choice) == (Stated.UNKNOWN, Stated.UNKNOWN)
    assert 12 not in rules


def test_the_university_s_own_words_are_kept() -> None:
    assert own_words(module(1, status="Elective", option_group="B", year="2")) == "Elective · B · year 2"
    assert own_words(module(1)) == ""


def test_an_entry_comes_back_from_the_store_as_it_was() -> None:
    entered = entry(
        {1: "g1", 2: EVERYONE},
        ONE_OF,
        modules={1: ModuleRules(50, Stated.YES, Stated.UNKNOWN)},
        assessments={10: AssessmentRules(30, Stated.NO, Stated.YES, Stated.UNKNOWN, is_formative=True)},
        ways={OtherWay.EXCHANGE: Declared(True, "one term")},
    ).with_tree(Tree("e1", "CertHE", is_entered=False))
    assert from_json(as_json(entered)) == entered
