"""The files handed in for a job while they are read."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from mapper import models
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class JobFileRow:
    """A file of a job by its place from 1; `fault` says why it could not be read, where it was tried."""

    position: int
    name: str
    fault: str | None


def list_job_files(session: Session, *, viewer: Viewer, job_id: int) -> tuple[JobFileRow, ...]:
    """The files of the viewer's job in order, none once it has ended."""
    rows = session.execute(
        sa.select(col(models.JobFile.position), col(models.JobFile.name), col(models.JobFile.fault))
        .where(
            col(models.JobFile.job_id) == job_id,
            col(models.JobFile.institution_id) == viewer.institution_id,
        )
        .order_by(col(models.JobFile.position))
    )
    return tuple(JobFileRow(*row) for row in rows)
