"""Services that keep specifications: a new edition for each import, never overwriting one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.documents import RowKeeper, keep_findings, store_document
from mapper.drafts.checks import publishable
from mapper.errors import UnreadableError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.intake.readings import (
    CriterionReading,
    LearningOutcomeReading,
    QualificationReading,
    SpecificationReading,
    SubstitutionReading,
    UnitReading,
)
from mapper.models import RowKind
from mapper.values import Viewer
from mapper.wording import fingerprint


def import_specification(
    session: Session,
    *,
    viewer: Viewer,
    reading: SpecificationReading,
    document: Document,
    handed_in: HandedIn,
    is_sample: bool,
) -> int:
    """The id of the new edition that keeps the reading; an earlier edition stays as it is.

    Raises UnreadableError where the document names no code or no qualification.
    """
    check_publishable(reading, file=document.file)
    source = store_document(session, viewer=viewer, document=document, handed_in=handed_in)
    edition = publish_edition(
        session,
        viewer=viewer,
        reading=reading,
        source=source,
        documents={document.file: source},
        is_sample=is_sample,
    )
    return edition.id


def check_publishable(reading: SpecificationReading, *, file: str) -> None:
    """Raises UnreadableError where the reading names no code or no qualification."""
    if not reading.code or not reading.qualifications:
        raise UnreadableError(
            "No qualification with an accreditation number was found.",
            subject=file,
            remedy="Import the whole specification, with its “Qualification Structures and Details”.",
        )


def publish_edition(
    session: Session,
    *,
    viewer: Viewer,
    reading: SpecificationReading,
    source: models.SourceDocument,
    documents: Mapping[str, models.SourceDocument],
    is_sample: bool,
) -> models.SpecificationEdition:
    """The new edition with what the reading can keep; what it cannot is among its findings.

    `documents` are those that the sources name, by file name; `source` is the specification's own.
    """
    reading = publishable(reading)
    keeper = RowKeeper(session, viewer=viewer, documents=documents)
    number, specification_id = _next_number(session, viewer=viewer, code=reading.code or "")
    edition = keeper.add(
        models.SpecificationEdition(
            institution_id=viewer.institution_id,
            specification_id=specification_id,
            number=number,
            title=reading.title,
            level=reading.level,
            source_document_id=source.id,
            is_sample=is_sample,
            imported_at=now(),
            imported_by=viewer.person_id,
        )
    )
    keeper.keep(RowKind.SPECIFICATION_EDITION, edition.id, reading.sources.items())
    _add_qualifications(keeper, edition.id, reading.qualifications)
    for position, unit in enumerate(reading.units, 1):
        _add_unit(keeper, edition.id, unit, position)
    _add_substitutions(session, viewer, edition.id, reading.substitutions)
    keeper.save()
    keep_findings(
        session,
        viewer=viewer,
        kind=RowKind.SPECIFICATION_EDITION,
        row_id=edition.id,
        findings=reading.findings,
    )
    record_event(
        session,
        viewer=viewer,
        action="specification imported",
        subject=f"specification edition {edition.id}",
        detail={"code": reading.code, "number": edition.number, "sha256": source.sha256},
    )
    return edition


def _add_substitutions(
    session: Session, viewer: Viewer, edition_id: int, substitutions: Sequence[SubstitutionReading]
) -> None:
    for substitution in substitutions:
        session.add(
            models.Substitution(
                institution_id=viewer.institution_id,
                edition_id=edition_id,
                replaced=substitution.replaced,
                replacement=substitution.replacement,
                registered_from=_date(substitution.registered_from),
            )
        )


def _next_number(session: Session, *, viewer: Viewer, code: str) -> tuple[int, int]:
    """The number of the next edition, from 1, and the id of the specification, made if new."""
    lock_row(session, models.Institution, viewer.institution_id)
    specification = session.exec(
        select(models.Specification).where(
            models.Specification.institution_id == viewer.institution_id,
            models.Specification.code == code,
        )
    ).first()
    if specification is None:
        specification = models.Specification(
            institution_id=viewer.institution_id, code=code, created_at=now()
        )
        session.add(specification)
        session.flush()
    last = session.exec(
        select(func.max(col(models.SpecificationEdition.number))).where(
            models.SpecificationEdition.specification_id == specification.id
        )
    ).one()
    return (last or 0) + 1, specification.id


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _add_qualifications(
    keeper: RowKeeper, edition_id: int, qualifications: Sequence[QualificationReading]
) -> None:
    for position, said in enumerate(qualifications, 1):
        facts: dict[str, Any] = said.as_json()
        facts["start_date"] = _date(said.start_date)
        row = keeper.add(
            models.Qualification(
                institution_id=keeper.institution_id, edition_id=edition_id, position=position, **facts
            )
        )
        keeper.keep(RowKind.QUALIFICATION, row.id, said.sources.items())


def _add_unit(keeper: RowKeeper, edition_id: int, unit: UnitReading, position: int) -> None:
    row = keeper.add(
        models.Unit(
            institution_id=keeper.institution_id,
            edition_id=edition_id,
            position=position,
            ref=unit.ref or "",
            title=unit.title,
            restriction=unit.restriction,
            level=unit.level,
            credits=unit.credits,
            glh=unit.glh,
            unit_group=unit.group,
            purpose=unit.purpose,
        )
    )
    keeper.keep(RowKind.UNIT, row.id, unit.sources.items())
    for place, outcome in enumerate(unit.learning_outcomes, 1):
        _add_learning_outcome(keeper, row.id, outcome, place)


def _add_learning_outcome(
    keeper: RowKeeper, unit_id: int, outcome: LearningOutcomeReading, position: int
) -> None:
    row = keeper.add(
        models.LearningOutcome(
            institution_id=keeper.institution_id,
            unit_id=unit_id,
            position=position,
            number=outcome.number,
            text=outcome.text,
            indicative_content=list(outcome.indicative_content),
        )
    )
    keeper.keep(RowKind.LEARNING_OUTCOME, row.id, outcome.sources.items())
    for place, criterion in enumerate(outcome.criteria, 1):
        _add_criterion(keeper, row.id, criterion, place)


def _add_criterion(
    keeper: RowKeeper, learning_outcome_id: int, criterion: CriterionReading, position: int
) -> None:
    row = keeper.add(
        models.Criterion(
            institution_id=keeper.institution_id,
            learning_outcome_id=learning_outcome_id,
            position=position,
            number=criterion.number,
            text=criterion.text,
            fingerprint=fingerprint(criterion.text),
            verb=criterion.verb,
            verbs=list(criterion.verbs),
            marks=criterion.marks,
            pass_marks=criterion.pass_marks,
            descriptors=criterion.descriptors.as_json(),
            shared_with=list(criterion.shared_with),
        )
    )
    keeper.keep(RowKind.CRITERION, row.id, criterion.sources.items())
