"""Every page is usable by everybody: no axe violation, light or dark; no sideways scroll; printable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import House, Site, looking, serving
from tests.web.addresses import Scene, pages_of
from tests.web.stores import new_full_store

WIDE: ViewportSize = {"width": 1280, "height": 800}
ZOOMED: ViewportSize = {"width": 640, "height": 400}  # what a wide screen shows at 200 %
NARROW: ViewportSize = {"width": 320, "height": 640}
# Whatever else axe tells of a page (what passed, where) is long, and nobody asks for it.
ALL_RULES = {"resultTypes": ["violations"]}
COLOURS_ONLY = ALL_RULES | {"runOnly": ["color-contrast"]}
RUN_AXE = "options => axe.run(options)"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A button in the place of a link says where it leads, as the link does.
BUTTONS = "button:not(.view), .button, input:not([type='hidden']), select, textarea:not([readonly])"
# Evidence stands in the forms that judge it or choose among it; no other form is anything on paper.
FOR_SCREENS = f"nav, .top, {BUTTONS}, .skip, .foot, form:not(.judging, .choosing)"
# What is beside the matrix is on paper a page of its own.
FOR_PAPER = "main :is(blockquote, .cells, .matrix):not(aside *)"
SHOWN = "es => es.filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 90))"


@dataclass(frozen=True)
class Show:
    """A full workspace being served; nothing is written to it."""

    site: Site
    scene: Scene

    def open(self, page: Page, path: str) -> None:
        """Opens a page."""
        page.goto(self.site.address + path)

    def open_panel(self, page: Page) -> None:
        """Opens the matrix and a cell of it."""
        self.open(page, f"/mappings/{self.scene.open.id}/matrix")
        page.locator("[data-grid] td.cell a").first.click()
        page.locator("#panel form").first.wait_for()


@pytest.fixture(scope="module")
def show(tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[Show]:
    """The scene, served without being worked at."""
    folder = tmp_path_factory.mktemp("show")
    engine, scene = new_full_store(folder, run_folder=run_folder)
    with serving(House.built_upon(engine, folder), with_worker=False) as site:
        yield Show(site, scene)


@dataclass(frozen=True)
class Seen:
    """What was seen of one page on screens wide and narrow, and on paper."""

    violations: list[str]
    sideways_px: int
    left_on_paper: list[str]
    lost_on_paper: list[str]


@contextmanager
def examining(browser: Browser, *, forgiven: str = "(none)") -> Iterator[Page]:
    """A page that is watched and finds axe wherever it goes: sent once, and not anew to every page."""
    with looking(browser, forgiven=forgiven) as page:
        page.add_init_script(Axe().axe_script)
        yield page


def violations(page: Page) -> list[str]:
    """What axe finds in light, and of colours also in dark."""
    page.emulate_media(color_scheme="light")
    light = page.evaluate(RUN_AXE, ALL_RULES)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(RUN_AXE, COLOURS_ONLY)
    found = [*light["violations"], *dark["violations"]]
    return [f"{violation['id']}: {node['html']}" for violation in found for node in violation["nodes"]]


def seen(page: Page) -> Seen:
    """The open page, looked at in every way."""
    page.set_viewport_size(WIDE)
    found = violations(page)
    page.set_viewport_size(ZOOMED)
    sideways_px = page.evaluate(SIDEWAYS)
    page.set_viewport_size(NARROW)
    sideways_px = max(sideways_px, page.evaluate(SIDEWAYS))
    wanted = page.eval_on_selector_all(FOR_PAPER, SHOWN)
    page.emulate_media(media="print")
    left = page.eval_on_selector_all(FOR_SCREENS, SHOWN)
    printed = page.eval_on_selector_all(FOR_PAPER, SHOWN)
    page.emulate_media(media="screen")
    return Seen(found, sideways_px, left, [each for each in wanted if each not in printed])


CLEAN = Seen(violations=[], sideways_px=0, left_on_paper=[], lost_on_paper=[])
PARTS = 12
"""How many tests share the pages, so that they are spread over all that run tests."""


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_violation_or_scrolls_sideways_or_prints_what_paper_cannot_do(
    browser: Browser, show: Show, part: int
) -> None:
    found = {}
    # On the way no page may complain or ask for anything outside, either.
    with examining(browser) as page:
        for name, path in list(pages_of(show.scene).items())[part::PARTS]:
            show.open(page, path)
            found[name] = seen(page)
    assert found != {}
    assert {name: what for name, what in found.items() if what != CLEAN} == {}


def test_the_matrix_with_its_panel_is_as_clean_as_any_page(browser: Browser, show: Show) -> None:
    with examining(browser) as page:
        show.open_panel(page)
        assert seen(page) == CLEAN


def test_a_page_that_says_what_is_wrong_has_no_violation(browser: Browser, show: Show) -> None:
    with examining(browser, forgiven="Failed to load resource") as page:
        show.open(page, "/no-such-page")
        assert violations(page) == []
        show.open(page, "/settings")
        page.get_by_label("Institution").fill("")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").wait_for()
        assert violations(page) == []


def test_axe_would_find_what_is_wrong_in_either_colour_scheme(browser: Browser, show: Show) -> None:
    with examining(browser) as page:
        show.open(page, "/")
        page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        page.evaluate("document.querySelector('.lead').style.color = '#777'")
        kinds = [violation.split(":")[0] for violation in violations(page)]
    # Grey is too pale on white, and too dark on black.
    assert sorted(kinds) == ["color-contrast", "color-contrast", "image-alt"]
