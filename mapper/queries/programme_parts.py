"""A programme's accepted edition in parts, to compare a draft of the next one with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.programme_review.parts import MODULE_FIELDS, PROGRAMME_FIELDS, Part, PartKind, Parts, Value
from mapper.queries.grouping import grouped
from mapper.values import StatementKind, Viewer

OF_ASSESSMENTS = ("title", "type", "weight", "length", "description", "must_pass")


@dataclass(frozen=True, slots=True)
class ComparedProgramme:
    """An accepted edition by its number, in parts without sources."""

    id: int
    number: int
    parts: Parts


def last_edition(
    session: Session, *, viewer: Viewer, programme_id: int | None, before: int | None = None
) -> ComparedProgramme | None:
    """The last edition of the viewer's programme, or the last before an edition; None where there is none."""
    query = (
        select(models.ProgrammeEdition)
        .where(
            models.ProgrammeEdition.programme_id == programme_id,
            models.ProgrammeEdition.institution_id == viewer.institution_id,
        )
        .order_by(col(models.ProgrammeEdition.number).desc())
    )
    if before is not None:
        query = query.where(col(models.ProgrammeEdition.id) < before)
    edition = session.exec(query).first()
    if edition is None:
        return None
    facts = {name: getattr(edition, name) for name in PROGRAMME_FIELDS}
    return ComparedProgramme(
        edition.id,
        edition.number,
        Parts(Part("p", PartKind.PROGRAMME, facts), tuple(_modules(session, edition.id))),
    )


def _modules(session: Session, edition_id: int) -> Iterable[Part]:
    modules = session.exec(
        select(models.Module)
        .where(models.Module.edition_id == edition_id)
        .order_by(col(models.Module.position))
    ).all()
    rows = session.exec(
        select(models.Statement, models.Assessment)
        .join(
            models.Assessment,
            col(models.Assessment.statement_id) == col(models.Statement.id),
            isouter=True,
        )
        .where(col(models.Statement.module_id).in_([m.id for m in modules]))
        .order_by(col(models.Statement.position))
    ).all()
    items = grouped((statement.module_id, _item(statement, assessment)) for statement, assessment in rows)
    for module in modules:
        values = {name: _plain(getattr(module, name)) for name in MODULE_FIELDS}
        yield Part(f"e{module.id}", PartKind.MODULE, values, items=tuple(items.get(module.id, ())))


def _item(statement: models.Statement, assessment: models.Assessment | None) -> Part:
    key = f"s{statement.id}"
    if assessment:
        values = {name: getattr(assessment, name) for name in OF_ASSESSMENTS}
        return Part(key, PartKind.ASSESSMENT, values | {"outcomes": tuple(assessment.outcomes)})
    if statement.kind is StatementKind.OUTCOME:
        return Part(key, PartKind.OUTCOME, {"number": statement.number, "text": statement.text})
    return Part(key, PartKind.CONTENT, {"text": statement.text})


def _plain(value: Value | list[str]) -> Value:
    return tuple(value) if isinstance(value, list) else value
