"""A programme's modules with their assessments, and the structure entered of it: what verdicts need."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.queries.grouping import grouped
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.standing.entered import Entered, from_json
from mapper.values import StatementKind

_EDITION = sa.bindparam("edition_id", type_=sa.Integer)
_ENTERED = (
    sa.select(col(models.EnteredStructure.entered))
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


def last_entered(session: Session, *, edition_id: int) -> Entered | None:
    """The structure that was entered last of an edition, None where nobody entered one."""
    stored = session.execute(_ENTERED, {"edition_id": edition_id}).scalar()
    return from_json(stored) if stored else None


def load_components(session: Session, *, edition_id: int) -> tuple[ModuleRow, ...]:
    """The modules of an edition with their assessments alone, and of these no words, in order."""
    asked = {"edition_id": edition_id}
    assessments = grouped(
        (
            row.module_id,
            StatementRow(
                id=row.id,
                module_id=row.module_id,
                kind=StatementKind.ASSESSMENT,
                position=row.position,
                number=row.number,
                text="",
                fingerprint="",
                place="",
                title=row.title,
                type=row.type,
                weight=row.weight,
                length=row.length,
                must_pass=row.must_pass,
            ),
        )
        for row in session.execute(_ASSESSMENTS, asked)
    )
    return tuple(
        ModuleRow(
            **module._mapping, outcomes=(), assessments=tuple(assessments.get(module.id, ())), content=()
        )
        for module in session.execute(_MODULES, asked)
    )
