"""What a workspace holds: its names, programmes, specifications, mappings and jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.models import JobState
from mapper.queries.approvals import approved_mappings
from mapper.queries.people import ERASED, UNNAMED_INSTITUTION
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class Names:
    """What documents call the institution and the local person.

    `is_named` is False as long as nobody has given the institution its name.
    """

    institution: str
    person: str
    is_named: bool = True


@dataclass(frozen=True, slots=True)
class EditionRow:
    """An edition of a programme or of a specification; `parts` counts its modules or units."""

    id: int
    parent_id: int
    title: str
    code: str
    number: int
    parts: int
    is_sample: bool
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class MappingSummary:
    """A mapping in a list."""

    id: int
    programme: str
    edition: int
    qualification: str
    units: tuple[str, ...]
    is_approved: bool
    is_sample: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as its page shows it; `result` names what it made.

    `lease_until` is when a job that is at work may be taken up by another worker, unless it shows a
    sign of life before, which puts that off by `mapper.jobs.LEASE_S`.
    """

    id: int
    kind: str
    state: JobState
    message: str
    progress_done: int
    progress_total: int
    payload: dict[str, Any]
    result: dict[str, Any]
    created_at: datetime
    is_sample: bool = False
    lease_until: datetime | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


def read_names(session: Session, *, viewer: Viewer) -> Names:
    """The names of the viewer's institution and of the viewer."""
    # One query: every page asks this one, whatever else it asks.
    institution, person = session.exec(
        select(models.Institution.name, models.PersonName.name)
        .join(models.PersonName, col(models.PersonName.person_id) == viewer.person_id, isouter=True)
        .where(models.Institution.id == viewer.institution_id)
    ).one()
    return Names(institution, person or ERASED, institution != UNNAMED_INSTITUTION)


def list_programmes(session: Session, *, viewer: Viewer) -> tuple[EditionRow, ...]:
    """All programme editions of the viewer's institution, newest first."""
    modules = (
        select(func.count()).where(models.Module.edition_id == models.ProgrammeEdition.id).scalar_subquery()
    )
    rows = session.exec(
        select(models.ProgrammeEdition, modules)
        .where(models.ProgrammeEdition.institution_id == viewer.institution_id)
        .order_by(col(models.ProgrammeEdition.id).desc())
    ).all()
    return tuple(
        EditionRow(
            id=edition.id,
            parent_id=edition.programme_id,
            title=edition.title,
            code="",
            number=edition.number,
            parts=count,
            is_sample=edition.is_sample,
            imported_at=edition.imported_at,
        )
        for edition, count in rows
    )


def list_specifications(session: Session, *, viewer: Viewer) -> tuple[EditionRow, ...]:
    """All specification editions of the viewer's institution, newest first."""
    units = (
        select(func.count()).where(models.Unit.edition_id == models.SpecificationEdition.id).scalar_subquery()
    )
    rows = session.exec(
        select(models.SpecificationEdition, models.Specification.code, units)
        .join(
            models.Specification,
            col(models.Specification.id) == col(models.SpecificationEdition.specification_id),
        )
        .where(models.SpecificationEdition.institution_id == viewer.institution_id)
        .order_by(col(models.SpecificationEdition.id).desc())
    ).all()
    return tuple(
        EditionRow(
            id=edition.id,
            parent_id=edition.specification_id,
            title=edition.title or "",
            code=code,
            number=edition.number,
            parts=count,
            is_sample=edition.is_sample,
            imported_at=edition.imported_at,
        )
        for edition, code, count in rows
    )


def list_mappings(session: Session, *, viewer: Viewer) -> tuple[MappingSummary, ...]:
    """All mappings of the viewer's institution, newest first."""
    rows = session.exec(
        select(models.Mapping, models.ProgrammeEdition, models.Qualification)
        .join(
            models.ProgrammeEdition,
            col(models.ProgrammeEdition.id) == col(models.Mapping.programme_edition_id),
        )
        .join(models.Qualification, col(models.Qualification.id) == col(models.Mapping.qualification_id))
        .where(models.Mapping.institution_id == viewer.institution_id)
        .order_by(col(models.Mapping.id).desc())
    ).all()
    refs: dict[int, list[str]] = {}
    for mapping_id, ref in session.exec(
        select(models.MappingUnit.mapping_id, models.Unit.ref)
        .join(models.Unit, col(models.Unit.id) == col(models.MappingUnit.unit_id))
        .where(models.MappingUnit.institution_id == viewer.institution_id)
        .order_by(col(models.MappingUnit.position))
    ):
        refs.setdefault(mapping_id, []).append(ref)
    approved = approved_mappings(session, institution_id=viewer.institution_id)
    return tuple(
        MappingSummary(
            id=mapping.id,
            programme=edition.title,
            edition=edition.number,
            qualification=qualification.title,
            units=tuple(refs.get(mapping.id, [])),
            is_approved=mapping.id in approved,
            is_sample=edition.is_sample,
            created_at=mapping.created_at,
        )
        for mapping, edition, qualification in rows
    )


def read_job(session: Session, *, viewer: Viewer, job_id: int) -> JobRow:
    """The viewer's job; NotFoundError where they have no such one."""
    job = session.get(models.Job, job_id)
    if job is None or job.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such job.", subject=f"job {job_id}")
    return JobRow(
        id=job.id,
        kind=job.kind,
        state=job.state,
        message=job.message,
        progress_done=job.progress_done,
        progress_total=job.progress_total,
        payload=dict(job.payload),
        result=dict(job.result or {}),
        created_at=job.created_at,
        lease_until=job.lease_until,
    )
