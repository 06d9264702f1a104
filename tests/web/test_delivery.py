"""Judging delivery: suggestions by module, one answer after the other, without script too."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from mapper.db import unit_of_work
from mapper.deliveries import withdraw_delivery
from matching.suggest import VERSIONS
from tests.judged import colleague
from tests.made import MadeMapping, counts, request_id
from tests.made_delivery import (
    LEAD,
    LENSES,
    SKY,
    TRIM,
    deliver,
    loaded,
    module_id,
    new_delivery,
    outcome_id,
    stands,
    suggest_delivery,
)
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page
from tests.web.queues import answered
from web.delivery import delivery_task, suggested_deliveries
from web.suggestions import keep_suggestions

HTMX = [pytest.param(False, id="plain"), pytest.param(True, id="htmx")]


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """The mapping with two suggestions for its first outcome and one for its third."""
    suggest_delivery(
        mapping,
        new_delivery(mapping, "201:1", TRIM, band="high"),
        new_delivery(mapping, "201:1", LEAD, 2),
        new_delivery(mapping, "202:1", LEAD),
    )
    return mapping


def address(mapping: MadeMapping, outcome: str = "", **more: str) -> str:
    """The page, at an outcome where one is named."""
    asked = ({"outcome": str(outcome_id(mapping, outcome))} if outcome else {}) | more
    return f"/mappings/{mapping.id}/delivery?" + "&".join(f"{k}={v}" for k, v in asked.items())


def judging(page: Page) -> Form:
    """The form that judges what is picked."""
    return page.form("/delivery/decisions")


def shown(page: Page) -> str:
    """The outcome shown: "1 of 9901-201"."""
    return page.words("//h2[@id='queue-head']").removeprefix("Outcome ")


def picked(page: Page) -> str:
    return str(page.one("//input[@name='pick'][@checked]").get("value"))


def test_suggestions_stand_by_module_beside_the_outcome_with_what_both_texts_share(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(address(mapping))
    assert shown(page) == "1 of 9901-201"
    modules = [" ".join(h.text_content().split()) for h in page.find("//h3[@class='module']")]
    assert modules == ["HB101 Lamps and lenses core", "HB102 Crews option"]
    assert "0 of 2 outcomes of 9901-201 have confirmed delivery; of all units 0 of 3." in page.said
    (asked,) = page.find("//div[@data-candidate][not(@hidden)]")
    assert asked.xpath(".//mark/text()") == ["lamp"]


@pytest.mark.parametrize("htmx", HTMX)
def test_while_another_suggestion_waits_the_outcome_stays_and_then_the_next_one_comes(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    page = answered(visitor, visitor.send(judging(visitor.page(address(mapping))), htmx=htmx, delivers="yes"))
    assert shown(page) == "1 of 9901-201"
    assert picked(page) == f"s{mapping.statements[LEAD]}"
    assert "1 of 2 outcomes of 9901-201 has confirmed delivery" in page.said
    assert "Delivered by HB101 (confirmed)" in page.said
    page = answered(visitor, visitor.send(judging(page), htmx=htmx, delivers="no"))
    assert shown(page) == "2 of 9901-201"
    assert stands(mapping, "201:1").confirmed == (module_id(mapping, "HB101"),)


def test_the_last_outcome_of_all_stays_where_it_is(visitor: Visitor, mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    deliver(mapping, "201:2", SKY)
    page = visitor.page(address(mapping, "202:1"))
    assert not page.find("//a[@id='queue-skip']")
    page = answered(visitor, visitor.send(judging(page), htmx=True, delivers="yes"))
    assert shown(page) == "1 of 9901-202"
    assert "of all units 3 of 3" in page.said


def test_script_gets_a_part_of_the_page_its_address_and_what_was_recorded(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=True, delivers="yes")
    page = Page(answer.text)
    assert not page.find("//html | //h1")
    said = page.words("//*[@hx-swap-oob='innerHTML:#queue-said']")
    assert said == "Recorded: HB101 Lamps and lenses: Outcome 1 delivers outcome 1 of 9901-201."
    assert answer.headers["HX-Replace-Url"].endswith(f"?outcome={outcome_id(mapping, '201:1')}")
    assert page.repeated_ids == set()


def test_skipping_passes_over_what_is_confirmed_and_comes_round(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    deliver(mapping, "201:2", SKY)
    page = visitor.page(address(mapping, "201:1"))
    page = visitor.page(str(page.one("//a[@id='queue-skip']").get("href")))
    assert shown(page) == "1 of 9901-202"
    page = visitor.page(str(page.one("//a[@id='queue-skip']").get("href")))
    assert shown(page) == "1 of 9901-201"


def test_a_statement_that_was_searched_for_can_be_linked(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(address(mapping, "202:1", search="fresnel"))
    assert picked(page) == f"s{mapping.statements[LENSES]}"
    assert "1 other statement of teaching holds these words." in page.said
    assert visitor.send(judging(page), delivers="yes").status_code == 303
    assert stands(mapping, "202:1").confirmed == (module_id(mapping, "HB101"),)
    nothing = visitor.page(address(mapping, "202:1", search="crossing plan"))
    assert "No other statement of teaching holds these words." in nothing.said


def test_a_search_says_how_many_of_its_hits_are_shown(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.delivery.MOST_FOUND", 1)
    page = visitor.page(address(mapping, "202:1", search="HB"))
    shown_of = re.search(r"1 of (\d+) shown; add a word to find fewer", page.said)
    assert shown_of
    assert int(shown_of.group(1)) > 1


def test_a_module_as_a_whole_is_named_with_a_reason_and_what_was_typed_stays(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    def whole(page: Page) -> Form:
        return next(f for f in page.forms if f.element.get("class") == "whole")

    key = f"m{module_id(mapping, 'HB102')}"
    refused = visitor.send(whole(visitor.page(address(mapping, "201:2"))), pick=key, delivers="yes")
    assert refused.status_code == 422
    page = Page(refused.text)
    assert "as a whole needs a reason" in page.said
    assert whole(page).fields["pick"] == key
    answer = visitor.send(whole(page), delivers="yes", reason="Week 3")
    assert answer.status_code == 303
    page = visitor.page(address(mapping, "201:2"))
    assert "The module as a whole" in page.said
    assert "Delivers, decided by Local user" in page.said


def test_a_reason_that_is_owed_is_asked_for_and_what_was_typed_stays(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    refused = visitor.send(judging(visitor.page(address(mapping))), delivers="no")
    assert refused.status_code == 422
    page = Page(refused.text)
    assert "To reject a suggestion of the band “high” needs a reason." in page.said
    # Enter in the field of the reason sends the answer that waits for it.
    assert page.find("//form[@class='judging']//button[@name='delivers']")[0].get("value") == "no"
    assert visitor.send(judging(page), reason="Only named", delivers="no").status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"pick": "x9"}, "Nothing is picked."), ({"delivers": "perhaps"}, "No answer was chosen.")],
)
def test_a_form_without_an_answer_is_told_what_to_choose(
    visitor: Visitor, mapping: MadeMapping, fields: dict[str, Any], said: str
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), **({"delivers": "yes"} | fields))
    assert answer.status_code == 422
    assert said in Page(answer.text).said


@pytest.mark.parametrize("htmx", HTMX)
def test_undo_takes_back_ones_last_decision_and_returns_to_its_outcome(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    visitor.send(judging(visitor.page(address(mapping))), delivers="yes")
    page = visitor.page(address(mapping, "202:1"))
    assert page.words("//button[@id='undo-last']") == "Undo “delivers” on HB101 Lamps and lenses: Outcome 1"
    form = next(f for f in page.forms if f.element.get("id") == "queue-undo")
    page = answered(visitor, visitor.send(form, htmx=htmx))
    assert shown(page) == "1 of 9901-201"
    assert "Withdrawn: HB101 Lamps and lenses: Outcome 1 is not judged again" in page.said
    assert stands(mapping, "201:1").state == "not judged"


def test_what_somebody_else_decided_is_undone_from_the_history_with_a_reason(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    deliver(mapping, "201:1", TRIM, viewer=colleague(mapping))
    page = visitor.page(address(mapping, "201:1"))
    assert not page.find("//button[@id='undo-last']")
    assert visitor.send(page.form("/delivery/undo")).status_code == 422
    assert visitor.send(page.form("/delivery/undo"), reason="Dropped").status_code == 303
    page = visitor.page(address(mapping, "201:1"))
    assert "2 entries in the history of this outcome" in page.said


def test_a_decision_of_another_mapping_is_not_undone_from_here(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    kept = deliver(mapping, "201:1", TRIM)
    answer = visitor.post(
        f"/mappings/{mapping.id + 1}/delivery/undo", decision=str(kept), request_id=request_id()
    )
    assert answer.status_code == 404
    assert stands(mapping, "201:1").is_confirmed


def test_a_page_that_is_out_of_date_is_told_what_stands(visitor: Visitor, mapping: MadeMapping) -> None:
    stale = judging(visitor.page(address(mapping)))
    kept = deliver(mapping, "201:1", TRIM)
    answer = visitor.send(stale, delivers="yes")
    assert answer.status_code == 409
    assert "after you opened this page" in Page(answer.text).said
    with unit_of_work(mapping.engine) as session:
        withdraw_delivery(session, viewer=mapping.viewer, decision_id=kept, request_id=request_id())
    assert "Withdrawn" not in visitor.page(address(mapping)).words("//*[@id='queue-said']")


def test_suspect_delivery_says_that_it_does_not_count(visitor: Visitor, mapping: MadeMapping) -> None:
    deliver(mapping, "201:1", TRIM)
    with mapping.engine.begin() as connection:
        changed = "UPDATE learning_outcome SET text = 'Know another lamp' WHERE id = :id"
        connection.execute(sa.text(changed), {"id": outcome_id(mapping, "201:1")})
    page = visitor.page(address(mapping, "201:1"))
    assert "Delivery suspect: the wording has changed since HB101 was confirmed" in page.said
    assert "this does not count. Judge it again." in page.said
    assert "0 of 2 outcomes" in page.said


def test_one_run_suggests_evidence_and_delivery_and_decides_neither(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    deliver(mapping, "201:1", LEAD, delivers=False)
    keep_suggestions(visitor.desk, mapping_id=mapping.id, top=5)
    found = [s for s in loaded(mapping).suggestions if s.outcome_id == outcome_id(mapping, "201:1")]
    assert {s.engine for s in found if s.statement_id != mapping.statements[LEAD]} == {VERSIONS["lexical"]}
    assert all(sum(s.parts.values()) == pytest.approx(s.score) for s in found)
    teaching = {i for name, i in mapping.statements.items() if "Outcome" in name or "Content" in name}
    assert {s.statement_id for s in found} <= teaching
    assert counts(mapping.engine)["delivery_decision"] == 1
    # What was judged keeps its first suggestion, and takes no place of what is open.
    kept = [s for s in found if s.statement_id == mapping.statements[LEAD]]
    assert [(s.rank, s.engine) for s in kept] == [(2, "1")]


def test_of_the_open_statements_only_the_best_are_kept_for_an_outcome(
    mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made() -> list[tuple[int, int]]:
        found = suggested_deliveries(delivery_task(loaded(mapping).mapping))
        return [(new.outcome_id, new.statement_id) for new in found]

    best = dict(reversed(made()))
    assert len(best) < len(made())
    monkeypatch.setattr("web.delivery.KEPT", 1)
    assert dict(made()) == best
