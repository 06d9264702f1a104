"""Services for gaps: who does what by when, closing one by a decision, opening it again.

None of them changes a verdict. Each is handed the gaps as they were judged outside its unit of work, and
refuses where what the verdicts were made from has changed meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now, today
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.gap_rules import (
    GapClosing,
    GapWork,
    check_closing,
    check_work,
    refuse_part_of_unit,
    refuse_past,
    refuse_settled,
    refuse_unacceptable,
)
from mapper.mappings import own_mapping
from mapper.models.gaps import Closing, GapAct, Way
from mapper.moments import moment_in_words
from mapper.paths.awards import Measure
from mapper.people import add_person
from mapper.queries.gaps import load_gaps
from mapper.reviews import check_request
from mapper.reviews.chains import check_reason, part_of
from mapper.standing.gaps import EntryRow, Gap, JudgedGaps
from mapper.standing.remedies import WHOLE_UNIT
from mapper.values import Viewer

NOTHING_PLANNED: dict[str, object] = {"way": None, "assigned_to": "", "due_on": None, "note": ""}


@dataclass(frozen=True, slots=True)
class _Intent:
    """`said` are the columns that the entries will hold, as far as somebody said them."""

    act: GapAct
    request_id: str
    seen: Mapping[int, str]
    said: dict[str, object]


def plan_gaps(
    session: Session, *, viewer: Viewer, judged: JudgedGaps, work: GapWork
) -> tuple[models.GapEntry, ...]:
    """One entry for each gap, in the order of `seen`; those kept before where this request came already.

    Raises ConflictError where somebody recorded something meanwhile, InvalidError for what is no open gap,
    a date that is past (unless it stands already), and a way for whole units on less, NotFoundError for
    what is not in the mapping.
    """
    intent = _Intent(GapAct.PLAN, work.request_id, work.seen, work.columns())
    if again := _begin(session, viewer, judged, intent):
        return again
    gaps = _gaps(judged, work.measure, work.seen)
    _refuse_moved_on(session, viewer, judged, gaps, intent)
    check_work(work, gaps)
    for gap in gaps:
        refuse_settled(gap)
        refuse_past(gap, work.due_on)
    if work.way in WHOLE_UNIT:
        refuse_part_of_unit(judged, work.measure, gaps)
    if work.way is Way.ACCEPTANCE:
        refuse_unacceptable(gaps)
    rows = _carried_on(viewer, judged, gaps, intent)
    return _keep(session, viewer, rows, "gaps planned")


def close_gaps(
    session: Session, *, viewer: Viewer, judged: JudgedGaps, ending: GapClosing
) -> tuple[models.GapEntry, ...]:
    """The closing of each gap, with what it rests on; those kept before where this request came already.

    Guaranteed takes a verdict that is so by the measure now; accepted by module one that is so by module
    and not by component, a reason and who accepted; an ILM assignment all open gaps of the unit and a
    reason. Raises ConflictError and NotFoundError as `plan_gaps` does, InvalidError for the rest.
    """
    said: dict[str, object] = {"closing": ending.closing, "reason": ending.reason.strip()}
    intent = _Intent(GapAct.CLOSE, ending.request_id, ending.seen, said)
    if again := _begin(session, viewer, judged, intent):
        return again
    gaps = _gaps(judged, ending.measure, ending.seen)
    _refuse_moved_on(session, viewer, judged, gaps, intent)
    check_closing(judged, ending, gaps)
    accepted_by = None
    if ending.closing is Closing.BY_MODULE:
        accepted_by = add_person(session, institution_id=viewer.institution_id, name=ending.accepted_by)
    rows = _carried_on(viewer, judged, gaps, intent)
    for gap, row in zip(gaps, rows, strict=True):
        row.accepted_by, row.rested_on = accepted_by, gap.ground.as_json()
    return _keep(session, viewer, rows, "gaps closed")


def reopen_gaps(
    session: Session,
    *,
    viewer: Viewer,
    judged: JudgedGaps,
    measure: Measure,
    seen: Mapping[int, str],
    request_id: str,
    reason: str,
) -> tuple[models.GapEntry, ...]:
    """An entry that takes each closing back, with a reason; what was planned before stands again.

    Raises InvalidError where a gap is not closed, else as `plan_gaps` does.
    """
    intent = _Intent(GapAct.REOPEN, request_id, seen, {"reason": reason.strip()})
    if again := _begin(session, viewer, judged, intent):
        return again
    check_reason(reason)
    if not reason.strip():
        raise InvalidError("No reason is given.", subject="reason", remedy="Say why the gap is open again.")
    gaps = _gaps(judged, measure, seen)
    _refuse_moved_on(session, viewer, judged, gaps, intent)
    for gap in gaps:
        if gap.last is None or gap.last.act is not GapAct.CLOSE:
            raise InvalidError(f"{gap.said.id} is not closed.", subject="gaps", remedy="Load the page anew.")
    rows = _carried_on(viewer, judged, gaps, intent)
    return _keep(session, viewer, rows, "gaps opened again")


def _begin(
    session: Session, viewer: Viewer, judged: JudgedGaps, intent: _Intent
) -> tuple[models.GapEntry, ...]:
    """What the same request recorded before; nothing where it comes for the first time."""
    mapping_id = judged.loaded.mapping.id
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    check_request(intent.request_id)
    lock_row(session, models.Mapping, mapping_id)
    before = session.exec(
        select(models.GapEntry)
        .where(
            models.GapEntry.batch_id == intent.request_id,
            models.GapEntry.institution_id == viewer.institution_id,
        )
        .order_by(col(models.GapEntry.id))
    ).all()
    subjects = {(mapping_id, intent.act, criterion_id) for criterion_id in intent.seen}
    is_same = subjects == {(row.mapping_id, row.act, row.criterion_id) for row in before} and all(
        getattr(row, column) == value for row in before for column, value in intent.said.items()
    )
    if before and not is_same:
        raise ConflictError(
            "This form was recorded before, to say something else; its answer may have been lost.",
            subject="gaps",
            remedy="Nothing was overwritten: look at what stands, then enter it again.",
        )
    return tuple(before)


def _gaps(judged: JudgedGaps, measure: Measure, seen: Mapping[int, str]) -> list[Gap]:
    if not seen:
        raise InvalidError("No gap is ticked.", subject="gaps", remedy="Tick those that you mean.")
    known = {said.row.id: said for said in judged.paths.criteria}
    found = {gap.said.row.id: gap for gap in judged.gaps(measure, today=today())}
    for criterion_id in seen:
        if criterion_id not in known:
            raise NotFoundError("The mapping has no such criterion.", subject=f"criterion {criterion_id}")
        if criterion_id not in found:
            raise InvalidError(
                f"{known[criterion_id].id} is guaranteed {measure} already, so that there is no gap.",
                subject="gaps",
                remedy="Load the page anew.",
            )
    return [found[criterion_id] for criterion_id in seen]


def _refuse_moved_on(
    session: Session, viewer: Viewer, judged: JudgedGaps, gaps: Sequence[Gap], intent: _Intent
) -> None:
    """Raises ConflictError where a gap’s record, or what its verdict was made from, is another by now."""
    before = judged.loaded
    fresh = load_gaps(session, viewer=viewer, mapping_id=before.mapping.id, award=before.tree.key)
    for gap in gaps:
        entry_id, _, ground = intent.seen[gap.said.row.id].partition(".")
        record = fresh.records.get(gap.said.row.id, ())
        if str(record[-1].id if record else 0) != entry_id:
            raise _conflict(
                f"{gap.said.id}: {_told(record[-1]) if record else 'its record is gone'}, after you"
            )
        if intent.act is GapAct.CLOSE and ground != gap.ground.print:
            raise _conflict(f"{gap.said.id}: what its verdict rests on changed after you")
    is_same = (fresh.version, fresh.mapping.decisions) == (before.version, before.mapping.decisions)
    if not is_same or fresh.entered != before.entered:
        raise _conflict("A decision or the structure changed after you")


def _conflict(what: str) -> ConflictError:
    return ConflictError(
        f"{what} opened this page.",
        subject="gaps",
        remedy="Nothing was overwritten: look at what stands now, then enter it again.",
    )


def _carried_on(
    viewer: Viewer, judged: JudgedGaps, gaps: Sequence[Gap], intent: _Intent
) -> list[models.GapEntry]:
    """An entry for each gap after the one that stands, with what was planned carried on."""
    moment = now()

    def row(position: int, gap: Gap) -> models.GapEntry:
        last = gap.last
        planned: dict[str, Any] = (
            {name: getattr(last, name) for name in NOTHING_PLANNED} if last else NOTHING_PLANNED
        )
        return models.GapEntry(
            institution_id=viewer.institution_id,
            mapping_id=judged.loaded.mapping.id,
            criterion_id=gap.said.row.id,
            award=judged.loaded.tree.key,
            request_id=part_of(intent.request_id, position),
            batch_id=intent.request_id,
            supersedes_id=last.id if last else None,
            person_id=viewer.person_id,
            recorded_at=moment,
            act=intent.act,
            rested_on={},
            **({"reason": ""} | planned | intent.said),
        )

    return [row(position, gap) for position, gap in enumerate(gaps)]


def _keep(
    session: Session, viewer: Viewer, rows: Sequence[models.GapEntry], action: str
) -> tuple[models.GapEntry, ...]:
    session.add_all(rows)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "Somebody recorded something on a gap at the same moment.",
            subject="gaps",
            remedy="Nothing was overwritten: look at what stands now, then enter it again.",
        ) from error
    first = rows[0]
    detail: dict[str, Any] = {
        "entries": [[row.id, row.criterion_id, row.supersedes_id] for row in rows],
        "way": first.way,
        "closing": first.closing,
        "award": first.award,
    }
    record_event(
        session,
        viewer=viewer,
        action=action,
        subject=f"gap entry {first.id}",
        detail=detail,
        mapping_id=first.mapping_id,
    )
    return tuple(rows)


def _told(entry: EntryRow) -> str:
    did = {GapAct.PLAN: "planned it", GapAct.CLOSE: "closed it", GapAct.REOPEN: "opened it again"}[entry.act]
    return f"{entry.by} {did} on {moment_in_words(entry.at)}"
