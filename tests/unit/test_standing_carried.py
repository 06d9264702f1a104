"""What was entered of an edition is offered to the next one, and every change is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.carried import carried_entry
from mapper.standing.differences import differences
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    Asks,
    AssessmentRules,
    Choice,
    Declared,
    ModuleRules,
    OtherWay,
    Stated,
    Tree,
)
from tests.made_structure import STRICT, assessment, entry, module

ONE_OF = Choice("g1", "Options", "", Asks.NUMBER, 1)


def later(id_: int, code: str, *assessments: StatementRow, **more: Any) -> ModuleRow:
    """A module of the later edition, whose ids begin at 5."""
    return replace(module(id_, *assessments, **more), code=code)


def test_places_rules_and_awards_follow_the_code() -> None:
    award = Tree("e1", "CertHE", is_entered=True, places={1: EVERYONE, 2: NOT_TAKEN})
    entered = entry({1: EVERYONE, 2: "g1"}, ONE_OF, modules={2: ModuleRules(50)}).with_tree(award)
    found = carried_entry(entered, [module(1), module(2)], [later(6, "m2"), later(5, "M1")])
    whole, exit_award = found.entered.trees
    assert (whole.place(5), whole.place(6), whole.choices) == (EVERYONE, "g1", (ONE_OF,))
    assert (exit_award.place(5), exit_award.place(6)) == (EVERYONE, NOT_TAKEN)
    assert found.entered.modules == {6: ModuleRules(50)}
    assert found.entered.rules == STRICT
    assert (found.modules, found.assessments) == (2, 4)


def test_nothing_is_said_where_nothing_changed() -> None:
    entered = entry({1: EVERYONE})
    assert carried_entry(entered, [module(1)], [later(5, "M1")]).changes == ()


def test_a_module_that_is_gone_is_said_with_its_choice_and_a_new_one_has_no_place() -> None:
    entered = entry({1: EVERYONE, 2: "g1"}, ONE_OF)
    found = carried_entry(
        entered, [module(1), module(2)], [later(5, "M1"), later(6, "M9", status="Option", year="2")]
    )
    assert found.changes == (
        "M2 is gone, or its code is not the same; it stood in the choice “Options”, look whether its number "
        "still fits.",
        "M9 is new: say who takes it. The documents say: Option · year 2.",
    )
    assert found.entered.trees[0].place(6) == ""


def test_codes_that_name_two_modules_are_matched_to_neither() -> None:
    found = carried_entry(
        entry({1: EVERYONE}), [module(1)], [later(5, "M1"), later(6, "m 1"), later(7, "M1")]
    )
    assert found.modules == 0
    assert found.entered.trees[0].places == {}


def test_changed_facts_of_a_module_are_said_each() -> None:
    before = module(1, assessment(10, "Essay"), status="core")
    after = later(
        5, "M1", assessment(50, "Essay", weight=40.0, must_pass=True), credits=30.0, status="option"
    )
    assert carried_entry(entry({1: EVERYONE}), [before], [after]).changes == (
        "M1: credits before 20, now 30.",
        "M1: who takes it, in the documents, before “core”, now “option”.",
        "M1: Essay counted 50 %, counts 40 % now.",
        "M1: that Essay must be passed was ruled out, is now stated.",
    )


def test_rules_of_an_assessment_follow_its_title_and_not_its_place() -> None:
    entered = entry({1: EVERYONE}, assessments={10: AssessmentRules(choice=Stated.YES)})
    before = module(1, assessment(10, "Essay"), assessment(11, "Report"))
    after = later(5, "M1", assessment(50, "Report"), assessment(51, "essay"))
    assert carried_entry(entered, [before], [after]).entered.assessments == {
        51: AssessmentRules(choice=Stated.YES)
    }


def test_an_assessment_with_another_title_is_another_one_and_what_is_lost_is_said() -> None:
    entered = entry({1: EVERYONE}, assessments={10: AssessmentRules(must_pass=Stated.YES)})
    found = carried_entry(
        entered, [module(1, assessment(10, "Essay"))], [later(5, "M1", assessment(50, "Portfolio"))]
    )
    assert found.entered.assessments == {}
    assert found.changes == (
        "M1: the assessment Essay was not found again; what was entered of it is left behind.",
        "M1: the assessment Portfolio (50 %) is new.",
    )


def test_assessments_without_a_title_are_matched_by_type_and_position() -> None:
    def untitled(id_: int, kind: str) -> StatementRow:
        return replace(assessment(id_, ""), title=None, type=kind)

    entered = entry({1: EVERYONE}, assessments={10: AssessmentRules(pass_mark=50)})
    before = module(1, untitled(10, "Essay"))
    same = carried_entry(entered, [before], [later(5, "M1", untitled(50, "essay"))])
    other = carried_entry(entered, [before], [later(5, "M1", untitled(50, "Report"))])
    assert same.entered.assessments == {50: AssessmentRules(pass_mark=50)}
    assert other.entered.assessments == {}


def test_what_reads_like_an_examination_stays_unknown_where_nobody_looked_at_it() -> None:
    found = carried_entry(
        entry({1: EVERYONE}), [module(1)], [later(5, "M1", assessment(50, "Written examination"))]
    )
    assert found.entered.assessments == {50: AssessmentRules(choice=Stated.UNKNOWN)}


def test_a_brief_that_reads_like_group_work_now_is_unknown_again_and_is_said() -> None:
    brief = assessment(10, "Report")
    group = replace(assessment(50, "Report"), text="Write a group report.", fingerprint="other")
    for stated, then in (
        (Stated.AS_ABOVE, Stated.UNKNOWN),
        (Stated.NO, Stated.UNKNOWN),
        (Stated.YES, Stated.YES),
    ):
        rules = AssessmentRules(pass_mark=50, group_work=stated)
        entered = entry({1: EVERYONE}, assessments={10: rules})
        found = carried_entry(entered, [module(1, brief)], [later(5, "M1", group)])
        assert found.entered.assessments == {50: replace(rules, group_work=then)}
        assert found.changes == (
            "M1: what is said of Report is not the same: look whether its rules still hold.",
        )


def test_what_somebody_said_of_the_same_brief_stands() -> None:
    same = replace(assessment(10, "Report"), text="Write a group report.")
    entered = entry({1: EVERYONE}, assessments={10: AssessmentRules(group_work=Stated.NO)})
    found = carried_entry(entered, [module(1, same)], [later(5, "M1", replace(same, id=50))])
    assert found.entered.assessments == {50: AssessmentRules(group_work=Stated.NO)}


def test_differences_between_versions_are_said_line_by_line() -> None:
    award = Tree("e1", "CertHE", is_entered=False)
    before = entry({1: EVERYONE, 2: "g1"}, ONE_OF).with_tree(award)
    after = entry(
        {1: "g1", 2: "g1"},
        replace(ONE_OF, amount=2),
        Choice("g2", "Pathway"),
        rules=replace(STRICT, pass_mark=50, compensatable=None),
        modules={1: ModuleRules(compensatable=Stated.YES)},
        assessments={10: AssessmentRules(is_formative=True)},
        ways={OtherWay.EXCHANGE: Declared(True, "One term")},
    )
    assert differences(before, after, [module(1), module(2)]) == (
        "The whole programme: the choice “Options” was 1 of these, is 2 of these.",
        "The whole programme: the choice “Pathway” is added, how many is unknown.",
        "The whole programme: M1 was taken by every learner, is in the choice “Options”.",
        "The exit award CertHE is not there.",
        "The programme, pass mark: was 40, is 50.",
        "The programme, can be compensated: was no, is not known.",
        "M1, can be compensated: was as above, is yes.",
        "M1 Essay, formative: was no, is yes.",
        "Exchange or study elsewhere: was not known, is yes.",
        "Exchange or study elsewhere, the note: was empty, is “One term”.",
    )


def test_an_entry_differs_in_nothing_from_itself() -> None:
    entered = entry({1: EVERYONE, 2: "g1"}, ONE_OF)
    assert differences(entered, entered, [module(1), module(2)]) == ()
    renamed = entered.with_tree(Tree("e1", "CertHE", is_entered=True))
    assert differences(entered, renamed, [module(1)]) == ("The exit award CertHE is added.",)
