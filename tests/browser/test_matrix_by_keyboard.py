"""The matrix is judged from the keyboard alone: one tab stop, no reload, no lost focus."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from mapper.values import Coverage
from tests.browser.conftest import Site, looking
from tests.made import MadeMapping, suggest
from tests.web.addresses import suggested
from tests.web.stores import put_mapping

LOG = "HB101 Lamp log"
MOST_TABS = 60
TO_CELL = ("ArrowRight", "ArrowRight")
"""From a criterion over its verdict to the first cell."""


@pytest.fixture
def site(idle_site: Site) -> Site:
    """The suggestions are made up here, and are to stay."""
    return idle_site


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """A mapping with a suggestion, served."""
    made = put_mapping(site.engine, site.viewer)
    suggest(made, suggested(made, "201:1.1", LOG, band="high"))
    return made


def open_matrix(page: Page, site: Site, mapping: MadeMapping) -> None:
    page.goto(f"{site.address}/mappings/{mapping.id}/matrix?unit={mapping.units['9901-201']}")


def stop(page: Page, mapping: MadeMapping, criterion: str, column: int) -> Locator:
    """A tab stop of the criterion's row: 0 is the criterion itself, then cell by cell; -1 is the last."""
    return page.locator(f"#row-{mapping.criteria[criterion]} a").nth(column)


def has_focus(locator: Locator) -> bool:
    return bool(locator.evaluate("e => e === document.activeElement"))


def tab_to(page: Page, locator: Locator) -> None:
    """Presses Tab until the element has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if has_focus(locator):
            return
    pytest.fail(f"{locator} is not reached by Tab")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def press_ready(page: Page, *keys: str) -> None:
    """Presses keys as a person who looks: only once the evidence can have been read."""
    for key in keys:
        page.locator("#panel[data-ready]").wait_for()
        page.keyboard.press(key)


def expect_focus_in_panel(page: Page) -> None:
    expect(page.locator("#panel:focus-within")).to_have_count(1)


def test_arrows_home_and_end_move_through_one_tab_stop(page: Page, site: Site, mapping: MadeMapping) -> None:
    open_matrix(page, site, mapping)
    expect(page.locator("[data-grid] a[tabindex='0']")).to_have_count(1)
    tab_to(page, stop(page, mapping, "201:1.1", 0))
    for key, criterion, column in (
        ("ArrowRight", "201:1.1", 1),
        ("ArrowDown", "201:1.2", 1),
        ("End", "201:1.2", -1),
        ("ArrowRight", "201:1.2", -1),
        ("Home", "201:1.2", 0),
        ("ArrowLeft", "201:1.2", 0),
        ("ArrowUp", "201:1.1", 0),
        ("ArrowUp", "201:1.1", 0),
    ):
        press(page, key)
        expect(stop(page, mapping, criterion, column)).to_be_focused()
        expect(page.locator("[data-grid] a[tabindex='0']")).to_have_count(1)
    other_unit = page.locator(".others a")
    for key, wanted in (
        ("Control+End", other_unit),
        ("ArrowDown", other_unit),
        ("ArrowUp", stop(page, mapping, "201:2.1", 0)),
        ("Control+Home", stop(page, mapping, "201:1.1", 0)),
    ):
        press(page, key)
        expect(wanted).to_be_focused()
        expect(page.locator("[data-grid] a[tabindex='0']")).to_have_count(1)


def test_tab_leaves_the_matrix_and_comes_back_to_the_same_cell(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    tab_to(page, stop(page, mapping, "201:1.1", 0))
    press(page, "ArrowDown", "ArrowRight", "Shift+Tab")
    assert not page.evaluate("document.querySelector('[data-grid]').contains(document.activeElement)")
    press(page, "Tab")
    expect(stop(page, mapping, "201:1.2", 1)).to_be_focused()


def test_a_cell_is_opened_judged_and_left_without_a_reload(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven="status of 422") as page:
        judge_and_leave(page, site, mapping)


def judge_and_leave(page: Page, site: Site, mapping: MadeMapping) -> None:
    """By the buttons, then by the queue's letters."""
    open_matrix(page, site, mapping)
    page.evaluate("window.wasLoadedOnce = true")
    row = page.locator(f"#row-{mapping.criteria['201:1.1']}")
    tab_to(page, stop(page, mapping, "201:1.1", 0))
    press(page, *TO_CELL, "Enter")
    expect(page.locator("#panel h2").first).to_have_text("Criterion 1.1")
    expect(page.locator("#panel")).to_be_focused()

    tab_to(page, page.locator(f"#full-{mapping.statements[LOG]}"))
    press(page, "Enter")
    expect(row.locator("td.state")).to_have_text("full")
    painted = row.locator("td.cell a").first
    expect(painted).to_have_text("●")
    expect(painted).to_have_accessible_name("1.1, HB101, Lamp log: full")
    expect(page.locator("#unit-tally")).to_have_text("1 of 3 full · 2 not judged")
    expect(page.locator("[aria-label='Units'] [aria-current]")).to_contain_text("1/3")
    expect(page.locator("#panel [role='status']")).to_have_text("Recorded as full.")
    expect(page.locator(f"#full-{mapping.statements[LOG]}")).to_be_focused()

    press(page, "Escape")
    cell = stop(page, mapping, "201:1.1", len(TO_CELL))
    expect(cell).to_be_focused()
    expect(page.locator("[data-grid] a[tabindex='0']")).to_have_count(1)
    # The queue's letters decide on the open cell, from there as from beside it, and on no other.
    press_ready(page, "u")
    expect(row.locator("td.state")).to_have_text("not judged")
    press_ready(page, "p")
    expect(row.locator("td.state")).to_have_text("part")
    expect(cell).to_be_focused()
    press_ready(page, "ArrowRight", "f", "r", "ArrowLeft", "Enter")
    expect(page.locator("#panel")).to_be_focused()
    press_ready(page, "f")
    expect(row.locator("td.state")).to_have_text("full")
    press_ready(page, "u")
    expect(row.locator("td.state")).to_have_text("not judged")
    press_ready(page, "r")
    reason = page.get_by_label("Reason for Lamp log")
    expect(reason).to_be_focused()
    page.keyboard.type("no proof")
    press(page, "Enter")
    expect(page.locator("#panel [role='status']")).to_have_text("Recorded as rejected.")
    assert page.evaluate("window.wasLoadedOnce")


def test_a_decision_is_undone_where_it_was_made(page: Page, site: Site, mapping: MadeMapping) -> None:
    decision = mapping.judge("201:1.1", LOG, Coverage.FULL)
    open_matrix(page, site, mapping)
    row = page.locator(f"#row-{mapping.criteria['201:1.1']}")
    tab_to(page, stop(page, mapping, "201:1.1", 0))
    press(page, *TO_CELL, "Enter")
    expect(page.locator("#panel")).to_be_focused()
    tab_to(page, page.locator(f"#undo-{decision}"))
    press(page, "Enter")
    expect(row.locator("td.state")).to_have_text("not judged")
    expect(page.locator("#panel [role='status']")).to_have_text("Withdrawn: not judged again.")
    expect(page.locator("#unit-tally")).to_have_text("0 of 3 full · 3 not judged")
    expect_focus_in_panel(page)
    expect(row).to_have_class("open")


def test_a_decision_that_somebody_else_made_meanwhile_is_shown_in_the_panel(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    with looking(browser, forgiven="status of 409") as page:
        open_matrix(page, site, mapping)
        tab_to(page, stop(page, mapping, "201:1.1", 0))
        press(page, *TO_CELL, "Enter")
        expect(page.locator("#panel")).to_be_focused()
        mapping.judge("201:1.1", LOG, Coverage.PART)
        tab_to(page, page.locator(f"#full-{mapping.statements[LOG]}"))
        press(page, "Enter")
        expect(page.locator("#panel [role='alert']")).to_contain_text("decided “part”")
        expect(page.locator(f"#row-{mapping.criteria['201:1.1']} td.state")).to_have_text("part")
        expect_focus_in_panel(page)


def test_letters_act_in_the_matrix_alone_and_can_be_switched_off(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.2", LOG, Coverage.FULL)
    open_matrix(page, site, mapping)
    press(page, "?")
    expect(page.locator("#keys")).not_to_have_attribute("open", "")
    first = stop(page, mapping, "201:1.1", 0)
    tab_to(page, first)
    press(page, "j")
    expect(stop(page, mapping, "201:2.1", 0)).to_be_focused()
    press(page, "?")
    expect(page.locator("#keys summary")).to_be_focused()
    press(page, "Escape")
    expect(page.locator("#keys")).not_to_have_attribute("open", "")
    expect(stop(page, mapping, "201:2.1", 0)).to_be_focused()
    press(page, "?")
    page.locator("#keys-on").uncheck()
    # Remembered, for the queue as well.
    open_matrix(page, site, mapping)
    tab_to(page, first)
    press(page, "j", "?")
    expect(first).to_be_focused()
    press(page, "ArrowDown")
    expect(stop(page, mapping, "201:1.2", 0)).to_be_focused()
    page.goto(f"{site.address}/mappings/{mapping.id}/queue")
    page.locator("#keys summary").click()
    expect(page.locator("#keys-on")).not_to_be_checked()


def test_the_focus_stays_on_the_filter_and_on_a_module_that_is_opened(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    page.get_by_label("Order").select_option("score")
    tab_to(page, page.locator("#filters-show"))
    press(page, "Enter")
    page.wait_for_url("**sort=score**")
    expect(page.locator("#filters-show")).to_be_focused()
    page.locator("#modules summary").click()
    link = page.get_by_role("link", name="Close HB101 Lamps and lenses")
    tab_to(page, link)
    press(page, "Enter")
    expect(page.get_by_role("link", name="Open HB101 Lamps and lenses")).to_be_focused()
    expect(page.get_by_role("columnheader", name="HB101")).to_have_count(0)
    rest = page.locator("td.rest a").first
    rest.focus()
    press(page, "Enter")
    expect(page.get_by_role("columnheader", name="HB101")).to_have_count(1)
    expect(stop(page, mapping, "201:1.1", 0)).to_be_focused()


HIDDEN_BY_ANOTHER = """link => {
  const box = link.getBoundingClientRect();
  const inside = [[0.5, 0.5], [0.5, 0.2], [0.5, 0.8]];
  return inside.some(([x, y]) => !link.contains(
    document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)));
}"""


def test_the_focus_never_hides_under_the_fixed_rows_and_columns(browser: Browser, site: Site) -> None:
    mapping = put_mapping(site.engine, site.viewer, extra_modules=24)
    with looking(browser, viewport={"width": 900, "height": 420}) as page:
        open_matrix(page, site, mapping)
        tab_to(page, stop(page, mapping, "201:1.1", 0))
        hidden = []
        walk = [
            "Control+End",
            "ArrowUp",
            "ArrowUp",
            "ArrowDown",
            *["ArrowLeft"] * 24,
            "ArrowDown",
            "Control+Home",
        ]
        for step, key in enumerate(walk):
            press(page, key)
            if page.locator("*:focus").evaluate(HIDDEN_BY_ANOTHER):
                hidden.append((step, key))
        assert hidden == []
        assert page.locator("[data-grid] thead").evaluate(LEAVES_ROOM)


LEAVES_ROOM = """head => {
  head.querySelector(".title").textContent = "Very long ".repeat(30);
  return 2 * head.offsetHeight < head.closest(".frame").clientHeight;
}"""
IS_WHOLE = """head => {
  head.querySelector(".title").textContent = "Very long ".repeat(30);
  const [all, weight] = [head, head.querySelector(".weight")].map((e) => e.getBoundingClientRect());
  return weight.top >= all.top && weight.bottom <= all.bottom;
}"""
IS_FILLED = """link => {
  link.closest("tr").style.height = "9rem";
  return link.offsetHeight === link.closest("td").clientHeight;
}"""


def test_a_weight_is_never_cut_and_a_tall_row_is_a_target_as_tall(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    row = page.locator(f"#row-{mapping.criteria['201:1.1']}")
    assert page.locator("thead .vertical").first.evaluate(IS_WHOLE)
    assert row.locator("td.verdict a").evaluate(IS_FILLED)
    page.goto(f"{page.url}&open=none")
    assert row.locator("td.rest a").evaluate(IS_FILLED)
