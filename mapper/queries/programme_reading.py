"""A programme's edition as a reading again: to write it into a template, or to compare a draft with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.intake.template_text import number_in
from mapper.programme_review.parts import Parts, take_apart
from mapper.queries.grouping import grouped
from mapper.values import StatementKind, Viewer

Stated = Mapping[tuple[int, StatementKind], Sequence[tuple[models.Statement, models.Assessment | None]]]


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
    reading = programme_reading(session, viewer=viewer, edition_id=edition.id)
    return ComparedProgramme(edition.id, edition.number, take_apart(reading))


def programme_reading(session: Session, *, viewer: Viewer, edition_id: int) -> ProgrammeReading:
    """What the viewer's edition states, without findings and sources; NotFoundError where there is none."""
    edition = session.get(models.ProgrammeEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {edition_id}")
    modules = session.exec(
        select(models.Module)
        .where(models.Module.edition_id == edition_id)
        .order_by(col(models.Module.position))
    ).all()
    rows = session.exec(
        select(models.Statement, models.Assessment)
        .join(models.Module, col(models.Module.id) == col(models.Statement.module_id))
        .join(
            models.Assessment,
            col(models.Assessment.statement_id) == col(models.Statement.id),
            isouter=True,
        )
        .where(models.Module.edition_id == edition_id)
        .order_by(col(models.Statement.position))
    ).all()
    stated = grouped(((s.module_id, s.kind), (s, a)) for s, a in rows)
    return ProgrammeReading(
        title=edition.title,
        award=edition.award,
        level=_said(edition.level),
        credits=edition.credits,
        duration=edition.duration,
        mode=edition.mode,
        modules=tuple(_module(module, stated) for module in modules),
    )


def _said(words: str | None) -> float | str | None:
    """A level or a year as it was read: the store keeps a number in words, too."""
    number = None if words is None else number_in(words)
    return words if number is None else number


def _module(row: models.Module, stated: Stated) -> ModuleReading:
    outcomes = stated.get((row.id, StatementKind.OUTCOME), [])
    assessments = stated.get((row.id, StatementKind.ASSESSMENT), [])
    content = stated.get((row.id, StatementKind.CONTENT), [])
    return ModuleReading(
        code=row.code,
        title=row.title,
        level=_said(row.level),
        credits=row.credits,
        status=row.status,
        option_group=row.option_group,
        year=_said(row.year),  # type: ignore[arg-type]  # a year is a whole number or a word
        pass_mark=row.pass_mark,
        prerequisites=tuple(row.prerequisites),
        learning_outcomes=tuple(OutcomeReading(s.number, s.text) for s, _ in outcomes),
        assessments=tuple(_assessment(a) for _, a in assessments if a),
        content=tuple(s.text for s, _ in content),
        learning_strategy=row.learning_strategy,
    )


def _assessment(row: models.Assessment) -> AssessmentReading:
    return AssessmentReading(
        title=row.title,
        type=row.type,
        weight=row.weight,
        length=row.length,
        description=row.description,
        outcomes=tuple(row.outcomes),
        must_pass=row.must_pass,
    )
