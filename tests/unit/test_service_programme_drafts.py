"""Drafts of programmes in the store: made, changed, accepted once or given up; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from mapper import models
from mapper.audit import verify_chains
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError, UnreadableError
from mapper.intake.readings import ProgrammeReading
from mapper.models import ProgrammeDraftState, RowKind
from mapper.programme_changes import add_part, confirm_field, set_fields, take_back
from mapper.programme_drafts import accept_programme, drop_programme_draft
from mapper.programme_review.differences import differences_between
from mapper.programme_review.parts import DraftAct
from mapper.queries.editions import read_programme
from mapper.queries.programme_drafts import last_settled_programme, list_programme_drafts, texts_of
from mapper.queries.programme_reading import last_edition
from mapper.values import Origin, Viewer
from tests.made import counts, programme, request_id
from tests.made_programmes import FILE, do, doubtful_programme, keep_programme_draft, look_at, put, version_of


@pytest.fixture
def draft_id(engine: Engine, viewer: Viewer) -> int:
    """A draft of the invented programme."""
    with unit_of_work(engine) as session:
        return keep_programme_draft(session, viewer)


def accept(session: Session, viewer: Viewer, draft_id: int, request: str = "") -> int:
    return accept_programme(
        session,
        viewer=viewer,
        draft_id=draft_id,
        request_id=request or request_id(),
        seen=version_of(session, viewer, draft_id),
    )


def stored_reading(session: Session, draft_id: int) -> dict[str, object]:
    return session.get_one(models.ProgrammeDraft, draft_id).reading


def test_a_draft_adds_nothing_to_any_programme(engine: Engine, viewer: Viewer) -> None:
    before = counts(engine)
    with unit_of_work(engine) as session:
        keep_programme_draft(session, viewer)
    after = counts(engine)
    assert [after[t] - before[t] for t in ("programme", "programme_edition", "module", "statement")] == [
        0
    ] * 4
    assert after["programme_draft"] == before["programme_draft"] + 1


def test_a_reading_without_modules_makes_no_draft(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(UnreadableError), unit_of_work(engine) as session:
        keep_programme_draft(session, viewer, ProgrammeReading(title="Nothing in it"))


def test_changes_are_appended_and_the_reading_stays(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    with unit_of_work(engine) as session:
        before = stored_reading(session, draft_id)
        assert put(session, viewer, draft_id, "m1", credits="25", title="Lamps and lenses") == 1
        assert put(session, viewer, draft_id, "p", title="BA Harbours") == 1
    with reading(engine) as session:
        page = look_at(session, viewer, draft_id)
        assert stored_reading(session, draft_id) == before
        assert page.version == 2
        assert page.draft.reading.modules[0].credits == 25
        assert [d.title for d in list_programme_drafts(session, viewer=viewer)] == ["BA Harbours"]
        assert verify_chains(session, viewer=viewer) == ()


def test_a_field_that_cannot_hold_what_was_typed_keeps_nothing_of_the_form(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with pytest.raises(InvalidError, match="Credits cannot be"), unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", title="Other", credits="many")
    with reading(engine) as session:
        assert look_at(session, viewer, draft_id).version == 0


def test_the_second_of_two_people_is_told_that_the_draft_changed(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", credits="25")
    with pytest.raises(ConflictError, match="changed since"), unit_of_work(engine) as session:
        set_fields(session, viewer=viewer, draft_id=draft_id, target="m1", typed={"credits": "30"}, seen=0)
    with unit_of_work(engine) as session:
        # What says the same as what stands is no change, and so no conflict.
        typed = {"credits": "25"}
        assert set_fields(session, viewer=viewer, draft_id=draft_id, target="m1", typed=typed, seen=0) == 0


def test_an_inferred_value_is_taken_as_the_persons(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    with unit_of_work(engine) as session:
        for seen in (0, 1):
            confirm_field(session, viewer=viewer, draft_id=draft_id, target="m3", field="level", seen=seen)
    with reading(engine) as session:
        page = look_at(session, viewer, draft_id)
    assert page.version == 1
    assert page.draft.reading.modules[2].level == 6


def test_the_last_change_is_taken_back_and_stays_on_record(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        do(session, viewer, draft_id, DraftAct.DROP, "m2")
        put(session, viewer, draft_id, "p", title="Other")
        take_back(session, viewer=viewer, draft_id=draft_id, number=2, seen=2)
    with unit_of_work(engine) as session:
        take_back(session, viewer=viewer, draft_id=draft_id, number=2, seen=2)
        row = session.get_one(models.ProgrammeDraft, draft_id)
        assert (row.version, row.title, row.module_count) == (3, "BA Harbour Studies", 2)
        kept = session.exec(select(models.ProgrammeDraftChange)).all()
        assert [(c.number, c.takes_back) for c in kept] == [(1, None), (2, None), (3, 2)]
    with unit_of_work(engine) as session:
        take_back(session, viewer=viewer, draft_id=draft_id, number=1, seen=3)
    with reading(engine) as session:
        assert look_at(session, viewer, draft_id).draft.reading.modules == doubtful_programme().modules


def test_a_change_before_the_last_cannot_be_taken_back(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    with unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", credits="25")
        put(session, viewer, draft_id, "m1", credits="26")
    with pytest.raises(ConflictError, match="Only the last change"), unit_of_work(engine) as session:
        take_back(session, viewer=viewer, draft_id=draft_id, number=1, seen=2)


def test_an_item_or_a_module_written_by_hand_is_added(engine: Engine, viewer: Viewer, draft_id: int) -> None:
    with unit_of_work(engine) as session:
        typed = {"number": "3", "text": "Ring the bell"}
        add_part(session, viewer=viewer, draft_id=draft_id, target="m1", kind="outcome", typed=typed, seen=0)
        typed = {"code": "HB200", "title": "Bells"}
        key = add_part(
            session, viewer=viewer, draft_id=draft_id, target="p", kind="module", typed=typed, seen=1
        )
    with reading(engine) as session:
        page = look_at(session, viewer, draft_id)
    assert key == "x2"
    assert [o.text for o in page.draft.reading.modules[0].learning_outcomes][-1] == "Ring the bell"
    assert page.draft.reading.modules[-1].code == "HB200"


@pytest.mark.parametrize("kind", ["outcome", "module", "programme", "colour"])
def test_nothing_is_added_of_nothing(engine: Engine, viewer: Viewer, draft_id: int, kind: str) -> None:
    with pytest.raises(InvalidError), unit_of_work(engine) as session:
        add_part(session, viewer=viewer, draft_id=draft_id, target="p", kind=kind, typed={}, seen=0)


def test_an_accepted_draft_is_an_edition_with_its_people_places_and_findings(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", credits="25")
        put(session, viewer, draft_id, "m1.a1", weight="100")
        do(session, viewer, draft_id, DraftAct.DROP, "m3")
        edition_id = accept(session, viewer, draft_id)
    with reading(engine) as session:
        page = read_programme(session, viewer=viewer, edition_id=edition_id)
        origin = session.exec(
            select(models.FieldOrigin).where(
                models.FieldOrigin.row_kind == RowKind.MODULE,
                models.FieldOrigin.row_id == page.modules[0].id,
                models.FieldOrigin.field == "credits",
            )
        ).one()
        assert (origin.origin, origin.value, origin.person_id) == (Origin.PERSON, 20, viewer.person_id)
        assert origin.set_at is not None
        draft = look_at(session, viewer, draft_id)
    assert [(m.code, m.credits) for m in page.modules] == [("HB101", 25), ("HB102", 20)]
    assert [f.subject for f in page.findings] == ["torn.docx", "HB102 Crews"]
    assert [d.name for d in page.documents] == [FILE]
    assert (draft.state, draft.edition_id) == (ProgrammeDraftState.ACCEPTED, edition_id)


def test_a_draft_is_accepted_once_however_often_it_is_sent(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    made = set()
    for _ in range(2):
        with unit_of_work(engine) as session:
            made.add(
                accept_programme(session, viewer=viewer, draft_id=draft_id, request_id="request-once", seen=0)
            )
    assert len(made) == 1
    with pytest.raises(ConflictError, match="accepted already"), unit_of_work(engine) as session:
        accept(session, viewer, draft_id)


def test_a_request_that_made_one_edition_makes_no_other(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        accept(session, viewer, draft_id, "request-one")
        other = keep_programme_draft(session, viewer)
    before = counts(engine)
    with pytest.raises(ConflictError, match="used for another"), unit_of_work(engine) as session:
        accept(session, viewer, other, "request-one")
    assert counts(engine) == before


def test_a_draft_that_changed_since_it_was_looked_at_is_not_accepted(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", credits="25")
    with pytest.raises(ConflictError, match="changed since"), unit_of_work(engine) as session:
        accept_programme(session, viewer=viewer, draft_id=draft_id, request_id=request_id(), seen=0)


def test_a_programme_needs_a_title_and_a_module_to_be_accepted(engine: Engine, viewer: Viewer) -> None:
    with unit_of_work(engine) as session:
        untitled = keep_programme_draft(session, viewer, replace(doubtful_programme(), title=None))
        emptied = keep_programme_draft(session, viewer)
        for key in ("m1", "m2", "m3"):
            do(session, viewer, emptied, DraftAct.DROP, key)
    for draft, subject in ((untitled, "title"), (emptied, "modules")):
        with pytest.raises(InvalidError) as refused, unit_of_work(engine) as session:
            accept(session, viewer, draft)
        assert refused.value.subject == subject


def test_a_dropped_draft_takes_no_change_and_is_no_longer_listed(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        assert last_settled_programme(session, viewer=viewer) == 0
        for _ in range(2):
            drop_programme_draft(session, viewer=viewer, draft_id=draft_id)
    with pytest.raises(ConflictError, match="dropped already"), unit_of_work(engine) as session:
        put(session, viewer, draft_id, "m1", credits="25")
    with reading(engine) as session:
        assert list_programme_drafts(session, viewer=viewer) == ()
        assert last_settled_programme(session, viewer=viewer) == draft_id


def test_a_draft_of_the_next_edition_is_compared_with_the_last(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with unit_of_work(engine) as session:
        edition_id = accept(session, viewer, draft_id)
        programme_id = read_programme(session, viewer=viewer, edition_id=edition_id).programme_id
        later = keep_programme_draft(session, viewer, programme(extra_modules=1), programme_id=programme_id)
        put(session, viewer, later, "m1", credits="40")
    with reading(engine) as session:
        compared = last_edition(session, viewer=viewer, programme_id=programme_id)
        page = look_at(session, viewer, later)
    assert compared is not None
    told = {d.code: d for d in differences_between(compared.parts, page.draft.parts) if d.code}
    assert {code: d.change.value for code, d in told.items()} == {
        "HB101": "changed",
        "HB102": "same",
        "HB200": "added",
        "HB103/6": "removed",
    }
    assert [(f.label, f.old, f.new) for f in told["HB101"].fields] == [("Credits", "20", "40")]
    with unit_of_work(engine) as session:
        accepted = accept(session, viewer, later)
        assert read_programme(session, viewer=viewer, edition_id=accepted).number == 2


def test_the_text_of_a_drafts_documents_is_there_by_name(
    engine: Engine, viewer: Viewer, draft_id: int
) -> None:
    with reading(engine) as session:
        texts = texts_of(session, page=look_at(session, viewer, draft_id), files=[FILE, "other.docx"])
    assert list(texts) == [FILE]
    assert texts[FILE][1]["text"] == "HB101 Lamps and lenses"


def test_a_draft_of_an_unknown_programme_is_not_made(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(NotFoundError), unit_of_work(engine) as session:
        keep_programme_draft(session, viewer, programme_id=99_999)
