"""Mappings and suggestions on both databases: what is kept, and how it is read again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from mapper.db import Engine, reading, unit_of_work
from mapper.errors import InvalidError
from mapper.mappings import create_mapping
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping, SuggestionRow
from mapper.queries.workspace import list_mappings
from mapper.record import state_of
from mapper.suggesting import offers_of, questions_of
from mapper.values import Coverage, StatementKind, Viewer
from tests.made import (
    CRITERIA,
    MadeMapping,
    keep_specification,
    make_mapping,
    specification,
    suggest,
    suggestion,
)
from tests.made_record import record_of

LOG, PLAN, UNTESTED = "HB101 Lamp log", "HB102 Crossing plan", "HB101 Outcome 2"


def _load(mapping: MadeMapping) -> LoadedMapping:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)


def _suggested(mapping: MadeMapping) -> dict[tuple[int, int], SuggestionRow]:
    return {(s.criterion_id, s.statement_id): s for s in _load(mapping).suggestions}


def _pair(mapping: MadeMapping, criterion: str, statement: str) -> tuple[int, int]:
    return mapping.criteria[criterion], mapping.statements[statement]


def test_units_are_kept_in_the_order_of_the_specification(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        backwards = create_mapping(
            session,
            viewer=mapping.viewer,
            programme_edition_id=mapping.programme_edition_id,
            qualification_id=mapping.qualification_id,
            unit_ids=list(mapping.units.values())[::-1],
        )
        summary = next(m for m in list_mappings(session, viewer=mapping.viewer) if m.id == backwards)
    assert summary.units == ("9901-201", "9901-202")


def test_a_mapping_without_a_unit_is_refused(mapping: MadeMapping) -> None:
    with pytest.raises(InvalidError, match="No unit is chosen"), unit_of_work(mapping.engine) as session:
        create_mapping(
            session,
            viewer=mapping.viewer,
            programme_edition_id=mapping.programme_edition_id,
            qualification_id=mapping.qualification_id,
            unit_ids=[],
        )


def test_a_unit_of_another_edition_is_refused(mapping: MadeMapping) -> None:
    with unit_of_work(mapping.engine) as session:
        keep_specification(session, mapping.viewer, specification("9902"))
    with mapping.engine.connect() as connection:
        alien = connection.scalar(sa.text("SELECT id FROM unit WHERE ref = '9902-201'"))
    with pytest.raises(InvalidError, match="not in this edition"), unit_of_work(mapping.engine) as session:
        create_mapping(
            session,
            viewer=mapping.viewer,
            programme_edition_id=mapping.programme_edition_id,
            qualification_id=mapping.qualification_id,
            unit_ids=[alien],
        )


def test_suggesting_again_replaces_what_nobody_decided(mapping: MadeMapping) -> None:
    suggest(mapping, suggestion(mapping, "201:1.1", LOG), suggestion(mapping, "201:1.2", LOG))
    suggest(mapping, suggestion(mapping, "201:1.1", PLAN), version="2")
    assert {pair: s.engine for pair, s in _suggested(mapping).items()} == {
        _pair(mapping, "201:1.1", PLAN): "2"
    }


@pytest.mark.parametrize("judged", [Coverage.FULL, Coverage.NONE])
def test_suggesting_again_keeps_what_was_decided_as_it_was_judged(
    mapping: MadeMapping, judged: Coverage
) -> None:
    suggest(mapping, suggestion(mapping, "201:1.1", LOG, rank=2))
    mapping.judge("201:1.1", LOG, judged)
    suggest(
        mapping,
        suggestion(mapping, "201:1.1", LOG, rank=1),
        suggestion(mapping, "201:1.2", LOG),
        version="2",
    )
    kept = _suggested(mapping)
    first = kept[_pair(mapping, "201:1.1", LOG)]
    assert (first.rank, first.engine) == (2, "1")
    assert kept[_pair(mapping, "201:1.2", LOG)].engine == "2"


def test_suggesting_again_leaves_another_mapping_alone(mapping: MadeMapping) -> None:
    other = make_mapping(mapping.engine, mapping.viewer)
    suggest(other, suggestion(other, "201:1.1", LOG))
    suggest(mapping)
    assert len(_suggested(other)) == 1


def test_a_suggestion_never_counts_as_coverage(mapping: MadeMapping) -> None:
    suggest(mapping, *(suggestion(mapping, name, LOG) for name in CRITERIA))
    assert {covered.coverage for covered in _load(mapping).coverage().values()} == {None}


def test_every_criterion_is_asked_with_its_outcome_and_unit(mapping: MadeMapping) -> None:
    questions = questions_of(_load(mapping))
    assert [q.criterion_id for q in questions] == [mapping.criteria[name] for name in CRITERIA]
    assert questions[0].context == "Know how a lamp is tended. Keeping a lighthouse"


def test_outcomes_and_assessments_are_offered_and_content_is_not(mapping: MadeMapping) -> None:
    loaded = _load(mapping)
    offers = {o.statement_id: o for o in offers_of(loaded)}
    assert {loaded.statements()[i].kind for i in offers} == {
        StatementKind.OUTCOME,
        StatementKind.ASSESSMENT,
    }
    assert offers[mapping.statements[LOG]].tests == (mapping.statements["HB101 Outcome 1"],)
    assert offers[mapping.statements[LOG]].context == "Lamps and lenses"


def test_a_record_tells_links_open_criteria_and_delivery(mapping: MadeMapping) -> None:
    mapping.judge("201:1.1", LOG, Coverage.FULL, reason="Each night")
    mapping.judge("201:1.2", UNTESTED, Coverage.PART)
    mapping.judge("201:2.1", None, Coverage.NONE, reason="Not taught")
    mapping.judge("202:1.1", PLAN, Coverage.NONE)
    record = record_of(mapping)
    assert [state_of(c) for c in record.criteria] == ["full", "part", "none", "not judged", "not judged"]
    full, part, none, rejected, _ = record.criteria
    assert [(link.component, link.place) for link in full.links] == [
        ("Lamp log, 60 %", "handbook.docx, table 1, row 7")
    ]
    assert [link.component for link in part.links] == [None]
    assert none.nothing_here == "Not taught"
    assert rejected.links == ()
    left = record.open_criteria[0]
    assert (left.unit_ref, left.number, left.state) == ("9901-201", "1.2", "part")
    first = record.units[0].learning_outcomes[0]
    assert (first.delivered_by, first.evidenced_by) == ((), ("HB101 Lamps and lenses",))
    assert not record.is_full


def test_a_record_is_full_when_every_criterion_is(mapping: MadeMapping) -> None:
    mapping.cover_all()
    record = record_of(mapping)
    assert record.is_full
    assert not record.is_checked_on_every_path


def test_a_record_with_a_unit_without_wording_is_never_full(engine: Engine, viewer: Viewer) -> None:
    mapping = make_mapping(engine, viewer, unworded=True)
    mapping.cover_all()
    record = record_of(mapping)
    assert (record.is_full, record.open_criteria) == (False, ())


@contextmanager
def _told(engine: Engine) -> Iterator[list[str]]:
    """The statements that the database is told meanwhile."""
    statements: list[str] = []

    def note(*told: Any) -> None:
        statements.append(told[2])

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def test_a_mapping_is_loaded_in_as_many_queries_whatever_its_size(mapping: MadeMapping) -> None:
    large = make_mapping(mapping.engine, mapping.viewer, extra_units=6, extra_modules=12)
    mapping.judge("201:1.1", LOG, Coverage.FULL)
    suggest(mapping, suggestion(mapping, "201:1.2", LOG))
    for name in large.criteria:
        large.judge(name, LOG, Coverage.FULL)
        large.judge(name, PLAN, Coverage.PART)
    suggest(large, *(suggestion(large, name, "HB203 Rope test 3") for name in large.criteria))
    with _told(mapping.engine) as small_told:
        _load(mapping)
    with _told(mapping.engine) as large_told:
        _load(large)
    assert len(large.criteria) == 5 * len(mapping.criteria) + 4
    assert len(large_told) == len(small_told) < 25


def test_mappings_are_listed_in_as_many_queries_however_many_there_are(mapping: MadeMapping) -> None:
    def listed() -> int:
        with _told(mapping.engine) as told, reading(mapping.engine) as session:
            list_mappings(session, viewer=mapping.viewer)
        return len(told)

    one = listed()
    make_mapping(mapping.engine, mapping.viewer)
    make_mapping(mapping.engine, mapping.viewer)
    assert listed() == one
