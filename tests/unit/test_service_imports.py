"""Importing on both databases: editions beside each other, kept whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlmodel import select

from mapper import models
from mapper.db import Engine, reading, unit_of_work
from mapper.errors import InvalidError, UnreadableError
from mapper.intake.readings import ProgrammeReading, SpecificationReading
from mapper.programmes import import_programme
from mapper.queries.editions import find_qualification, read_programme, read_specification
from mapper.queries.workspace import list_programmes, list_specifications
from mapper.values import Severity, StatementKind, Viewer
from tests.made import (
    NUMBER,
    counts,
    keep_programme,
    keep_specification,
    programme,
    specification,
)
from tests.made_files import document, handed_in


def _import_specification(engine: Engine, viewer: Viewer, file: str = "specification.docx") -> int:
    with unit_of_work(engine) as session:
        return keep_specification(session, viewer, file=file)


def _import_programme(engine: Engine, viewer: Viewer, programme_id: int | None = None) -> int:
    with unit_of_work(engine) as session:
        return keep_programme(session, viewer, programme_id=programme_id)


def test_importing_a_specification_again_leaves_the_first_edition_as_it_was(
    engine: Engine, viewer: Viewer
) -> None:
    first = _import_specification(engine, viewer)
    with reading(engine) as session:
        before = read_specification(session, viewer=viewer, edition_id=first)
    second = _import_specification(engine, viewer)
    with reading(engine) as session:
        assert read_specification(session, viewer=viewer, edition_id=first) == before
        assert read_specification(session, viewer=viewer, edition_id=second).number == 2
        assert [row.number for row in list_specifications(session, viewer=viewer)] == [2, 1]


def test_importing_a_programme_again_leaves_the_first_edition_as_it_was(
    engine: Engine, viewer: Viewer
) -> None:
    first = _import_programme(engine, viewer)
    with reading(engine) as session:
        before = read_programme(session, viewer=viewer, edition_id=first)
    second = _import_programme(engine, viewer, before.programme_id)
    with reading(engine) as session:
        assert read_programme(session, viewer=viewer, edition_id=first) == before
        assert read_programme(session, viewer=viewer, edition_id=second).number == 2
        assert {row.parent_id for row in list_programmes(session, viewer=viewer)} == {before.programme_id}


def test_a_programme_that_is_not_named_as_a_later_edition_is_a_new_one(
    engine: Engine, viewer: Viewer
) -> None:
    pages = [_import_programme(engine, viewer) for _ in range(2)]
    with reading(engine) as session:
        read = [read_programme(session, viewer=viewer, edition_id=page) for page in pages]
    assert [page.number for page in read] == [1, 1]
    assert read[0].programme_id != read[1].programme_id


def test_the_same_document_is_stored_once(engine: Engine, viewer: Viewer) -> None:
    _import_specification(engine, viewer)
    _import_specification(engine, viewer)
    _import_specification(engine, viewer, "renamed.docx")
    assert counts(engine)["source_document"] == 2


def _import_and_stumble(engine: Engine, viewer: Viewer) -> None:
    with unit_of_work(engine) as session:
        keep_specification(session, viewer)
        keep_programme(session, viewer)
        raise RuntimeError("stumbled")


def test_an_import_that_fails_midway_leaves_nothing(engine: Engine, viewer: Viewer) -> None:
    before = counts(engine)
    with pytest.raises(RuntimeError, match="stumbled"):
        _import_and_stumble(engine, viewer)
    assert counts(engine) == before


def test_two_who_import_the_same_specification_at_once_get_an_edition_each(
    engine: Engine, viewer: Viewer
) -> None:
    barrier = Barrier(2)

    def import_at_once(_number: int) -> int:
        barrier.wait()
        return _import_specification(engine, viewer)

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(import_at_once, range(2)))
    assert len(set(made)) == 2
    with reading(engine) as session:
        assert [row.number for row in list_specifications(session, viewer=viewer)] == [2, 1]


def test_a_specification_without_a_qualification_is_told_with_its_file(
    engine: Engine, viewer: Viewer
) -> None:
    empty = SpecificationReading(code="9901", title=None, level=None)
    with pytest.raises(UnreadableError) as caught, unit_of_work(engine) as session:
        keep_specification(session, viewer, empty)
    assert caught.value.subject == "specification.docx"
    assert caught.value.remedy


def test_a_programme_without_a_module_is_told_with_its_file(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(UnreadableError) as caught, unit_of_work(engine) as session:
        keep_programme(session, viewer, ProgrammeReading(title="Nothing in it"))
    assert caught.value.subject == "handbook.docx"


def test_two_files_of_one_name_are_refused_because_places_name_files(engine: Engine, viewer: Viewer) -> None:
    with pytest.raises(InvalidError, match="Several files") as caught, unit_of_work(engine) as session:
        import_programme(
            session,
            viewer=viewer,
            reading=programme(),
            documents=[document("module.docx", "one"), document("module.docx", "two")],
            handed_in=[handed_in("module.docx", b"1"), handed_in("module.docx", b"2")],
            is_sample=False,
        )
    assert caught.value.subject == "module.docx"


def test_a_statement_keeps_the_place_that_tells_most(engine: Engine, viewer: Viewer) -> None:
    edition = _import_programme(engine, viewer)
    with reading(engine) as session:
        module = read_programme(session, viewer=viewer, edition_id=edition).modules[0]
    assert module.assessments[0].place == "handbook.docx, table 1, row 7"
    assert module.outcomes[0].place == "handbook.docx, table 1, row 3"
    assert module.outcomes[1].place == ""


def test_an_assessment_is_joined_to_the_outcomes_that_it_tests(engine: Engine, viewer: Viewer) -> None:
    edition = _import_programme(engine, viewer)
    with reading(engine) as session:
        first, second = read_programme(session, viewer=viewer, edition_id=edition).modules
    assert first.assessments[0].tests == (first.outcomes[0].id,)
    assert first.untested == (first.outcomes[1],)
    assert second.outcomes[0].tested_by == (second.assessments[0].id,)


def test_what_a_document_does_not_say_stays_unknown(engine: Engine, viewer: Viewer) -> None:
    edition = _import_programme(engine, viewer)
    with reading(engine) as session:
        module = read_programme(session, viewer=viewer, edition_id=edition).modules[1]
    assert (module.year, module.pass_mark, module.assessments[0].must_pass) == (None, None, None)


def test_findings_of_a_reading_stay_with_the_edition(engine: Engine, viewer: Viewer) -> None:
    edition = _import_specification(engine, viewer)
    with reading(engine) as session:
        page = read_specification(session, viewer=viewer, edition_id=edition)
    assert page.findings == specification().findings
    assert page.findings[0].severity is Severity.INFO


def test_a_qualification_is_found_in_its_newest_edition(engine: Engine, viewer: Viewer) -> None:
    _import_specification(engine, viewer)
    newest = _import_specification(engine, viewer)
    with reading(engine) as session:
        assert find_qualification(session, viewer=viewer, number=NUMBER)[1] == newest


def test_each_statement_carries_the_fingerprint_of_its_words(engine: Engine, viewer: Viewer) -> None:
    for _ in range(2):
        _import_programme(engine, viewer)
    with reading(engine) as session:
        rows = session.exec(
            select(models.Statement.text, models.Statement.fingerprint).where(
                models.Statement.kind == StatementKind.CONTENT
            )
        ).all()
    assert len(rows) == 4
    assert len({fingerprint for _, fingerprint in rows}) == len({text for text, _ in rows}) == 2
