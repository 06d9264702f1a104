"""Units with their wording: those of a mapping, or all of a specification's edition."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from mapper import models
from mapper.queries.grouping import grouped
from mapper.queries.rows import CriterionRow, LearningOutcomeRow, UnitRow


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
    units = session.exec(chosen).all()
    outcomes = session.exec(
        select(models.LearningOutcome)
        .where(col(models.LearningOutcome.unit_id).in_([u.id for u in units]))
        .order_by(col(models.LearningOutcome.position))
    ).all()
    criteria = session.exec(
        select(models.Criterion)
        .where(col(models.Criterion.learning_outcome_id).in_([o.id for o in outcomes]))
        .order_by(col(models.Criterion.position))
    ).all()
    by_outcome = grouped((c.learning_outcome_id, _criterion(c)) for c in criteria)
    by_unit = grouped((o.unit_id, _learning_outcome(o, by_outcome.get(o.id, []))) for o in outcomes)
    return tuple(
        UnitRow(
            id=u.id,
            ref=u.ref,
            title=u.title if not u.restriction else f"{u.title} ({u.restriction})",
            level=u.level,
            credits=u.credits,
            glh=u.glh,
            group=u.unit_group,
            learning_outcomes=tuple(by_unit.get(u.id, [])),
        )
        for u in units
    )


def _learning_outcome(row: models.LearningOutcome, criteria: Sequence[CriterionRow]) -> LearningOutcomeRow:
    return LearningOutcomeRow(
        id=row.id,
        number=row.number,
        text=row.text,
        indicative_content=tuple(row.indicative_content),
        criteria=tuple(criteria),
    )


def _criterion(row: models.Criterion) -> CriterionRow:
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
