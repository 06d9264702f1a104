"""Several cells of the matrix at once: by keyboard, by mouse and without script, never losing the focus."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from mapper.values import Coverage
from tests.browser.conftest import Site, looking
from tests.judged import LOG, PLAN
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.stores import put_mapping

ROPE = "HB200 Rope test 0"
UNIT = "9901-204"


@pytest.fixture
def mapping(site: Site) -> MadeMapping:
    """A unit of four criteria, each with a suggestion in three assessments: twelve cells."""
    made = put_mapping(site.engine, site.viewer, extra_units=1, extra_modules=1)
    suggest(
        made,
        *(
            suggested(made, f"204:1.{number}", statement, band=band, rank=rank)
            for number in range(1, 5)
            for rank, (statement, band) in enumerate(((LOG, "medium"), (PLAN, "low"), (ROPE, "low")), 1)
        ),
    )
    return made


def open_matrix(page: Page, site: Site, mapping: MadeMapping, more: str = "") -> None:
    page.goto(f"{site.address}/mappings/{mapping.id}/matrix?unit={mapping.units[UNIT]}&open=all{more}")


def cell(page: Page, mapping: MadeMapping, number: int, statement: str) -> Locator:
    """The cell between a criterion of the unit and an assessment."""
    key = f"column=a{mapping.statements[statement]}"
    row = page.locator(f"#row-{mapping.criteria[f'204:1.{number}']}")
    return row.locator("td.cell").filter(has=page.locator(f"a[href$='{key}']"))


def link(page: Page, mapping: MadeMapping, number: int, statement: str) -> Locator:
    return cell(page, mapping, number, statement).locator("a")


def box(page: Page, mapping: MadeMapping, number: int, statement: str) -> Locator:
    return cell(page, mapping, number, statement).locator(".pick")


def said(page: Page) -> Locator:
    return page.locator("#selection-said")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def decisions(mapping: MadeMapping) -> int:
    return counts(mapping.engine)["decision"]


def test_ten_cells_are_rejected_and_undone_by_keyboard_alone(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 1, LOG).focus()
    press(page, "x")
    expect(box(page, mapping, 1, LOG)).to_be_focused()
    # The whole of the first column, then three criteria of the two others.
    press(page, "Control+a", "a")
    expect(page.locator("#selection-among")).to_be_focused()
    expect(page.locator("#selection-among")).to_have_value(f"a{mapping.statements[LOG]}")
    page.locator("[data-grid] [tabindex='0']").focus()
    press(page, "ArrowRight")
    while not box(page, mapping, 1, PLAN).evaluate("e => e === document.activeElement"):
        press(page, "ArrowRight")
    press(page, "x", "Shift+ArrowDown", "Shift+ArrowDown")
    while not box(page, mapping, 3, ROPE).evaluate("e => e === document.activeElement"):
        press(page, "Shift+ArrowRight")
    expect(said(page)).to_have_text("10 cells selected: 10 can be changed.")
    press(page, "r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview: 10 suggestions will be rejected")
    assert decisions(mapping) == 0
    page.locator("#bulk-record").focus()
    press(page, "Enter")
    expect(said(page)).to_have_text("10 suggestions rejected, as one bulk decision.")
    expect(link(page, mapping, 3, ROPE)).to_be_focused()
    assert "open=all" in page.url
    assert decisions(mapping) == 10
    press(page, "u", "Enter")
    expect(said(page)).to_have_text("10 decisions of one bulk decision withdrawn: not judged again.")
    expect(link(page, mapping, 3, ROPE)).to_be_focused()
    expect(page.locator("#undo-bulk")).to_have_count(0)


def test_what_is_decided_and_what_is_empty_is_counted_and_passed_over(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    mapping.judge("204:1.1", LOG, Coverage.FULL)
    open_matrix(page, site, mapping)
    link(page, mapping, 1, LOG).focus()
    press(page, "x", "Shift+ArrowDown", "Shift+ArrowRight")
    expect(said(page)).to_have_text(
        "4 cells selected: 1 can be changed, 1 is decided already, 2 hold no suggestion."
    )
    press(page, "p")
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview: 1 suggestion will be marked part")
    expect(page.get_by_role("main")).to_contain_text("“full” by Local user")
    expect(page.get_by_role("main")).to_contain_text("nothing is suggested in 2 selected cells")
    page.get_by_role("link", name="Back to the matrix, with these cells selected").click()
    expect(said(page)).to_contain_text("4 cells selected")
    expect(box(page, mapping, 2, LOG)).to_be_checked()
    page.locator("[data-grid] :focus").wait_for()


def test_a_range_shrinks_with_its_end_and_leaves_what_was_selected_before(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 4, PLAN).focus()
    press(page, "x", "ArrowUp", "ArrowUp", "Shift+ArrowUp", "Shift+ArrowDown", "Shift+ArrowDown")
    chosen = [box(page, mapping, number, PLAN).is_checked() for number in range(1, 5)]
    assert chosen == [False, True, True, True]
    selected = [cell(page, mapping, n, PLAN).get_attribute("aria-selected") for n in range(1, 5)]
    assert selected == ["false", "true", "true", "true"]
    expect(page.get_by_role("grid")).to_have_attribute("aria-multiselectable", "true")


def test_escape_ends_it_where_the_focus_is_and_changes_nothing(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 2, PLAN).focus()
    press(page, "x", "Escape")
    expect(link(page, mapping, 2, PLAN)).to_be_focused()
    expect(page.locator(".pick, [aria-selected], [aria-multiselectable]")).to_have_count(0)
    expect(page.locator("#selection-begin")).to_be_visible()
    expect(page.locator("[data-grid] [tabindex='0']")).to_have_count(1)
    press(page, "r")
    expect(link(page, mapping, 2, PLAN)).to_be_focused()


def test_letters_that_are_switched_off_select_nothing_but_space_and_arrows_do(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    page.locator("#keys summary").click()
    page.locator("#keys-on").uncheck()
    link(page, mapping, 1, PLAN).focus()
    press(page, "x")
    expect(page.locator(".pick")).to_have_count(0)
    page.locator("#selection-begin").focus()
    press(page, "Enter")
    expect(box(page, mapping, 1, PLAN)).to_be_focused()
    press(page, "Space", "x", "r", "Shift+ArrowDown")
    expect(said(page)).to_have_text("2 cells selected: 2 can be changed.")


def test_a_criterion_is_judged_in_between_and_what_is_selected_stays(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 1, LOG).focus()
    press(page, "x", "Shift+ArrowDown", "Enter")
    expect(page.locator("#panel:focus-within")).to_have_count(1)
    page.locator(f"#part-{mapping.statements[LOG]}").focus()
    press(page, "Enter")
    expect(page.locator("#panel [role='status']")).to_have_text("Recorded as part.")
    expect(said(page)).to_have_text("2 cells selected: 1 can be changed, 1 is decided already.")
    expect(page.locator("#panel:focus-within")).to_have_count(1)
    press(page, "Escape")
    expect(box(page, mapping, 2, LOG)).to_be_focused()
    expect(page.locator("[data-grid] [tabindex='0']")).to_have_count(1)


def test_by_mouse_ctrl_takes_one_and_shift_takes_all_between(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 1, LOG).click(modifiers=["Control"])
    link(page, mapping, 4, LOG).click(modifiers=["Shift"], force=True)
    expect(said(page)).to_have_text("4 cells selected: 4 can be changed.")
    box(page, mapping, 2, LOG).click()
    box(page, mapping, 1, PLAN).click(modifiers=["Control"])
    box(page, mapping, 2, PLAN).click(modifiers=["Shift"])
    expect(said(page)).to_have_text("5 cells selected: 5 can be changed.")
    assert len(page.context.pages) == 1
    expect(page.locator("#panel .panel-view")).to_have_count(0)


def test_everything_low_in_one_column_is_one_act(page: Page, site: Site, mapping: MadeMapping) -> None:
    open_matrix(page, site, mapping)
    page.locator("#selection-begin").click()
    page.get_by_label("Select every suggestion").select_option("low")
    page.locator("#selection-among").select_option(f"a{mapping.statements[PLAN]}")
    page.locator("#selection-add").click()
    expect(said(page)).to_contain_text("4 cells selected: 4 can be changed.")
    expect(page.locator("#selection-add")).to_be_focused()
    page.locator("#selection-among").select_option(str(mapping.criteria["204:1.1"]))
    page.locator("#selection-add").click()
    expect(said(page)).to_contain_text("5 cells selected")


def test_nothing_is_sent_while_nothing_can_change(page: Page, site: Site, mapping: MadeMapping) -> None:
    open_matrix(page, site, mapping)
    page.locator("#selection-begin").click()
    page.locator("#selection-reject").focus()
    press(page, "Enter")
    expect(said(page)).to_contain_text("there is nothing to change yet")
    expect(page.locator("#selection-reject")).to_be_focused()


def test_the_browsers_own_way_back_finds_the_same_cells_selected(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping)
    link(page, mapping, 2, PLAN).focus()
    press(page, "x", "Shift+ArrowDown", "r")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 suggestions will be rejected")
    page.go_back()
    expect(said(page)).to_contain_text("2 cells selected")
    expect(box(page, mapping, 3, PLAN)).to_be_focused()


def test_a_reason_that_is_wanted_is_asked_for_and_the_way_back_stays(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "204:1.1", LOG, band="high"))
    with looking(browser, forgiven="status of 422") as page:
        open_matrix(page, site, mapping)
        link(page, mapping, 1, LOG).focus()
        press(page, "x", "r")
        page.locator("#bulk-record").click()
        page.get_by_role("alert").get_by_role("link").click()
        expect(page.locator("#bulk-reason")).to_be_focused()
        page.keyboard.type("Another subject")
        press(page, "Enter")
        expect(said(page)).to_have_text("1 suggestion rejected, as one bulk decision.")
        expect(link(page, mapping, 1, LOG)).to_be_focused()


def test_where_the_filter_shows_no_row_any_more_the_focus_is_on_what_was_done(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    open_matrix(page, site, mapping, "&show=review")
    link(page, mapping, 1, LOG).focus()
    press(page, "x")
    page.locator("#selection-add").focus()
    page.locator("#selection-among").select_option("")
    press(page, "Enter")
    expect(said(page)).to_contain_text("12 cells selected")
    page.locator("#selection-reject").focus()
    press(page, "Enter")
    page.locator("#bulk-record").focus()
    press(page, "Enter")
    expect(said(page)).to_have_text("12 suggestions rejected, as one bulk decision.")
    expect(said(page)).to_be_focused()
    press(page, "Tab")
    expect(page.locator("#undo-bulk")).to_be_focused()
    press(page, "Enter")
    expect(said(page)).to_contain_text("12 decisions of one bulk decision withdrawn")
    expect(said(page)).to_be_focused()


def test_what_is_selected_stays_while_unit_filter_order_and_modules_change(
    page: Page, site: Site, mapping: MadeMapping
) -> None:
    low = [suggested(mapping, name, LOG, band="low") for name in ("204:1.1", "201:1.1")]
    suggest(mapping, *low)
    open_matrix(page, site, mapping)
    link(page, mapping, 1, LOG).focus()
    press(page, "x", "ArrowDown", "x")
    page.get_by_role("navigation", name="Units").get_by_role("link", name="9901-201").click()
    expect(said(page)).to_have_text("2 cells selected, none of them on this page.")
    other = page.locator(f".pick[value='{mapping.criteria['201:1.1']}:a{mapping.statements[LOG]}']")
    other.check()
    expect(said(page)).to_have_text("3 cells selected, 2 of them not on this page: here 1 can be changed.")
    page.locator("#filters").select_option("suspect")
    page.locator("#filters-show").click()
    expect(said(page)).to_have_text("3 cells selected, none of them on this page.")
    page.get_by_label("Order").select_option("score")
    page.locator("#filters").select_option("all")
    page.locator("#filters-show").click()
    expect(other).to_be_checked()
    page.locator("#modules-none").click()
    expect(said(page)).to_have_text("3 cells selected, none of them on this page.")
    page.locator("#selection-see").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 cells selected in 2 units")
    page.get_by_role("checkbox", name="9901-204 1.2").uncheck()
    page.get_by_role("button", name="Back to the matrix").click()
    expect(said(page)).to_have_text("2 cells selected, none of them on this page.")
    page.locator("[data-grid] [tabindex='0']").focus()
    press(page, "Escape")
    expect(said(page)).to_contain_text("Escape once more gives up what is selected")
    # A decision that somebody made meanwhile is passed over in the preview, which lists all by unit.
    mapping.judge("204:1.1", LOG, Coverage.PART)
    page.locator("#selection-reject").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview: 1 suggestion will be rejected")
    expect(page.get_by_role("main")).to_contain_text("“part” by Local user")
    page.locator("#bulk-record").click()
    expect(said(page)).to_have_text("1 suggestion rejected, as one bulk decision.")
    page.wait_for_function("() => !Object.keys(sessionStorage).some((key) => /selected/.test(key))")
    open_matrix(page, site, mapping)
    expect(page.locator(".pick")).to_have_count(0)


def test_without_script_cells_are_selected_by_boxes_and_a_column_by_a_button(
    plain_page: Page, site: Site, mapping: MadeMapping
) -> None:
    page = plain_page
    open_matrix(page, site, mapping)
    page.get_by_role("link", name="Select several cells…").click()
    box(page, mapping, 1, LOG).check()
    page.locator("#selection-among").select_option(f"a{mapping.statements[PLAN]}")
    page.locator("#selection-add").click()
    expect(page.locator(".pick:checked")).to_have_count(5)
    page.get_by_role("navigation", name="Units").get_by_role("button", name="9901-201").click()
    expect(page.locator("#selection-count")).to_have_text("5 cells selected, none of them on this page.")
    page.locator("#filters").select_option("open")
    page.locator("#filters-show").click()
    page.locator(".others .view").get_by_text("9901-204").click()
    expect(page.locator(".pick:checked")).to_have_count(5)
    page.get_by_role("button", name="Mark part…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Preview: 5 suggestions will be marked part")
    page.locator("#bulk-record").click()
    expect(said(page)).to_have_text("5 suggestions marked part, as one bulk decision.")
    page.get_by_role("button", name="Undo this bulk decision").click()
    expect(said(page)).to_contain_text("5 decisions of one bulk decision withdrawn")
    assert decisions(mapping) == 10


def test_the_matrix_with_boxes_has_no_violation_on_any_screen(
    browser: Browser, site: Site, mapping: MadeMapping
) -> None:
    for more in ({}, {"color_scheme": "dark"}, {"forced_colors": "active"}, {"viewport": NARROW}):
        with looking(browser, **more) as page:
            open_matrix(page, site, mapping)
            page.locator("#selection-begin").click()
            box(page, mapping, 1, LOG).click()
            assert Axe().run(page).response["violations"] == []
            assert page.evaluate(SIDEWAYS) <= 0


NARROW = {"width": 320, "height": 640}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
