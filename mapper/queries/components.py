"""A programme's modules with their assessments, and the structure entered of it: what verdicts need."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.entered import Entered, from_json
from mapper.standing.structure import StandingStructure, standing_structure
from mapper.values import StatementKind

Rows = tuple[tuple[Any, ...], ...]

_EDITION = sa.bindparam("edition_id", type_=sa.Integer)
_ENTERED = (
    sa.select(sa.cast(col(models.EnteredStructure.entered), sa.Text))
    .where(col(models.EnteredStructure.edition_id) == _EDITION)
    .order_by(col(models.EnteredStructure.number).desc())
    .limit(1)
)
_MODULES = (
    sa.select(
        *(col(models.Module.id), col(models.Module.code), col(models.Module.title)),
        *(col(models.Module.level), col(models.Module.credits), col(models.Module.status)),
        *(col(models.Module.option_group), col(models.Module.year), col(models.Module.pass_mark)),
    )
    .where(col(models.Module.edition_id) == _EDITION)
    .order_by(col(models.Module.position))
)
_ASSESSMENTS = (
    sa.select(
        *(col(models.Statement.id), col(models.Statement.module_id), col(models.Statement.position)),
        *(col(models.Statement.number), col(models.Assessment.title), col(models.Assessment.type)),
        *(col(models.Assessment.weight), col(models.Assessment.length), col(models.Assessment.must_pass)),
    )
    .join(models.Assessment, col(models.Assessment.statement_id) == col(models.Statement.id))
    .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
    .where(col(models.Module.edition_id) == _EDITION)
    .order_by(col(models.Statement.position))
)


def load_standing_structure(session: Session, *, edition_id: int) -> StandingStructure:
    """The structure of an edition as it was entered last; nothing is determined where nobody entered one.

    Equal rows give the same one: to make it takes longer than to read them.
    """
    asked = {"edition_id": edition_id}
    modules, assessments, entered = (
        tuple(map(tuple, rows_of(session, statement, asked)))
        for statement in (_MODULES, _ASSESSMENTS, _ENTERED)
    )
    return _standing_structure(modules, assessments, entered[0][0] if entered else "")


@lru_cache(maxsize=8)
def _standing_structure(modules: Rows, assessments: Rows, entered: str) -> StandingStructure:
    found = from_json(json.loads(entered)) if entered else Entered(())
    return standing_structure(_module_rows(modules, assessments), found)


def _module_rows(modules: Rows, assessments: Rows) -> tuple[ModuleRow, ...]:
    """The modules with their assessments alone, and of these no words, in order."""
    of_module = grouped((row[1], _assessment(*row)) for row in assessments)
    return tuple(_module(row, of_module.get(row[0], ())) for row in modules)


def _module(row: tuple[Any, ...], assessments: Iterable[StatementRow]) -> ModuleRow:
    id_, code, title, level, credits_, status, option_group, year, pass_mark = row
    return ModuleRow(
        id=id_,
        code=code,
        title=title,
        level=level,
        credits=credits_,
        status=status,
        option_group=option_group,
        year=year,
        pass_mark=pass_mark,
        outcomes=(),
        assessments=tuple(assessments),
        content=(),
    )


def _assessment(*row: Any) -> StatementRow:
    id_, module_id, position, number, title, type_, weight, length, must_pass = row
    return StatementRow(
        id=id_,
        module_id=module_id,
        kind=StatementKind.ASSESSMENT,
        position=position,
        number=number,
        text="",
        fingerprint="",
        place="",
        title=title,
        type=type_,
        weight=weight,
        length=length,
        must_pass=must_pass,
    )
