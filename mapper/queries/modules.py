"""The modules of a programme's edition with their statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from mapper import models
from mapper.queries.grouping import grouped
from mapper.queries.places import places_of
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.values import StatementKind


def load_modules(session: Session, *, edition_id: int, with_places: bool = True) -> tuple[ModuleRow, ...]:
    """The modules of a programme's edition with all their statements, in order.

    Without places, which are several rows of JSON for each statement, every statement's is "".
    """
    modules = session.exec(
        select(models.Module)
        .where(models.Module.edition_id == edition_id)
        .order_by(col(models.Module.position))
    ).all()
    ids = [m.id for m in modules]
    rows = session.exec(
        select(models.Statement, models.Assessment)
        .join(
            models.Assessment,
            col(models.Assessment.statement_id) == col(models.Statement.id),
            isouter=True,
        )
        .where(col(models.Statement.module_id).in_(ids))
        .order_by(col(models.Statement.position))
    ).all()
    tested = session.exec(
        select(models.TestedOutcome)
        .join(models.Statement, col(models.Statement.id) == col(models.TestedOutcome.assessment_id))
        .where(col(models.Statement.module_id).in_(ids))
    ).all()
    tests = grouped((t.assessment_id, t.outcome_id) for t in tested)
    tested_by = grouped((t.outcome_id, t.assessment_id) for t in tested)
    places = places_of(session, statement_ids=[s.id for s, _ in rows]) if with_places else {}
    statements = grouped(
        (
            (s.module_id, s.kind),
            statement_row(s, a, places.get(s.id, ""), tests.get(s.id, []), tested_by.get(s.id, [])),
        )
        for s, a in rows
    )
    return tuple(module_row(m, statements) for m in modules)


def module_row(
    row: models.Module, statements: Mapping[tuple[int, StatementKind], Sequence[StatementRow]]
) -> ModuleRow:
    """The module with those of the statements, by module and kind, that are its own."""
    return ModuleRow(
        id=row.id,
        code=row.code,
        title=row.title,
        level=row.level,
        credits=row.credits,
        status=row.status,
        option_group=row.option_group,
        year=row.year,
        pass_mark=row.pass_mark,
        outcomes=tuple(statements.get((row.id, StatementKind.OUTCOME), [])),
        assessments=tuple(statements.get((row.id, StatementKind.ASSESSMENT), [])),
        content=tuple(statements.get((row.id, StatementKind.CONTENT), [])),
    )


def statement_row(
    row: models.Statement,
    assessment: models.Assessment | None,
    place: str,
    tests: Sequence[int],
    tested_by: Sequence[int],
) -> StatementRow:
    """The statement as a frozen row; `place` is "" where it is unknown or was not asked for."""
    facts: dict[str, Any] = {}
    if assessment:
        facts = {
            "title": assessment.title,
            "type": assessment.type,
            "weight": assessment.weight,
            "length": assessment.length,
            "must_pass": assessment.must_pass,
            "outcome_references": tuple(assessment.outcomes),
        }
    return StatementRow(
        id=row.id,
        module_id=row.module_id,
        kind=row.kind,
        position=row.position,
        number=row.number,
        text=row.text,
        fingerprint=row.fingerprint,
        place=place,
        tests=tuple(sorted(tests)),
        tested_by=tuple(sorted(tested_by)),
        **facts,
    )
