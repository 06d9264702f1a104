"""What a decision changed in the row of its criterion, read as narrowly as can be: whoever decided waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import CriterionCoverage, coverage_of
from mapper.errors import NotFoundError
from mapper.queries.columns import rows_of
from mapper.queries.matrix import SuggestedCell
from mapper.queries.standing import StandingLine, standing_lines
from mapper.queries.suggestions import criteria_with_suggestions
from mapper.values import StatementKind, Viewer

_SUGGESTED = criteria_with_suggestions(
    *(col(models.Criterion.number), col(models.Suggestion.statement_id)),
    *(col(models.Suggestion.band), col(models.Suggestion.score)),
).where(col(models.Criterion.id) == sa.bindparam("criterion_id", type_=sa.Integer))
_MEMBERS = (
    sa.select(sa.func.coalesce(col(models.SubjectMember.statement_id), col(models.Subject.statement_id)))
    .select_from(models.Subject)
    .outerjoin(models.SubjectMember, col(models.SubjectMember.subject_id) == col(models.Subject.id))
    .where(col(models.Subject.id) == sa.bindparam("subject_id", type_=sa.Integer))
)


def _touched() -> sa.Select[Any]:
    named = sa.orm.aliased(models.Statement)
    assessment_id = sa.func.coalesce(
        col(models.TestedOutcome.assessment_id),
        sa.case((col(models.Statement.kind) == StatementKind.ASSESSMENT, col(models.Statement.id))),
    )
    columns: list[Any] = [
        *(col(models.Statement.id), col(models.Statement.kind)),
        *(col(models.Module.id).label("module_id"), col(models.Module.code)),
        *(col(models.Module.title).label("module_title"), col(named.id).label("assessment_id")),
        *(col(named.position), col(models.Assessment.title), col(models.Assessment.type)),
    ]
    return (
        sa.select(*columns)
        .select_from(models.Statement)
        .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
        .outerjoin(models.TestedOutcome, col(models.TestedOutcome.outcome_id) == col(models.Statement.id))
        .outerjoin(named, col(named.id) == assessment_id)
        .outerjoin(models.Assessment, col(models.Assessment.statement_id) == col(named.id))
        .where(col(models.Statement.id).in_(sa.bindparam("ids", expanding=True)))
    )


_TOUCHED = _touched()


@dataclass(frozen=True, slots=True)
class JudgedUnder:
    """Where a statement is judged: an assessment of a module by its name, None for "component unknown"."""

    statement_id: int
    kind: StatementKind
    module_id: int
    module_code: str | None
    module_title: str | None
    assessment_id: int | None
    position: int | None
    title: str | None
    type: str | None


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """How one criterion stands once a decision is recorded, as far as its row shows it at once.

    `under` places the statements that were decided on, that are suggested, and those of the decision just
    made; one that several assessments test stands there once for each.
    """

    mapping_id: int
    criterion_id: int
    number: str
    lines: tuple[StandingLine, ...]
    suggested: tuple[SuggestedCell, ...]
    under: tuple[JudgedUnder, ...]

    @property
    def coverage(self) -> CriterionCoverage:
        """What counts for the criterion."""
        return coverage_of(line.judgement for line in self.lines)


def load_recorded(
    session: Session, *, viewer: Viewer, mapping_id: int, criterion_id: int, statement_ids: Collection[int]
) -> RecordedRow:
    """The row of a criterion of the viewer's mapping after a decision on these statements.

    Raises NotFoundError where the viewer has no such mapping or it no such criterion.
    """
    asked = {"mapping_id": mapping_id, "criterion_id": criterion_id, "institution_id": viewer.institution_id}
    found = rows_of(session, _SUGGESTED, asked)
    if not found:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    lines = standing_lines(session, mapping_id=mapping_id, criterion_id=criterion_id)
    suggested = tuple(
        SuggestedCell(criterion_id, row.statement_id, row.band, row.score)
        for row in found
        if row.statement_id is not None
    )
    touched = {s.statement_id for s in suggested} | {i for line in lines for i in line.statement_ids}
    ids = sorted(touched.union(statement_ids))
    return RecordedRow(
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        number=found[0].number,
        lines=lines,
        suggested=suggested,
        under=tuple(JudgedUnder(*row) for row in rows_of(session, _TOUCHED, {"ids": ids})) if ids else (),
    )


def statements_of_subject(session: Session, *, subject_id: int) -> tuple[int, ...]:
    """The statements of what was decided on, in no order; none of a criterion as such.

    Whose it is is for the caller to look at.
    """
    found = rows_of(session, _MEMBERS, {"subject_id": subject_id})
    return tuple(row[0] for row in found if row[0] is not None)
