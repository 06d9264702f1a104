"""What the queue is made of: how every criterion stands, and what the viewer did last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.errors import NotFoundError
from mapper.models import Act
from mapper.queries.approvals import standing_approval
from mapper.queries.columns import rows_of
from mapper.queries.history import said_in_words
from mapper.queries.standing import CountedUnit, StandingLine, counted_units, standing_lines
from mapper.record import ApprovalRecord
from mapper.values import Viewer

_HEAD = (
    sa.select(
        col(models.ProgrammeEdition.title),
        sa.or_(col(models.ProgrammeEdition.is_sample), col(models.SpecificationEdition.is_sample)),
    )
    .select_from(models.Mapping)
    .join(
        models.ProgrammeEdition, col(models.ProgrammeEdition.id) == col(models.Mapping.programme_edition_id)
    )
    .join(models.Qualification, col(models.Qualification.id) == col(models.Mapping.qualification_id))
    .join(
        models.SpecificationEdition,
        col(models.SpecificationEdition.id) == col(models.Qualification.edition_id),
    )
    .where(
        col(models.Mapping.id) == sa.bindparam("mapping_id"),
        col(models.Mapping.institution_id) == sa.bindparam("institution_id"),
    )
)
_later = sa.orm.aliased(models.Decision)
_NEWER = sa.exists().where(col(_later.supersedes_id) == col(models.Decision.id))
_LAST = (
    sa.select(
        *(col(models.Decision.id), col(models.Decision.batch_id), col(models.Decision.coverage)),
        *(col(models.Subject.criterion_id), col(models.Subject.statement_id), col(models.Subject.set_mode)),
        *(col(models.Unit.ref), col(models.Criterion.number)),
    )
    .join(models.Subject, col(models.Subject.id) == col(models.Decision.subject_id))
    .join(models.Criterion, col(models.Criterion.id) == col(models.Subject.criterion_id))
    .join(models.LearningOutcome, col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id))
    .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
    .where(
        col(models.Decision.mapping_id) == sa.bindparam("mapping_id"),
        col(models.Decision.institution_id) == sa.bindparam("institution_id"),
        col(models.Decision.person_id) == sa.bindparam("person_id"),
        col(models.Decision.decided_at) >= sa.bindparam("since"),
        col(models.Decision.act) == Act.JUDGE,
        ~_NEWER,
    )
    .order_by(col(models.Decision.id).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class LoadedQueue:
    """A mapping as far as the queue needs it to choose a criterion; `lines` are its standing decisions."""

    id: int
    programme_title: str
    is_sample: bool
    approval: ApprovalRecord | None
    units: tuple[CountedUnit, ...]
    lines: tuple[StandingLine, ...]


@dataclass(frozen=True, slots=True)
class LastDecision:
    """The newest decision of one's own that stands; `said` is it in words, `batch_id` its bulk decision."""

    id: int
    criterion_id: int
    unit_ref: str
    number: str
    said: str
    batch_id: str | None


def load_queue(session: Session, *, viewer: Viewer, mapping_id: int) -> LoadedQueue:
    """The viewer's mapping for the queue; NotFoundError where they have no such one."""
    asked = {"mapping_id": mapping_id, "institution_id": viewer.institution_id}
    found = rows_of(session, _HEAD, asked)
    if not found:
        raise NotFoundError("There is no such mapping.", subject=f"mapping {mapping_id}")
    title, is_sample = found[0]
    lines = standing_lines(session, mapping_id=mapping_id)
    return LoadedQueue(
        id=mapping_id,
        programme_title=title,
        is_sample=bool(is_sample),
        approval=standing_approval(session, mapping_id=mapping_id),
        units=counted_units(session, mapping_id=mapping_id, lines=lines),
        lines=lines,
    )


def last_own_decision(
    session: Session, *, viewer: Viewer, mapping_id: int, since: datetime
) -> LastDecision | None:
    """The viewer's last decision on the mapping that stands and was made from `since` on."""
    asked = {
        "mapping_id": mapping_id,
        "institution_id": viewer.institution_id,
        "person_id": viewer.person_id,
        "since": since,
    }
    found = rows_of(session, _LAST, asked)
    if not found:
        return None
    row = found[0]
    is_linked = row.statement_id is not None or row.set_mode is not None
    said = said_in_words(Act.JUDGE, coverage=row.coverage, set_mode=row.set_mode, is_linked=is_linked)
    return LastDecision(row.id, row.criterion_id, row.ref, row.number, said, row.batch_id)
