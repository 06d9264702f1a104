"""Sets and bulk decisions for tests, on the mapping of `tests.made`."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

from mapper import models
from mapper.db import now, unit_of_work
from mapper.errors import MapperError
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


def at_once(*tasks: Callable[[], int]) -> tuple[list[int], list[MapperError]]:
    """What the tasks gave and what they raised, all begun together."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], int]) -> int | MapperError:
        barrier.wait()
        try:
            return task()
        except MapperError as error:
            return error

    with ThreadPoolExecutor(len(tasks)) as pool:
        ended = list(pool.map(run, tasks))
    return [e for e in ended if isinstance(e, int)], [e for e in ended if isinstance(e, MapperError)]


def nothing_beside_evidence(mapping: MadeMapping, criterion: str, statement: str) -> int:
    """The id of a "nothing here" that stands beside evidence, as earlier versions recorded it."""
    mapping.judge(criterion, statement, Coverage.FULL)
    with unit_of_work(mapping.engine) as session:
        whose = mapping.viewer
        subject = models.Subject(
            institution_id=whose.institution_id,
            mapping_id=mapping.id,
            kind=models.SubjectKind.CRITERION,
            criterion_id=mapping.criteria[criterion],
            key=str(mapping.criteria[criterion]),
        )
        session.add(subject)
        session.flush()
        row = models.Decision(
            institution_id=whose.institution_id,
            mapping_id=mapping.id,
            subject_id=subject.id,
            request_id=request_id(),
            person_id=whose.person_id,
            decided_at=now(),
            act=models.Act.JUDGE,
            coverage=Coverage.NONE,
            reason="Of old",
            criterion_fingerprint=session.get_one(models.Criterion, subject.criterion_id).fingerprint,
            quotation="",
            place="",
        )
        session.add(row)
        session.flush()
        return row.id
