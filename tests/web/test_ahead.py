"""The next criterion is fetched before its turn, and sent again only where it no longer stands so."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from mapper.db import unit_of_work
from mapper.people import add_person
from mapper.reviews import decide
from mapper.values import Coverage, Viewer
from tests.judged import LOG, PLAN
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.conftest import HTMX, Visitor
from tests.web.markup import Form, Page
from tests.web.queues import address, judging, shown, suggest_for_all


@pytest.fixture
def mapping(mapping: MadeMapping) -> MadeMapping:
    """The mapping with suggestions for every criterion."""
    suggest_for_all(mapping)
    return mapping


def ahead(visitor: Visitor, mapping: MadeMapping, number: str = "201:1.2") -> TestResponse:
    """The criterion after 201:1.1, as it is fetched while that one is read."""
    headers = HTMX | {"X-Ahead": str(mapping.criteria["201:1.1"])}
    answer = visitor.client.get(address(mapping, number), headers=headers)
    assert answer.status_code == 200
    return answer


def first(visitor: Visitor, mapping: MadeMapping) -> Form:
    """The form that judges 201:1.1."""
    return judging(visitor.page(address(mapping, "201:1.1")))


def decided(visitor: Visitor, form: Form, has_ahead: str, **fields: object) -> TestResponse:
    """The answer to the form's decision, to a page that has what was fetched."""
    data = form.fields | {"coverage": "full"} | fields
    return visitor.client.post(form.address, data=data, headers=HTMX | {"X-Ahead": has_ahead})


def test_what_was_fetched_is_what_the_answer_would_have_been(visitor: Visitor, mapping: MadeMapping) -> None:
    fetched = Page(ahead(visitor, mapping).text)
    form = first(visitor, mapping)
    answer = Page(visitor.send(form, htmx=True, coverage="full").text)
    assert shown(fetched) == shown(answer) == "1.2 of 9901-201"
    for same in (
        "//form[@class='queue-filters']",
        "//ol[@class='candidates']",
        "//div[@class='asked panel']",
    ):
        assert fetched.words(same) == answer.words(same)
    for link in ("queue-skip", "queue-previous"):
        assert fetched.find(f"//a[@id='{link}']/@href") == answer.find(f"//a[@id='{link}']/@href")
    given, awaited = judging(fetched).fields, judging(answer).fields
    of_each_form = {"request_id": "", "csrf_token": ""}
    assert given | of_each_form == awaited | of_each_form
    # What the decision changes besides is put in later.
    assert not fetched.find("//button[@id='undo-last'] | //details[@class='progress-by-unit']")
    part = visitor.client.get(address(mapping), headers=HTMX | {"X-Part": "progress"})
    assert Page(part.text).words("//summary") == answer.words("//details/summary[contains(., 'judged')]")


def test_a_decision_is_answered_by_what_was_recorded_where_the_next_criterion_is_there(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    print_ = ahead(visitor, mapping).headers["X-Ahead"]
    answer = decided(visitor, first(visitor, mapping), print_)
    page = Page(answer.text)
    assert counts(mapping.engine)["decision"] == 1
    assert not page.find("//form[@data-judging]")
    assert page.words("//*[@hx-swap-oob='innerHTML:#queue-said']") == "Recorded as full: 9901-201 1.1."
    assert page.words("//template//button") == "Undo “full” on 9901-201 1.1"
    assert f"criterion={mapping.criteria['201:1.2']}" in answer.headers["HX-Replace-Url"]


@pytest.mark.parametrize(
    "fields", [{"coverage": "part"}, {"coverage": "none"}, {"next": ""}], ids=["part", "rejected", "last"]
)
def test_where_the_queue_goes_on_otherwise_it_is_sent_whole(
    visitor: Visitor, mapping: MadeMapping, fields: dict[str, object]
) -> None:
    answer = decided(visitor, first(visitor, mapping), ahead(visitor, mapping).headers["X-Ahead"], **fields)
    assert Page(answer.text).find("//form[@data-judging]")
    assert counts(mapping.engine)["decision"] == 1


def test_what_somebody_decided_meanwhile_is_shown(
    visitor: Visitor, viewer: Viewer, mapping: MadeMapping
) -> None:
    form, print_ = first(visitor, mapping), ahead(visitor, mapping).headers["X-Ahead"]
    with unit_of_work(mapping.engine) as session:
        colleague = add_person(session, institution_id=viewer.institution_id, name="Programme leader")
        decide(
            session,
            viewer=Viewer(viewer.institution_id, colleague),
            judging=mapping.judging("201:1.2", PLAN, Coverage.PART),
        )
    page = Page(decided(visitor, form, print_).text)
    assert shown(page) == "1.2 of 9901-201"
    assert "decided by Programme leader" in page.said


def test_suggestions_made_anew_are_shown(visitor: Visitor, mapping: MadeMapping) -> None:
    print_ = ahead(visitor, mapping).headers["X-Ahead"]
    same = ahead(visitor, mapping).headers["X-Ahead"]
    assert same == print_
    suggest(mapping, suggested(mapping, "201:1.2", LOG, band="high"))
    assert Page(decided(visitor, first(visitor, mapping), print_).text).find("//form[@data-judging]")


def test_what_comes_after_a_criterion_that_is_not_there_is_not_there(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    headers = HTMX | {"X-Ahead": "99999"}
    assert visitor.client.get(address(mapping, "201:1.2"), headers=headers).status_code == 404
