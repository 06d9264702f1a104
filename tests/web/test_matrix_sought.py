"""The address says which rows of the matrix are shown, in which order, and which modules are open."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from mapper.db import Engine, unit_of_work
from mapper.people import add_person
from mapper.reviews import decide
from mapper.values import Coverage, Viewer
from tests.judged import declaring
from tests.made import MadeMapping, make_mapping, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Page

LOG, PLAN = "HB101 Lamp log", "HB102 Crossing plan"
FIXED = ("Criterion", "Coverage", "On every path")
OF_FIRST_UNIT = ("201:1.1", "201:1.2", "201:2.1")


def matrix(visitor: Visitor, mapping: MadeMapping, query: str = "") -> Page:
    return visitor.page(f"/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}&{query}")


def shown(visitor: Visitor, mapping: MadeMapping, query: str) -> list[str]:
    """The names of the criteria shown, in order."""
    names = {str(i): name for name, i in mapping.criteria.items()}
    return [names[str(i)] for i in matrix(visitor, mapping, query).find("//tr/@data-criterion")]


def heads(page: Page) -> list[str]:
    """What stands over the columns."""
    return [th.text_content() for th in page.find("//table[@role='grid']/thead/tr[1]/th")]


@pytest.fixture
def judged(mapping: MadeMapping) -> MadeMapping:
    """1.1 is full although a high suggestion waits; 1.2 has a low suggestion; 2.1 a medium one, rejected."""
    suggest(
        mapping,
        suggested(mapping, "201:1.1", PLAN, band="high", rank=3),
        suggested(mapping, "201:1.2", LOG, band="low", rank=2),
        suggested(mapping, "201:2.1", LOG, band="medium"),
    )
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:2.1", LOG, Coverage.NONE)
    return mapping


@pytest.mark.parametrize(
    ("query", "criteria"),
    [
        ("show=all", OF_FIRST_UNIT),
        ("show=strange&sort=strange&open=strange&module=x", OF_FIRST_UNIT),
        ("show=open", ("201:1.2", "201:2.1")),
        ("show=review", ("201:1.2",)),
        ("show=suspect", ()),
        ("sort=score", ("201:2.1", "201:1.2", "201:1.1")),
        ("sort=need", ("201:1.2", "201:2.1", "201:1.1")),
    ],
)
def test_the_address_says_which_criteria_are_shown(
    visitor: Visitor, judged: MadeMapping, query: str, criteria: tuple[str, ...]
) -> None:
    assert shown(visitor, judged, query) == list(criteria)


def test_a_module_sifts_out_criteria_that_it_holds_nothing_for_and_is_open(
    visitor: Visitor, judged: MadeMapping
) -> None:
    module = matrix(visitor, judged).one("//select[@name='module']/option[contains(., 'HB102')]").get("value")
    assert shown(visitor, judged, f"module={module}") == ["201:1.1"]
    assert "HB102" in heads(matrix(visitor, judged, f"module={module}&open=none"))


def test_a_criterion_is_disputed_once_two_people_judged_it_differently(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    first = mapping.judge("201:1.2", LOG, Coverage.FULL)
    assert shown(visitor, mapping, "show=disputed") == []
    with unit_of_work(mapping.engine) as session:
        institution_id = mapping.viewer.institution_id
        second = Viewer(institution_id, add_person(session, institution_id=institution_id, name="A reviewer"))
        judging = mapping.judging("201:1.2", LOG, Coverage.PART, reason="Half of it", seen_id=first)
        decide(session, viewer=second, judging=judging)
    assert shown(visitor, mapping, "show=disputed") == ["201:1.2"]


def test_a_high_suggestion_that_was_rejected_is_a_disagreement(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    mapping.judge("201:1.1", LOG, Coverage.NONE, reason="Another log is meant")
    assert shown(visitor, mapping, "show=disputed") == ["201:1.1"]


def test_a_criterion_has_findings_where_its_evidence_is_in_doubt(
    visitor: Visitor, mapping: MadeMapping, engine: Engine
) -> None:
    suggest(mapping, suggested(mapping, "201:2.1", "HB101 Outcome 1", band="low"))
    assert shown(visitor, mapping, "show=findings") == []
    with engine.begin() as connection:
        # To describe is less than the criterion's "evaluate".
        connection.execute(sa.text("UPDATE statement SET text = 'Describe fog' WHERE kind = 'outcome'"))
    assert shown(visitor, mapping, "show=findings") == ["201:2.1"]


def test_the_number_of_rows_and_the_way_back_are_said(visitor: Visitor, judged: MadeMapping) -> None:
    page = matrix(visitor, judged, "show=review&sort=need")
    assert "1 of 3 criteria shown" in page.words("//*[@id='shown']")
    assert "1 to show" not in page.words("//tbody[@class='others']")
    href = str(page.one("//*[@id='shown']/a").get("href"))
    assert "show=" not in href
    assert "sort=need" in href


def test_modules_that_hold_something_are_open_and_the_rest_is_one_column(
    visitor: Visitor, judged: MadeMapping
) -> None:
    assert heads(matrix(visitor, judged)) == [*FIXED, "HB101", "HB102"]
    page = matrix(visitor, judged, "open=none")
    assert heads(page) == [*FIXED, "Closedmodules"]
    marks = [mark.text_content() for mark in page.find("//td[@class='rest']/a/span[@aria-hidden]")]
    assert marks == ["1● H", "L"]
    assert "HB101" in heads(visitor.page(str(page.find("//td[@class='rest']/a/@href")[1])))


def test_at_most_six_modules_are_open_unless_all_are_asked_for(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    mapping = make_mapping(engine, viewer, extra_modules=10)
    assert len(heads(matrix(visitor, mapping))) == 3 + 6 + 1
    assert len(heads(matrix(visitor, mapping, "open=all"))) == 3 + 12


def test_a_module_is_opened_and_closed_by_a_link(visitor: Visitor, judged: MadeMapping) -> None:
    page = matrix(visitor, judged)
    close = page.one("//nav[@aria-label='Modules']//a[contains(., 'Close HB102')]/@href")
    closed = visitor.page(str(close))
    assert heads(closed) == [*FIXED, "HB101", "Closedmodules"]
    again = closed.one("//nav[@aria-label='Modules']//a[contains(., 'Open HB102')]/@href")
    assert heads(visitor.page(str(again))) == [*FIXED, "HB101", "HB102"]


def test_the_grid_counts_what_it_does_not_render(visitor: Visitor, judged: MadeMapping) -> None:
    page = matrix(visitor, judged, "open=none")
    grid = page.one("//table[@role='grid']")
    # Two heads, of assessments none while no module is open; 2 outcomes and 3 criteria here; the other
    # unit with 1 outcome and 2 criteria.
    assert grid.get("aria-rowcount") == "11"
    assert [int(str(i)) for i in page.find("//table[@role='grid']//tr/@aria-rowindex")] == [1, *range(3, 9)]
    # Fixed columns, the log, what is unknown of HB101, the plan, and the summary.
    assert grid.get("aria-colcount") == "7"
    assert page.find("//tbody/tr[@data-criterion][1]/*/@aria-colindex")[:4] == ["1", "2", "3", "7"]


def test_a_member_of_a_declared_set_says_so(visitor: Visitor, mapping: MadeMapping) -> None:
    from mapper.reviews import declare_set

    with unit_of_work(mapping.engine) as session:
        declare_set(session, viewer=mapping.viewer, declaring=declaring(mapping, "201:1.1", LOG, PLAN))
    cells = matrix(visitor, mapping).find("//td[contains(@class, 'cell set')]")
    assert ["in a declared set" in str(cell.xpath("a/@title")) for cell in cells] == [True, True]


def test_the_row_of_an_answer_has_the_columns_of_the_page_that_asked(
    visitor: Visitor, judged: MadeMapping
) -> None:
    at = f"/mappings/{judged.id}/criteria/{judged.criteria['201:1.2']}"
    answer = visitor.post(
        f"{at}/decisions",
        htmx=True,
        statement=judged.statements[LOG],
        coverage="part",
        request_id="of-a-row",
        columns=f"a{judged.statements[PLAN]}",
        sort="score",
    )
    assert answer.status_code == 200, answer.text
    row = answer.text[answer.text.index("<tr") :]
    assert row.count('class="cell') == 1
    assert row.count('class="rest"') == 1
    assert "sort=score" in row
