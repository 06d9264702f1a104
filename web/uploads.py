"""Files that a form hands in: taken from the request, checked against the limits, queued to be read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import unit_of_work
from mapper.errors import InvalidError, UnreadableError
from mapper.intake.files import AskPassword, HandedIn, LockedError, is_archive, open_archives
from mapper.jobs import enqueue
from mapper.values import Severity
from web.desk import the_desk, the_settings, wake_worker


def handed_in() -> tuple[HandedIn, ...]:
    """The files of the request's form, by their names without folders; archives opened, by their paths.

    The form's password opens a locked archive; it is neither kept nor logged. InvalidError for an
    archive that does not open as a whole names all the files that have to be chosen again.
    """
    sent = [f for f in request.files.getlist("files") if f.filename]
    files = [HandedIn((f.filename or "").replace("\\", "/").rsplit("/", 1)[-1], f.read()) for f in sent]
    if not any(is_archive(file.name) for file in files):
        return tuple(files)
    _check_sizes(files)
    limits = the_settings().limits
    try:
        opened = open_archives(files, limits=limits, ask=_password_of_form())
    except UnreadableError as error:
        raise _unopened(error.subject, error.message, _remedy(error), files) from error
    faults = [f"{f.subject}: {f.message}" for f in opened.findings if f.severity is Severity.ERROR]
    if faults:
        raise _unopened("", " ".join(faults), "Unpack the archive and choose what it holds.", files)
    g.passed_over = [finding.as_json() for finding in opened.findings]
    return tuple(file for _, file in opened.files)


def _password_of_form() -> AskPassword:
    def given(_name: str, is_wrong: bool) -> str | None:
        return None if is_wrong else request.form.get("password")

    return given


def _remedy(error: UnreadableError) -> str:
    if not isinstance(error, LockedError):
        return error.remedy
    if "password" in request.form:
        return "Type its password below the files."
    return "Unpack it and choose the files in it."


def _unopened(subject: str, message: str, remedy: str, files: Sequence[HandedIn]) -> InvalidError:
    again = ", ".join(file.name for file in files)
    return InvalidError(message, subject=subject, remedy=f"{remedy} Nothing was kept; choose again: {again}.")


def check_files(files: Sequence[HandedIn], *, most: int) -> None:
    """Raises InvalidError where there is none, more than `most`, or one over the limit."""
    if not files:
        raise InvalidError("No file was chosen.", remedy="Choose a file, then import it.")
    if len(files) > most:
        chosen = sum(bool(file.filename) for file in request.files.getlist("files"))
        counted = "with those in the archive" if chosen < len(files) else ""
        said = f"{len(files)} files were chosen{counted and f', {counted}'}."
        raise InvalidError(said, remedy=f"Choose at most {most}.")
    _check_sizes(files)


def _check_sizes(files: Sequence[HandedIn]) -> None:
    for file in files:
        if len(file.content) > the_settings().limits.max_bytes:
            raise InvalidError(
                f"The file is larger than {the_settings().limits.max_bytes // 2**20} MB.",
                subject=file.name,
                remedy="Leave out pictures or split it, or raise MAPPER_MAX_FILE_MB.",
            )


def queue_reading(kind: str, files: Sequence[HandedIn], payload: dict[str, object]) -> Answer:
    """Queues the files' reading and leads to the page that shows its progress.

    The payload's `findings` say what of archives was passed over; never a password.
    """
    passed_over = g.get("passed_over")
    desk = the_desk()
    payload = {**payload, "findings": passed_over} if passed_over else payload
    with unit_of_work(desk.engine) as session:
        job_id = enqueue(session, viewer=desk.viewer, kind=kind, payload=payload, files=files)
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)
