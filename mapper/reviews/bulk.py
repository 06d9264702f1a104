"""Deciding on several cells at once: never full, never over what a person decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from mapper import models
from mapper.db import lock_row
from mapper.errors import ConflictError, InvalidError
from mapper.mappings import own_mapping
from mapper.models import Act
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping, StandingDecision
from mapper.reviews.chains import check_certainty, check_reason, check_request, part_of, refuse_when_approved
from mapper.reviews.judging import Judging, decide, withdraw
from mapper.reviews.reasons import reason_wanted, refuse_without_reason
from mapper.values import Coverage, Viewer

MAX_CELLS = 500


@dataclass(frozen=True, slots=True)
class Cell:
    """A criterion and a statement; `wording` is the `wording_seen` of what was read, "" of no reading."""

    criterion_id: int
    statement_id: int
    wording: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class BulkJudging:
    """One judgement, part or none (reject), of several cells; `request_id` becomes the batch's id."""

    mapping_id: int
    cells: tuple[Cell, ...]
    coverage: Coverage
    request_id: str
    reason: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A cell that a bulk decision leaves alone, and why."""

    cell: Cell
    why: str


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """What a bulk decision would do now, in the order of the cells given, each once.

    `reason_wanted` says why a reason is needed, None where none is.
    """

    will_change: tuple[Cell, ...]
    passed_over: tuple[PassedOver, ...]
    reason_wanted: str | None


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What a bulk decision recorded."""

    batch_id: str
    recorded: int
    passed_over: tuple[PassedOver, ...] = ()


def plan_bulk(session: Session, *, viewer: Viewer, judging: BulkJudging) -> BulkPlan:
    """What `judge_many` would do; records nothing.

    Raises InvalidError for full, for no cell or more than 500, NotFoundError where the viewer has no
    such mapping.
    """
    return plan_of(load_mapping(session, viewer=viewer, mapping_id=judging.mapping_id), judging=judging)


def plan_of(mapping: LoadedMapping, *, judging: BulkJudging) -> BulkPlan:
    """The plan for a loaded mapping; raises InvalidError as `plan_bulk` does."""
    _check(judging)
    # A set's members are decided, too; what was said of a statement alone is named before its set.
    decided = {
        (d.criterion_id, statement_id): d
        for d in sorted(mapping.decisions, key=lambda d: d.set_mode is None)
        for statement_id in d.statement_ids
    }
    nothing = {d.criterion_id: d for d in mapping.decisions if not d.statement_ids}
    criteria = {c.id for unit in mapping.units for c in unit.criteria}
    statements = mapping.statements()
    will, passed = [], []
    for cell in dict.fromkeys(judging.cells):
        if cell.criterion_id not in criteria or cell.statement_id not in statements:
            passed.append(PassedOver(cell, "not in this mapping"))
        elif standing := decided.get((cell.criterion_id, cell.statement_id)):
            passed.append(PassedOver(cell, _decided(standing)))
        elif judging.coverage is Coverage.PART and cell.criterion_id in nothing:
            said = nothing[cell.criterion_id]
            passed.append(PassedOver(cell, f"{said.decided_by} said “nothing here” of the criterion"))
        else:
            will.append(cell)
    return BulkPlan(tuple(will), tuple(passed), _reason_wanted(mapping, judging, set(will)))


def judge_many(session: Session, *, viewer: Viewer, judging: BulkJudging) -> BulkResult:
    """What was recorded, each row by the rules of `decide`; of a request that came before, only counts.

    Cells that somebody decided since the preview are passed over, too. Raises InvalidError for full,
    for no or too many cells, a missing reason or where nothing would change; ConflictError while an
    approval stands or where the wording of a cell is no longer what was read, NotFoundError where the
    viewer has no such mapping.
    """
    own_mapping(session, viewer=viewer, mapping_id=judging.mapping_id)
    lock_row(session, models.Mapping, judging.mapping_id)
    _check(judging)
    before = _of_batch(session, viewer, judging.mapping_id, judging.request_id)
    if before:
        return BulkResult(judging.request_id, len(before))
    refuse_when_approved(session, mapping_id=judging.mapping_id)
    plan = plan_bulk(session, viewer=viewer, judging=judging)
    if not plan.will_change:
        raise InvalidError(
            "Nothing would change: people have decided every cell that was chosen.",
            subject="cells",
            remedy="Choose cells that nobody has decided.",
        )
    refuse_without_reason(judging.reason, plan.reason_wanted)
    for position, cell in enumerate(plan.will_change):
        one = Judging(
            mapping_id=judging.mapping_id,
            criterion_id=cell.criterion_id,
            statement_id=cell.statement_id,
            coverage=judging.coverage,
            request_id=part_of(judging.request_id, position),
            reason=judging.reason,
            certainty=judging.certainty,
            wording=cell.wording,
            batch_id=judging.request_id,
        )
        decide(session, viewer=viewer, judging=one)
    return BulkResult(judging.request_id, len(plan.will_change), plan.passed_over)


def withdraw_batch(
    session: Session, *, viewer: Viewer, mapping_id: int, batch_id: str, request_id: str, reason: str = ""
) -> int:
    """How many decisions of a bulk decision were withdrawn; those since changed are left alone.

    Raises ConflictError where none of it stands any more or an approval does, InvalidError where it
    is somebody else's and no reason is given, NotFoundError where the viewer has no such mapping.
    """
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    lock_row(session, models.Mapping, mapping_id)
    check_request(request_id)
    check_reason(reason)
    before = _of_batch(session, viewer, mapping_id, request_id)
    if before:
        return len(before)
    refuse_when_approved(session, mapping_id=mapping_id)
    rows = _of_batch(session, viewer, mapping_id, batch_id)
    gone = _superseded(session, {row.id for row in rows})
    standing = [row for row in rows if row.act is Act.JUDGE and row.id not in gone]
    if not standing:
        raise ConflictError(
            "Nothing of this bulk decision stands any more.",
            subject="decision",
            remedy="Look at the history of its criteria.",
        )
    for position, row in enumerate(standing):
        withdraw(
            session,
            viewer=viewer,
            decision_id=row.id,
            request_id=part_of(request_id, position),
            reason=reason,
            batch_id=request_id,
        )
    return len(standing)


def _check(judging: BulkJudging) -> None:
    check_request(judging.request_id)
    check_reason(judging.reason)
    check_certainty(judging.certainty)
    if judging.coverage is Coverage.FULL:
        raise InvalidError(
            "Several cells at once are never recorded as full.",
            subject="coverage",
            remedy="Read each criterion beside its evidence, and judge it there.",
        )
    if not judging.cells:
        raise InvalidError("No cell is chosen.", subject="cells", remedy="Choose at least one.")
    if len(judging.cells) > MAX_CELLS:
        raise InvalidError(
            f"{len(judging.cells):,} cells are chosen.",
            subject="cells",
            remedy=f"Choose at most {MAX_CELLS} at once.",
        )


def _decided(standing: StandingDecision) -> str:
    if standing.set_mode is not None:
        return f"in a set declared by {standing.decided_by}{', suspect' if standing.is_suspect else ''}"
    said = "rejected" if standing.coverage is Coverage.NONE else f"“{standing.coverage.value}”"
    return f"{said} by {standing.decided_by}{', suspect' if standing.is_suspect else ''}"


def _reason_wanted(mapping: LoadedMapping, judging: BulkJudging, cells: Collection[Cell]) -> str | None:
    for found in mapping.suggestions:
        if Cell(found.criterion_id, found.statement_id) in cells:
            wanted = reason_wanted(coverage=judging.coverage, band=found.band)
            if wanted:
                return wanted
    return None


def _of_batch(session: Session, viewer: Viewer, mapping_id: int, batch_id: str) -> list[models.Decision]:
    return list(
        session.exec(
            select(models.Decision)
            .where(
                models.Decision.batch_id == batch_id,
                models.Decision.mapping_id == mapping_id,
                models.Decision.institution_id == viewer.institution_id,
            )
            .order_by(col(models.Decision.id))
        ).all()
    )


def _superseded(session: Session, decision_ids: Collection[int]) -> set[int | None]:
    return set(
        session.exec(
            select(models.Decision.supersedes_id).where(col(models.Decision.supersedes_id).in_(decision_ids))
        ).all()
    )
