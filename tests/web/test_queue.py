"""The queue: what waits comes first, and the answer to a decision is the next criterion."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from mapper.db import Engine
from mapper.values import Coverage
from tests.judged import LOG, PLAN, colleague, declare, judge_as, judge_bulk
from tests.made import MadeMapping, counts
from tests.web.conftest import Visitor
from tests.web.markup import Page
from tests.web.queues import address, answered, judging, shown, suggest_for_all

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
BY_SCRIPT = {"HX-Request": "true"}
HTMX = [pytest.param(False, id="plain"), pytest.param(True, id="htmx")]


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """The mapping with suggestions for every criterion."""
    suggest_for_all(mapping)
    return mapping


def order(visitor: Visitor, start: str, most: int = 9) -> list[str]:
    """The criteria one comes to by skipping, until the first comes again or there is no further."""
    found: list[str] = []
    path = start
    while len(found) < most:
        page = visitor.page(path)
        if shown(page) in found:
            return found
        found.append(shown(page))
        skip = page.find("//a[@id='queue-skip']/@href")
        if not skip:
            return found
        path = str(skip[0])
    return found


def test_what_nobody_judged_comes_before_what_is_suspect_and_that_before_part(
    visitor: Visitor, mapping: MadeMapping, engine: Engine
) -> None:
    mapping.judge("201:1.1", LOG, PART)
    mapping.judge("201:1.2", LOG, FULL)
    mapping.judge("202:1.1", None, NONE)
    with engine.begin() as connection:
        changed = "UPDATE criterion SET fingerprint = 'other' WHERE id = :id"
        connection.execute(sa.text(changed), {"id": mapping.criteria["201:1.2"]})
    skipped = order(visitor, address(mapping))
    assert skipped == ["2.1 of 9901-201", "1.2 of 9901-202", "1.2 of 9901-201", "1.1 of 9901-201"]
    assert order(visitor, address(mapping, show="none")) == ["1.1 of 9901-202"]
    assert len(order(visitor, address(mapping, show="all"))) == 5
    in_unit = order(visitor, address(mapping, unit=str(mapping.units["9901-202"])))
    assert in_unit == ["1.2 of 9901-202"]


@pytest.mark.parametrize("htmx", HTMX)
def test_the_answer_to_a_decision_is_the_next_criterion(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=htmx, coverage="full")
    page = answered(visitor, answer)
    assert shown(page) == "1.2 of 9901-201"
    assert counts(mapping.engine)["decision"] == 1


def test_script_gets_a_part_of_the_page_its_address_and_what_was_recorded(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=True, coverage="full")
    page = Page(answer.text)
    assert not page.find("//html | //h1")
    assert page.words("//*[@hx-swap-oob='innerHTML:#queue-said']") == "Recorded as full: 9901-201 1.1."
    place = parse_qs(urlsplit(answer.headers["HX-Replace-Url"]).query)
    assert place == {"criterion": [str(mapping.criteria["201:1.2"])]}
    assert page.repeated_ids == set()


def test_whoever_goes_back_in_the_browser_gets_the_whole_page(visitor: Visitor, mapping: MadeMapping) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<h1>Queue</h1>" in visitor.client.get(address(mapping), headers=headers).text


@pytest.mark.parametrize("htmx", HTMX)
def test_after_a_rejection_the_same_criterion_is_shown_with_the_next_candidate_picked(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=htmx, coverage="none")
    page = answered(visitor, answer)
    assert shown(page) == "1.1 of 9901-201"
    assert page.one("//input[@name='pick'][@checked]").get("value") == str(mapping.statements[PLAN])


def test_the_words_that_the_picked_candidate_shares_are_the_ones_that_are_marked(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(address(mapping))
    assert len(page.find("//p[@data-candidate]")) == 3
    (seen,) = page.find("//p[@data-candidate][not(@hidden)]")
    assert "".join(seen.xpath(".//mark/text()")) == "lamp"


@pytest.mark.parametrize("htmx", HTMX)
def test_nothing_here_is_a_decision_on_the_criterion(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), htmx=htmx, coverage="nothing")
    assert shown(answered(visitor, answer)) == "1.2 of 9901-201"
    assert "“Nothing here” by Local user" in visitor.page(address(mapping, "201:1.1")).said


def test_another_statement_that_was_searched_for_can_be_judged(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    page = visitor.page(address(mapping, search="fresnel"))
    content = mapping.statements["HB101 Content 2"]
    assert page.one("//input[@name='pick'][@checked]").get("value") == str(content)
    assert visitor.send(judging(page), coverage="part").status_code == 303
    assert "No other statement holds these words." in visitor.page(address(mapping, search="zebra")).said


@pytest.mark.parametrize("htmx", HTMX)
def test_undo_takes_back_ones_last_decision_and_returns_to_its_criterion(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    visitor.send(judging(visitor.page(address(mapping))), coverage="full")
    form = visitor.page(address(mapping)).form("/queue/undo")
    page = answered(visitor, visitor.send(form, htmx=htmx))
    assert shown(page) == "1.1 of 9901-201"
    assert "Withdrawn: not judged again." in page.said
    assert visitor.send(form, htmx=htmx).status_code in (200, 303)
    assert counts(mapping.engine)["decision"] == 2


def test_what_somebody_else_decided_is_not_offered_for_undo(visitor: Visitor, mapping: MadeMapping) -> None:
    judge_as(mapping, colleague(mapping), mapping.judging("201:1.1", LOG, FULL))
    assert not visitor.page(address(mapping)).find("//button[@id='undo-last']")


def test_undo_after_a_bulk_decision_takes_back_all_of_it(visitor: Visitor, mapping: MadeMapping) -> None:
    judge_bulk(mapping)
    page = visitor.page(address(mapping))
    assert "the bulk decision on" in page.words("//button[@id='undo-last']")
    page = answered(visitor, visitor.send(page.form("/queue/undo"), htmx=True))
    assert "3 decisions of one bulk decision withdrawn." in page.said


def test_the_queue_says_how_far_it_is_and_ends(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.cover_all(except_for="202:1.2")
    mapping.judge("202:1.2", LOG, PART)
    page = visitor.page(address(mapping))
    assert page.words("//details[@class='progress-by-unit']/summary").startswith(
        "5 of 5 judged · 4 covered · 0"
    )
    assert shown(page) == "1.2 of 9901-202"
    assert not page.find("//a[@id='queue-skip']")
    page = answered(
        visitor, visitor.send(judging(page), coverage="full", htmx=True, pick=mapping.statements[PLAN])
    )
    assert page.words("//h2[@id='queue-head']") == "Nothing waits here"
    assert "Every criterion of every chosen unit is fully covered" in page.said


def test_a_set_is_declared_and_withdrawn_beside_the_queue(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(address(mapping))
    members = [mapping.statements[LOG], mapping.statements[PLAN]]
    refused = visitor.send(page.form("/sets"), member=members, mode="all")
    assert refused.status_code == 422
    assert "only together needs a reason" in Page(refused.text).said
    kept = Page(refused.text).form("/sets")
    assert kept.fields["member"] == [str(i) for i in members]
    answer = visitor.send(kept, mode="all", reason="Half each", certainty="low")
    page = visitor.page(answer.location)
    assert "certainty low" in page.said
    assert shown(page) == "1.1 of 9901-201"
    assert "Together: HB101 Lamps and lenses: Lamp log and HB102 Crews: Crossing plan" in page.said
    answer = visitor.send(page.form("/withdraw"))
    assert "Together: HB101" not in visitor.page(answer.location).said


def test_a_contradicted_set_says_why_it_does_not_count(visitor: Visitor, mapping: MadeMapping) -> None:
    declare(mapping)
    mapping.judge("201:1.1", PLAN, NONE)
    for path in (
        address(mapping, "201:1.1"),
        f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}",
    ):
        assert "It does not count: HB102 Crews: Crossing plan was since rejected" in visitor.page(path).said


def continued(visitor: Visitor, mapping: MadeMapping) -> Page:
    """The queue as the overview leads to it."""
    link = visitor.page(f"/mappings/{mapping.id}").one("//a[text()='Continue in the queue']")
    return visitor.page(str(link.get("href")))


def test_the_overview_leads_back_to_the_unit_and_the_criterion_where_one_was(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    assert shown(continued(visitor, mapping)) == "1.1 of 9901-201"
    unit = str(mapping.units["9901-201"])
    skipping = visitor.page(address(mapping, "201:1.2", unit=unit))
    assert shown(skipping) == "1.2 of 9901-201"
    page = continued(visitor, mapping)
    assert shown(page) == "1.2 of 9901-201"
    assert page.one("//select[@name='unit']/option[@selected]").get("value") == unit
    # What was skipped comes after the rest.
    assert order(visitor, f"/mappings/{mapping.id}/queue") == [
        "1.2 of 9901-201",
        "2.1 of 9901-201",
        "1.1 of 9901-201",
    ]
    visitor.page(address(mapping, "201:1.2", unit=unit))
    mapping.judge("201:1.2", LOG, FULL)
    assert shown(continued(visitor, mapping)) == "2.1 of 9901-201"
    for each in ("201:1.1", "201:2.1"):
        mapping.judge(each, LOG, FULL)
    assert shown(continued(visitor, mapping)) == "1.1 of 9901-202"
    # A criterion that was fetched before its turn is where one is once its page asks how far it is.
    visitor.client.get(address(mapping, "202:1.2"), headers=BY_SCRIPT | {"X-Part": "progress"})
    assert shown(continued(visitor, mapping)) == "1.2 of 9901-202"


def test_a_plain_page_says_once_what_was_recorded_and_nothing_because_of_its_address(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    answer = visitor.send(judging(visitor.page(address(mapping))), coverage="full")
    for said in ("Recorded as full: 9901-201 1.1.", ""):
        assert visitor.page(answer.location).words("//*[@id='queue-said']") == said
    criterion = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:2.1']}"
    for path in (address(mapping, said="withdrawn"), f"{criterion}?said=part"):
        assert visitor.page(path).words("//*[@role='status']") == ""
