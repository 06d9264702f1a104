"""What was entered of an edition's structure, by whom, and the awards that units can add up to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.catalogue import QualificationFacts, UnitFacts
from mapper.errors import NotFoundError
from mapper.queries.combination import qualification_facts, unit_facts
from mapper.queries.modules import load_modules
from mapper.queries.people import ERASED, names_of
from mapper.queries.rows import ModuleRow
from mapper.standing.entered import Entered, from_json
from mapper.standing.proposed import proposed_entry
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of what was entered; `number` counts from 1."""

    number: int
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionStructure:
    """An edition's modules, and what stands: the last version, else what the documents propose.

    `versions` are the newest first; without any, `entered` is the proposal and counts for nothing.
    """

    edition_id: int
    programme_id: int
    edition_number: int
    title: str
    is_sample: bool
    modules: tuple[ModuleRow, ...]
    entered: Entered
    versions: tuple[VersionRow, ...]

    @property
    def seen(self) -> int:
        """The number of the last version, 0 for none."""
        return self.versions[0].number if self.versions else 0


def read_structure(session: Session, *, viewer: Viewer, edition_id: int) -> EditionStructure:
    """What stands of the viewer's edition; NotFoundError where they have no such one."""
    edition = _own_edition(session, viewer, edition_id)
    rows = session.exec(
        select(
            models.EnteredStructure.number,
            models.EnteredStructure.note,
            models.EnteredStructure.entered_by,
            models.EnteredStructure.entered_at,
        )
        .where(models.EnteredStructure.edition_id == edition_id)
        .order_by(col(models.EnteredStructure.number).desc())
    ).all()
    names = names_of(session, person_ids=[row[2] for row in rows])
    modules = load_modules(session, edition_id=edition_id)
    return EditionStructure(
        edition_id=edition_id,
        programme_id=edition.programme_id,
        edition_number=edition.number,
        title=edition.title,
        is_sample=edition.is_sample,
        modules=modules,
        entered=entered_structure(session, viewer=viewer, edition_id=edition_id, modules=modules),
        versions=tuple(VersionRow(n, note, names.get(by, ERASED), at) for n, note, by, at in rows),
    )


def entered_structure(
    session: Session, *, viewer: Viewer, edition_id: int, modules: tuple[ModuleRow, ...]
) -> Entered:
    """The last version that was entered of the viewer's edition, else what its modules propose.

    Raises NotFoundError where they have no such edition.
    """
    _own_edition(session, viewer, edition_id)
    stored = session.exec(
        select(models.EnteredStructure.entered)
        .where(models.EnteredStructure.edition_id == edition_id)
        .order_by(col(models.EnteredStructure.number).desc())
        .limit(1)
    ).first()
    return from_json(stored) if stored else proposed_entry(modules)


def read_version(session: Session, *, viewer: Viewer, edition_id: int, number: int) -> Entered:
    """An earlier version as it was entered; NotFoundError where the viewer's edition has no such one."""
    _own_edition(session, viewer, edition_id)
    stored = session.exec(
        select(models.EnteredStructure.entered).where(
            models.EnteredStructure.edition_id == edition_id, models.EnteredStructure.number == number
        )
    ).first()
    if stored is None:
        raise NotFoundError("There is no such version of the structure.", subject=f"version {number}")
    return from_json(stored)


@dataclass(frozen=True, slots=True)
class EarlierStructure:
    """The last version entered of the newest earlier edition that has one, with its modules."""

    edition_id: int
    edition_number: int
    version: int
    entered: Entered
    modules: tuple[ModuleRow, ...]


def earlier_structure(session: Session, *, viewer: Viewer, edition_id: int) -> EarlierStructure | None:
    """What was entered of an earlier edition of the same programme; None where nothing was.

    Raises NotFoundError where the viewer has no such edition.
    """
    edition = _own_edition(session, viewer, edition_id)
    found = session.exec(
        select(models.EnteredStructure, models.ProgrammeEdition.number)
        .join(
            models.ProgrammeEdition,
            col(models.ProgrammeEdition.id) == col(models.EnteredStructure.edition_id),
        )
        .where(
            models.ProgrammeEdition.programme_id == edition.programme_id,
            models.ProgrammeEdition.number < edition.number,
            models.EnteredStructure.institution_id == viewer.institution_id,
        )
        .order_by(col(models.ProgrammeEdition.number).desc(), col(models.EnteredStructure.number).desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    row, number = found
    modules = load_modules(session, edition_id=row.edition_id)
    return EarlierStructure(row.edition_id, number, row.number, from_json(row.entered), modules)


def _own_edition(session: Session, viewer: Viewer, edition_id: int) -> models.ProgrammeEdition:
    edition = session.get(models.ProgrammeEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {edition_id}")
    return edition


@dataclass(frozen=True, slots=True)
class OfferedAwards:
    """The qualifications of a specification's edition in its order, and its units by reference.

    `criteria` are how many each unit has, 0 where its wording was not imported.
    """

    qualifications: tuple[QualificationFacts, ...]
    units: dict[str, UnitFacts]
    criteria: dict[str, int] = field(default_factory=dict)


def offered_awards(session: Session, *, viewer: Viewer, specification_edition_id: int) -> OfferedAwards:
    """What the viewer's specification offers; NotFoundError where they have no such edition."""
    edition = session.get(models.SpecificationEdition, specification_edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such specification.", subject=f"edition {specification_edition_id}")
    code = session.get_one(models.Specification, edition.specification_id).code
    rows = session.exec(
        select(models.Qualification)
        .where(models.Qualification.edition_id == edition.id)
        .order_by(col(models.Qualification.position))
    ).all()
    criteria = (
        select(sa.func.count(col(models.Criterion.id)))
        .join(
            models.LearningOutcome,
            col(models.LearningOutcome.id) == col(models.Criterion.learning_outcome_id),
        )
        .where(col(models.LearningOutcome.unit_id) == col(models.Unit.id))
        .correlate(models.Unit)
        .scalar_subquery()
    )
    units = session.exec(
        select(models.Unit, criteria)
        .where(models.Unit.edition_id == edition.id)
        .order_by(col(models.Unit.position))
    ).all()
    substitutions = session.exec(
        select(models.Substitution).where(models.Substitution.edition_id == edition.id)
    ).all()
    return OfferedAwards(
        tuple(qualification_facts(q, code=code, substitutions=substitutions) for q in rows),
        {unit.ref: unit_facts(unit) for unit, _ in units},
        {unit.ref: count for unit, count in units},
    )
