"""The verdict on every path as a column of the matrix."""

from __future__ import annotations

from mapper.models import SetMode
from mapper.values import Coverage
from tests.judged import declare
from tests.made import MadeMapping
from tests.made_gaps import enter_choice, enter_for_all
from tests.made_structure import enter_for_everyone
from tests.web.conftest import Visitor
from tests.web.markup import Page

LOG, PLAN = "HB101 Lamp log", "HB102 Crossing plan"


def matrix(visitor: Visitor, mapping: MadeMapping, query: str = "") -> Page:
    return visitor.page(f"/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}&{query}")


def verdict(page: Page, mapping: MadeMapping, criterion: str) -> tuple[str, str]:
    """What is seen of a criterion's verdict, and what is heard."""
    cell = page.one(f"//tr[@id='row-{mapping.criteria[criterion]}']/td[contains(@class, 'verdict')]")
    seen = [" ".join(s.text_content().split()) for s in cell.xpath(".//span[contains(@class, 'line')]")]
    (heard,) = cell.xpath("a/@title")
    return " / ".join(seen), str(heard)


def shown(page: Page, mapping: MadeMapping) -> list[str]:
    names = {str(i): name for name, i in mapping.criteria.items()}
    return [names[str(i)] for i in page.find("//tr/@data-criterion")]


def test_what_nobody_judged_has_no_verdict_and_no_failure(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_for_everyone(mapping)
    seen, heard = verdict(matrix(visitor, mapping), mapping, "201:1.1")
    assert seen == "not judged"
    assert heard == "1.1, on every path: not judged. Nobody has judged it yet."


def test_a_structure_that_nobody_entered_is_said_to_be_missing(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    seen, heard = verdict(matrix(visitor, mapping), mapping, "201:1.1")
    assert seen == "structure not entered"
    assert heard.endswith("Nobody has entered which modules every learner takes.")


def test_both_measures_are_told_apart_where_they_differ(visitor: Visitor, mapping: MadeMapping) -> None:
    # An assessment with a choice of questions proves nothing by itself.
    enter_for_all(mapping, choice_in_log=True)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", LOG, Coverage.PART)
    mapping.judge("201:2.1", None, Coverage.NONE)
    page = matrix(visitor, mapping)
    seen, heard = verdict(page, mapping, "201:1.1")
    assert seen == "module ■ guaranteed / component □ not covered"
    assert heard.startswith("1.1, on every path: by module guaranteed, by component not covered. ")
    assert verdict(page, mapping, "201:1.2")[0] == "◐ part"
    assert verdict(page, mapping, "201:2.1")[0] == "□ not covered"


def test_the_same_verdict_by_both_measures_is_said_once(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_choice(mapping)
    mapping.judge("201:1.1", PLAN, Coverage.FULL)
    seen, heard = verdict(matrix(visitor, mapping), mapping, "201:1.1")
    assert seen == "◧ conditional"
    assert "takes HB101 instead of HB102" in heard


def test_a_verdict_leads_to_its_row_of_the_coverage_page(visitor: Visitor, mapping: MadeMapping) -> None:
    href = matrix(visitor, mapping).find("//td[contains(@class, 'verdict')]/a/@href")[0]
    path, _, anchor = str(href).partition("#")
    row = visitor.page(path).one(f"//tr[@id='{anchor}']")
    assert row.xpath("th")[0].text_content() == "1.1"


def test_the_row_of_an_answer_brings_the_verdict(visitor: Visitor, mapping: MadeMapping) -> None:
    enter_choice(mapping)
    at = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}"
    answer = visitor.post(
        f"{at}/decisions",
        htmx=True,
        statement=mapping.statements[PLAN],
        coverage="full",
        request_id="of-a-verdict",
        columns=f"a{mapping.statements[PLAN]}",
        places="6",
        wide="7",
    )
    page = Page(answer.text)
    assert verdict(page, mapping, "201:1.1")[0] == "◧ conditional"
    cells = page.find("//template/tr/td")
    assert [cell.get("aria-colindex") for cell in cells] == ["2", "3", "6", "7"]
    shown_there = matrix(visitor, mapping, "open=all")
    assert verdict(shown_there, mapping, "201:1.1") == verdict(page, mapping, "201:1.1")


def test_only_what_is_not_guaranteed_can_be_shown(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:2.1", LOG, Coverage.PART)
    assert shown(matrix(visitor, mapping, "show=paths"), mapping) == ["201:1.1", "201:1.2", "201:2.1"]
    page = matrix(visitor, mapping, "show=paths")
    # Of the other units nobody worked out the verdicts: nothing is claimed of them.
    assert "to show" not in page.words("//tbody[@class='others']")
    assert page.one("//table[@role='grid']").get("aria-rowcount") == "-1"


def test_among_covered_criteria_the_need_is_greater_where_some_learners_escape(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    enter_choice(mapping)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    declare(mapping, "201:1.1", LOG, PLAN, mode=SetMode.ANY)
    # 1.1 is shown by whichever module a learner takes.
    assert shown(matrix(visitor, mapping, "sort=need"), mapping) == ["201:2.1", "201:1.2", "201:1.1"]
    assert shown(matrix(visitor, mapping, "sort=need&show=paths"), mapping) == ["201:2.1", "201:1.2"]
