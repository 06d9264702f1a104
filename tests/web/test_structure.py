"""The pages on which a structure is entered: nothing counts before, and nothing is overwritten."""

from __future__ import annotations

import pytest

from mapper.db import reading
from mapper.queries.structure import EditionStructure, read_structure
from mapper.standing.entered import (
    EVERYONE,
    NOT_TAKEN,
    Asks,
    AssessmentRules,
    Choice,
    ModuleRules,
    OtherWay,
    Stated,
)
from mapper.values import Coverage
from tests.made import MadeMapping
from tests.made_structure import enter_for_everyone
from tests.web.conftest import Visitor
from tests.web.markup import Page
from tests.web.test_queries import asked

AT = "/programmes/editions/1/structure"


def standing(visitor: Visitor) -> EditionStructure:
    with reading(visitor.desk.engine) as session:
        return read_structure(session, viewer=visitor.desk.viewer, edition_id=1)


def award_page(visitor: Visitor) -> str:
    """Where the exit award stands that was added last."""
    return f"{AT}?award={standing(visitor).entered.trees[-1].key}"


def test_what_the_documents_propose_is_shown_in_their_own_words_and_is_not_entered(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(f"{AT}?saved=1")
    assert "Proposed from the documents, not entered." in page.said
    assert "Entered as version" not in page.said
    (first, second) = page.find("//select[starts-with(@name, 'place-')]")
    assert [row.xpath("ancestor::tr/td[2]")[0].text_content() for row in (first, second)] == [
        "core",
        "option",
    ]
    assert first.value == EVERYONE
    assert standing(visitor).versions == ()


def test_a_proposal_is_entered_with_one_press(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.send(visitor.page(AT).form("/modules")).status_code == 303
    (whole,) = standing(visitor).entered.trees
    assert whole.is_entered
    assert "not entered" not in visitor.page(AT).said
    entered = visitor.page(f"{AT}?saved=1")
    assert entered.words("//*[@role='status']").startswith(
        "Entered as version 1. What holds for every learner"
    )
    assert entered.find("//*[@role='status']//a/@href") == ["/"]


def test_places_are_entered_as_they_were_chosen(visitor: Visitor, mapping: MadeMapping) -> None:
    first, second = standing(visitor).modules
    chosen = {f"place-{first.id}": NOT_TAKEN, f"place-{second.id}": EVERYONE}
    visitor.send(visitor.page(AT).form("/modules"), **chosen)
    (whole,) = standing(visitor).entered.trees
    assert (whole.place(first.id), whole.place(second.id)) == (NOT_TAKEN, EVERYONE)


def test_choices_are_renamed_added_and_removed(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(AT).form("/choices")
    added = {"name-new1": "People", "asks-new1": "credits", "amount-new1": "20", "within-new1": "g1"}
    visitor.send(form, **{"name-g1": "Pathways", "asks-g1": "number", "amount-g1": "1"} | added)
    (whole,) = standing(visitor).entered.trees
    assert whole.choices == (
        Choice("g1", "Pathways", "", Asks.NUMBER, 1),
        Choice("g2", "People", "g1", Asks.CREDITS, 20),
    )
    visitor.send(visitor.page(AT).form("/choices"), **{"remove-g1": "yes"})
    (whole,) = standing(visitor).entered.trees
    assert whole.choices == (Choice("g2", "People", "", Asks.CREDITS, 20),)
    assert whole.place(standing(visitor).modules[1].id) == ""
    assert not whole.is_entered


def test_an_exit_award_begins_as_the_programme_and_is_entered_by_itself(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    visitor.send(visitor.page(AT).form("/modules"))
    visitor.send(visitor.page(AT).form("/awards"), award_name="CertHE")
    second = standing(visitor).modules[1]
    form = visitor.page(award_page(visitor)).form("/modules")
    visitor.send(form, **{f"place-{second.id}": NOT_TAKEN})
    whole, award = standing(visitor).entered.trees
    assert (award.name, award.is_entered, award.place(second.id)) == ("CertHE", True, NOT_TAKEN)
    assert whole.place(second.id) == "g1"


def test_rules_and_other_ways_in_are_entered(visitor: Visitor, mapping: MadeMapping) -> None:
    first, _ = standing(visitor).modules
    visitor.send(
        visitor.page(f"{AT}/rules").form("/rules"),
        **{
            "every_component": "no",
            "compensation_credits": "20",
            "pass_mark": "40 %",
            f"compensatable-{first.id}": "no",
            "way-0": "yes",
            "note-0": "Up to 60 credits",
        },
    )
    entered = standing(visitor).entered
    assert (entered.rules.every_component, entered.rules.compensatable) == (False, None)
    assert (entered.rules.compensation_credits, entered.rules.pass_mark) == (20, 40)
    assert entered.modules == {first.id: ModuleRules(compensatable=Stated.NO)}
    assert entered.way(OtherWay.PRIOR_LEARNING).note == "Up to 60 credits"
    again = visitor.page(f"{AT}/rules").form("/rules").fields
    assert (again["every_component"], again["compensatable"], again["pass_mark"]) == ("no", "", "40")


def test_rules_of_assessments_are_entered(visitor: Visitor, mapping: MadeMapping) -> None:
    log = mapping.statements["HB101 Lamp log"]
    said = {f"must_pass-{log}": "yes", f"group_work-{log}": "unknown", f"formative-{log}": "yes"}
    visitor.send(visitor.page(f"{AT}/assessments").form("/assessments"), **said)
    rules = AssessmentRules(must_pass=Stated.YES, group_work=Stated.UNKNOWN, is_formative=True)
    assert standing(visitor).entered.assessments == {log: rules}
    assert visitor.page(f"{AT}/assessments").form("/assessments").fields[f"formative-{log}"] == "yes"


@pytest.mark.parametrize(
    ("where", "field", "typed"),
    [
        (("/rules", "/rules"), "pass_mark", "forty"),
        (("/rules", "/rules"), "pass_mark", "140"),
        (("/rules", "/rules"), "compensation_credits", "-5"),
        (("/rules", "/rules"), "unclear", "x" * 600),
        (("/rules", "/rules"), "every_component", "perhaps"),
        (("", "/choices"), "name-g1", " "),
        (("", "/choices"), "amount-g1", "1.5"),
        (("", "/awards"), "award_name", ""),
    ],
)
def test_what_cannot_be_entered_is_told_at_its_field_and_stays_typed(
    visitor: Visitor, mapping: MadeMapping, where: tuple[str, str], field: str, typed: str
) -> None:
    page, form = where
    more = {"asks-g1": "number"} if field == "amount-g1" else {}
    answer = visitor.send(visitor.page(AT + page).form(form), **{field: typed} | more)
    assert answer.status_code == 422
    shown = Page(answer.text)
    assert shown.find("//*[@role='alert']//a/@href") == [f"#{field}"]
    assert shown.find(f"//*[@id='{field}']")
    if field not in {"every_component", "name-g1"}:
        assert shown.one(f"//*[@id='{field}']").get("value") == typed
    assert standing(visitor).versions == ()


def test_a_place_in_no_choice_is_refused(visitor: Visitor, mapping: MadeMapping) -> None:
    first, _ = standing(visitor).modules
    answer = visitor.send(visitor.page(AT).form("/modules"), **{f"place-{first.id}": "g77"})
    assert answer.status_code == 422


def test_whoever_saw_an_older_version_is_told_and_overwrites_nothing(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = visitor.page(AT).form("/modules")
    enter_for_everyone(mapping)
    answer = visitor.send(form)
    assert answer.status_code == 409
    assert "Nothing was overwritten" in answer.text
    assert standing(visitor).seen == 1


def test_a_form_sent_twice_is_entered_once(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(AT).form("/modules")
    assert [visitor.send(form).status_code for _ in range(2)] == [303, 303]
    assert standing(visitor).seen == 1


def test_faults_are_shown_with_their_remedy(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(visitor.page(AT).form("/choices"), **{"asks-g1": "number", "amount-g1": "5"})
    said = visitor.page(AT).said
    assert "Nobody can choose exactly 5 of the 1 in the choice “options”" in said
    assert "Correct the number to choose" in said


def test_an_unknown_exit_award_is_not_found(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.get(f"{AT}?award=e9").status_code == 404


def test_the_page_asks_the_same_number_of_queries_whatever_was_entered(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    with asked(mapping.engine) as few:
        visitor.page(AT)
    for _ in range(3):
        visitor.send(visitor.page(AT).form("/modules"))
    with asked(mapping.engine) as many:
        visitor.page(AT)
    assert len(many) <= len(few) + 1  # the names of those who entered it


def test_another_exit_award_is_never_found_under_the_address_of_one_that_was_removed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    visitor.send(visitor.page(AT).form("/awards"), award_name="CertHE")
    old = award_page(visitor)
    visitor.send(visitor.page(old).form("/awards/remove"))
    visitor.send(visitor.page(AT).form("/awards"), award_name="DipHE")
    assert visitor.get(old).status_code == 404
    assert visitor.get(award_page(visitor)).status_code == 200


def test_a_form_that_was_recorded_is_not_said_to_be_saved_again_with_something_else(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = visitor.page(AT).form("/awards")
    first, again = (visitor.send(form, award_name="CertHE") for _ in range(2))
    assert (first.status_code, again.location) == (303, first.location)
    changed = visitor.send(form, award_name="DipHE")
    assert changed.status_code == 409
    assert "was recorded before, as version 1" in Page(changed.text).said
    assert [tree.name for tree in standing(visitor).entered.trees] == ["The whole programme", "CertHE"]


def test_an_exit_award_is_renamed_and_removed_again(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(visitor.page(AT).form("/awards"), award_name="CertHE")
    visitor.send(visitor.page(award_page(visitor)).form("/awards/rename"), award_name="DipHE")
    assert [tree.name for tree in standing(visitor).entered.trees] == ["The whole programme", "DipHE"]
    answer = visitor.send(visitor.page(award_page(visitor)).form("/awards/remove"))
    assert "award=" not in answer.location
    assert [tree.name for tree in standing(visitor).entered.trees] == ["The whole programme"]
    assert len(standing(visitor).versions) == 3


@pytest.mark.parametrize("name", ["", "The whole programme"])
def test_an_exit_award_keeps_its_name_where_the_new_one_cannot_stand(
    visitor: Visitor, mapping: MadeMapping, name: str
) -> None:
    visitor.send(visitor.page(AT).form("/awards"), award_name="CertHE")
    answer = visitor.send(visitor.page(award_page(visitor)).form("/awards/rename"), award_name=name)
    assert answer.status_code == 422
    assert standing(visitor).entered.trees[1].name == "CertHE"
    assert Page(answer.text).one("//input[@id='award_name']").get("value") == name


def test_the_whole_programme_cannot_be_removed(visitor: Visitor, mapping: MadeMapping) -> None:
    visitor.send(visitor.page(AT).form("/modules"))
    answer = visitor.send(visitor.page(AT).form("/awards"), award="", award_name="CertHE")
    assert answer.status_code == 303
    page = visitor.page(award_page(visitor))
    answer = visitor.send(page.form("/awards/remove"), award="")
    assert answer.status_code == 422
    assert len(standing(visitor).entered.trees) == 2


# What nobody can complete, as it would be typed: choices by key, then places of the two modules.
IMPOSSIBLE = {
    "three of two": ({"name-g1": "Year 2", "asks-g1": "number", "amount-g1": "3"}, "exactly 3 of the"),
    "credits that never add up": (
        {"name-g1": "Year 2", "asks-g1": "credits", "amount-g1": "30"},
        "exactly 30 credits of the",
    ),
    "a choice in itself": (
        {"name-g1": "Year 2", "asks-g1": "all", "within-g1": "g1"},
        "stands inside itself",
    ),
    "a choice with nothing in it": (
        {
            "name-g1": "Year 2",
            "asks-g1": "all",
            "name-new1": "Free",
            "asks-new1": "number",
            "amount-new1": "1",
        },
        "exactly 1 of the 0",
    ),
}


@pytest.mark.parametrize("typed", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_what_nobody_can_complete_is_an_error_with_a_remedy_and_determines_nothing(
    visitor: Visitor, mapping: MadeMapping, typed: tuple[dict[str, str], str]
) -> None:
    fields, said = typed
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    visitor.send(visitor.page(AT).form("/choices"), **fields)
    places = {f"place-{m.id}": "g1" for m in standing(visitor).modules}
    visitor.send(visitor.page(AT).form("/modules"), **places)
    page = visitor.page(AT)
    errors = [row.text_content() for row in page.find("//li[span[@class='tag error']]")]
    assert any(said in error for error in errors)
    coverage = visitor.page(f"/mappings/{mapping.id}/coverage")
    assert "is faulty or unclear" in coverage.words("//p[@class='headline']")
    assert (
        "undetermined" in coverage.find("//table[contains(@class, 'verdicts')]//tbody/tr")[0].text_content()
    )


def test_a_rule_that_no_field_can_say_determines_nothing(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    visitor.send(visitor.page(f"{AT}/rules").form("/rules"), unclear="Two thirds must be passed")
    coverage = visitor.page(f"/mappings/{mapping.id}/coverage")
    assert "is faulty or unclear" in coverage.words("//p[@class='headline']")
    assert "“Two thirds must be passed”" in coverage.said
