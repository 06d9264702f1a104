"""Handing in documents: specifications and programmes, each read as a job."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import InvalidError
from mapper.intake.files import HandedIn
from mapper.intake.readers import READABLE
from mapper.jobs import enqueue
from mapper.queries.editions import read_programme, read_specification
from mapper.queries.workspace import list_programmes
from web.desk import the_desk, the_settings, wake_worker
from web.pages.imports import UploadPage
from web.worker import IMPORT_PROGRAMME, IMPORT_SPECIFICATION

views = Blueprint("imports", __name__)


def _handed_in() -> tuple[HandedIn, ...]:
    files = [f for f in request.files.getlist("files") if f.filename]
    return tuple(HandedIn((f.filename or "").replace("\\", "/").rsplit("/", 1)[-1], f.read()) for f in files)


def _check(files: Sequence[HandedIn], *, most: int) -> None:
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


def _queue(kind: str, files: Sequence[HandedIn], payload: dict[str, object]) -> Answer:
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        job_id = enqueue(session, viewer=desk.viewer, kind=kind, payload=payload, files=files)
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)


@views.get("/specifications/new")
def new_specification() -> str:
    """The form for a specification."""
    return render_template("imports/specification.html", page=_upload_page())


@views.post("/specifications/new")
def add_specification() -> Answer | tuple[str, int]:
    """Queues the reading of a specification."""
    try:
        files = _handed_in()
        _check(files, most=1)
    except InvalidError as error:
        return render_template("imports/specification.html", page=_upload_page(error)), 422
    return _queue(IMPORT_SPECIFICATION, files, {})


@views.get("/programmes/new")
def new_programme() -> str:
    """The form for a programme's documents."""
    return render_template("imports/programme.html", page=_upload_page())


@views.post("/programmes/new")
def add_programme() -> Answer | tuple[str, int]:
    """Queues the reading of a programme's documents."""
    try:
        files = _handed_in()
        _check(files, most=40)
    except InvalidError as error:
        return render_template("imports/programme.html", page=_upload_page(error)), 422
    said: dict[str, object] = {
        "programme": request.form.get("programme", type=int),
        "title": request.form.get("title", "")[:300],
    }
    return _queue(IMPORT_PROGRAMME, files, said)


def _upload_page(error: InvalidError | None = None) -> UploadPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        programmes = list_programmes(session, viewer=desk.viewer)
    limits = the_settings().limits
    return UploadPage(
        accepted=READABLE,
        max_mb=limits.max_bytes // 2**20,
        max_pages=limits.max_pages,
        programmes=tuple({p.parent_id: p for p in reversed(programmes)}.values()),
        fault=str(error) if error else "",
    )


@views.get("/programmes/editions/<int:edition_id>")
def programme(edition_id: int) -> str:
    """A programme's edition as it was read."""
    desk = the_desk()
    with reading(desk.engine) as session:
        page = read_programme(session, viewer=desk.viewer, edition_id=edition_id)
    return render_template("imports/programme_read.html", page=page)


@views.get("/specifications/editions/<int:edition_id>")
def specification(edition_id: int) -> str:
    """A specification's edition as it was read."""
    desk = the_desk()
    with reading(desk.engine) as session:
        page = read_specification(session, viewer=desk.viewer, edition_id=edition_id)
    return render_template("imports/specification_read.html", page=page)
