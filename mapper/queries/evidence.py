"""What is judged of one criterion: its decisions, its suggestions, and the modules they speak of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.doubts import doubts_of
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.modules import module_row, statement_row
from mapper.queries.people import ERASED
from mapper.queries.places import places_of
from mapper.queries.rows import ModuleRow, StandingDecision, StatementRow, SuggestionRow
from mapper.queries.standing import StandingLine
from mapper.queries.units import criterion_row, unit_row
from mapper.values import Finding, StatementKind

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
_MODULES = (
    sa.select(
        *(col(models.Module.id), col(models.Module.code), col(models.Module.title)),
        *(col(models.Module.level), col(models.Module.credits), col(models.Module.status)),
        *(col(models.Module.option_group), col(models.Module.year), col(models.Module.pass_mark)),
    )
    .where(
        col(models.Module.edition_id) == sa.bindparam("edition_id"),
        sa.or_(
            col(models.Module.id).in_(sa.bindparam("module_ids", expanding=True)),
            col(models.Module.id).in_(
                sa.select(col(models.Statement.module_id)).where(
                    col(models.Statement.id).in_(sa.bindparam("statement_ids", expanding=True))
                )
            ),
        ),
    )
    .order_by(col(models.Module.position))
)
_STATEMENTS = (
    sa.select(
        *(col(models.Statement.id), col(models.Statement.module_id), col(models.Statement.kind)),
        *(col(models.Statement.position), col(models.Statement.number), col(models.Statement.text)),
        *(col(models.Statement.fingerprint), col(models.Assessment.title), col(models.Assessment.type)),
        *(col(models.Assessment.weight), col(models.Assessment.length), col(models.Assessment.must_pass)),
        col(models.Assessment.outcomes),
    )
    .outerjoin(models.Assessment, col(models.Assessment.statement_id) == col(models.Statement.id))
    .where(col(models.Statement.module_id).in_(sa.bindparam("module_ids", expanding=True)))
    .order_by(col(models.Statement.position))
)
_TESTED = (
    sa.select(col(models.TestedOutcome.assessment_id), col(models.TestedOutcome.outcome_id))
    .join(models.Statement, col(models.Statement.id) == col(models.TestedOutcome.assessment_id))
    .where(col(models.Statement.module_id).in_(sa.bindparam("module_ids", expanding=True)))
)

_DOUBTED = (
    sa.select(models.Unit, models.Criterion, models.Statement, models.Assessment, models.Module)
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


def modules_with(
    session: Session,
    *,
    edition_id: int,
    statement_ids: Collection[int],
    module_ids: Collection[int] = (),
    placed_ids: Collection[int] = (),
) -> tuple[ModuleRow, ...]:
    """The modules of an edition that are named or hold any of the statements, with all theirs, in order.

    Only the statements of `placed_ids`, and of the modules named, are given their places: these are
    several rows of JSON for each.
    """
    asked = {"edition_id": edition_id, "module_ids": [*module_ids], "statement_ids": [*statement_ids]}
    modules = rows_of(session, _MODULES, asked)
    of_modules = {"module_ids": [m.id for m in modules]}
    rows = rows_of(session, _STATEMENTS, of_modules)
    tested = rows_of(session, _TESTED, of_modules)
    tests = grouped((assessment, outcome) for assessment, outcome in tested)
    tested_by = grouped((outcome, assessment) for assessment, outcome in tested)
    shown = [r.id for r in rows if r.id in placed_ids or r.module_id in module_ids]
    places = places_of(session, statement_ids=shown) if shown else {}
    statements = grouped(
        (
            (row.module_id, row.kind),
            _statement(row, places.get(row.id, ""), tests.get(row.id, ()), tested_by.get(row.id, ())),
        )
        for row in rows
    )
    return tuple(
        ModuleRow(
            **module._mapping,
            outcomes=tuple(statements.get((module.id, StatementKind.OUTCOME), ())),
            assessments=tuple(statements.get((module.id, StatementKind.ASSESSMENT), ())),
            content=tuple(statements.get((module.id, StatementKind.CONTENT), ())),
        )
        for module in modules
    )


def doubts_on(session: Session, *, criterion_id: int, statement_id: int | None) -> tuple[Finding, ...]:
    """The open findings on a statement as evidence of a criterion; none where either is not there.

    Whose they are is for the caller to look at.
    """
    if statement_id is None:
        return ()
    found = session.execute(_DOUBTED, {"criterion_id": criterion_id, "statement_id": statement_id}).first()
    if found is None:
        return ()
    unit, criterion, statement, assessment, module = found
    return doubts_of(
        criterion_row(criterion),
        statement_row(statement, assessment, "", (), ()),
        unit=unit_row(unit, ()),
        module=module_row(module, {}),
    )


def _statement(row: Any, place: str, tests: Sequence[int], tested_by: Sequence[int]) -> StatementRow:
    return StatementRow(
        id=row.id,
        module_id=row.module_id,
        kind=row.kind,
        position=row.position,
        number=row.number,
        text=row.text,
        fingerprint=row.fingerprint,
        place=place,
        title=row.title,
        type=row.type,
        weight=row.weight,
        length=row.length,
        must_pass=row.must_pass,
        outcome_references=tuple(row.outcomes or ()),
        tests=tuple(sorted(tests)),
        tested_by=tuple(sorted(tested_by)),
    )
