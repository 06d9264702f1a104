"""A unit is judged from the keyboard alone: few keys, nothing by accident, nothing lost.

The keys are counted where no finding is open; a full against one takes those of its reason besides.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from mapper.values import Coverage
from tests.browser.conftest import Site, looking
from tests.judged import LOG, PLAN, TESTED, colleague, judge_as
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.stores import put_mapping

BANDS = ("medium", "low", "low")
READY = "#queue[data-ready]"
# Browser and htmx both tell the console, with the address, that a request failed.
LOST = "(http://127.0.0.1"


@pytest.fixture
def site(idle_site: Site) -> Site:
    """The suggestions are made up here, and are to stay."""
    return idle_site


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """A unit of four criteria and others, each with three suggestions that can be full."""
    made = put_mapping(site.engine, site.viewer, extra_units=1)
    found = (
        suggested(made, name, statement, band=band, rank=rank)
        for name in made.criteria
        for rank, (statement, band) in enumerate(zip((LOG, PLAN, TESTED), BANDS, strict=True), 1)
    )
    suggest(made, *found)
    return made


@pytest.fixture
def unit(site: Site, mapping: MadeMapping) -> str:
    """The address of the queue of the unit of four criteria."""
    return f"{site.address}/mappings/{mapping.id}/queue?unit={mapping.units['9901-204']}"


class Keys:
    """Presses keys as a person who looks: only once the criterion can have been read."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.locator(READY).wait_for()
            self.page.keyboard.press(key)
            self.pressed += 1


def head(page: Page, number: str) -> None:
    expect(page.locator("#queue-head")).to_have_text(f"Criterion {number} of 9901-204")


def ended(page: Page) -> None:
    expect(page.locator("#queue-head")).to_have_text("Nothing waits here")


def decisions(mapping: MadeMapping) -> int:
    return counts(mapping.engine)["decision"]


def test_a_unit_whose_first_suggestions_are_right_takes_one_key_each(
    page: Page, unit: str, mapping: MadeMapping
) -> None:
    page.goto(unit)
    page.evaluate("window.wasLoadedOnce = true")
    keys = Keys(page)
    for number in range(1, 5):
        head(page, f"1.{number}")
        keys.press("Enter")
    ended(page)
    assert keys.pressed / 4 <= 1.3
    assert decisions(mapping) == 4
    assert page.evaluate("window.wasLoadedOnce")
    expect(page.locator("#queue")).to_be_focused()


def test_a_unit_whose_third_suggestions_are_right_takes_two_keys_each(
    page: Page, unit: str, mapping: MadeMapping
) -> None:
    page.goto(unit)
    keys = Keys(page)
    for number in range(1, 5):
        head(page, f"1.{number}")
        keys.press("3", "f")
    ended(page)
    assert keys.pressed / 4 <= 4
    assert decisions(mapping) == 4


def test_every_key_does_what_the_list_of_keys_says(page: Page, unit: str, mapping: MadeMapping) -> None:
    page.goto(unit)
    keys, said = Keys(page), page.locator("#queue-said")
    keys.press("p")
    head(page, "1.2")
    expect(said).to_have_text("Recorded as part: 9901-204 1.1.")
    keys.press("r")
    expect(said).to_have_text("Rejected: 9901-204 1.2.")
    expect(page.locator("#pick-2")).to_be_checked()
    keys.press("n")
    head(page, "1.3")
    keys.press("s")
    head(page, "1.4")
    page.get_by_role("button", name="Show").click()
    head(page, "1.3")
    expect(page.locator("#queue")).to_be_focused()
    keys.press("s")
    head(page, "1.4")
    keys.press("u")
    head(page, "1.2")
    expect(said).to_have_text("Withdrawn: not judged again.")
    assert "criterion=" in page.url
    keys.press("/")
    expect(page.locator("#queue-search")).to_be_focused()
    page.keyboard.type("fresnel")
    page.keyboard.press("Enter")
    expect(page.locator("#pick-4")).to_be_checked()
    page.locator("#pick-4").focus()
    keys.press("?")
    expect(page.locator("#keys")).to_have_attribute("open", "")
    expect(page.locator("#keys summary")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_have_attribute("open", "")
    expect(page.locator("#queue")).to_be_focused()
    page.reload()
    head(page, "1.2")


def test_the_words_that_are_marked_follow_the_pick(page: Page, unit: str) -> None:
    page.goto(unit)
    Keys(page).press("3")
    expect(page.locator("[data-candidate='3']")).to_be_visible()
    expect(page.locator("[data-candidate='1']")).to_be_hidden()
    expect(page.locator("#queue-said")).to_contain_text("Candidate 3 is picked")
    page.emulate_media(media="print")
    expect(page.locator(".candidates blockquote").first).to_be_visible()
    expect(page.locator("#judge-full")).to_be_hidden()


def test_a_key_pressed_twice_or_held_down_decides_once(page: Page, unit: str, mapping: MadeMapping) -> None:
    page.goto(unit)
    page.locator(READY).wait_for()
    # The second press comes as soon as the next criterion stands there, unread.
    page.evaluate(
        """() => document.body.addEventListener("htmx:afterSettle", () => document.getElementById("queue")
        .dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true })), { once: true })"""
    )
    page.keyboard.press("Enter")
    head(page, "1.2")
    page.locator(READY).wait_for()
    page.keyboard.down("f")
    head(page, "1.3")
    page.locator(READY).wait_for()
    page.keyboard.down("f")
    page.keyboard.down("f")
    page.keyboard.up("f")
    page.keyboard.press("2")
    expect(page.locator("#pick-2")).to_be_checked()
    head(page, "1.3")
    assert decisions(mapping) == 2


def test_a_double_click_decides_once(page: Page, unit: str, mapping: MadeMapping) -> None:
    page.goto(unit)
    page.locator(READY).wait_for()
    page.locator("#judge-full").dblclick()
    head(page, "1.2")
    page.locator(READY).wait_for()
    # The second click of a slow one.
    page.locator("#judge-full").dispatch_event("click", {"detail": 2})
    head(page, "1.2")
    assert decisions(mapping) == 1


def test_keys_can_be_switched_off_and_stay_so(page: Page, unit: str, mapping: MadeMapping) -> None:
    page.goto(unit)
    keys = Keys(page)
    keys.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.reload()
    page.locator("#queue").focus()
    keys.press("f", "p", "s")
    head(page, "1.1")
    assert decisions(mapping) == 0
    page.locator("#keys summary").click()
    page.get_by_label("Use these keys").check()
    page.locator("#queue").focus()
    keys.press("f")
    head(page, "1.2")


def test_letters_in_a_field_are_letters(page: Page, unit: str, mapping: MadeMapping) -> None:
    page.goto(unit)
    page.locator("#queue-reason").focus()
    page.keyboard.type("full proof, nrsup/?1")
    expect(page.locator("#queue-reason")).to_have_value("full proof, nrsup/?1")
    assert decisions(mapping) == 0


def test_a_reason_that_is_wanted_gets_the_focus_and_enter_then_sends_what_waited(
    browser: Browser, site: Site, mapping: MadeMapping, unit: str
) -> None:
    suggest(mapping, suggested(mapping, "204:1.1", LOG, band="high"))
    with looking(browser, forgiven="status of 422") as page:
        page.goto(unit)
        Keys(page).press("r")
        expect(page.locator("#queue-reason")).to_be_focused()
        expect(page.locator("#queue-fault")).to_contain_text("needs a reason")
        assert Axe().run(page).response["violations"] == []
        page.keyboard.type("Another subject")
        page.keyboard.press("Enter")
        expect(page.locator("#queue-said")).to_have_text("Rejected: 9901-204 1.1.")
        expect(page.locator("#queue")).to_be_focused()
    assert decisions(mapping) == 1


def test_what_somebody_decided_meanwhile_is_shown_and_asked(
    browser: Browser, site: Site, mapping: MadeMapping, unit: str
) -> None:
    with looking(browser, forgiven="status of 409") as page:
        page.goto(unit)
        judge_as(mapping, colleague(mapping), mapping.judging("204:1.1", LOG, Coverage.PART))
        Keys(page).press("Enter")
        expect(page.locator("#queue-fault")).to_contain_text("Second reviewer decided “part”")
        expect(page.locator("#queue")).to_be_focused()
        head(page, "1.1")
        assert Axe().run(page).response["violations"] == []
    assert decisions(mapping) == 1


def test_a_decision_that_could_not_be_sent_is_kept_even_over_a_reload_and_sent_again(
    browser: Browser, mapping: MadeMapping, unit: str
) -> None:
    with looking(browser, forgiven=LOST) as page:
        page.goto(unit)
        page.route("**/queue**", lambda route: route.abort())
        keys = Keys(page)
        keys.press("s")
        expect(page.locator("#queue [role='alert']")).to_contain_text("The connection was lost")
        keys.press("f")
        unsent = page.locator("#unsent")
        expect(unsent).to_contain_text("The connection was lost. Kept here: “full” on 9901-204 1.1.")
        expect(page.get_by_role("button", name="Send it again")).to_be_focused()
        head(page, "1.1")
        assert Axe().run(page).response["violations"] == []
        page.unroute("**/queue**")
        page.reload()
        expect(unsent).to_contain_text("Kept here: “full” on 9901-204 1.1.")
        page.keyboard.press("Enter")
        head(page, "1.2")
        expect(unsent).to_be_hidden()
        expect(page.locator("#queue-said")).to_have_text("Recorded as full: 9901-204 1.1.")
        page.reload()
        expect(unsent).to_be_hidden()
    assert decisions(mapping) == 1


def test_two_decisions_that_could_not_be_sent_are_both_kept(
    browser: Browser, mapping: MadeMapping, unit: str
) -> None:
    with looking(browser, forgiven=LOST) as page:
        page.goto(unit)
        keys, unsent = Keys(page), page.locator("#unsent")
        for key, number in (("f", "1.1"), ("p", "1.2")):
            page.route("**/queue/decisions", lambda route: route.abort())
            page.locator("#queue").focus()
            keys.press(key)
            expect(unsent).to_contain_text(f"9901-204 {number}.")
            page.unroute("**/queue/decisions")
            page.locator("#queue").focus()
            keys.press("s")
            head(page, "1.2" if number == "1.1" else "1.3")
        expect(unsent).to_contain_text("And 1 more")
        page.locator("#queue").focus()
        keys.press("f")
        head(page, "1.4")
        expect(unsent).to_contain_text("Kept here: “part” on 9901-204 1.2. And 1 more")
        page.get_by_role("button", name="Send it again").click()
        expect(unsent).to_contain_text("Kept here: “full” on 9901-204 1.1.")
        page.get_by_role("button", name="Send it again").click()
        expect(unsent).to_be_hidden()
    assert decisions(mapping) == 3


def test_an_answer_that_got_lost_is_not_recorded_twice(
    browser: Browser, mapping: MadeMapping, unit: str
) -> None:
    def record_and_lose(route: Route) -> None:
        route.fetch()
        route.abort()

    with looking(browser, forgiven=LOST) as page:
        page.goto(unit)
        page.route("**/queue/decisions", record_and_lose)
        Keys(page).press("f")
        expect(page.locator("#unsent")).to_be_visible()
        page.unroute("**/queue/decisions")
        page.get_by_role("button", name="Send it again").click()
        head(page, "1.2")
    assert decisions(mapping) == 1


def test_without_script_every_decision_is_made_by_buttons(
    plain_page: Page, unit: str, mapping: MadeMapping
) -> None:
    plain_page.goto(unit)
    plain_page.locator("#pick-2").check()
    plain_page.get_by_role("button", name="Full", exact=True).click()
    head(plain_page, "1.2")
    plain_page.get_by_role("button", name="Nothing here").click()
    head(plain_page, "1.3")
    plain_page.get_by_role("link", name="Skip →").click()
    head(plain_page, "1.4")
    plain_page.get_by_role("button", name="Undo").click()
    head(plain_page, "1.2")
    expect(plain_page.locator("#queue-said")).to_have_text("Withdrawn: not judged again.")
    assert decisions(mapping) == 3


def test_the_focus_does_not_hide_under_the_buttons_that_stay_in_place(browser: Browser, unit: str) -> None:
    with looking(browser, viewport={"width": 1000, "height": 420}) as page:
        page.goto(unit)
        hidden = []
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.locator("*:focus").count() and page.locator("*:focus").evaluate(UNDER_THE_BAR):
                hidden.append(page.locator("*:focus").evaluate("e => e.outerHTML.slice(0, 80)"))
        assert hidden == []


UNDER_THE_BAR = """e => {
  const bar = document.querySelector(".verdict-bar");
  if (!bar || bar.contains(e) || !document.getElementById("queue").contains(e)) return false;
  const [a, b] = [e.getBoundingClientRect(), bar.getBoundingClientRect()];
  return a.top >= b.top && a.bottom <= b.bottom && a.left >= b.left && a.right <= b.right;
}"""
