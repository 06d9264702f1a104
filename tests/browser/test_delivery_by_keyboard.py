"""Delivery is judged from the keyboard: one key each, nothing by accident."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, looking
from tests.made import MadeMapping, counts
from tests.made_delivery import LEAD, LENSES, SKY, TRIM, new_delivery, suggest_delivery
from tests.web.stores import put_mapping

READY = "#queue[data-ready]"


@pytest.fixture
def site(idle_site: Site) -> Site:
    """The suggestions are made up here, and are to stay."""
    return idle_site


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """Two suggestions for the first outcome, the better of which is a high one, and one for the second."""
    made = put_mapping(site.engine, site.viewer)
    suggest_delivery(
        made,
        new_delivery(made, "201:1", TRIM, band="high"),
        new_delivery(made, "201:1", LEAD, 2),
        new_delivery(made, "201:2", SKY),
    )
    return made


@pytest.fixture
def address(site: Site, mapping: MadeMapping) -> str:
    """The address of the page."""
    return f"{site.address}/mappings/{mapping.id}/delivery"


def press(page: Page, *keys: str) -> None:
    """Presses keys as a person who looks: only once the outcome can have been read."""
    for key in keys:
        page.locator(READY).wait_for()
        page.keyboard.press(key)


def head(page: Page, words: str) -> None:
    expect(page.locator("#queue-head")).to_have_text(f"Outcome {words}")


def test_every_key_does_what_the_list_of_keys_says(page: Page, address: str, mapping: MadeMapping) -> None:
    page.goto(address)
    head(page, "1 of 9901-201")
    said, lamps = page.locator("#queue-said"), "HB101 Lamps and lenses: Outcome 1"
    press(page, "Enter")
    expect(said).to_have_text(f"Recorded: {lamps} delivers outcome 1 of 9901-201.")
    head(page, "1 of 9901-201")
    expect(page.locator("#queue")).to_be_focused()
    press(page, "r")
    expect(said).to_have_text("Recorded: HB102 Crews: Outcome 1 does not deliver outcome 1 of 9901-201.")
    head(page, "2 of 9901-201")
    press(page, "s")
    head(page, "1 of 9901-202")
    press(page, "u")
    expect(said).to_have_text(
        "Withdrawn: HB102 Crews: Outcome 1 is not judged again for outcome 1 of 9901-201."
    )
    head(page, "1 of 9901-201")
    press(page, "1", "d")
    expect(said).to_have_text("Recorded: HB102 Crews: Outcome 1 delivers outcome 1 of 9901-201.")
    press(page, "?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    assert counts(mapping.engine)["delivery_decision"] == 4


def test_a_reason_that_is_owed_is_asked_for_and_enter_sends_the_answer_that_waits(
    browser: Browser, address: str, mapping: MadeMapping
) -> None:
    # The browser tells the console that a form was refused.
    with looking(browser, forgiven="Failed to load resource") as page:
        page.goto(address)
        press(page, "r")
        expect(page.locator("#queue-reason")).to_be_focused()
        page.keyboard.type("Only named")
        press(page, "Enter")
        expect(page.locator("#queue-said")).to_contain_text("does not deliver outcome 1 of 9901-201.")


def test_a_statement_is_found_and_linked_without_leaving_the_keyboard(
    page: Page, address: str, mapping: MadeMapping
) -> None:
    page.goto(f"{address}?unit={mapping.units['9901-202']}")
    head(page, "1 of 9901-202")
    press(page, "/")
    page.keyboard.type("fresnel")
    page.keyboard.press("Enter")
    expect(page.locator("input[name='pick']:checked")).to_have_value(f"s{mapping.statements[LENSES]}")
    page.locator("#queue").focus()
    press(page, "d")
    expect(page.locator("#queue-said")).to_contain_text("Content 2 delivers outcome 1 of 9901-202.")
    head(page, "1 of 9901-201")
    assert Axe().run(page).response["violations"] == []


def test_without_script_a_suggestion_is_confirmed_and_undone(plain_page: Page, address: str) -> None:
    plain_page.goto(address)
    plain_page.get_by_role("button", name="Delivers", exact=True).click()
    expect(plain_page.locator("#queue-said")).to_contain_text("Recorded:")
    plain_page.locator("#undo-last").click()
    expect(plain_page.locator("#queue-said")).to_contain_text("Withdrawn:")
    # No key is promised that does nothing, neither here nor in the matrix.
    expect(plain_page.locator("#keys")).to_be_hidden()
    plain_page.get_by_role("link", name="Matrix of").click()
    expect(plain_page.locator("#keys")).to_be_hidden()
    expect(plain_page.locator("#panel .by-key")).to_be_hidden()
