"""A long document is made by a job, kept, and handed out for as long as it says what is so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

import web.documents
from exports.apart import Printed
from mapper import models
from mapper.db import now, unit_of_work
from mapper.errors import MapperError
from mapper.jobs import claim_next
from mapper.reviews import withdraw
from mapper.values import Coverage
from tests.made import MadeMapping, counts, request_id
from tests.web.conftest import Visitor
from tests.web.markup import Page

PDF = "mapping.pdf"
Print = Callable[..., bytes]


@pytest.fixture(autouse=True)
def _everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exports.build.QUICK_CHARACTERS", 0)
    monkeypatch.setattr("exports.build.BEARABLE_CHARACTERS", 0)


def prints(monkeypatch: pytest.MonkeyPatch, work: Print) -> None:
    """Has the work done in place of printing."""
    monkeypatch.setattr("exports.apart.print_apart", work)


@pytest.fixture
def _printed(monkeypatch: pytest.MonkeyPatch) -> None:
    prints(monkeypatch, lambda html, *, beat: f"%PDF-{len(html)}".encode())


def at(mapping: MadeMapping, name: str = "") -> str:
    return f"/mappings/{mapping.id}/documents" + (f"/{name}" if name else "")


def ask(visitor: Visitor, mapping: MadeMapping, name: str = PDF) -> str:
    """Where the button on the overview leads."""
    form = visitor.page(f"/mappings/{mapping.id}").form(f"/documents/{name}")
    answer = visitor.send(form)
    assert answer.status_code == 303
    return str(answer.location)


def offer(visitor: Visitor, mapping: MadeMapping, name: str = PDF) -> Page:
    """The page in place of a document that is not made as the mapping stands."""
    answer = visitor.get(at(mapping, name))
    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    return Page(answer.text, at(mapping, name))


def test_a_long_document_is_made_by_a_job_and_then_handed_out(visitor: Visitor, mapping: MadeMapping) -> None:
    place = ask(visitor, mapping)
    waiting = visitor.page(place)
    assert waiting.words("//h1") == "Making the mapping document (PDF)"
    assert at(mapping, "mapping.xlsx") in waiting.find("//main//a/@href")
    visitor.work()
    ready = visitor.page(str(visitor.get(place).location))
    assert "Mapping document (PDF) is ready." in ready.words("//main//*[@role='status']")
    assert at(mapping, PDF) in ready.find("//tbody//a/@href")
    answer = visitor.get(at(mapping, PDF))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    assert "NOT-APPROVED" in answer.headers["Content-Disposition"]


@pytest.mark.usefixtures("_printed")
def test_what_is_made_already_comes_at_once(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(f"/mappings/{mapping.id}").form(f"/documents/{PDF}")
    ask(visitor, mapping)
    visitor.work()
    assert visitor.send(form).data == visitor.get(at(mapping, PDF)).data
    assert counts(mapping.engine)["job"] == 1


@pytest.mark.usefixtures("_printed")
def test_nobody_gets_a_document_of_an_earlier_state(visitor: Visitor, mapping: MadeMapping) -> None:
    ask(visitor, mapping)
    visitor.work()
    decision = mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    page = offer(visitor, mapping)
    assert "What it shows has changed since one was made on" in page.words("//*[@class='notice warn']")
    visitor.send(page.form(f"/documents/{PDF}"))
    visitor.work()
    assert visitor.get(at(mapping, PDF)).status_code == 200
    assert counts(mapping.engine)["made_document"] == 1
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=decision, request_id=request_id())
    offer(visitor, mapping)
    ask(visitor, mapping)
    visitor.work()
    assert visitor.get(at(mapping, PDF)).status_code == 200


@pytest.mark.usefixtures("_printed")
def test_a_document_of_another_day_is_made_anew_and_the_reason_is_said(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(visitor, mapping)
    visitor.work()
    tomorrow = now() + timedelta(days=1)
    monkeypatch.setattr(web.documents, "now", lambda: tomorrow)
    assert "differs from today’s by its date alone" in offer(visitor, mapping).said


def test_a_document_that_is_being_made_is_asked_for_once(visitor: Visitor, mapping: MadeMapping) -> None:
    first = ask(visitor, mapping)
    assert ask(visitor, mapping) == first
    page = visitor.page(at(mapping))
    assert first in page.find("//tbody//a/@href")
    assert not [form for form in page.forms if form.address.endswith(PDF)]
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    assert ask(visitor, mapping) != first


def test_two_jobs_for_the_same_document_print_it_once(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[str] = []

    def note(html: str, *, beat: object) -> bytes:
        printed.append(html)
        return b"%PDF-"

    prints(monkeypatch, note)
    ask(visitor, mapping)
    mapping.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    place = ask(visitor, mapping)
    visitor.work()
    assert len(printed) == 1
    assert str(visitor.get(place).location) == f"{at(mapping)}?made={PDF}"


def test_progress_is_told_in_pages(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, seen = ask(visitor, mapping), []

    def watched(html: str, *, beat: Callable[[Printed], None]) -> bytes:
        for far in (Printed(), Printed(3), Printed(9, is_drawing=True)):
            beat(far)
            part = visitor.page(place, htmx=True)
            seen.append((part.words("//*[@role='status']"), float(part.one("//progress").get("value"))))
        return b"%PDF-"

    prints(monkeypatch, watched)
    visitor.work()
    words, values = zip(*seen, strict=True)
    assert words[0] == "Preparing the pages…"
    assert words[1].startswith("Laying out page 3 of about ")
    assert words[2] == "Writing the file of 9 pages…"
    assert list(values) == sorted(set(values))


def test_a_job_that_beats_is_not_taken_up_by_another_worker(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(visitor, mapping)
    others: list[object] = []

    def slow(html: str, *, beat: Callable[[Printed], None]) -> bytes:
        with unit_of_work(mapping.engine) as session:
            session.execute(sa.update(models.Job).values(lease_until=now() - timedelta(seconds=1)))
        beat(Printed(1))
        with unit_of_work(mapping.engine) as session:
            others.append(claim_next(session, worker="another"))
        return b"%PDF-"

    prints(monkeypatch, slow)
    visitor.work()
    assert others == [None]
    assert visitor.get(at(mapping, PDF)).data == b"%PDF-"


def test_a_document_cancelled_while_it_is_printed_is_not_kept(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ask(visitor, mapping)
    form = visitor.page(place).form("/cancel")

    def cancelled(html: str, *, beat: Callable[[Printed], None]) -> bytes:
        visitor.send(form)
        beat(Printed(1))
        raise AssertionError("It went on.")

    prints(monkeypatch, cancelled)
    visitor.work()
    page = visitor.page(place)
    assert "Cancelled; nothing was kept." in page.said
    assert page.one("//*[@id='progress']//a").get("href") == at(mapping)
    assert counts(mapping.engine)["made_document"] == 0


def test_a_document_that_cannot_be_printed_says_why_in_one_sentence(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(html: str, *, beat: object) -> bytes:
        raise MapperError("Making it broke off.", remedy="Try again.")

    prints(monkeypatch, broken)
    place = ask(visitor, mapping)
    visitor.work()
    assert visitor.page(place).words("//*[@role='alert']") == (
        "Nothing was kept. Making it broke off. Try again."
    )
    assert visitor.page(at(mapping)).form(f"/documents/{PDF}")


def test_the_workbook_never_waits(visitor: Visitor, mapping: MadeMapping) -> None:
    for answer in (visitor.get(at(mapping, "mapping.xlsx")), visitor.post(at(mapping, "mapping.xlsx"))):
        assert answer.data.startswith(b"PK")
    assert visitor.post(at(mapping, "mapping.docx")).status_code == 404
    assert counts(mapping.engine)["job"] == 0


@pytest.mark.usefixtures("_printed")
def test_whoever_asks_for_the_file_itself_waits_for_one_that_is_not_too_long(
    visitor: Visitor, mapping: MadeMapping, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exports.build.BEARABLE_CHARACTERS", 10**9)
    answer = visitor.get(at(mapping, PDF))
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert ask(visitor, mapping).startswith("/jobs/")
