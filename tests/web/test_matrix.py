"""The matrix says by mark and by word what stands between a criterion and an assessment."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from mapper.db import Engine
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, make_mapping, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Page

LOG, TESTED, UNTESTED = "HB101 Lamp log", "HB101 Outcome 1", "HB101 Outcome 2"


def cell(page: Page, mapping: MadeMapping, criterion: str, title: str) -> tuple[str, str]:
    """Mark and words of the cell under a column's title."""
    titles = [" ".join(th.text_content().split()) for th in page.find("//table[@role='grid']/thead/tr[2]/th")]
    row = page.one(f"//tr[@id='row-{mapping.criteria[criterion]}']")
    link = row.xpath("td[contains(@class, 'cell')]/a")[titles.index(title)]
    return " ".join(link.text_content().split()), str(link.get("title"))


def matrix(visitor: Visitor, mapping: MadeMapping, unit: str = "9901-201", show: str = "all") -> Page:
    return visitor.page(f"/mappings/{mapping.id}/matrix?unit={mapping.units[unit]}&show={show}")


@pytest.mark.parametrize(("band", "mark"), [("high", "H"), ("medium", "M"), ("low", "L")])
def test_a_suggestion_shows_its_band(visitor: Visitor, mapping: MadeMapping, band: str, mark: str) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band=band))
    assert cell(matrix(visitor, mapping), mapping, "201:1.1", "Lamp log 60 %") == (
        mark,
        f"1.1, HB101, Lamp log: suggested, {band}",
    )


@pytest.mark.parametrize(
    ("coverage", "mark", "words"),
    [(Coverage.FULL, "●", "full"), (Coverage.PART, "◐", "part"), (Coverage.NONE, "×", "rejected")],
)
def test_a_decision_shows_what_was_judged(
    visitor: Visitor, mapping: MadeMapping, coverage: Coverage, mark: str, words: str
) -> None:
    mapping.judge("201:1.1", LOG, coverage)
    assert cell(matrix(visitor, mapping), mapping, "201:1.1", "Lamp log 60 %") == (
        mark,
        f"1.1, HB101, Lamp log: {words}",
    )


def test_a_cell_without_anything_says_so(visitor: Visitor, mapping: MadeMapping) -> None:
    assert cell(matrix(visitor, mapping), mapping, "201:1.2", "Lamp log 60 %") == (
        "·",
        "1.2, HB101, Lamp log: nothing suggested",
    )


def test_what_a_title_names_is_not_named_a_second_time(visitor: Visitor, mapping: MadeMapping) -> None:
    page = matrix(visitor, mapping)
    named = "//tr[@data-criterion]/td/a[@title]"
    assert page.find(f"{named}/span[@aria-hidden='true']")
    assert page.find(f"{named}[@aria-label or *[not(@aria-hidden)]]") == []


@pytest.mark.parametrize("table", ["statement", "criterion"])
def test_changed_wording_makes_the_cell_and_the_criterion_suspect(
    visitor: Visitor, mapping: MadeMapping, engine: Engine, table: str
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    with engine.begin() as connection:
        connection.execute(sa.text(f"UPDATE {table} SET fingerprint = :other"), {"other": "f" * 64})
    page = matrix(visitor, mapping)
    assert cell(page, mapping, "201:1.1", "Lamp log 60 %") == ("!", "1.1, HB101, Lamp log: suspect")
    assert page.words(f"//tr[@id='row-{mapping.criteria['201:1.1']}']/td[1]") == "suspect"
    assert "1 suspect" in page.words("//*[@id='unit-tally']")


def test_a_decision_outweighs_what_is_suggested_beside_it(visitor: Visitor, mapping: MadeMapping) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", TESTED, band="high"))
    mapping.judge("201:1.1", LOG, Coverage.PART)
    assert cell(matrix(visitor, mapping), mapping, "201:1.1", "Lamp log 60 %")[0] == "◐"


def test_an_untested_outcome_stands_under_component_unknown(visitor: Visitor, mapping: MadeMapping) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", UNTESTED, band="medium"))
    page = matrix(visitor, mapping)
    assert cell(page, mapping, "201:1.1", "Component unknown")[0] == "M"
    assert cell(page, mapping, "201:1.1", "Lamp log 60 %")[0] == "·"


def test_a_tested_outcome_stands_under_the_assessment_that_tests_it(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", TESTED, Coverage.FULL)
    assert cell(matrix(visitor, mapping), mapping, "201:1.1", "Lamp log 60 %")[0] == "●"


def test_the_legend_explains_every_mark(visitor: Visitor, mapping: MadeMapping) -> None:
    legend = matrix(visitor, mapping).words("//ul[@aria-label='Legend']")
    assert [mark for mark in "●◐!HML×·" if mark not in legend] == []


def test_only_open_criteria_can_be_shown(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    mapping.judge("201:1.2", LOG, Coverage.PART)
    rows = matrix(visitor, mapping, show="open").find("//tr[@data-criterion]/@data-criterion")
    assert rows == [str(mapping.criteria["201:1.2"]), str(mapping.criteria["201:2.1"])]


def test_a_unit_without_open_criteria_says_so(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.cover_all()
    page = matrix(visitor, mapping, show="open")
    assert "No criterion of this unit is open." in page.said
    assert not page.find("//table[@role='grid']")


def test_a_unit_without_wording_has_nothing_to_judge(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    mapping = make_mapping(engine, viewer, unworded=True)
    page = matrix(visitor, mapping, "9901-203")
    assert "The wording of this unit was not imported" in page.said
    assert not page.find("//table")


def test_the_first_unit_is_shown_where_none_or_a_strange_one_is_asked_for(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    for query in ("", "?unit=99999", "?unit=abc"):
        page = visitor.page(f"/mappings/{mapping.id}/matrix{query}")
        assert page.words("//h1") == "9901-201 Keeping a lighthouse"


def test_every_cell_can_be_reached_without_script(visitor: Visitor, mapping: MadeMapping) -> None:
    page = matrix(visitor, mapping)
    assert not page.find("//table[@role='grid']//a[@tabindex='-1']")
    links = page.find("//table[@role='grid']//a/@href")
    assert {visitor.get(str(link)).status_code for link in links} == {200}


def test_an_approved_mapping_says_that_its_decisions_are_closed(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    from mapper.db import unit_of_work
    from mapper.workflow import record_approval

    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    assert "decisions are closed" in matrix(visitor, mapping).said
    criterion = visitor.page(f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}")
    assert [form for form in criterion.forms if form.method == "post"] == []
