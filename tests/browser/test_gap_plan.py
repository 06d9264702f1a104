"""Gaps are planned with few keys, what was wrong is found at its field, and the report prints cleanly."""

from __future__ import annotations

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, looking
from tests.made import MadeMapping
from tests.made_gaps import gaps_of, plan_some_gaps, today
from tests.web.stores import put_mapping


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """Nine units of four criteria and two smaller ones; nobody judged anything."""
    return put_mapping(site.engine, site.viewer, extra_units=9)


def open_plan(page: Page, site: Site, mapping: MadeMapping, rest: str = "") -> None:
    page.goto(f"{site.address}/mappings/{mapping.id}/coverage/plan{rest}")


def test_a_units_gaps_are_assigned_and_dated_with_few_keys(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    unit = mapping.units["9901-204"]
    with looking(browser) as page:
        open_plan(page, site, mapping, f"?unit={unit}")
        page.locator(f"#unit-{unit} input[name=every]").focus()
        pressed = ["Space", "Tab", "j", "Tab", "Q", "Tab", "0", "2", "0", "3", "2", "0", "9", "9", "Enter"]
        for key in pressed:
            page.keyboard.press(key)
        page.get_by_role("status").wait_for()
        assert page.get_by_role("status").inner_text() == "4 gaps recorded."
    said = {(g.last.way, g.last.assigned_to) for g in gaps_of(mapping).values() if g.last}
    assert said == {("judge the evidence", "Q")}


def test_what_was_wrong_is_reached_from_the_summary_and_has_no_violation(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven="Failed to load resource") as page:
        open_plan(page, site, mapping)
        form = page.locator(f"#plan-{mapping.criteria['204:1.1']}")
        form.get_by_label("Due").fill("1999-12-31")
        form.get_by_label("Note").fill("Ask the registry")
        form.get_by_role("button").click()
        page.get_by_role("alert").get_by_role("link").click()
        assert page.evaluate("document.activeElement.value") == "1999-12-31"
        assert form.get_by_label("Note").input_value() == "Ask the registry"
        assert Axe().run(page).response["violations"] == []


def test_the_report_repeats_its_headings_and_prints_no_controls(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    plan_some_gaps(mapping)
    with looking(browser) as page:
        page.goto(f"{site.address}/mappings/{mapping.id}/coverage/plan/report")
        printed = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    pages = [sheet.get_textpage().get_text_range() for sheet in printed]
    widths = {sheet.get_width() > sheet.get_height() for sheet in printed}
    printed.close()
    assert len(pages) > 1
    assert widths == {True}
    assert all("Assigned to, due" in text for text in pages)
    assert not any("Structure and pass rules" in text for text in pages)
    assert str(today().year) in pages[0]
