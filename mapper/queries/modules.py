"""The modules of a programme's edition with their statements."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.places import places_of
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.values import StatementKind

MODULE_COLUMNS: tuple[Any, ...] = (
    *(col(models.Module.id), col(models.Module.code), col(models.Module.title)),
    *(col(models.Module.level), col(models.Module.credits), col(models.Module.status)),
    *(col(models.Module.option_group), col(models.Module.year), col(models.Module.pass_mark)),
)
STATEMENT_COLUMNS = (
    *(col(models.Statement.id), col(models.Statement.module_id), col(models.Statement.kind)),
    *(col(models.Statement.position), col(models.Statement.number), col(models.Statement.text)),
    *(col(models.Statement.fingerprint), col(models.Assessment.title), col(models.Assessment.type)),
    *(col(models.Assessment.weight), col(models.Assessment.length), col(models.Assessment.must_pass)),
    col(models.Assessment.outcomes),
)
# Columns and not objects of the tables: there are hundreds of rows, and objects took half of the time.
MODULES = (
    sa.select(*MODULE_COLUMNS)
    .where(col(models.Module.edition_id) == sa.bindparam("edition_id", type_=sa.Integer))
    .order_by(col(models.Module.position))
)
_MODULES_WITH = MODULES.where(
    sa.or_(
        col(models.Module.id).in_(sa.bindparam("module_ids", expanding=True)),
        col(models.Module.id).in_(
            sa.select(col(models.Statement.module_id)).where(
                col(models.Statement.id).in_(sa.bindparam("statement_ids", expanding=True))
            )
        ),
    ),
)
# An assessment that tests several outcomes stands here once for each.
_STATEMENTS = (
    sa.select(*STATEMENT_COLUMNS, col(models.TestedOutcome.outcome_id))
    .select_from(models.Statement)
    .outerjoin(models.Assessment, col(models.Assessment.statement_id) == col(models.Statement.id))
    .outerjoin(models.TestedOutcome, col(models.TestedOutcome.assessment_id) == col(models.Statement.id))
    .where(col(models.Statement.module_id).in_(sa.bindparam("module_ids", expanding=True)))
    .order_by(col(models.Statement.position))
)


def load_modules(session: Session, *, edition_id: int, with_places: bool = True) -> tuple[ModuleRow, ...]:
    """The modules of a programme's edition with all their statements, in order.

    Without places, which are several rows of JSON for each statement, every statement's is "".
    """
    modules = rows_of(session, MODULES, {"edition_id": edition_id})
    return _with_statements(session, modules, is_placed=lambda _: with_places)


def modules_with(
    session: Session,
    *,
    edition_id: int,
    statement_ids: Collection[int],
    module_ids: Collection[int] = (),
    placed_ids: Collection[int] = (),
) -> tuple[ModuleRow, ...]:
    """The modules of an edition that are named or hold any of the statements, with all theirs, in order.

    Only the statements of `placed_ids`, and of the modules named, are given their places.
    """
    asked = {"edition_id": edition_id, "module_ids": [*module_ids], "statement_ids": [*statement_ids]}
    modules = rows_of(session, _MODULES_WITH, asked)
    return _with_statements(
        session, modules, is_placed=lambda row: row.id in placed_ids or row.module_id in module_ids
    )


def _with_statements(
    session: Session, modules: Sequence[Any], *, is_placed: Callable[[Any], bool]
) -> tuple[ModuleRow, ...]:
    found = rows_of(session, _STATEMENTS, {"module_ids": [m.id for m in modules]})
    tested = [(row.id, row.outcome_id) for row in found if row.outcome_id is not None]
    tests = grouped(tested)
    tested_by = grouped((outcome, assessment) for assessment, outcome in tested)
    rows = {row.id: row for row in found}
    placed = [row.id for row in rows.values() if is_placed(row)]
    places = places_of(session, statement_ids=placed) if placed else {}
    statements = grouped(
        (
            (row.module_id, row.kind),
            statement_row(row, places.get(row.id, ""), tests.get(row.id, ()), tested_by.get(row.id, ())),
        )
        for row in rows.values()
    )
    return tuple(
        module_row(
            module,
            outcomes=statements.get((module.id, StatementKind.OUTCOME), ()),
            assessments=statements.get((module.id, StatementKind.ASSESSMENT), ()),
            content=statements.get((module.id, StatementKind.CONTENT), ()),
        )
        for module in modules
    )


def module_row(
    row: Any,
    *,
    outcomes: Sequence[StatementRow] = (),
    assessments: Sequence[StatementRow] = (),
    content: Sequence[StatementRow] = (),
) -> ModuleRow:
    """The module, of its columns, with these statements as a frozen row."""
    return ModuleRow(
        **{column.key: getattr(row, column.key) for column in MODULE_COLUMNS},
        outcomes=tuple(outcomes),
        assessments=tuple(assessments),
        content=tuple(content),
    )


def statement_row(
    row: Any, place: str = "", tests: Sequence[int] = (), tested_by: Sequence[int] = ()
) -> StatementRow:
    """The statement, of its columns, as a frozen row; `place` is "" where it is unknown or was not asked for."""
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
