"""What is read narrowly after a decision is what the whole mapping says, criterion by criterion."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from mapper.db import reading, unit_of_work
from mapper.errors import NotFoundError
from mapper.models import SetMode
from mapper.queries.components import load_standing_structure
from mapper.queries.coverage import coverage_of_mapping
from mapper.queries.criterion import LoadedCriterion, criterion_in, load_criterion
from mapper.queries.history import history_of
from mapper.queries.mapping import load_mapping
from mapper.queries.queue import last_own_decision, load_queue
from mapper.queries.rows import LoadedMapping, ModuleRow
from mapper.queries.structure import entered_structure
from mapper.reviews import withdraw
from mapper.standing.entered import Entered
from mapper.standing.structure import standing_structure
from mapper.standing.verdicts import path_coverage, unit_standings_of
from mapper.values import Coverage
from tests.judged import LOG, PLAN, TESTED, UNTESTED, colleague, declare, judge_as, judge_bulk
from tests.made import MadeMapping, request_id, suggest, suggestion
from tests.made_gaps import enter_choice
from tests.made_structure import enter_for_everyone

FULL, PART, NONE = Coverage.FULL, Coverage.PART, Coverage.NONE
CONTENT = "HB101 Content 2"


@pytest.fixture
def judged(mapping: MadeMapping) -> MadeMapping:
    """A mapping with decisions of every kind: sets, contradicted ones, withdrawn, suspect, of two people."""
    suggest(
        mapping,
        *(
            suggestion(mapping, c, s, rank)
            for c in mapping.criteria
            for rank, s in enumerate((LOG, PLAN, TESTED), 1)
        ),
    )
    other = colleague(mapping)
    mapping.judge("201:1.1", LOG, FULL)
    mapping.judge("201:1.1", CONTENT, PART)
    declare(mapping, "201:1.1", LOG, PLAN, mode=SetMode.ANY)
    declare(mapping, "201:1.2", LOG, TESTED)
    mapping.judge("201:1.2", LOG, NONE)
    mapping.judge("201:2.1", None, NONE)
    judge_as(mapping, other, mapping.judging("202:1.1", PLAN, FULL))
    taken_back = mapping.judge("202:1.2", UNTESTED, PART)
    mapping.judge("202:1.2", PLAN, FULL, reason="All of it")
    judge_bulk(mapping)
    with unit_of_work(mapping.engine) as session:
        withdraw(session, viewer=mapping.viewer, decision_id=taken_back, request_id=request_id())
    with mapping.engine.begin() as connection:
        changed = sa.text("UPDATE criterion SET fingerprint = 'other' WHERE id = :id")
        connection.execute(changed, {"id": mapping.criteria["202:1.1"]})
    return mapping


def whole(mapping: MadeMapping) -> LoadedMapping:
    with reading(mapping.engine) as session:
        return load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)


def without_places(modules: tuple[ModuleRow, ...]) -> tuple[ModuleRow, ...]:
    kinds = ("outcomes", "assessments", "content")
    return tuple(
        replace(m, **{kind: tuple(replace(s, place="") for s in getattr(m, kind)) for kind in kinds})
        for m in modules
    )


def narrowed(full: LoadedCriterion, narrow: LoadedCriterion) -> LoadedCriterion:
    """The whole reading with the modules of the narrow one alone, in comparable order."""
    kept = {m.id for m in narrow.modules}
    modules = without_places(tuple(m for m in full.modules if m.id in kept))
    return replace(full, modules=modules, judged=tuple(sorted(full.judged)))


@pytest.mark.parametrize("column", ["", "log", "unknown", "strange", "endless"])
def test_the_narrow_reading_of_a_criterion_is_the_whole_one(judged: MadeMapping, column: str) -> None:
    mapping = whole(judged)
    module = mapping.module_of()[judged.statements[LOG]]
    key = {
        "log": f"a{judged.statements[LOG]}",
        "unknown": f"m{module.id}",
        "strange": "a²",
        "endless": "a" + "9" * 5_000,
    }.get(column, "")
    for criterion_id in judged.criteria.values():
        with reading(judged.engine) as session:
            narrow = load_criterion(
                session, viewer=judged.viewer, mapping_id=judged.id, criterion_id=criterion_id, column_key=key
            )
        full = criterion_in(mapping, criterion_id=criterion_id)
        assert full is not None
        comparable = replace(
            narrow, modules=without_places(narrow.modules), judged=tuple(sorted(narrow.judged))
        )
        assert comparable == narrowed(full, narrow)
        # What is shown has its place.
        shown = {s.statement_id for s in narrow.suggestions} | {
            i for d in narrow.decisions for i in d.statement_ids
        }
        shown |= {judged.statements[LOG]} if column == "log" else set()
        shown |= {s.id for s in module.statements} if column == "unknown" else set()
        assert {i: narrow.statements()[i] for i in shown} == {i: mapping.statements()[i] for i in shown}


def test_a_criterion_that_is_not_in_the_mapping_is_not_found(mapping: MadeMapping) -> None:
    assert criterion_in(whole(mapping), criterion_id=99_999) is None
    with reading(mapping.engine) as session, pytest.raises(NotFoundError):
        load_criterion(session, viewer=mapping.viewer, mapping_id=mapping.id, criterion_id=99_999)


def test_the_queue_counts_as_the_whole_mapping_does(judged: MadeMapping) -> None:
    mapping = whole(judged)
    with reading(judged.engine) as session:
        queue = load_queue(session, viewer=judged.viewer, mapping_id=judged.id)
    assert queue.programme_title == mapping.programme_title
    assert [(u.id, u.ref, u.title, u.tally) for u in queue.units] == [
        (u.unit.id, u.ref, u.unit.title, u.tally) for u in coverage_of_mapping(mapping).units
    ]
    assert {c.id: c.coverage for u in queue.units for c in u.criteria} == mapping.coverage()


def test_what_can_be_undone_is_ones_last_entry_of_the_history_that_stands(judged: MadeMapping) -> None:
    mapping = whole(judged)
    with reading(judged.engine) as session:
        history = history_of(session, viewer=judged.viewer, mapping=mapping)
        first = history.entries[-1].decided_at
        found = last_own_decision(session, viewer=judged.viewer, mapping_id=judged.id, since=first)
    last = next(e for e in history.entries if e.is_own and e.stands)
    assert found is not None
    assert (found.id, found.criterion_id, found.unit_ref, found.number, found.said, found.batch_id) == (
        *(last.id, last.criterion_id, last.unit_ref, last.number, last.said, last.batch_id),
    )


def test_nothing_of_others_or_of_before_can_be_undone(mapping: MadeMapping) -> None:
    at = mapping.judge("201:1.1", LOG, FULL)
    with reading(mapping.engine) as session:
        entry = history_of(session, viewer=mapping.viewer, mapping=whole(mapping)).entries[0]
        assert entry.id == at
        later = entry.decided_at.replace(year=entry.decided_at.year + 1)
        asked = {"mapping_id": mapping.id}
        assert last_own_decision(session, viewer=mapping.viewer, since=later, **asked) is None
    other = colleague(mapping)
    with reading(mapping.engine) as session:
        assert last_own_decision(session, viewer=other, since=entry.decided_at, **asked) is None


@pytest.mark.parametrize("entering", [None, enter_choice, enter_for_everyone])
def test_the_verdicts_of_one_unit_are_those_of_the_whole_mapping(
    judged: MadeMapping, entering: object
) -> None:
    if callable(entering):
        entering(judged)
    mapping, edition_id = whole(judged), judged.programme_edition_id
    with reading(judged.engine) as session:
        standing = load_standing_structure(session, edition_id=edition_id)
        said = entered_structure(
            session, viewer=judged.viewer, edition_id=edition_id, modules=mapping.modules
        )
    assert standing == standing_structure(mapping.modules, said if callable(entering) else Entered(()))
    whole_standings = path_coverage(mapping, standing_structure(mapping.modules, said)).units
    found = [
        unit_standings_of(standing, u, decisions=mapping.decisions, statements=mapping.statements())
        for u in mapping.units
    ]
    assert found == [u.criteria for u in whole_standings]
