"""What goes wrong while a criterion is judged beside the matrix is said there, and nothing is lost."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, looking
from tests.judged import LOG, PLAN
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.stores import put_mapping

# Browser and htmx both tell the console, with the address, that a request failed.
LOST = "(http://127.0.0.1"
DECISIONS = "**/criteria/*/decisions"


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """A mapping with a suggestion, served."""
    made = put_mapping(site.engine, site.viewer)
    suggest(made, suggested(made, "201:1.1", LOG, band="high"))
    return made


def open_panel(page: Page, site: Site, mapping: MadeMapping) -> None:
    page.goto(f"{site.address}/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}")
    page.locator(f"#row-{mapping.criteria['201:1.1']} td.cell a").first.click()
    expect(page.locator("#panel")).to_be_focused()


def decisions(mapping: MadeMapping) -> int:
    return counts(mapping.engine)["decision"]


def test_a_decision_that_could_not_be_sent_is_kept_even_over_a_reload_and_sent_again(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        open_panel(page, site, mapping)
        page.route(DECISIONS, lambda route: route.abort())
        page.get_by_label("Reason for Lamp log").fill("Half of the nights")
        page.locator(f"#part-{mapping.statements[LOG]}").click()
        unsent = page.locator("#unsent")
        expect(unsent).to_contain_text("The connection was lost. Kept here: “part” on 9901-201 1.1.")
        expect(page.get_by_role("button", name="Send it again")).to_be_focused()
        expect(page.get_by_label("Reason for Lamp log")).to_have_value("Half of the nights")
        assert Axe().run(page).response["violations"] == []
        page.reload()
        expect(unsent).to_contain_text("Kept here: “part” on 9901-201 1.1.")
        page.unroute(DECISIONS)
        page.keyboard.press("Enter")
        expect(page.locator(f"#row-{mapping.criteria['201:1.1']} td.state")).to_contain_text("part")
        expect(page.locator("#panel")).to_contain_text("Half of the nights")
        expect(unsent).to_be_hidden()
        expect(page.locator("#panel:focus-within")).to_have_count(1)
    assert decisions(mapping) == 1


def test_a_set_that_could_not_be_sent_keeps_all_its_members(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    suggest(
        mapping,
        suggested(mapping, "201:1.1", LOG, band="high"),
        suggested(mapping, "201:1.1", PLAN, band="low", rank=2),
    )
    with looking(browser, forgiven=LOST) as page:
        open_panel(page, site, mapping)
        page.route("**/sets", lambda route: route.abort())
        page.locator("details.declare summary").click()
        for member in page.locator("details.declare [name=member]").all():
            member.check()
        page.get_by_role("radio", name="Either").check()
        page.get_by_role("button", name="Declare the set as full").click()
        expect(page.locator("#unsent")).to_contain_text("Kept here: “either” on 9901-201 1.1.")
        page.unroute("**/sets")
        page.keyboard.press("Enter")
        expect(page.locator("#panel [role='status']")).to_have_text("The set is declared.")
    assert decisions(mapping) == 1


def test_a_decision_that_is_left_gives_the_focus_back_to_the_matrix(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        open_panel(page, site, mapping)
        page.route(DECISIONS, lambda route: route.abort())
        page.locator(f"#part-{mapping.statements[LOG]}").click()
        page.get_by_role("button", name="Leave it").click()
        expect(page.locator("#unsent")).to_be_hidden()
        page.locator("[data-grid] :focus").wait_for()
    assert decisions(mapping) == 0


def test_what_could_not_be_fetched_is_said_where_it_belongs_and_fetched_again(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        page.route("**/criteria/**", lambda route: route.abort())
        page.goto(f"{site.address}/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}")
        row = page.locator(f"#row-{mapping.criteria['201:1.1']}")
        row.locator("td.cell a").first.click()
        expect(page.locator("#panel [role='alert']")).to_contain_text("The connection was lost")
        page.unroute("**/criteria/**")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#panel")).to_be_focused()
        page.route("**/criteria/*said=*", lambda route: route.fulfill(status=503))
        page.locator(f"#part-{mapping.statements[LOG]}").click()
        expect(page.locator("#panel [role='alert']")).to_contain_text(
            "The server answered with an error (503)"
        )
        verdict = row.locator("td.verdict a")
        expect(verdict).to_have_accessible_name("1.1, on every path: not known yet")
        page.unroute("**/criteria/*said=*")
        page.get_by_role("button", name="Try again").click()
        expect(verdict).to_have_text("◐ part")
        expect(page.locator("#panel [role='alert']")).to_have_count(0)
    assert decisions(mapping) == 1


def test_an_answer_that_got_lost_is_not_recorded_twice(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        open_panel(page, site, mapping)
        page.route(DECISIONS, lambda route: (route.fetch(), route.abort())[-1])
        page.locator(f"#part-{mapping.statements[LOG]}").click()
        expect(page.locator("#unsent")).to_be_visible()
        page.unroute(DECISIONS)
        page.get_by_role("button", name="Send it again").click()
        expect(page.locator("#panel [role='status']")).to_have_text("Recorded as part.")
    assert decisions(mapping) == 1


def test_a_double_click_beside_the_matrix_decides_once(page: Page, site: Site, mapping: MadeMapping) -> None:
    open_panel(page, site, mapping)
    page.locator(f"#part-{mapping.statements[LOG]}").dblclick()
    expect(page.locator("#panel [role='status']")).to_have_text("Recorded as part.")
    # A slow one falls on what came with the answer.
    page.locator("#panel .decided button").dispatch_event("click", {"detail": 2})
    page.wait_for_load_state("networkidle")
    expect(page.locator("#panel .summary")).to_have_count(0)
    assert decisions(mapping) == 1


def test_on_a_page_of_its_own_what_was_typed_stays_until_the_connection_is_back(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        page.goto(f"{site.address}/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}")
        page.route("**/healthz", lambda route: route.abort())
        page.get_by_label("Reason for Lamp log").fill("Half of the nights")
        part = page.locator(f"#part-{mapping.statements[LOG]}")
        part.click()
        expect(page.get_by_role("alert")).to_contain_text("The connection was lost, so nothing was recorded.")
        expect(page.get_by_label("Reason for Lamp log")).to_have_value("Half of the nights")
        expect(part).to_be_focused()
        assert decisions(mapping) == 0
        page.unroute("**/healthz")
        part.dblclick()
        expect(page.get_by_role("status")).to_have_text("Recorded as part.")
        expect(page.locator(".decided")).to_contain_text("Half of the nights")
    assert decisions(mapping) == 1


def test_a_bulk_decision_waits_on_its_preview_until_the_connection_is_back(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven=LOST) as page:
        page.goto(f"{site.address}/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}")
        page.locator("#selection-begin").click()
        page.locator("#selection-add").click()
        page.locator("#selection-reject").click()
        page.locator("#bulk-reason").fill("Another subject")
        page.route("**/healthz", lambda route: route.abort())
        page.locator("#bulk-record").click()
        expect(page.get_by_role("alert")).to_contain_text("What you typed is still here")
        expect(page.locator("#bulk-reason")).to_have_value("Another subject")
        page.unroute("**/healthz")
        page.locator("#bulk-record").click()
        expect(page.locator("#selection-said")).to_contain_text("1 suggestion rejected")
    assert decisions(mapping) == 1
