"""A programme's modules with their assessments, and the structure entered of it: what verdicts need."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.columns import rows_of
from mapper.queries.grouping import grouped
from mapper.queries.modules import MODULES, module_row
from mapper.queries.rows import StatementRow
from mapper.standing.entered import Entered, from_json
from mapper.standing.structure import StandingStructure, standing_structure
from mapper.values import StatementKind

_EDITION = sa.bindparam("edition_id", type_=sa.Integer)
_ENTERED = (
    sa.select(sa.cast(col(models.EnteredStructure.entered), sa.Text))
    .where(col(models.EnteredStructure.edition_id) == _EDITION)
    .order_by(col(models.EnteredStructure.number).desc())
    .limit(1)
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
        tuple(rows_of(session, statement, asked)) for statement in (MODULES, _ASSESSMENTS, _ENTERED)
    )
    return _standing_structure(modules, assessments, entered[0][0] if entered else "")


@lru_cache(maxsize=8)
def _standing_structure(
    modules: tuple[Any, ...], assessments: tuple[Any, ...], entered: str
) -> StandingStructure:
    found = from_json(json.loads(entered)) if entered else Entered(())
    of_module = grouped((row.module_id, _assessment(row)) for row in assessments)
    return standing_structure(
        tuple(module_row(row, assessments=of_module.get(row.id, ())) for row in modules), found
    )


def _assessment(row: Any) -> StatementRow:
    """The assessment without its words."""
    return StatementRow(**row._mapping, kind=StatementKind.ASSESSMENT, text="", fingerprint="", place="")
