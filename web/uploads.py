"""Files that a form hands in: taken from the request, checked against the limits, queued to be read."""

from __future__ import annotations

from collections.abc import Sequence

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import unit_of_work
from mapper.errors import InvalidError
from mapper.intake.files import HandedIn
from mapper.jobs import enqueue
from web.desk import the_desk, the_settings, wake_worker


def handed_in() -> tuple[HandedIn, ...]:
    """The files of the request's form, by their names without folders."""
    files = [f for f in request.files.getlist("files") if f.filename]
    return tuple(HandedIn((f.filename or "").replace("\\", "/").rsplit("/", 1)[-1], f.read()) for f in files)


def check_files(files: Sequence[HandedIn], *, most: int) -> None:
    """Raises InvalidError where there is none, more than `most`, or one over the limit."""
    if not files:
        raise InvalidError("No file was chosen.", remedy="Choose a file, then import it.")
    if len(files) > most:
        raise InvalidError(f"{len(files)} files were chosen.", remedy=f"Choose at most {most}.")
    for file in files:
        if len(file.content) > the_settings().limits.max_bytes:
            raise InvalidError(
                f"The file is larger than {the_settings().limits.max_bytes // 2**20} MB.",
                subject=file.name,
                remedy="Leave out pictures or split it, or raise MAPPER_MAX_FILE_MB.",
            )


def queue_reading(kind: str, files: Sequence[HandedIn], payload: dict[str, object]) -> Answer:
    """Queues the files' reading and leads to the page that shows its progress."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        job_id = enqueue(session, viewer=desk.viewer, kind=kind, payload=payload, files=files)
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)
