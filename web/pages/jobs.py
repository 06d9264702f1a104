"""A job's progress, file by file where it reads files."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.models import JobState
from mapper.queries.job_files import JobFileRow
from mapper.queries.workspace import JobRow


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file with its state: "waiting", "being read", "read" or "unread", and why it is unread."""

    name: str
    state: str
    fault: str


@dataclass(frozen=True, slots=True)
class JobPage:
    """A job with the files that it reads; `again` is the address of the form that it was asked for by."""

    job: JobRow
    files: tuple[FileLine, ...]
    again: str = ""
    is_sample: bool = False


def job_page(job: JobRow, files: tuple[JobFileRow, ...]) -> JobPage:
    """The page of a job; files are tried in order, so what was tried is known by their number."""
    at_work = job.state is JobState.RUNNING and job.progress_total
    return JobPage(
        job,
        tuple(
            FileLine(file.name, _state(file, job.progress_done, at_work=bool(at_work)), file.fault or "")
            for file in files
        ),
    )


def _state(file: JobFileRow, tried: int, *, at_work: bool) -> str:
    if file.fault is not None:
        return "unread"
    if not at_work:
        return "waiting"
    if file.position <= tried:
        return "read"
    return "being read" if file.position == tried + 1 else "waiting"
