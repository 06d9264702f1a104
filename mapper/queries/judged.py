"""Which pairs of a mapping somebody has judged, as far as a run of suggestions must leave them alone."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.models import Act
from mapper.queries.columns import rows_of
from mapper.queries.teaching import stands_in

_NEWER = sa.select(col(models.Decision.supersedes_id)).where(
    col(models.Decision.mapping_id) == sa.bindparam("mapping_id"),
    col(models.Decision.supersedes_id).is_not(None),
)
_LINKED = sa.func.coalesce(col(models.SubjectMember.statement_id), col(models.Subject.statement_id))
_JUDGED = (
    sa.select(col(models.Subject.criterion_id), _LINKED)
    .select_from(models.Decision)
    .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
    .outerjoin(models.SubjectMember, col(models.SubjectMember.subject_id) == col(models.Subject.id))
    .where(
        col(models.Decision.mapping_id) == sa.bindparam("mapping_id", type_=sa.Integer),
        sa.or_(
            col(models.Decision.id) > sa.bindparam("after", type_=sa.Integer),
            sa.and_(col(models.Decision.act) == Act.JUDGE, col(models.Decision.id).not_in(_NEWER)),
        ),
    )
)


def judged_pairs(session: Session, *, mapping_id: int, after: int | None) -> set[tuple[int, int]]:
    """(criterion, statement) of every decision that stands, sets by their members.

    With `after`, also of whatever was decided or withdrawn after the decision of that number.
    """
    asked = {"mapping_id": mapping_id, "after": after}
    rows = rows_of(session, _JUDGED, asked)
    return {(criterion_id, statement_id) for criterion_id, statement_id in rows if statement_id is not None}


def judged_deliveries(session: Session, *, mapping_id: int, after: int | None) -> set[tuple[int, int]]:
    """(outcome, statement) of every decision on delivery that stands; `after` as of `judged_pairs`."""
    decision = models.DeliveryDecision
    is_judged = stands_in(mapping_id)
    if after is not None:
        is_later = sa.and_(col(decision.mapping_id) == mapping_id, col(decision.id) > after)
        is_judged = sa.or_(is_judged, is_later)
    asked = sa.select(col(decision.learning_outcome_id), col(decision.statement_id)).where(
        is_judged, col(decision.statement_id).is_not(None)
    )
    return {(outcome_id, statement_id) for outcome_id, statement_id in rows_of(session, asked, {})}
