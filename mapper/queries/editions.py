"""One edition of a programme or of a specification, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.queries.findings import findings_of
from mapper.queries.mapping import qualification_record
from mapper.queries.modules import load_modules
from mapper.queries.rows import ModuleRow, UnitRow
from mapper.queries.units import load_units
from mapper.record import QualificationRecord
from mapper.values import Finding, Viewer


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A stored document."""

    id: int
    name: str
    format: str
    pages: int | None
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """A programme's edition with its modules, documents and findings."""

    id: int
    programme_id: int
    number: int
    title: str
    award: str | None
    level: str | None
    credits: float | None
    duration: str | None
    mode: str | None
    is_sample: bool
    imported_at: datetime
    documents: tuple[DocumentRow, ...]
    modules: tuple[ModuleRow, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class NumberedQualification:
    """A qualification with its id, for choosing."""

    id: int
    facts: QualificationRecord


@dataclass(frozen=True, slots=True)
class QualificationChoice:
    """A qualification of an edition in a list to choose from."""

    id: int
    title: str
    accreditation_number: str
    edition_id: int
    edition_number: int
    code: str


@dataclass(frozen=True, slots=True)
class SpecificationPage:
    """A specification's edition with its qualifications, units and findings."""

    id: int
    code: str
    title: str | None
    level: int | None
    number: int
    is_sample: bool
    imported_at: datetime
    document: DocumentRow
    qualifications: tuple[NumberedQualification, ...]
    units: tuple[UnitRow, ...]
    findings: tuple[Finding, ...]


def _document(row: models.SourceDocument) -> DocumentRow:
    return DocumentRow(row.id, row.name, row.format, row.pages, row.size_bytes, row.sha256)


def read_programme(session: Session, *, viewer: Viewer, edition_id: int) -> ProgrammePage:
    """The viewer's programme edition; NotFoundError where they have no such one."""
    edition = session.get(models.ProgrammeEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {edition_id}")
    documents = session.exec(
        select(models.SourceDocument)
        .join(
            models.ProgrammeDocument,
            col(models.ProgrammeDocument.source_document_id) == col(models.SourceDocument.id),
        )
        .where(models.ProgrammeDocument.edition_id == edition_id)
        .order_by(col(models.ProgrammeDocument.position))
    ).all()
    return ProgrammePage(
        id=edition.id,
        programme_id=edition.programme_id,
        number=edition.number,
        title=edition.title,
        award=edition.award,
        level=edition.level,
        credits=edition.credits,
        duration=edition.duration,
        mode=edition.mode,
        is_sample=edition.is_sample,
        imported_at=edition.imported_at,
        documents=tuple(_document(d) for d in documents),
        modules=load_modules(session, edition_id=edition_id),
        findings=findings_of(session, kind=models.RowKind.PROGRAMME_EDITION, row_id=edition_id),
    )


def read_specification(session: Session, *, viewer: Viewer, edition_id: int) -> SpecificationPage:
    """The viewer's specification edition; NotFoundError where they have no such one."""
    edition = session.get(models.SpecificationEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such specification edition.", subject=f"edition {edition_id}")
    qualifications = session.exec(
        select(models.Qualification)
        .where(models.Qualification.edition_id == edition_id)
        .order_by(col(models.Qualification.position))
    ).all()
    return SpecificationPage(
        id=edition.id,
        code=session.get_one(models.Specification, edition.specification_id).code,
        title=edition.title,
        level=edition.level,
        number=edition.number,
        is_sample=edition.is_sample,
        imported_at=edition.imported_at,
        document=_document(session.get_one(models.SourceDocument, edition.source_document_id)),
        qualifications=tuple(NumberedQualification(q.id, qualification_record(q)) for q in qualifications),
        units=load_units(session, edition_id=edition_id),
        findings=findings_of(session, kind=models.RowKind.SPECIFICATION_EDITION, row_id=edition_id),
    )


def list_qualifications(session: Session, *, viewer: Viewer) -> tuple[QualificationChoice, ...]:
    """Every qualification of every edition of the viewer's institution, newest edition first."""
    rows = session.exec(
        select(models.Qualification, models.SpecificationEdition.number, models.Specification.code)
        .join(
            models.SpecificationEdition,
            col(models.SpecificationEdition.id) == col(models.Qualification.edition_id),
        )
        .join(
            models.Specification,
            col(models.Specification.id) == col(models.SpecificationEdition.specification_id),
        )
        .where(models.Qualification.institution_id == viewer.institution_id)
        .order_by(col(models.Qualification.edition_id).desc(), col(models.Qualification.position))
    ).all()
    return tuple(
        QualificationChoice(row.id, row.title, row.accreditation_number, row.edition_id, number, code)
        for row, number, code in rows
    )


def find_qualification(session: Session, *, viewer: Viewer, number: str) -> tuple[int, int]:
    """Ids of the qualification with this accreditation number, in its newest edition, and of that edition."""
    row = session.exec(
        select(models.Qualification)
        .where(
            models.Qualification.accreditation_number == number,
            models.Qualification.institution_id == viewer.institution_id,
        )
        .order_by(col(models.Qualification.edition_id).desc())
    ).first()
    if row is None:
        raise NotFoundError(
            "No imported specification has this qualification.",
            subject=number,
            remedy="Import its specification first.",
        )
    return row.id, row.edition_id
