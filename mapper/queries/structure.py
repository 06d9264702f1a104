"""What was entered of an edition's structure, by whom, and the awards that units can add up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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


def _own_edition(session: Session, viewer: Viewer, edition_id: int) -> models.ProgrammeEdition:
    edition = session.get(models.ProgrammeEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {edition_id}")
    return edition


@dataclass(frozen=True, slots=True)
class OfferedAwards:
    """The qualifications of a specification's edition in its order, and its units by reference."""

    qualifications: tuple[QualificationFacts, ...]
    units: dict[str, UnitFacts]


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
    units = session.exec(
        select(models.Unit).where(models.Unit.edition_id == edition.id).order_by(col(models.Unit.position))
    ).all()
    substitutions = session.exec(
        select(models.Substitution).where(models.Substitution.edition_id == edition.id)
    ).all()
    return OfferedAwards(
        tuple(qualification_facts(q, code=code, substitutions=substitutions) for q in rows),
        {unit.ref: unit_facts(unit) for unit in units},
    )
