"""A matrix that asks for the row of its decision first gets that row alone, as the whole one would be."""

from __future__ import annotations

from typing import Any

import pytest

from mapper.models import SetMode
from mapper.values import Coverage
from tests.judged import LOG, PLAN, TESTED, UNTESTED, declare
from tests.made import MadeMapping, suggest
from tests.web.addresses import suggested
from tests.web.conftest import HTMX, Visitor
from tests.web.markup import Page

ROW_FIRST = HTMX | {"X-Row-First": "true"}
CONTENT = "HB101 Content 2"


def pinned(visitor: Visitor, mapping: MadeMapping) -> dict[str, str]:
    """All columns of the matrix, as a page hands them on."""
    grid = visitor.page(f"/mappings/{mapping.id}/matrix?open=all")
    cells = grid.find(f"//tr[@id='row-{mapping.criteria['201:1.1']}']/td[contains(@class, 'cell')]")
    keys = [str(cell.xpath("a/@href")[0]).partition("column=")[2] for cell in cells]
    places = [str(cell.get("aria-colindex")) for cell in cells]
    return {"columns": ".".join(keys), "places": ".".join(places), "wide": "9"}


def cells_of(page: Page, row: str) -> dict[str, tuple[str, str]]:
    """The cells of a row by their place: state, and what is seen and heard."""
    found = page.find(f"{row}/td[contains(@class, 'cell') or contains(@class, 'state')]")
    return {
        str(cell.get("aria-colindex")): (
            str(cell.get("class")).replace(" module-start", ""),
            " ".join([*cell.text_content().split(), *cell.xpath("a/@title")]),
        )
        for cell in found
    }


def given(visitor: Visitor, path: str, **fields: Any) -> Page:
    """The answer to a form of the matrix."""
    answer = visitor.client.post(path, data={"csrf_token": visitor.token} | fields, headers=ROW_FIRST)
    assert answer.status_code == 200, answer.text
    return Page(answer.text)


@pytest.mark.parametrize("coverage", ["full", "part", "none"])
@pytest.mark.parametrize("statement", [LOG, PLAN, TESTED, UNTESTED, CONTENT])
def test_the_row_first_says_of_each_cell_what_the_whole_row_says(
    visitor: Visitor, mapping: MadeMapping, statement: str, coverage: str
) -> None:
    suggest(
        mapping,
        suggested(mapping, "201:1.1", LOG, band="high"),
        suggested(mapping, "201:1.1", UNTESTED, band="low"),
    )
    mapping.judge("201:1.2", CONTENT, Coverage.PART)
    declare(mapping, "201:1.1", LOG, PLAN, mode=SetMode.ANY)
    if coverage == "full" and statement in (UNTESTED, CONTENT):
        coverage = "part"
    columns = pinned(visitor, mapping)
    before = cells_of(visitor.page(f"/mappings/{mapping.id}/matrix?open=all"), row_of(mapping))
    page = given(
        visitor,
        f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}/decisions",
        statement=mapping.statements[statement],
        coverage=coverage,
        request_id="of-a-row-first",
        reason="Every learner keeps one",
        **columns,
    )
    now = cells_of(visitor.page(f"/mappings/{mapping.id}/matrix?open=all"), row_of(mapping))
    first = cells_of(page, "//tr[@data-recorded]")
    assert now == before | first
    assert page.one("//tr").get("data-said").startswith("Recorded as")
    # The rest comes from the address that it names, in the page's own columns.
    then = str(page.one("//tr").get("data-then"))
    more = "&".join(f"{name}={value}" for name, value in columns.items())
    rest = visitor.client.get(f"{then}&{more}", headers=HTMX)
    assert cells_of(Page(rest.text), "//template/tr") == now
    assert Page(rest.text).words("//*[@role='status']") == page.one("//tr").get("data-said")


def row_of(mapping: MadeMapping) -> str:
    """Where the row stands in a page."""
    return f"//tr[@id='row-{mapping.criteria['201:1.1']}']"


def test_what_is_withdrawn_leaves_its_cell_empty(visitor: Visitor, mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, Coverage.FULL)
    columns = pinned(visitor, mapping)
    page = given(
        visitor,
        f"/mappings/{mapping.id}/decisions/{decision}/withdraw",
        criterion=mapping.criteria["201:1.1"],
        request_id="of-a-row-withdrawn",
        **columns,
    )
    first = cells_of(page, "//tr[@data-recorded]")
    now = cells_of(visitor.page(f"/mappings/{mapping.id}/matrix?open=all"), row_of(mapping))
    assert now == now | first
    assert [state for state, _ in first.values()] == ["state", "cell none"]


def test_a_refusal_brings_the_panel_with_what_was_typed(visitor: Visitor, mapping: MadeMapping) -> None:
    path = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}/decisions"
    fields = {"statement": mapping.statements[LOG], "coverage": "full", "request_id": "short"}
    answer = visitor.client.post(path, data={"csrf_token": visitor.token} | fields, headers=ROW_FIRST)
    assert answer.status_code == 422
    assert not Page(answer.text).find("//*[@data-recorded]")
    assert Page(answer.text).find("//*[@role='alert']")
