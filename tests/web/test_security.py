"""What must not get in: forged forms, other hosts, other institutions' eyes, markup."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from mapper.db import Engine, unit_of_work
from mapper.intake.readings import ProgrammeReading
from mapper.jobs import enqueue
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, counts, keep_programme, make_mapping, programme
from tests.web.addresses import Scene, documents_of, make_scene, pages_of
from tests.web.conftest import Visitor
from tests.web.markup import Page
from web.worker import SUGGEST

PLAIN_REFUSAL = "This form is no longer valid. Load the page anew, then send it again."


def posts_of(app: Flask, scene: Scene) -> list[str]:
    """Every address that takes a form, filled in for the scene's open mapping."""
    values = {
        "mapping_id": scene.open.id,
        "criterion_id": scene.open.criteria["201:1.1"],
        "decision_id": 1,
        "job_id": scene.job_id,
        "programme_id": scene.programme_ids[0],
        "draft_id": scene.draft_id,
        "part": "unit-1",
        "name": "checklist-QAP.pdf",
        "key": "m1",
        "number": 1,
        "edition_id": scene.open.specification_edition_id,
        "qualification_id": scene.open.qualification_id,
    }
    adapter = app.url_map.bind("127.0.0.1")
    rules = [r for r in app.url_map.iter_rules() if "POST" in (r.methods or ())]
    return [adapter.build(r.endpoint, {a: values[a] for a in r.arguments}, method="POST") for r in rules]


def test_a_form_without_its_token_is_refused_with_a_plain_sentence(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    paths = posts_of(visitor.client.application, make_scene(engine, viewer))
    before = counts(engine)
    assert len(paths) >= 10
    for path in paths:
        answer = visitor.client.post(path, data={"coverage": "full", "institution": "Elsewhere"})
        assert answer.status_code == 400, path
        assert PLAIN_REFUSAL in Page(answer.text).said
    assert counts(engine) == before


def test_a_token_of_another_visitor_is_refused(visitor: Visitor) -> None:
    fresh = visitor.client.application.test_client()
    answer = fresh.post(
        "/settings", data={"csrf_token": visitor.token}, environ_overrides={"HTTP_HOST": "127.0.0.1"}
    )
    assert answer.status_code == 400


def test_a_refused_form_of_a_panel_is_answered_in_the_panel(visitor: Visitor, mapping: MadeMapping) -> None:
    path = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}/decisions"
    answer = visitor.client.post(path, headers={"HX-Request": "true"})
    assert answer.status_code == 400
    assert Page(answer.text).words("//*[@role='alert']") == PLAIN_REFUSAL


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.0.2.7"])
def test_a_request_for_another_host_is_refused(visitor: Visitor, host: str) -> None:
    answer = visitor.client.get("/", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 400
    assert "Unnamed institution" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765"])
def test_this_machine_is_reached_by_any_of_its_names(visitor: Visitor, host: str) -> None:
    assert visitor.client.get("/", environ_overrides={"HTTP_HOST": host}).status_code == 200


def test_nothing_of_another_institution_can_be_opened(
    visitor: Visitor, engine: Engine, other_viewer: Viewer
) -> None:
    theirs = make_scene(engine, other_viewer)
    paths = [p for p in pages_of(theirs).values() if any(c.isdigit() for c in p.split("?")[0])]
    opened = {
        path: status
        for path in (*paths, *documents_of(theirs.open).values())
        if (status := visitor.get(path).status_code) != 404
    }
    assert opened == {}
    assert len(paths) > 15


def test_what_another_institution_holds_is_on_no_page(
    visitor: Visitor, engine: Engine, other_viewer: Viewer
) -> None:
    theirs = make_scene(engine, other_viewer)
    for path in ("/", "/mappings/new", "/programmes/new"):
        assert "Harbour" not in visitor.page(path).said
    chosen = f"/mappings/new?programme={theirs.open.programme_edition_id}"
    assert "Harbour" not in visitor.page(f"{chosen}&qualification={theirs.open.qualification_id}").said


def test_nothing_of_another_institution_can_be_changed(
    visitor: Visitor, engine: Engine, other_viewer: Viewer
) -> None:
    theirs = make_scene(engine, other_viewer)
    paths = [p for p in posts_of(visitor.client.application, theirs) if any(map(str.isdigit, p))]
    before = counts(engine)
    fields = {
        "request_id": "made-up-request",
        "coverage": "part",
        "statement": theirs.open.statements["HB101 Outcome 1"],
        "criterion": theirs.open.criteria["201:1.1"],
        "approved_by": "Somebody",
        "ilm_reference": "REF-9",
        "approved_on": "2020-02-03",
        "reason": "Because",
    }
    allowed = {path: status for path in paths if (status := visitor.post(path, **fields).status_code) != 404}
    assert allowed == {}
    assert counts(engine) == before


def test_another_institutions_programme_cannot_be_mapped(
    visitor: Visitor, engine: Engine, mapping: MadeMapping, other_viewer: Viewer
) -> None:
    with unit_of_work(engine) as session:
        edition_id = keep_programme(session, other_viewer)
    answer = visitor.post(
        "/mappings/new",
        programme=edition_id,
        qualification=mapping.qualification_id,
        unit=list(mapping.units.values()),
    )
    assert answer.status_code == 422
    assert counts(engine)["mapping"] == 1


def test_a_decision_of_one_mapping_cannot_be_withdrawn_from_another(
    visitor: Visitor, engine: Engine, viewer: Viewer
) -> None:
    one, other = make_mapping(engine, viewer), make_mapping(engine, viewer)
    decision = one.judge("201:1.1", "HB101 Lamp log", Coverage.FULL)
    answer = visitor.post(
        f"/mappings/{other.id}/decisions/{decision}/withdraw",
        request_id="made-up-request",
        criterion=other.criteria["201:1.1"],
    )
    assert answer.status_code == 404
    assert counts(engine)["decision"] == 1


MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)> & “{{ 7*7 }}”"
ENDLESS = "Trim the lamp at dusk. " * 4_348


def mapped(visitor: Visitor, mapping: MadeMapping, read: ProgrammeReading) -> str:
    """The address of a new mapping of the programme, with suggestions, to the mapping's qualification."""
    with unit_of_work(mapping.engine) as session:
        edition = keep_programme(session, mapping.viewer, read, file="another.docx")
    choice = f"/mappings/new?programme={edition}&qualification={mapping.qualification_id}"
    form = visitor.page(choice).form("/mappings/new")
    job = visitor.send(form, unit=list(map(str, mapping.units.values()))).location
    visitor.work()
    return str(visitor.get(job).location)


def test_markup_in_a_document_is_shown_as_text(visitor: Visitor, mapping: MadeMapping) -> None:
    read = programme()
    module = replace(
        read.modules[0],
        title=MARKUP,
        content=(MARKUP,),
        assessments=(replace(read.modules[0].assessments[0], title=MARKUP, description=MARKUP),),
    )
    at = mapped(visitor, mapping, replace(read, title=MARKUP, modules=(module,)))
    criterion = f"{at}/criteria/{mapping.criteria['201:1.1']}?search=script"
    for path in ("/", at, f"{at}/matrix", criterion):
        page = visitor.page(path)
        assert not page.find("//script[not(@src)] | //img | //*[@onerror]"), path
        assert MARKUP in page.said, path
        assert page.faults == [], path


def test_an_endless_statement_is_shown_whole(visitor: Visitor, mapping: MadeMapping) -> None:
    read = programme()
    outcome = replace(read.modules[0].learning_outcomes[0], text=ENDLESS.strip())
    at = mapped(
        visitor, mapping, replace(read, modules=(replace(read.modules[0], learning_outcomes=(outcome,)),))
    )
    page = visitor.page(f"{at}/criteria/{mapping.criteria['201:1.1']}?search=dusk")
    assert len(ENDLESS) > 100_000
    assert ENDLESS.strip() in page.said


def test_markup_in_a_reason_is_shown_as_text(visitor: Visitor, mapping: MadeMapping) -> None:
    path = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}"
    form = visitor.page(f"{path}?column=a{mapping.statements['HB101 Lamp log']}").judging(
        mapping.statements["HB101 Lamp log"]
    )
    assert visitor.send(form, coverage="part", reason=MARKUP).status_code == 303
    page = visitor.page(path)
    assert MARKUP in page.said
    assert not page.find("//script[not(@src)] | //img")


def test_markup_in_a_search_is_shown_as_text(visitor: Visitor, mapping: MadeMapping) -> None:
    path = f"/mappings/{mapping.id}/criteria/{mapping.criteria['201:1.1']}"
    page = Page(visitor.client.get(path, query_string={"search": MARKUP}).text)
    assert page.one("//input[@id='search']").get("value") == MARKUP
    assert not page.find("//script[not(@src)] | //img")


def test_a_waiting_job_of_another_institution_cannot_be_cancelled(
    visitor: Visitor, engine: Engine, other_viewer: Viewer
) -> None:
    theirs = make_mapping(engine, other_viewer)
    with unit_of_work(engine) as session:
        job = enqueue(session, viewer=other_viewer, kind=SUGGEST, payload={"mapping": theirs.id, "top": 1})
    assert visitor.post(f"/jobs/{job}/cancel").status_code == 404


def test_a_character_that_no_store_can_hold_is_refused_in_a_sentence(visitor: Visitor) -> None:
    said = {"csrf_token": visitor.token, "institution": "Har\0bour", "person": "Somebody"}
    answer = visitor.client.post("/settings", data=said)
    assert answer.status_code == 422
    assert "cannot be stored" in answer.text
