"""Which decisions on delivery stand, and what they come to for each learning outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.people import ERASED
from mapper.queries.rows import ModuleRow, UnitRow
from mapper.teaching import (
    TEACHING,
    OutcomeDelivery,
    StandingDelivery,
    Taught,
    delivery_of,
    module_print,
    outcome_print,
)


class JudgedDelivery(NamedTuple):
    """A standing decision as it was read: what was judged, and on which wording."""

    id: int
    outcome_id: int
    statement_id: int | None
    module_id: int | None
    delivers: bool
    outcome_fingerprint: str
    taught_fingerprint: str
    reason: str = ""
    person_id: str = ""
    decided_at: datetime | None = None
    name: str | None = None


def standing_deliveries(
    session: Session, *, mapping_id: int, units: Sequence[UnitRow], modules: Sequence[ModuleRow]
) -> tuple[StandingDelivery, ...]:
    """The mapping's decisions that nothing supersedes, in the order they were made; one query."""
    decision, name = models.DeliveryDecision, models.PersonName
    rows = session.execute(
        sa.select(
            *(col(decision.id), col(decision.learning_outcome_id), col(decision.statement_id)),
            *(col(decision.module_id), col(decision.delivers), col(decision.outcome_fingerprint)),
            *(col(decision.taught_fingerprint), col(decision.reason), col(decision.person_id)),
            *(col(decision.decided_at), col(name.name)),
        )
        .outerjoin(name, col(name.person_id) == col(decision.person_id))
        .where(stands_in(mapping_id))
        .order_by(col(decision.id))
    ).all()
    return standing_of([JudgedDelivery(*row) for row in rows], units=units, modules=modules)


def matrix_deliveries(
    session: Session, *, mapping_id: int, units: Sequence[UnitRow], modules: Sequence[ModuleRow]
) -> dict[int, OutcomeDelivery]:
    """What stands on every learning outcome of the units, suggestions counted; one query."""
    decision, suggestion = models.DeliveryDecision, models.DeliverySuggestion
    judged = sa.select(
        *(col(decision.id), col(decision.learning_outcome_id), col(decision.statement_id)),
        *(col(decision.module_id), col(decision.delivers)),
        *(col(decision.outcome_fingerprint), col(decision.taught_fingerprint)),
    ).where(stands_in(mapping_id))
    suggested = sa.select(
        *(sa.literal(0), col(suggestion.learning_outcome_id), col(suggestion.statement_id)),
        *(sa.null(), sa.null(), sa.literal(""), sa.literal("")),
    ).where(col(suggestion.mapping_id) == mapping_id)
    rows = [JudgedDelivery(*row) for row in session.execute(sa.union_all(judged, suggested)).all()]
    standing = standing_of((row for row in rows if row.id), units=units, modules=modules)
    offered = [(row.outcome_id, row.statement_id) for row in rows if not row.id and row.statement_id]
    return outcome_deliveries(units, modules, standing, offered)


def stands_in(mapping_id: int) -> sa.ColumnElement[bool]:
    """That a delivery decision is the mapping's, no withdrawal, and superseded by none."""
    decision = models.DeliveryDecision
    newer = sa.select(col(decision.supersedes_id)).where(
        col(decision.mapping_id) == mapping_id, col(decision.supersedes_id).is_not(None)
    )
    return sa.and_(
        col(decision.mapping_id) == mapping_id,
        col(decision.act) == models.Act.JUDGE,
        col(decision.id).not_in(newer),
    )


def standing_of(
    judged: Iterable[JudgedDelivery], *, units: Sequence[UnitRow], modules: Sequence[ModuleRow]
) -> tuple[StandingDelivery, ...]:
    """The decisions, each suspect where the wording is no longer what was judged."""
    outcome_prints = {
        lo.id: outcome_print(lo.text, lo.indicative_content) for u in units for lo in u.learning_outcomes
    }
    by_id = {m.id: m for m in modules}
    statements = {s.id: s for m in modules for s in m.statements}
    found = []
    for row in judged:
        if row.statement_id is not None:
            statement = statements.get(row.statement_id)
            module_id = statement.module_id if statement else 0
            taught_now = statement.fingerprint if statement else ""
        else:
            module_id = row.module_id or 0
            taught_now = print_of_module(by_id[module_id]) if module_id in by_id else ""
        now_is = (outcome_prints.get(row.outcome_id), taught_now)
        found.append(
            StandingDelivery(
                id=row.id,
                outcome_id=row.outcome_id,
                taught=Taught(row.statement_id, row.module_id),
                module_id=module_id,
                delivers=row.delivers,
                is_suspect=(row.outcome_fingerprint, row.taught_fingerprint) != now_is,
                reason=row.reason,
                decided_by=row.name or ERASED,
                decided_at=row.decided_at,
                person_id=row.person_id,
            )
        )
    return tuple(found)


def print_of_module(module: ModuleRow) -> str:
    """The fingerprint of what a module says it teaches."""
    return module_print(module.name, (s.fingerprint for s in module.statements if s.kind in TEACHING))


def outcome_deliveries(
    units: Sequence[UnitRow],
    modules: Sequence[ModuleRow],
    standing: Sequence[StandingDelivery],
    suggested: Iterable[tuple[int, int]] = (),
) -> dict[int, OutcomeDelivery]:
    """What stands on every learning outcome of the units; `suggested` are (outcome, statement)."""
    found = delivery_of(
        standing,
        suggested,
        module_of={s.id: m.id for m in modules for s in m.statements},
        order=[m.id for m in modules],
    )
    return {lo.id: found.get(lo.id, OutcomeDelivery()) for u in units for lo in u.learning_outcomes}
