"""Units with their wording: those of a mapping, or all of a specification's edition."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.rows import CriterionRow, LearningOutcomeRow, UnitRow

# Columns and not objects of the tables: there are hundreds of rows, and objects took half of the time.
UNIT_COLUMNS = tuple(models.Unit.__table__.c)  # type: ignore[attr-defined]
_OUTCOME_COLUMNS = models.LearningOutcome.__table__.c  # type: ignore[attr-defined]
_OUTCOMES = (
    sa.select(*_OUTCOME_COLUMNS)
    .where(_OUTCOME_COLUMNS.unit_id.in_(sa.bindparam("unit_ids", expanding=True)))
    .order_by(_OUTCOME_COLUMNS.position)
)
CRITERION_COLUMNS = models.Criterion.__table__.c  # type: ignore[attr-defined]
_CRITERIA = (
    sa.select(*CRITERION_COLUMNS)
    .where(CRITERION_COLUMNS.learning_outcome_id.in_(sa.bindparam("outcome_ids", expanding=True)))
    .order_by(CRITERION_COLUMNS.position)
)


def load_units(
    session: Session, *, mapping_id: int | None = None, edition_id: int | None = None
) -> tuple[UnitRow, ...]:
    """The chosen units of a mapping, or all units of a specification's edition, with their wording."""
    chosen = select(models.Unit)
    if mapping_id is not None:
        chosen = (
            chosen.join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.Unit.id))
            .where(models.MappingUnit.mapping_id == mapping_id)
            .order_by(col(models.MappingUnit.position))
        )
    else:
        chosen = chosen.where(models.Unit.edition_id == edition_id).order_by(col(models.Unit.position))
    return tuple(unit for _, unit in _with_wording(session, session.exec(chosen).all()))


def load_units_of(session: Session, *, edition_ids: Collection[int]) -> dict[int, list[UnitRow]]:
    """All units of several specifications' editions, by edition, in as many queries as of one."""
    units = session.exec(
        select(models.Unit)
        .where(col(models.Unit.edition_id).in_(edition_ids))
        .order_by(col(models.Unit.position))
    ).all()
    return grouped(_with_wording(session, units))


def _with_wording(session: Session, units: Sequence[models.Unit]) -> Iterator[tuple[int, UnitRow]]:
    """Each unit with its learning outcomes and criteria, after the id of its edition."""
    outcomes = rows_of(session, _OUTCOMES, {"unit_ids": [u.id for u in units]})
    criteria = rows_of(session, _CRITERIA, {"outcome_ids": [o.id for o in outcomes]})
    by_outcome = grouped((c.learning_outcome_id, criterion_row(c)) for c in criteria)
    by_unit = grouped((o.unit_id, outcome_row(o, by_outcome.get(o.id, []))) for o in outcomes)
    for u in units:
        yield u.edition_id, unit_row(u, by_unit.get(u.id, []))


def unit_row(row: models.Unit, outcomes: Sequence[LearningOutcomeRow]) -> UnitRow:
    """The unit with its learning outcomes as a frozen row; a restriction stands behind its title."""
    return UnitRow(
        id=row.id,
        ref=row.ref,
        title=row.title if not row.restriction else f"{row.title} ({row.restriction})",
        level=row.level,
        credits=row.credits,
        glh=row.glh,
        group=row.unit_group,
        learning_outcomes=tuple(outcomes),
    )


def outcome_row(row: Any, criteria: Sequence[CriterionRow]) -> LearningOutcomeRow:
    """The learning outcome, as the model or its columns, with its criteria as a frozen row."""
    return LearningOutcomeRow(
        id=row.id,
        number=row.number,
        text=row.text,
        indicative_content=tuple(row.indicative_content),
        criteria=tuple(criteria),
    )


def criterion_row(row: Any) -> CriterionRow:
    """The criterion, as the model or its columns, as a frozen row."""
    return CriterionRow(
        id=row.id,
        number=row.number,
        text=row.text,
        verb=row.verb,
        verbs=tuple(row.verbs),
        marks=row.marks,
        pass_marks=row.pass_marks,
        descriptors={k: None if v is None else tuple(v) for k, v in row.descriptors.items()},
        fingerprint=row.fingerprint,
    )
