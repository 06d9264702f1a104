"""What the panel beside the matrix fetches: a search for any statement, and who decided what."""

from __future__ import annotations

import pytest

from mapper.db import Engine
from mapper.values import Coverage, Viewer
from tests.judged import LOG, colleague, judge_as
from tests.made import MadeMapping, suggest
from tests.web.addresses import parts_of, suggested
from tests.web.conftest import HTMX, Visitor
from tests.web.markup import Page
from tests.web.stores import put_mapping

CONTENT = "HB101 Content 2"


def beside(mapping: MadeMapping, rest: str, criterion: str = "201:1.1") -> str:
    return f"/mappings/{mapping.id}/criteria/{mapping.criteria[criterion]}{rest}"


def test_the_panel_offers_both_closed_and_with_a_way_to_their_own_pages(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    panel = visitor.page(beside(mapping, ""), htmx=True)
    asked = [str(address) for address in panel.find("//details[not(@open)]/@hx-get")]
    assert asked == [beside(mapping, "/search"), beside(mapping, "/history")]
    for address in (*asked, *parts_of(mapping).values()):
        assert visitor.get(address).status_code == 302
        assert visitor.page(address, htmx=True).find("//form[@role='search'] | //p")
    assert "Search for other evidence" in visitor.page(visitor.get(asked[0]).location).said
    assert visitor.page(visitor.get(asked[1]).location).words("//h1").startswith("History of criterion 1.1")


def test_what_was_found_is_linked_and_kept_open_and_what_was_typed_stays_after_a_refusal(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    found = visitor.page(beside(mapping, "/search?search=fresnel"), htmx=True)
    assert found.words("//*[@role='status']") == "1 other statement holds these words."
    form = found.judging(mapping.statements[CONTENT])
    refused = visitor.send(form, htmx=True, coverage="full", reason="It says so")
    assert refused.status_code == 422
    again = Page(refused.text).judging(mapping.statements[CONTENT])
    assert again.fields["reason"] == "It says so"
    answer = Page(visitor.send(again, htmx=True, coverage="part").text)
    assert answer.one("//details[@open]//input[@type='search']").get("value") == "fresnel"
    assert "part by Local user" in answer.said


def test_the_history_says_who_decided_when_and_why(visitor: Visitor, mapping: MadeMapping) -> None:
    first = mapping.judge("201:1.1", LOG, Coverage.PART, reason="Half of it")
    judging = mapping.judging("201:1.1", LOG, Coverage.FULL, seen_id=first, reason="All of it")
    judge_as(mapping, colleague(mapping), judging)
    told = visitor.page(beside(mapping, "/history"), htmx=True)
    newest, older = (item.text_content() for item in told.find("//li"))
    assert "Second reviewer" in newest
    assert "All of it" in newest
    assert "superseded since" in older
    assert "Half of it" in older
    none = visitor.page(beside(mapping, "/history", "201:1.2"), htmx=True)
    assert "Nobody has decided anything here yet." in none.said


def test_a_search_says_how_many_of_its_hits_are_shown(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    mapping = put_mapping(engine, viewer, extra_modules=20)
    words = "25 of 40 shown; add a word to find fewer."
    for path in (beside(mapping, "?search=ropes"), f"/mappings/{mapping.id}/queue?search=ropes"):
        assert words in visitor.page(path).said
    assert words in visitor.page(beside(mapping, "/search?search=ropes"), htmx=True).said


@pytest.mark.parametrize("part", ["/search", "/search?search=lamp", "/history"])
def test_a_strange_mapping_has_neither(visitor: Visitor, mapping: MadeMapping, part: str) -> None:
    strange = beside(mapping, part).replace(f"/mappings/{mapping.id}/", "/mappings/999/")
    assert visitor.client.get(strange, headers=HTMX).status_code == 404


def test_a_reason_that_is_owed_is_marked_and_enter_sends_what_waits_for_it(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", LOG, band="high"))
    page = visitor.page(beside(mapping, f"?column=a{mapping.statements[LOG]}"), htmx=True)
    form = page.judging(mapping.statements[LOG])
    # Enter in a field records nothing before a judgement was chosen.
    assert form.buttons[0] == ("coverage", "")
    assert visitor.send(form, htmx=True, coverage="").status_code == 422
    refused = Page(visitor.send(form, htmx=True, coverage="none").text)
    assert refused.one("//input[@aria-invalid='true']").get("name") == "reason"
    assert refused.judging(mapping.statements[LOG]).buttons[0] == ("coverage", "none")
