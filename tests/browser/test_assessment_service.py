"""Checking file names and dates on the page of the ILM Assessment Service, with and without script."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, looking
from tests.web.stores import put_mapping

NAMES = "S.Lamp-ABC123(1).docx\nS Lamp ABC124 1.docx\ns.lamp-abc125(2)\nessay.docx"


def violations(page: Page) -> list[str]:
    """What axe finds in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{scheme} {v['id']}" for v in Axe().run(page).response["violations"]]
    return found


@pytest.mark.parametrize("has_script", [True, False])
def test_names_and_dates_are_answered_beside_their_forms(
    browser: Browser, site: Site, has_script: bool
) -> None:
    mapping = put_mapping(site.engine, site.viewer)
    with looking(browser, java_script_enabled=has_script) as page:
        page.goto(f"{site.address}/mappings/{mapping.id}/coverage/assessment-service")
        page.get_by_label("Submitted on").fill("2026-12-05")
        page.get_by_role("button", name="Work out the dates").press("Enter")
        page.get_by_text("Thursday 14 January 2027").wait_for()
        page.get_by_label("Names to check").fill(NAMES)
        page.get_by_label("both, or it is not known").check()
        page.get_by_role("button", name="Check the names").press("Enter")
        page.get_by_text("2 names of 4 do not follow the rule.").wait_for()
        assert page.get_by_text("Thursday 14 January 2027").is_visible()
        assert page.get_by_label("Names to check").input_value() == NAMES
        if has_script:
            assert violations(page) == []


def test_a_fault_in_either_form_has_no_violation(browser: Browser, site: Site) -> None:
    mapping = put_mapping(site.engine, site.viewer)
    with looking(browser, forgiven="Failed to load resource") as page:
        page.goto(
            f"{site.address}/mappings/{mapping.id}/coverage/assessment-service?submitted=2026-12-01&rejected=2026-11-30"
        )
        assert page.get_by_role("alert").is_visible()
        assert violations(page) == []
        page.get_by_role("button", name="Check the names").click()
        page.locator("#names-fault").wait_for()
        assert violations(page) == []
