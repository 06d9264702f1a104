"""Sets and bulk decisions for tests, on the mapping of `tests.made`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mapper.db import unit_of_work
from mapper.models import SetMode
from mapper.people import add_person
from mapper.reviews import BulkJudging, BulkResult, Cell, Declaring, Judging, decide, declare_set, judge_many
from mapper.values import Coverage, Viewer
from tests.made import MadeMapping, request_id

LOG, PLAN, TESTED, UNTESTED = "HB101 Lamp log", "HB102 Crossing plan", "HB101 Outcome 1", "HB101 Outcome 2"


def declaring(
    mapping: MadeMapping, criterion: str = "201:1.1", *members: str, mode: SetMode = SetMode.ALL, **more: Any
) -> Declaring:
    """A declaration to hand to `declare_set`, of the lamp log and the crossing plan unless told."""
    told = Declaring(
        mapping_id=mapping.id,
        criterion_id=mapping.criteria[criterion],
        statement_ids=tuple(mapping.statements[name] for name in members or (LOG, PLAN)),
        mode=mode,
        request_id=request_id(),
        reason="Each shows a half",
    )
    return replace(told, **more)


def declare(mapping: MadeMapping, *given: str, viewer: Viewer | None = None, **more: Any) -> int:
    """The id of the declaration, recorded in a unit of work of its own."""
    with unit_of_work(mapping.engine) as session:
        told = declaring(mapping, *given, **more)
        return declare_set(session, viewer=viewer or mapping.viewer, declaring=told).id


def bulk(mapping: MadeMapping, *cells: tuple[str, str], **more: Any) -> BulkJudging:
    """A rejection to hand to `judge_many`, of three cells unless told."""
    chosen = cells or (("201:1.1", LOG), ("201:1.1", PLAN), ("202:1.1", LOG))
    told = BulkJudging(
        mapping_id=mapping.id,
        cells=tuple(Cell(mapping.criteria[c], mapping.statements[s]) for c, s in chosen),
        coverage=Coverage.NONE,
        request_id=request_id(),
    )
    return replace(told, **more)


def judge_bulk(mapping: MadeMapping, judging: BulkJudging | None = None) -> BulkResult:
    """The bulk decision, recorded in a unit of work of its own."""
    with unit_of_work(mapping.engine) as session:
        return judge_many(session, viewer=mapping.viewer, judging=judging or bulk(mapping))


def colleague(mapping: MadeMapping) -> Viewer:
    """Somebody else of the same institution."""
    with unit_of_work(mapping.engine) as session:
        person = add_person(session, institution_id=mapping.viewer.institution_id, name="Second reviewer")
    return Viewer(mapping.viewer.institution_id, person)


def judge_as(mapping: MadeMapping, viewer: Viewer, judging: Judging) -> int:
    """The id of somebody's decision, recorded in a unit of work of its own."""
    with unit_of_work(mapping.engine) as session:
        return decide(session, viewer=viewer, judging=judging).id
