"""What runs and what happened: jobs, and the chained record of every change."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import (
    TEXT,
    Owned,
    checked,
    json_field,
    moment_field,
    person_reference,
    reference,
    text_field,
)


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Owned, table=True):
    """Long work: claimed with a lease, fenced by `attempt`, one per digest of its input."""

    __table_args__ = (sa.UniqueConstraint("digest"), sa.Index("ix_job_state_lease", "state", "lease_until"))

    id: int = Field(default=None, primary_key=True)
    kind: str = text_field()
    digest: str = Field(max_length=64)
    payload: dict[str, Any] = json_field()
    state: JobState = Field(sa_type=checked(JobState, "state"))
    attempt: int = 0
    worker: str | None = text_field(default=None)
    lease_until: datetime | None = moment_field(nullable=True)
    is_cancel_requested: bool = False
    progress_done: int = 0
    progress_total: int = 0
    message: str = text_field()
    result: dict[str, Any] | None = json_field(nullable=True)
    requested_by: str = person_reference()
    created_at: datetime = moment_field()
    started_at: datetime | None = moment_field(nullable=True)
    finished_at: datetime | None = moment_field(nullable=True)


class JobFile(Owned, table=True):
    """A file handed in for a job, kept until the job has ended; `fault` says why it was not read."""

    __tablename__ = "job_file"

    job_id: int = Field(primary_key=True, foreign_key="job.id")
    position: int = Field(primary_key=True)
    name: str = text_field()
    content: bytes = Field(sa_type=sa.LargeBinary)
    fault: str | None = text_field(default=None)


class AuditEvent(Owned, table=True):
    """One change, chained to the one before it by hash, per mapping or else per institution."""

    __tablename__ = "audit_event"
    __table_args__ = (sa.UniqueConstraint("chain", "sequence"),)

    id: int = Field(default=None, primary_key=True)
    mapping_id: int | None = reference("mapping.id", nullable=True)
    chain: str = Field(sa_type=TEXT)
    sequence: int
    at: datetime = moment_field()
    person_id: str = person_reference()
    action: str = text_field()
    subject: str = text_field()
    detail: dict[str, Any] = json_field()
    previous_hash: str = Field(max_length=64)
    hash: str = Field(max_length=64)
