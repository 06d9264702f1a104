"""Long work in our own table: claimed by a conditional update, with a lease, fenced by attempt.

A worker that dies loses its lease; the next claim raises `attempt`, and what the dead one still
tries to write is turned away. Result and state are written in one unit of work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.errors import ConflictError, NotFoundError
from mapper.intake.files import HandedIn
from mapper.models import JobState
from mapper.queries.columns import add_row, rows_of
from mapper.values import Viewer

LEASE_S = 60
MAX_ATTEMPTS = 3
CUT_OFF = "It was cut off, and is taken up again as soon as a worker is free."
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
_KNOWN = sa.select(col(models.Job.id), col(models.Job.state)).where(
    col(models.Job.digest) == sa.bindparam("digest")
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A job that one worker holds: only the holder of the newest attempt may write to it."""

    job_id: int
    attempt: int
    kind: str
    payload: dict[str, Any]
    viewer: Viewer


def digest_of(kind: str, payload: dict[str, Any], files: Sequence[HandedIn] = ()) -> str:
    """SHA-256 of a job's whole input, in 64 hexadecimal digits."""
    told = {"kind": kind, "payload": payload}
    parts = [json.dumps(told, sort_keys=True)]
    parts += [f"{file.name}:{hashlib.sha256(file.content).hexdigest()}" for file in files]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def enqueue(
    session: Session,
    *,
    viewer: Viewer,
    kind: str,
    payload: dict[str, Any],
    files: Sequence[HandedIn] = (),
) -> int:
    """The id of the job for this input: a new one, or the one that has it already.

    One that failed or was cancelled is queued again.
    """
    # Two clicks at once would both find it missing.
    lock_row(session, models.Institution, viewer.institution_id)
    digest = digest_of(kind, payload | {"institution": viewer.institution_id}, files)
    # A decision waits for this: mostly its job is new, or is queued by the one before.
    known = rows_of(session, _KNOWN, {"digest": digest})
    if known and known[0].state not in (JobState.FAILED, JobState.CANCELLED):
        return int(known[0].id)
    if known:
        job = session.get_one(models.Job, known[0].id)
        _queue_again(job)
    else:
        job = models.Job(
            institution_id=viewer.institution_id,
            kind=kind,
            digest=digest,
            payload=payload,
            state=JobState.QUEUED,
            message="",
            requested_by=viewer.person_id,
            created_at=now(),
        )
        add_row(session, job)
    for position, file in enumerate(files, 1):
        session.add(
            models.JobFile(
                institution_id=viewer.institution_id,
                job_id=job.id,
                position=position,
                name=file.name,
                content=file.content,
            )
        )
    session.flush()
    return job.id


def _queue_again(job: models.Job) -> None:
    job.state, job.message, job.result = JobState.QUEUED, "", None
    job.is_cancel_requested, job.finished_at = False, None
    job.progress_done = job.progress_total = 0
    # Shuts out a worker that is still at the run before, and gives this one its three tries.
    job.attempt = (job.attempt // MAX_ATTEMPTS + 1) * MAX_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Lane:
    """Which kinds of jobs a worker takes: these `kinds`, or all but them."""

    kinds: frozenset[str] = frozenset()
    is_all_but: bool = True


EVERY_KIND = Lane()


def claim_next(
    session: Session, *, worker: str, lease_s: float = LEASE_S, lane: Lane = EVERY_KIND
) -> Claim | None:
    """The oldest job of the lane that waits or whose lease ran out, now held; None where there is none."""
    at, is_among = now(), col(models.Job.kind).in_(lane.kinds)
    waiting = sa.and_(
        sa.not_(is_among) if lane.is_all_but else is_among,
        sa.or_(
            col(models.Job.state) == JobState.QUEUED,
            sa.and_(col(models.Job.state) == JobState.RUNNING, col(models.Job.lease_until) < at),
        ),
    )
    # What another worker is just claiming is passed over rather than waited for.
    oldest = select(models.Job).where(waiting).order_by(col(models.Job.id)).limit(1)
    job = session.exec(oldest.with_for_update(skip_locked=True)).first()
    if job is None:
        return None
    attempt = job.attempt + 1
    # What a person queued again may be tried anew; only runs that died one after the other are given up.
    if job.state is JobState.RUNNING and job.attempt % MAX_ATTEMPTS == 0:
        _end(session, job.id, job.attempt, JobState.FAILED, "It was tried three times and never ended.")
        return claim_next(session, worker=worker, lease_s=lease_s, lane=lane)
    claim = Claim(
        job_id=job.id,
        attempt=attempt,
        kind=job.kind,
        payload=dict(job.payload),
        viewer=Viewer(job.institution_id, job.requested_by),
    )
    taken = session.exec(
        update(models.Job)
        .where(col(models.Job.id) == claim.job_id, col(models.Job.attempt) == attempt - 1, waiting)
        .values(
            state=JobState.RUNNING,
            attempt=attempt,
            worker=worker,
            lease_until=at + timedelta(seconds=lease_s),
            started_at=at,
            message="",
            # It begins anew, whatever a run before had done.
            progress_done=0,
            progress_total=0,
        )
    )
    return claim if taken.rowcount == 1 else None


def give_back(session: Session, *, is_gone: Callable[[str], bool]) -> int:
    """How many jobs can be claimed at once because the workers that held them are gone.

    `is_gone` is asked for each worker that holds a job. Nothing is lost where it errs: what the worker
    still writes is turned away.
    """
    at = now()
    held = (col(models.Job.state) == JobState.RUNNING, col(models.Job.lease_until) >= at)
    workers = session.exec(select(models.Job.worker).where(*held).distinct()).all()
    gone = [worker for worker in workers if worker and is_gone(worker)]
    if not gone:
        return 0
    given = session.exec(
        update(models.Job)
        .where(*held, col(models.Job.worker).in_(gone))
        .values(lease_until=at - timedelta(seconds=1), message=CUT_OFF)
    )
    return given.rowcount


def files_of(session: Session, *, claim: Claim) -> tuple[HandedIn, ...]:
    """The files handed in for the job, in order."""
    rows = session.exec(
        select(models.JobFile)
        .where(models.JobFile.job_id == claim.job_id)
        .order_by(col(models.JobFile.position))
    )
    return tuple(HandedIn(row.name, row.content) for row in rows)


def tell_progress(
    session: Session, *, claim: Claim, done: int, total: int, message: str = "", lease_s: float = LEASE_S
) -> bool:
    """Renews the lease and shows progress; False when the work should stop (cancelled, or lost)."""
    changed = session.exec(
        update(models.Job)
        .where(
            col(models.Job.id) == claim.job_id,
            col(models.Job.attempt) == claim.attempt,
            col(models.Job.state) == JobState.RUNNING,
            col(models.Job.is_cancel_requested).is_(False),
        )
        .values(
            progress_done=done,
            progress_total=total,
            message=message,
            lease_until=now() + timedelta(seconds=lease_s),
        )
    )
    return changed.rowcount == 1


def tell_unread(session: Session, *, claim: Claim, position: int, fault: str) -> None:
    """Notes beside a file of the job (from 1) why it could not be read, for whoever watches."""
    session.exec(
        update(models.JobFile)
        .where(col(models.JobFile.job_id) == claim.job_id, col(models.JobFile.position) == position)
        .values(fault=fault)
    )


def finish(session: Session, *, claim: Claim, result: dict[str, Any]) -> None:
    """Ends the job with its result, in the unit of work that wrote what the job made.

    Raises ConflictError where another attempt holds the job or it was cancelled: the unit of work
    must then be given up, so that nothing of it is kept.
    """
    if not _end(session, claim.job_id, claim.attempt, JobState.DONE, "", result=result):
        raise ConflictError("The job was taken over or cancelled.", subject=f"job {claim.job_id}")


def fail(session: Session, *, claim: Claim, message: str) -> None:
    """Ends the job as failed, with one sentence for the person; nothing where it was taken over."""
    _end(session, claim.job_id, claim.attempt, JobState.FAILED, message)


def cancel(session: Session, *, viewer: Viewer, job_id: int) -> None:
    """Asks the job to stop; one that waits ends at once, one that has ended stays as it is."""
    # Held, so that no worker claims it between the look at its attempt and its end.
    job = session.get(models.Job, job_id, with_for_update=True)
    if job is None or job.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such job.", subject=f"job {job_id}")
    if job.state in ENDED:
        return
    job.is_cancel_requested = True
    session.add(job)
    session.flush()
    _end(session, job_id, job.attempt, JobState.CANCELLED, "Cancelled.")
    record_event(session, viewer=viewer, action="job cancelled", subject=f"job {job_id}")


def _end(
    session: Session,
    job_id: int,
    attempt: int,
    state: JobState,
    message: str,
    *,
    result: dict[str, Any] | None = None,
) -> bool:
    ended = session.exec(
        update(models.Job)
        .where(
            col(models.Job.id) == job_id,
            col(models.Job.attempt) == attempt,
            col(models.Job.state).not_in(ENDED),
        )
        .values(state=state, message=message, result=result, finished_at=now(), lease_until=None)
    )
    if ended.rowcount == 1:
        session.exec(delete(models.JobFile).where(col(models.JobFile.job_id) == job_id))
    return ended.rowcount == 1
