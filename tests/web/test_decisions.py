"""Judging a criterion: recorded once, never over somebody else's, undone by adding."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from mapper.db import Engine, unit_of_work
from mapper.people import add_person
from mapper.reviews import decide
from mapper.values import Coverage, Viewer
from mapper.workflow import record_approval
from tests.made import MadeMapping, counts, suggest
from tests.web.addresses import suggested
from tests.web.conftest import Visitor
from tests.web.markup import Form, Page

LOG, TESTED, UNTESTED = "HB101 Lamp log", "HB101 Outcome 1", "HB101 Outcome 2"
HTMX = [pytest.param(False, id="plain"), pytest.param(True, id="htmx")]


def address(mapping: MadeMapping, criterion: str = "201:1.1", statement: str = LOG) -> str:
    """The criterion's page, opened from the cell of an assessment."""
    at = f"/mappings/{mapping.id}/criteria/{mapping.criteria[criterion]}"
    return f"{at}?column=a{mapping.statements[statement]}"


def judging(visitor: Visitor, mapping: MadeMapping, statement: str = LOG) -> Form:
    return visitor.page(address(mapping)).judging(mapping.statements[statement])


def test_a_plain_form_records_and_leads_back_to_the_criterion(visitor: Visitor, mapping: MadeMapping) -> None:
    answer = visitor.send(judging(visitor, mapping), coverage="full", reason="Every learner keeps one")
    assert answer.status_code == 303
    assert urlsplit(answer.location).path == urlsplit(address(mapping)).path
    page = visitor.page(answer.location)
    assert page.words("//*[@role='status']") == "Recorded as full."
    assert "full by Local user" in page.words("//*[@class='decided']")
    assert "Every learner keeps one" in page.words("//*[@class='decided']")
    # The letters act beside the matrix alone.
    assert not page.find("//kbd")


def test_htmx_gets_the_panel_and_the_row_that_changed(visitor: Visitor, mapping: MadeMapping) -> None:
    criterion = mapping.criteria["201:1.1"]
    answer = visitor.send(judging(visitor, mapping), htmx=True, coverage="full")
    page = Page(answer.text)
    assert answer.status_code == 200
    assert page.words("//*[@role='status']") == "Recorded as full."
    assert page.find("//kbd")
    (row,) = page.find("//template/tr")
    # The row's cells are made anew; the row itself stays, with its place in the grid.
    assert (row.get("id"), row.get("hx-swap-oob")) == (f"row-{criterion}", "innerHTML")
    assert row.xpath("td[1]")[0].text_content().strip() == "full"
    assert "●" in row.text_content()
    assert page.words("//*[@id='unit-tally' and @hx-swap-oob]") == "1 of 3 full · 2 not judged"
    assert page.words(f"//*[@id='count-{mapping.units['9901-201']}' and @hx-swap-oob]") == "1/3"
    assert not page.find("//html | //h1")


@pytest.mark.parametrize("htmx", HTMX)
def test_the_same_form_sent_twice_is_kept_once(visitor: Visitor, mapping: MadeMapping, *, htmx: bool) -> None:
    form = judging(visitor, mapping)
    first = visitor.send(form, htmx=htmx, coverage="full")
    again = visitor.send(form, htmx=htmx, coverage="full")
    assert first.status_code == again.status_code
    assert counts(mapping.engine)["decision"] == 1


@pytest.mark.parametrize("htmx", HTMX)
def test_a_page_grown_old_is_told_who_decided_what(
    visitor: Visitor, engine: Engine, viewer: Viewer, mapping: MadeMapping, *, htmx: bool
) -> None:
    form = judging(visitor, mapping)
    with unit_of_work(engine) as session:
        colleague = add_person(session, institution_id=viewer.institution_id, name="Ada Keeper")
        decide(
            session,
            viewer=Viewer(viewer.institution_id, colleague),
            judging=mapping.judging("201:1.1", LOG, Coverage.PART),
        )
    answer = visitor.send(form, htmx=htmx, coverage="full")
    page = Page(answer.text)
    assert answer.status_code == 409
    assert "Ada Keeper decided “part”" in page.words("//*[@role='alert']")
    assert "Nothing was overwritten" in page.words("//*[@role='alert']")
    assert "part by Ada Keeper" in page.words("//*[@class='decided']")
    assert counts(engine)["decision"] == 1
    # The answer shows the newer decision, so that its own form can supersede it, with a reason.
    newer = page.judging(mapping.statements[LOG])
    assert visitor.send(newer, htmx=htmx, coverage="full").status_code == 422
    answer = visitor.send(newer, coverage="full", reason="The log shows the whole of it")
    assert answer.status_code == 303


@pytest.mark.parametrize("htmx", HTMX)
def test_an_untested_outcome_cannot_be_full_evidence(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    suggest(mapping, suggested(mapping, "201:1.1", UNTESTED, band="high"))
    form = judging(visitor, mapping, UNTESTED)
    assert ("coverage", "full") not in form.buttons
    answer = visitor.send(form, htmx=htmx, coverage="full")
    assert answer.status_code == 422
    assert "No known assessment tests this" in Page(answer.text).words("//*[@role='alert']")
    assert counts(mapping.engine)["decision"] == 0


def test_words_that_changed_since_they_were_read_are_not_judged(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    form = judging(visitor, mapping)
    with mapping.engine.begin() as connection:
        connection.execute(sa.text("UPDATE criterion SET fingerprint = 'other'"))
    answer = visitor.send(form, coverage="full")
    assert answer.status_code == 409
    assert "The wording has changed" in Page(answer.text).words("//*[@role='alert']")
    assert counts(mapping.engine)["decision"] == 0


@pytest.mark.parametrize("htmx", HTMX)
def test_what_was_typed_beside_a_refused_judgement_is_kept(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    typed = {"reason": "because " * 12_500, "certainty": "medium"}
    answer = visitor.send(judging(visitor, mapping), htmx=htmx, coverage="full", **typed)
    again = Page(answer.text).judging(mapping.statements[LOG])
    assert {name: again.fields[name] for name in typed} == typed


def test_content_cannot_be_full_evidence(visitor: Visitor, mapping: MadeMapping) -> None:
    form = visitor.page(f"{address(mapping)}&search=fresnel").judging(mapping.statements["HB101 Content 2"])
    assert [value for _, value in form.buttons if value] == ["part", "none"]
    assert visitor.send(form, coverage="part").status_code == 303


@pytest.mark.parametrize("htmx", HTMX)
def test_a_reason_too_long_to_read_is_refused_in_a_sentence(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    answer = visitor.send(judging(visitor, mapping), htmx=htmx, coverage="full", reason="because " * 12_500)
    assert answer.status_code == 422
    assert "The reason has 100,000 characters." in Page(answer.text).words("//*[@role='alert']")
    assert counts(mapping.engine)["decision"] == 0


def test_a_reason_of_the_greatest_length_is_kept(visitor: Visitor, mapping: MadeMapping) -> None:
    assert visitor.send(judging(visitor, mapping), coverage="full", reason="x" * 4_000).status_code == 303


@pytest.mark.parametrize("coverage", ["", "perhaps", "FULL"])
def test_no_judgement_or_a_strange_one_is_refused(
    visitor: Visitor, mapping: MadeMapping, coverage: str
) -> None:
    answer = visitor.send(judging(visitor, mapping), coverage=coverage)
    assert answer.status_code == 422
    assert "No judgement was chosen." in Page(answer.text).said
    assert counts(mapping.engine)["decision"] == 0


@pytest.mark.parametrize("request_id", ["", "short", "x" * 65])
def test_a_request_without_a_usable_id_is_refused(
    visitor: Visitor, mapping: MadeMapping, request_id: str
) -> None:
    answer = visitor.send(judging(visitor, mapping), coverage="full", request_id=request_id)
    assert answer.status_code == 422
    assert counts(mapping.engine)["decision"] == 0


@pytest.mark.parametrize("statement", [99_999, "abc", ""])
def test_a_statement_that_is_not_in_the_programme_covers_nothing(
    visitor: Visitor, mapping: MadeMapping, statement: object
) -> None:
    answer = visitor.send(judging(visitor, mapping), coverage="full", statement=statement)
    assert answer.status_code in {404, 422}
    assert counts(mapping.engine)["decision"] == 0


def test_nothing_here_is_a_decision_on_the_criterion(visitor: Visitor, mapping: MadeMapping) -> None:
    form = next(f for f in visitor.page(address(mapping)).forms if f.fields.get("coverage") == "none")
    page = visitor.page(visitor.send(form).location)
    assert page.words("//*[@role='status']") == "Recorded as “nothing here”."
    assert "none by Local user" in page.words("//*[@class='decided']")


@pytest.mark.parametrize("htmx", HTMX)
def test_undo_leaves_the_criterion_not_judged(visitor: Visitor, mapping: MadeMapping, *, htmx: bool) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    answer = visitor.send(visitor.page(address(mapping)).form("/withdraw"), htmx=htmx)
    page = Page(answer.text) if htmx else visitor.page(answer.location)
    assert page.words("//*[@role='status']") == "Withdrawn: not judged again."
    assert not page.find("//*[@class='decided']")
    assert counts(mapping.engine)["decision"] == 2


def test_undo_sent_twice_is_kept_once(visitor: Visitor, mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    form = visitor.page(address(mapping)).form("/withdraw")
    assert [visitor.send(form).status_code, visitor.send(form).status_code] == [303, 303]
    assert counts(mapping.engine)["decision"] == 2


@pytest.mark.parametrize("htmx", HTMX)
def test_what_no_longer_stands_cannot_be_undone(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    first = mapping.judge("201:1.1", LOG, Coverage.FULL)
    form = visitor.page(address(mapping)).form("/withdraw")
    mapping.judge("201:1.1", LOG, Coverage.PART, seen_id=first)
    answer = visitor.send(form, htmx=htmx)
    assert answer.status_code == 409
    assert "This decision no longer stands." in Page(answer.text).words("//*[@role='alert']")
    assert "part by Local user" in Page(answer.text).words("//*[@class='decided']")


def test_undo_of_a_criterion_that_is_not_there_changes_nothing(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    form = visitor.page(address(mapping)).form("/withdraw")
    assert visitor.send(form, criterion="99999").status_code == 404
    assert counts(mapping.engine)["decision"] == 1


@pytest.mark.parametrize("htmx", HTMX)
def test_an_approved_mapping_takes_no_more_decisions(
    visitor: Visitor, mapping: MadeMapping, *, htmx: bool
) -> None:
    form = judging(visitor, mapping)
    with unit_of_work(mapping.engine) as session:
        record_approval(
            session, viewer=mapping.viewer, paths=mapping.paths(), reported=mapping.reported(is_full=False)
        )
    answer = visitor.send(form, htmx=htmx, coverage="full")
    assert answer.status_code == 409
    assert "ILM's approval is recorded" in Page(answer.text).words("//*[@role='alert']")


def test_a_search_finds_statements_by_all_its_words(visitor: Visitor, mapping: MadeMapping) -> None:
    page = visitor.page(f"{address(mapping, '201:1.2')}&search=crew+sound")
    heads = [h.text_content() for h in page.find("//section[@aria-label='The evidence']//article/h3")]
    assert heads[-1] == "HB102 Crews · Outcome 1"
    assert "No other statement holds these words." in visitor.page(f"{address(mapping)}&search=zebra").said


def test_the_panel_is_a_part_of_a_page(visitor: Visitor, mapping: MadeMapping) -> None:
    panel = visitor.page(address(mapping), htmx=True)
    assert not panel.find("//html | //h1 | //title")
    assert panel.words("//h2[1]") == "Criterion 1.1"
    assert panel.repeated_ids == set()
    assert panel.unlabelled == []


def test_a_criterion_of_a_unit_that_was_not_chosen_is_not_there(
    visitor: Visitor, mapping: MadeMapping
) -> None:
    assert visitor.get(f"/mappings/{mapping.id}/criteria/99999").status_code == 404
