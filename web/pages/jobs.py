"""A job's progress, file by file where it reads files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mapper.jobs import CUT_OFF, LEASE_S
from mapper.models import JobState
from mapper.queries.job_files import JobFileRow
from mapper.queries.workspace import JobRow
from web.documents import PdfName

QUIET_S = 15
"""Seconds without a sign of life after which the page says so: a long document takes some of them."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with its state: "waiting", "being read", "begun" (no more is known), "read" or "unread", and why it is unread."""

    name: str
    state: str
    fault: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job with the files that it reads; `again` is the address of the form that it was asked for by.

    `quiet_since` is when its worker last gave a sign of life, None where that was just now or where
    none is at work; `taken_up_at` is when another may take it up, None where that is past.
    `is_cut_off` says that its worker is certainly gone. `document` is what it makes of the mapping
    `mapping_id`, where it makes one.
    """

    job: JobRow
    files: tuple[FileLine, ...]
    quiet_since: datetime | None = None
    taken_up_at: datetime | None = None
    is_cut_off: bool = False
    again: str = ""
    document: PdfName | None = None
    mapping_id: int = 0
    is_sample: bool = False


def job_page(job: JobRow, files: tuple[JobFileRow, ...], *, at: datetime) -> JobPage:
    """The page of a job as it is `at` that moment.

    Files are tried in order, so what was tried is known by their number.
    """
    at_work = job.state is JobState.RUNNING and job.progress_total
    is_cut_off = job.state is JobState.RUNNING and job.message == CUT_OFF
    quiet_since = None if is_cut_off else _quiet_since(job, at)
    return JobPage(
        job,
        tuple(
            FileLine(
                file.name,
                _state(
                    file,
                    job.progress_done,
                    at_work=bool(at_work),
                    is_quiet=is_cut_off or quiet_since is not None,
                ),
                file.fault or "",
            )
            for file in files
        ),
        quiet_since=quiet_since,
        taken_up_at=job.lease_until if quiet_since and job.lease_until and job.lease_until > at else None,
        is_cut_off=is_cut_off,
    )


def _quiet_since(job: JobRow, at: datetime) -> datetime | None:
    if job.state is not JobState.RUNNING or job.lease_until is None:
        return None
    sign = job.lease_until - timedelta(seconds=LEASE_S)
    return sign if at - sign > timedelta(seconds=QUIET_S) else None


def _state(file: JobFileRow, tried: int, *, at_work: bool, is_quiet: bool) -> str:
    if file.fault is not None:
        return "unread"
    if not at_work:
        return "waiting"
    if file.position <= tried:
        return "read"
    if file.position != tried + 1:
        return "waiting"
    return "begun" if is_quiet else "being read"
