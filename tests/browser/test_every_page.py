"""Every page is usable by everybody: no axe violation, light or dark; no sideways scroll; printable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.conftest import Site, looking, serving
from tests.web.addresses import Scene, make_scene, pages_of

WIDE: ViewportSize = {"width": 1280, "height": 800}
ZOOMED: ViewportSize = {"width": 640, "height": 400}  # what a wide screen shows at 200 %
NARROW: ViewportSize = {"width": 320, "height": 640}
COLOURS_ONLY = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FOR_SCREENS = "nav, .top, form, button, .button, .skip, .foot"
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
def show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Show]:
    """The scene, served without being worked at."""
    with serving(tmp_path_factory.mktemp("show"), with_worker=False) as site:
        yield Show(site, make_scene(site.engine, site.viewer))


@dataclass(frozen=True)
class Seen:
    """What was seen of one page on screens wide and narrow, and on paper."""

    violations: list[str]
    sideways_px: int
    left_on_paper: list[str]


def violations(page: Page) -> list[str]:
    """What axe finds in light, and of colours also in dark."""
    page.emulate_media(color_scheme="light")
    light = Axe().run(page)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("options => axe.run(options)", COLOURS_ONLY)
    found = [*light.response["violations"], *dark["violations"]]
    return [f"{violation['id']}: {node['html']}" for violation in found for node in violation["nodes"]]


def seen(page: Page) -> Seen:
    """The open page, looked at in every way."""
    page.set_viewport_size(WIDE)
    found = violations(page)
    page.set_viewport_size(ZOOMED)
    sideways_px = page.evaluate(SIDEWAYS)
    page.set_viewport_size(NARROW)
    sideways_px = max(sideways_px, page.evaluate(SIDEWAYS))
    page.emulate_media(media="print")
    left = page.eval_on_selector_all(FOR_SCREENS, SHOWN)
    page.emulate_media(media="screen")
    return Seen(found, sideways_px, left)


@pytest.fixture(scope="module")
def survey(browser: Browser, show: Show) -> dict[str, Seen]:
    """Every page as it was seen; on the way no page complained or asked for anything outside."""
    found = {}
    with looking(browser) as page:
        for name, path in pages_of(show.scene).items():
            show.open(page, path)
            found[name] = seen(page)
        page.set_viewport_size(WIDE)
        show.open_panel(page)
        found["matrix with its panel"] = seen(page)
    return found


def test_no_page_has_a_violation_that_axe_can_find(survey: dict[str, Seen]) -> None:
    assert {name: s.violations for name, s in survey.items() if s.violations} == {}


def test_no_page_scrolls_sideways_on_a_narrow_screen_or_enlarged(survey: dict[str, Seen]) -> None:
    assert {name: s.sideways_px for name, s in survey.items() if s.sideways_px > 0} == {}


def test_printed_pages_leave_out_what_paper_cannot_do(survey: dict[str, Seen]) -> None:
    assert {name: s.left_on_paper for name, s in survey.items() if s.left_on_paper} == {}


def test_a_page_that_says_what_is_wrong_has_no_violation(browser: Browser, show: Show) -> None:
    with looking(browser, forgiven="Failed to load resource") as page:
        show.open(page, "/no-such-page")
        assert violations(page) == []
        show.open(page, "/settings")
        page.get_by_label("Institution").fill("")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("alert").wait_for()
        assert violations(page) == []


def test_axe_would_find_what_is_wrong_in_either_colour_scheme(browser: Browser, show: Show) -> None:
    with looking(browser) as page:
        show.open(page, "/")
        page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        page.evaluate("document.querySelector('.lead').style.color = '#777'")
        kinds = [violation.split(":")[0] for violation in violations(page)]
    # Grey is too pale on white, and too dark on black.
    assert sorted(kinds) == ["color-contrast", "color-contrast", "image-alt"]
