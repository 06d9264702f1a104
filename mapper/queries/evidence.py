"""What is judged of one criterion: its decisions, its suggestions, and what speaks against a statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.doubts import doubts_of
from mapper.queries.columns import parts_of, rows_of
from mapper.queries.modules import MODULE_COLUMNS, STATEMENT_COLUMNS, module_row, statement_row
from mapper.queries.people import ERASED
from mapper.queries.rows import StandingDecision, SuggestionRow
from mapper.queries.standing import StandingLine
from mapper.queries.units import CRITERION_COLUMNS, UNIT_COLUMNS, criterion_row, unit_row
from mapper.values import Finding

_WORDS = (
    sa.select(
        *(col(models.Decision.id), col(models.Decision.subject_id), col(models.Decision.certainty)),
        *(col(models.Decision.reason), col(models.Decision.quotation), col(models.Decision.place)),
        *(col(models.Decision.decided_at), col(models.Decision.person_id), col(models.PersonName.name)),
    )
    .outerjoin(models.PersonName, col(models.PersonName.person_id) == col(models.Decision.person_id))
    .where(col(models.Decision.id).in_(sa.bindparam("ids", expanding=True)))
)
_SUGGESTIONS = (
    sa.select(
        *(col(models.Suggestion.criterion_id), col(models.Suggestion.statement_id)),
        *(col(models.Suggestion.rank), col(models.Suggestion.score), col(models.Suggestion.band)),
        *(col(models.Suggestion.parts), col(models.Suggestion.shared_terms)),
        col(models.SuggestionRun.engine_version),
    )
    .join(models.SuggestionRun, col(models.SuggestionRun.id) == col(models.Suggestion.run_id))
    .where(
        col(models.Suggestion.mapping_id) == sa.bindparam("mapping_id"),
        col(models.Suggestion.criterion_id) == sa.bindparam("criterion_id"),
    )
    .order_by(col(models.Suggestion.rank))
)

_COMPARED: tuple[Sequence[Any], ...] = (UNIT_COLUMNS, CRITERION_COLUMNS, STATEMENT_COLUMNS, MODULE_COLUMNS)
_DOUBTED = (
    sa.select(*(column for part in _COMPARED for column in part))
    .select_from(models.Criterion)
    .join(models.LearningOutcome, col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id))
    .join(models.Unit, col(models.Unit.id) == col(models.LearningOutcome.unit_id))
    .join(models.Statement, col(models.Statement.id) == sa.bindparam("statement_id", type_=sa.Integer))
    .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
    .outerjoin(models.Assessment, col(models.Assessment.statement_id) == col(models.Statement.id))
    .where(col(models.Criterion.id) == sa.bindparam("criterion_id"))
)


def decisions_on(session: Session, *, lines: Iterable[StandingLine]) -> tuple[StandingDecision, ...]:
    """The decisions of the lines with their words and names, in the same order."""
    wanted = list(lines)
    rows = rows_of(session, _WORDS, {"ids": [line.id for line in wanted]}) if wanted else []
    said = {row.id: row for row in rows}
    return tuple(
        StandingDecision(
            id=line.id,
            subject_id=said[line.id].subject_id,
            criterion_id=line.criterion_id,
            statement_ids=line.statement_ids,
            coverage=line.coverage,
            is_suspect=line.is_suspect,
            certainty=said[line.id].certainty,
            reason=said[line.id].reason,
            quotation=said[line.id].quotation,
            place=said[line.id].place,
            decided_by=said[line.id].name or ERASED,
            decided_at=said[line.id].decided_at,
            person_id=said[line.id].person_id,
            set_mode=line.set_mode,
            rejected_ids=line.rejected_ids,
        )
        for line in wanted
    )


def suggestions_on(session: Session, *, mapping_id: int, criterion_id: int) -> tuple[SuggestionRow, ...]:
    """The suggestions for one criterion, best first."""
    asked = {"mapping_id": mapping_id, "criterion_id": criterion_id}
    return tuple(
        SuggestionRow(criterion, statement, rank, score, band, parts, tuple(terms), engine)
        for criterion, statement, rank, score, band, parts, terms, engine in rows_of(
            session, _SUGGESTIONS, asked
        )
    )


def doubts_on(session: Session, *, criterion_id: int, statement_id: int | None) -> tuple[Finding, ...]:
    """The open findings on a statement as evidence of a criterion; none where either is not there.

    Whose they are is for the caller to look at.
    """
    if statement_id is None:
        return ()
    found = rows_of(session, _DOUBTED, {"criterion_id": criterion_id, "statement_id": statement_id})
    if not found:
        return ()
    unit, criterion, statement, module = parts_of(found[0], _COMPARED)
    return doubts_of(
        criterion_row(criterion), statement_row(statement), unit=unit_row(unit, ()), module=module_row(module)
    )
