"""The whole job in a browser: documents in, criteria judged, approval recorded, documents out."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from mapper.db import unit_of_work
from mapper.jobs import enqueue
from sample_programmes import SPECIFICATION, TIDY_PROGRAMME
from tests.browser.conftest import Site
from tests.web.stores import put_mapping
from web.worker import SUGGEST


def publish_specification(page: Page) -> None:
    """From the start page: reads the sample, corrects a unit, publishes what was read."""
    page.get_by_role("link", name="Import an ILM specification").click()
    page.get_by_label("The specification, with its units").set_input_files(SPECIFICATION)
    page.get_by_role("button", name="Import the specification").click()
    page.wait_for_url("**/specifications/drafts/*")
    page.get_by_role("row", name="9905-708").get_by_role("link", name="Correct").click()
    page.get_by_label("Credits").fill("11")
    page.get_by_role("button", name="Keep the corrections").click()
    expect(page.get_by_role("heading", name="Corrections (1)")).to_be_visible()
    page.get_by_role("link", name="Publish as an edition").click()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url("**/specifications/editions/*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("9905")


def test_the_whole_job_is_done_without_script(plain_page: Page, site: Site) -> None:
    page = plain_page
    page.goto(site.address)

    publish_specification(page)

    page.get_by_role("link", name="Import a programme").click()
    page.get_by_label("The programme’s documents").set_input_files(TIDY_PROGRAMME)
    page.get_by_role("button", name="Import the programme").click()
    page.wait_for_url("**/programmes/drafts/*")
    expect(page.get_by_role("heading", name="8 modules")).to_be_visible()
    page.get_by_role("link", name="Accept…").click()
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/programmes/editions/*")
    expect(page.get_by_role("heading", name="8 modules as read")).to_be_visible()

    page.get_by_role("link", name="Map this programme").click()
    page.get_by_label("Qualification").select_option(index=1)
    page.get_by_role("button", name="Show its units").click()
    page.get_by_label("9905-703").check()
    page.get_by_role("button", name="Check the rules").click()
    expect(page.get_by_role("heading", name=re.compile("As chosen"))).to_be_visible()
    expect(page.get_by_label("9905-703")).to_be_checked()
    page.get_by_role("button", name="Make the mapping").click()
    page.wait_for_url("**/mappings/*")
    expect(page.get_by_text("Not approved by ILM.", exact=True)).to_be_visible()

    page.locator("td.wording a").first.click()
    card = page.get_by_role("article").filter(has=page.get_by_role("button", name="Full")).first
    card.get_by_label("Reason").fill("The brief asks every learner for it")
    card.get_by_role("button", name="Full").click()
    expect(page.get_by_role("status")).to_have_text("Recorded as full.")
    expect(page.get_by_text("The brief asks every learner for it")).to_be_visible()
    page.get_by_role("link", name="Next open criterion").click()
    page.get_by_role("button", name="Nothing here").click()
    expect(page.get_by_role("status")).to_have_text("Recorded as “nothing here”.")

    page.get_by_role("link", name=re.compile("^Mapping ")).click()
    page.get_by_role("link", name="Record ILM’s approval").click()
    expect(page.get_by_role("heading", name="with additional assessment")).to_be_visible()
    page.get_by_label("Approved by").fill("Ada Keeper")
    page.get_by_label("ILM reference").fill("REF-7")
    page.get_by_label("Date of approval").fill("2020-02-03")
    page.get_by_role("button", name="Record as reported").click()
    expect(page.get_by_text("Approval by ILM as reported: with additional assessment")).to_be_visible()

    documents = page.get_by_role("region", name="Documents")
    expect(documents.get_by_role("button")).to_have_count(3)
    with page.expect_download() as saved:
        documents.get_by_role("link", name="Excel").click()
    assert saved.value.suggested_filename.endswith(".xlsx")
    with page.expect_download() as saved:
        documents.get_by_role("button", name="QAP checklist").click()
    assert saved.value.suggested_filename.endswith(".pdf")


def test_a_jobs_page_moves_on_by_itself(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/programmes/new")
    page.get_by_label("The programme’s documents").set_input_files(TIDY_PROGRAMME)
    page.get_by_role("button", name="Import the programme").click()
    page.wait_for_url("**/programmes/drafts/*")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_job_that_fails_while_it_is_watched_can_no_longer_be_cancelled(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/specifications/new")
    leaflet = {"name": "leaflet.txt", "mimeType": "text/plain", "buffer": b"A lamp and a bell.\n"}
    page.get_by_label("The specification, with its units").set_input_files(leaflet)  # type: ignore[arg-type]
    page.get_by_role("button", name="Import the specification").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was kept.")
    expect(page.get_by_role("button", name="Cancel")).to_have_count(0)


def test_suggestions_are_shown_as_soon_as_they_are_made(page: Page, site: Site) -> None:
    mapping = put_mapping(site.engine, site.viewer)
    with unit_of_work(site.engine) as session:
        job = enqueue(session, viewer=site.viewer, kind=SUGGEST, payload={"mapping": mapping.id, "top": 3})
    page.goto(f"{site.address}/jobs/{job}")
    page.wait_for_url(f"**/mappings/{mapping.id}")
    expect(page.get_by_role("region", name="Suggestions")).to_contain_text("by engine lexical-3")
