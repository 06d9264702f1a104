"""Handing in documents: specifications and programmes, each read as a job."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response as Answer

from mapper.db import reading
from mapper.errors import InvalidError
from mapper.intake.readers import READABLE
from mapper.queries.drafts import last_settled, list_drafts
from mapper.queries.editions import read_programme
from mapper.queries.programme_drafts import last_settled_programme, list_programme_drafts
from mapper.queries.workspace import list_programmes
from web.desk import the_desk, the_settings
from web.pages.imports import UploadPage
from web.uploads import check_files, handed_in, queue_reading
from web.views.specifications import edition_view
from web.worker import IMPORT_PROGRAMME, IMPORT_SPECIFICATION

views = Blueprint("imports", __name__)


@views.get("/specifications/new")
def new_specification() -> str:
    """The form for a specification."""
    return render_template("imports/specification.html", page=_upload_page())


@views.post("/specifications/new")
def add_specification() -> Answer | tuple[str, int]:
    """Queues the reading of a specification, which makes a draft."""
    try:
        files = handed_in()
        check_files(files, most=1)
    except InvalidError as error:
        return render_template("imports/specification.html", page=_upload_page(error)), 422
    desk = the_desk()
    with reading(desk.engine) as session:
        after = last_settled(session, viewer=desk.viewer)
    # The same file is read once, until the draft made of it was published or dropped.
    return queue_reading(IMPORT_SPECIFICATION, files, {"after": after})


@views.get("/programmes/new")
def new_programme() -> str:
    """The form for a programme's documents."""
    return render_template("imports/programme.html", page=_upload_page())


@views.post("/programmes/new")
def add_programme() -> Answer | tuple[str, int]:
    """Queues the reading of a programme's documents, which makes a draft."""
    try:
        files = handed_in()
        check_files(files, most=40)
    except InvalidError as error:
        return render_template("imports/programme.html", page=_upload_page(error)), 422
    desk = the_desk()
    with reading(desk.engine) as session:
        after = last_settled_programme(session, viewer=desk.viewer)
    # The same files are read once, until the draft made of them was accepted or dropped.
    said: dict[str, object] = {
        "programme": request.form.get("programme", type=int),
        "title": request.form.get("title", "")[:300],
        "after": after,
    }
    return queue_reading(IMPORT_PROGRAMME, files, said)


def _upload_page(error: InvalidError | None = None) -> UploadPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        programmes = list_programmes(session, viewer=desk.viewer)
        drafts = list_drafts(session, viewer=desk.viewer)
        programme_drafts = list_programme_drafts(session, viewer=desk.viewer)
    limits = the_settings().limits
    return UploadPage(
        accepted=READABLE,
        max_mb=limits.max_bytes // 2**20,
        max_pages=limits.max_pages,
        programmes=tuple({p.parent_id: p for p in reversed(programmes)}.values()),
        drafts=drafts,
        programme_drafts=programme_drafts,
        title=request.form.get("title", ""),
        programme=request.form.get("programme", type=int),
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
    """A specification's edition as it was published, and what people entered on it."""
    return render_template("imports/specification_read.html", page=edition_view(edition_id))
