"""Appendix 1 intake: what counts as received, who said so, and that nothing of it is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from mapper.audit import verify_chains
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.intake.appendix import Asked, ReadFromFile, Travelled, still_to_ask, suggest_labels
from mapper.intake.readings import ProgrammeReading
from mapper.programme_drafts import drop_programme_draft
from mapper.queries.intake import Intake, IntakeFileRow, read_intake
from mapper.queries.programme_reading import programme_reading
from mapper.values import Size, Viewer
from tests.made import MadeMapping, counts, keep_programme, programme, read_at
from tests.made_intake import RECEIVED, label_by_hand, labelled, wish
from tests.made_programmes import keep_programme_draft

PROGRAMME = 1
KINDS = ("intake_file", "intake_labelling", "intake_wish")


@pytest.fixture
def kept(engine: Engine, viewer: Viewer) -> Viewer:
    """The viewer, with a programme of one document."""
    with unit_of_work(engine) as session:
        keep_programme(session, viewer)
    return viewer


def intake(engine: Engine, viewer: Viewer) -> Intake:
    with reading(engine) as session:
        return read_intake(session, viewer=viewer, programme_id=PROGRAMME)


def only_file(engine: Engine, viewer: Viewer) -> IntakeFileRow:
    [file] = intake(engine, viewer).files
    return file


def test_a_suggestion_is_shown_and_nothing_is_received_by_it(engine: Engine, kept: Viewer) -> None:
    file = only_file(engine, kept)
    assert [s.asked for s in file.suggested] == [Asked.MODULE_INFORMATION, Asked.ASSESSMENT_INFORMATION]
    assert file.label is None
    assert intake(engine, kept).received == ()


def test_a_file_is_received_as_what_a_person_says_it_is(engine: Engine, kept: Viewer) -> None:
    document_id = only_file(engine, kept).document_id
    with unit_of_work(engine) as session:
        labelled(
            session, kept, PROGRAMME, Asked.COURSE_PLANNER, Asked.COURSE_OVERVIEW, document_id=document_id
        )
    seen = intake(engine, kept)
    assert seen.received == (Asked.COURSE_OVERVIEW, Asked.COURSE_PLANNER)
    label = seen.files[0].label
    assert label
    assert (label.number, label.received_on, label.by) == (1, RECEIVED, "Local user")


def test_a_file_that_was_never_imported_is_named_by_hand(engine: Engine, kept: Viewer) -> None:
    with unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME)
    [_, leaflet] = intake(engine, kept).files
    assert (leaflet.name, leaflet.document_id, leaflet.imported_at) == ("leaflet.pdf", None, None)
    assert leaflet.label
    assert (leaflet.label.travelled, leaflet.label.note) == (Travelled.SECURE_LINK, "Two pages")


def test_the_last_labelling_stands_and_the_earlier_ones_are_kept(engine: Engine, kept: Viewer) -> None:
    document_id = only_file(engine, kept).document_id
    with unit_of_work(engine) as session:
        labelled(session, kept, PROGRAMME, Asked.COURSE_PLANNER, document_id=document_id)
        labelled(session, kept, PROGRAMME, document_id=document_id, seen=1)
    label = only_file(engine, kept).label
    assert label
    assert (label.number, label.asked) == (2, ())
    assert intake(engine, kept).received == ()
    assert counts(engine)["intake_labelling"] == 2


def test_the_same_request_is_recorded_once(engine: Engine, kept: Viewer) -> None:
    with unit_of_work(engine) as session:
        first = label_by_hand(session, kept, PROGRAMME, request_id="pressed-twice")
        assert label_by_hand(session, kept, PROGRAMME, request_id="pressed-twice") == first
        wished = wish(session, kept, PROGRAMME, request_id="pressed-twice-too")
        assert wish(session, kept, PROGRAMME, request_id="pressed-twice-too") == wished
    assert {kind: counts(engine)[kind] for kind in KINDS} == dict.fromkeys(KINDS, 1)


def test_what_somebody_recorded_meanwhile_is_not_passed_over(engine: Engine, kept: Viewer) -> None:
    document_id = only_file(engine, kept).document_id
    with unit_of_work(engine) as session:
        labelled(session, kept, PROGRAMME, Asked.COURSE_PLANNER, document_id=document_id)
        wish(session, kept, PROGRAMME)
    with pytest.raises(ConflictError, match="after you opened"), unit_of_work(engine) as session:
        labelled(session, kept, PROGRAMME, Asked.COURSE_OVERVIEW, document_id=document_id)
    with pytest.raises(ConflictError, match="after you opened"), unit_of_work(engine) as session:
        wish(session, kept, PROGRAMME, "6")


def test_a_request_of_another_institution_cannot_be_used_again(
    engine: Engine, kept: Viewer, other_viewer: Viewer
) -> None:
    with unit_of_work(engine) as session:
        wish(session, kept, PROGRAMME, request_id="used-once")
        keep_programme(session, other_viewer)
    with pytest.raises(ConflictError, match="used for something else"), unit_of_work(engine) as session:
        wish(session, other_viewer, 2, request_id="used-once")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "n" * 301}, "name"),
        ({"note": "n" * 1_001}, "note"),
        ({"received_on": date.max}, "received_on"),
        ({"request_id": "short"}, "request"),
    ],
)
def test_what_cannot_be_recorded_names_its_field(
    engine: Engine, kept: Viewer, said: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidError) as caught, unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME, **said)
    assert caught.value.subject == field
    assert counts(engine)["intake_file"] == 0


def test_a_file_named_by_hand_must_be_one_of_the_four(engine: Engine, kept: Viewer) -> None:
    with pytest.raises(InvalidError, match="what the file is"), unit_of_work(engine) as session:
        labelled(session, kept, PROGRAMME, name="leaflet.pdf")


def test_a_file_received_today_by_the_calendar_of_the_united_kingdom_can_be_recorded(
    engine: Engine, kept: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mapper.db.now", lambda: datetime(2031, 6, 30, 23, 30, tzinfo=UTC))
    with unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME, received_on=date(2031, 7, 1))
    with pytest.raises(InvalidError), unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME, received_on=date(2031, 7, 2))


def test_files_of_another_programme_are_not_there(engine: Engine, kept: Viewer) -> None:
    with unit_of_work(engine) as session:
        keep_programme(session, kept, file="other.docx")
        label_by_hand(session, kept, 2)
    for said in ({"document_id": 2}, {"document_id": 99}, {"file_id": 1}, {"file_id": 99}):
        with pytest.raises(NotFoundError), unit_of_work(engine) as session:
            labelled(session, kept, PROGRAMME, Asked.COURSE_PLANNER, **said)


def test_the_level_and_length_wanted_are_missing_until_somebody_records_them(
    engine: Engine, kept: Viewer
) -> None:
    assert len(intake(engine, kept).still_to_ask) == 6
    with unit_of_work(engine) as session:
        wish(session, kept, PROGRAMME, " 5 ")
    wished = intake(engine, kept).wish
    assert wished
    assert (wished.level, wished.size) == ("5", Size.CERTIFICATE)
    assert len(intake(engine, kept).still_to_ask) == 4
    with unit_of_work(engine) as session:
        wish(session, kept, PROGRAMME, "", 1, size=None)
    assert len(intake(engine, kept).still_to_ask) == 6


def test_everything_that_was_recorded_is_in_the_record_of_changes(engine: Engine, kept: Viewer) -> None:
    with unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME)
        wish(session, kept, PROGRAMME)
    with engine.connect() as connection:
        actions = connection.exec_driver_sql("SELECT action FROM audit_event ORDER BY id").scalars().all()
    assert actions[-2:] == ["intake file labelled", "intake wish recorded"]
    with reading(engine) as session:
        assert verify_chains(session, viewer=kept) == ()


@pytest.mark.parametrize("table", KINDS)
def test_what_was_recorded_can_be_neither_changed_nor_deleted(
    engine: Engine, kept: Viewer, table: str
) -> None:
    with unit_of_work(engine) as session:
        label_by_hand(session, kept, PROGRAMME)
        wish(session, kept, PROGRAMME)
    for statement in (f"UPDATE {table} SET institution_id = institution_id", f"DELETE FROM {table}"):
        with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)


def test_a_document_of_two_editions_is_one_file_with_what_the_newer_says(
    engine: Engine, kept: Viewer
) -> None:
    second = programme()
    module = replace(second.modules[0], sources={"content[0]": read_at("handbook.docx", table=2)})
    with unit_of_work(engine) as session:
        keep_programme(session, kept, replace(second, modules=(module,)), programme_id=PROGRAMME)
    assert [s.reason for s in only_file(engine, kept).suggested] == ["1 content item was read from it"]


def test_what_was_read_speaks_for_what_a_file_is() -> None:
    whole = suggest_labels(ReadFromFile(facts=4, planned=12, outcomes=30, content=1, assessments=24))
    assert [s.asked for s in whole] == list(Asked)
    assert whole[2].reason == "30 outcomes and 1 content item were read from it"
    assert suggest_labels(ReadFromFile(facts=1, planned=2)) == ()


def test_only_what_is_missing_is_asked_for() -> None:
    assert still_to_ask(Asked, level="5", size="award") == ()
    [asked] = still_to_ask(set(Asked) - {Asked.COURSE_PLANNER}, level="5", size="award")
    assert asked.startswith("Course planner:")
    assert len(still_to_ask(Asked, level=None, size=None)) == 2


def test_an_edition_is_read_back_as_it_was_imported(mapping: MadeMapping) -> None:
    with reading(mapping.engine) as session:
        back = programme_reading(session, viewer=mapping.viewer, edition_id=mapping.programme_edition_id)
    assert back == bare(programme())


def bare(read: ProgrammeReading) -> ProgrammeReading:
    """The programme without findings and sources."""
    modules = tuple(replace(module, sources={}) for module in read.modules)
    return replace(read, modules=modules, findings=(), sources={})


def test_a_file_that_only_an_open_draft_has_is_seen_and_not_received(engine: Engine, kept: Viewer) -> None:
    with unit_of_work(engine) as session:
        draft_id = keep_programme_draft(session, kept, programme_id=PROGRAMME, file="planner.docx")
    seen = intake(engine, kept)
    assert [(f.name, f.draft_id) for f in seen.waiting] == [("planner.docx", draft_id)]
    assert len(seen.files) == 1
    with unit_of_work(engine) as session:
        drop_programme_draft(session, viewer=kept, draft_id=draft_id)
    assert intake(engine, kept).waiting == ()
