"""A programme's reading reviewed by keyboard: from doubt to doubt, changed in place, then accepted."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mapper.db import unit_of_work
from tests.browser.conftest import Site, looking
from tests.made_programmes import keep_programme_draft, put

REFUSED = "Failed to load resource"


def make_draft(site: Site) -> str:
    """The address of a draft of the invented programme."""
    with unit_of_work(site.engine) as session:
        return f"{site.address}/programmes/drafts/{keep_programme_draft(session, site.viewer)}"


def violations(page: Page) -> list[str]:
    return [v["id"] for v in Axe().run(page).response["violations"]]


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_a_reading_is_reviewed_and_accepted_by_keyboard(page: Page, site: Site) -> None:
    draft = make_draft(site)
    page.goto(draft)
    page.get_by_role("link", name="Go through the doubts").focus()
    press(page, "Enter")
    page.wait_for_url("**/modules/m1")
    expect(page.get_by_role("heading", level=1)).to_have_text("HB101 Lamps and lenses")

    # The weights are the only doubt here; one step on is the next module's first.
    press(page, "F8")
    expect(page.locator("#list-assessment")).to_be_focused()
    weight = page.locator("#row-m1-a1-weight")
    weight.locator("summary").focus()
    press(page, "Enter", "Tab")
    expect(page.locator("#m1-a1-weight")).to_be_focused()
    page.keyboard.type("100")
    press(page, "Enter")
    expect(page.locator("#said")).to_have_text("Kept.")
    expect(weight).to_contain_text("read: 60; set by Local user")
    expect(weight.locator("summary")).to_be_focused()
    expect(page.get_by_text("weights total 100 per cent")).to_be_visible()
    press(page, "F8")
    page.wait_for_url("**/modules/m2?doubt=first")
    expect(page.locator("#row-m2-credits")).to_be_focused()
    page.locator("#row-m2-credits").get_by_role("button", name="It is right").focus()
    press(page, "Enter")
    expect(page.locator("#row-m2-credits")).to_contain_text("confirmed by Local user")
    press(page, "Shift+F8")
    assert violations(page) == []

    page.goto(f"{draft}/accept")
    expect(page.get_by_text("Credits confirmed: “20”")).to_be_visible()
    page.get_by_role("button", name="Accept").focus()
    press(page, "Enter")
    page.wait_for_url("**/programmes/editions/*")
    expect(page.get_by_role("heading", name="3 modules as read")).to_be_visible()


def test_what_is_refused_stays_typed_and_has_the_focus(browser: Browser, site: Site) -> None:
    with looking(browser, forgiven=REFUSED) as page:
        page.goto(f"{make_draft(site)}/modules/m1")
        row = page.locator("#row-m1-credits")
        row.locator("summary").click()
        row.get_by_label("Credits").fill("plenty")
        row.get_by_role("button", name="Keep").click()
        expect(row.get_by_label("Credits")).to_be_focused()
        expect(row.get_by_label("Credits")).to_have_value("plenty")
        expect(row).to_contain_text("Credits cannot be “plenty”. Give a number such as 20 or 7.5.")
        assert violations(page) == []


def test_what_is_typed_elsewhere_survives_a_save_and_the_text_around_a_place_opens_in_place(
    page: Page, site: Site
) -> None:
    page.goto(f"{make_draft(site)}/modules/m1")
    title = page.locator("#row-m1-title")
    title.locator("summary").click()
    title.get_by_label("Title").fill("Half a ti")
    credits_row = page.locator("#row-m1-credits")
    credits_row.locator("summary").click()
    credits_row.get_by_label("Credits").fill("25")
    credits_row.get_by_role("button", name="Keep").click()
    expect(page.locator("#said")).to_have_text("Kept.")
    expect(title.get_by_label("Title")).to_have_value("Half a ti")

    place = credits_row.get_by_role("link", name="paragraph 3")
    place.click()
    expect(credits_row.locator(".around mark")).to_have_text("Level four, 20 credits")
    assert violations(page) == []
    place.click()
    expect(credits_row.locator(".around li")).to_have_count(0)


def test_a_draft_that_moved_on_is_told_in_place_and_keeps_what_was_typed(
    browser: Browser, site: Site
) -> None:
    draft = make_draft(site)
    with looking(browser, forgiven=REFUSED) as page:
        page.goto(f"{draft}/modules/m1")
        with unit_of_work(site.engine) as session:
            put(session, site.viewer, int(draft.rsplit("/", 1)[-1]), "m1", title="Lamps")
        row = page.locator("#row-m1-credits")
        row.locator("summary").click()
        row.get_by_label("Credits").fill("25")
        row.get_by_role("button", name="Keep").click()
        expect(page.locator("#faults")).to_contain_text("changed since you opened this page")
        expect(row.get_by_label("Credits")).to_have_value("25")
        row.get_by_role("button", name="Keep").click()
        expect(page.locator("#said")).to_have_text("Kept.")


def test_a_page_whose_draft_is_gone_is_not_wiped_out(browser: Browser, site: Site) -> None:
    with looking(browser, forgiven=REFUSED) as page:
        page.goto(f"{make_draft(site)}/modules/m1")
        page.locator("#row-m1-credits [name=part]").first.evaluate("e => { e.value = 'm99' }")
        row = page.locator("#row-m1-credits")
        row.locator("summary").click()
        row.get_by_label("Credits").fill("25")
        row.get_by_role("button", name="Keep").click()
        expect(page.locator("#said")).to_contain_text("what you typed is still here")
        expect(row.get_by_label("Credits")).to_have_value("25")
