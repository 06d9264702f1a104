"""What a judgement stands on, read in one statement: whoever decided waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.coverage import can_be_full
from mapper.errors import NotFoundError
from mapper.queries.columns import rows_of
from mapper.reviews.subjects import subject_key
from mapper.values import StatementKind


def _asked() -> sa.Select[Any]:
    mapping, criterion, statement, suggestion = (
        models.Mapping,
        models.Criterion,
        models.Statement,
        models.Suggestion,
    )
    criterion_id = sa.bindparam("criterion_id", type_=sa.Integer)
    statement_id = sa.bindparam("statement_id", type_=sa.Integer)
    decided, nothing = sa.orm.aliased(models.Subject), sa.orm.aliased(models.Subject)
    of_units = (
        sa.select(col(models.LearningOutcome.id))
        .join(models.MappingUnit, col(models.MappingUnit.unit_id) == col(models.LearningOutcome.unit_id))
        .where(
            col(models.MappingUnit.mapping_id) == col(mapping.id),
            col(models.LearningOutcome.id) == col(criterion.learning_outcome_id),
        )
        .correlate(mapping, criterion)
    )
    of_programme = (
        sa.select(col(models.Module.id))
        .where(
            col(models.Module.id) == col(statement.module_id),
            col(models.Module.edition_id) == col(mapping.programme_edition_id),
        )
        .correlate(mapping, statement)
    )
    is_tested = sa.exists().where(col(models.TestedOutcome.outcome_id) == statement_id)
    is_known = sa.exists().where(
        col(models.Decision.request_id) == sa.bindparam("request_id"),
        col(models.Decision.institution_id) == col(mapping.institution_id),
    )
    was_approved = sa.exists().where(col(models.Approval.mapping_id) == col(mapping.id))
    columns: list[Any] = [
        col(criterion.fingerprint).label("criterion_fingerprint"),
        *(statement.kind, statement.text, col(statement.fingerprint).label("statement_fingerprint")),
        is_tested.label("is_tested"),
        *(is_known.label("is_known"), was_approved.label("was_approved")),
        *(col(decided.id).label("subject_id"), col(nothing.id).label("nothing_id")),
        *(models.SuggestionRun.engine_version, suggestion.rank, suggestion.score, suggestion.band),
    ]
    return (
        sa.select(*columns)
        .select_from(mapping)
        .outerjoin(criterion, sa.and_(col(criterion.id) == criterion_id, of_units.exists()))
        .outerjoin(statement, sa.and_(col(statement.id) == statement_id, of_programme.exists()))
        .outerjoin(decided, _is_subject(decided, "key"))
        .outerjoin(nothing, _is_subject(nothing, "criterion_key"))
        .outerjoin(
            suggestion,
            sa.and_(
                col(suggestion.mapping_id) == col(mapping.id),
                col(suggestion.criterion_id) == criterion_id,
                col(suggestion.statement_id) == statement_id,
            ),
        )
        .outerjoin(models.SuggestionRun, col(models.SuggestionRun.id) == col(suggestion.run_id))
        .where(
            col(mapping.id) == sa.bindparam("mapping_id", type_=sa.Integer),
            col(mapping.institution_id) == sa.bindparam("institution_id"),
        )
    )


def _is_subject(subject: Any, key: str) -> sa.ColumnElement[bool]:
    return sa.and_(subject.mapping_id == col(models.Mapping.id), subject.key == sa.bindparam(key))


_ASKED = _asked()


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement of the mapped programme as far as judging it needs it."""

    id: int
    kind: StatementKind
    text: str
    fingerprint: str
    is_tested: bool

    @property
    def can_be_full(self) -> bool:
        """Whether it can give full evidence."""
        return can_be_full(self.kind, is_tested=self.is_tested)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is there when somebody judges.

    `is_known` says that the request came before, `was_approved` that an approval was ever recorded, and
    maybe withdrawn since; `criterion_fingerprint` is None where the mapping has no such criterion, and
    `statement` where the programme has no such statement or none was named. `subject_id` and `nothing_id`
    are None where nobody decided on that yet; `suggested` is what a decision keeps of the suggestion.
    """

    is_known: bool
    was_approved: bool
    criterion_fingerprint: str | None
    statement: JudgedStatement | None
    subject_id: int | None
    nothing_id: int | None
    suggested: dict[str, object] | None


def ground_of(
    session: Session,
    *,
    institution_id: int,
    mapping_id: int,
    criterion_id: int,
    statement_id: int | None,
    request_id: str,
) -> Ground:
    """The ground of judging the statement, or the criterion as such where it is None.

    Raises NotFoundError for another institution's mapping, as for one that is not there.
    """
    asked = {
        "mapping_id": mapping_id,
        "institution_id": institution_id,
        "criterion_id": criterion_id,
        "statement_id": statement_id,
        "request_id": request_id,
        "key": subject_key(criterion_id, () if statement_id is None else (statement_id,), None),
        "criterion_key": subject_key(criterion_id, (), None),
    }
    found = rows_of(session, _ASKED, asked)
    if not found:
        raise NotFoundError("There is no such mapping.", subject=f"mapping {mapping_id}")
    row = found[0]
    statement = None
    if statement_id is not None and row.kind is not None:
        words = (row.kind, row.text, row.statement_fingerprint)
        statement = JudgedStatement(statement_id, *words, is_tested=bool(row.is_tested))
    suggested = dict(zip(("engine", "rank", "score", "band"), row[-4:], strict=True))
    return Ground(
        is_known=bool(row.is_known),
        was_approved=bool(row.was_approved),
        criterion_fingerprint=row.criterion_fingerprint,
        statement=statement,
        subject_id=row.subject_id,
        nothing_id=row.nothing_id,
        suggested=suggested if row.band is not None else None,
    )
