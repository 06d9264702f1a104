"""Appendix 1 intake: what ILM asks a university for, what was received, and what is still missing."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, today, unit_of_work
from mapper.errors import ConflictError, InvalidError, MapperError
from mapper.intake.appendix import Asked, Travelled
from mapper.intake_record import Labelling, label_file, record_wish
from mapper.queries.intake import read_intake
from mapper.values import Size
from web.desk import the_desk
from web.pages.intake import NEW_FILE, WISH, Fault, IntakePage

views = Blueprint("intake", __name__, url_prefix="/programmes/<int:programme_id>/intake")


@views.get("")
def show(programme_id: int) -> str:
    """The four things, the files, and what is still to be asked for."""
    return render_template("intake/show.html", page=_page(programme_id))


@views.post("/files")
def label(programme_id: int) -> Answer | tuple[str, int]:
    """Records what a file is."""
    form = request.form
    document_id, file_id = form.get("document_id", type=int), form.get("file_id", type=int)
    key = f"document-{document_id}" if document_id is not None else f"file-{file_id}" if file_id else NEW_FILE
    desk = the_desk()
    try:
        labelling = Labelling(
            programme_id=programme_id,
            asked=_asked(form.getlist("accept") or form.getlist("asked")),
            received_on=_day(form.get("received_on", "")),
            request_id=form.get("request_id", ""),
            document_id=document_id,
            file_id=file_id,
            name=form.get("name", ""),
            travelled=_way(form.get("travelled", "")),
            note=form.get("note", ""),
            seen=form.get("seen", 0, type=int),
        )
        with unit_of_work(desk.engine) as session:
            label_file(session, viewer=desk.viewer, labelling=labelling)
    except (InvalidError, ConflictError) as error:
        return _refused(programme_id, key, error)
    return redirect(url_for("intake.show", programme_id=programme_id, _anchor="asked"), 303)


@views.post("/wish")
def wish(programme_id: int) -> Answer | tuple[str, int]:
    """Records the level and size of qualification that are wanted."""
    form = request.form
    desk = the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            record_wish(
                session,
                viewer=desk.viewer,
                programme_id=programme_id,
                level=form.get("level", ""),
                size=_size(form.get("size", "")),
                request_id=form.get("request_id", ""),
                seen=form.get("seen", 0, type=int),
            )
    except (InvalidError, ConflictError) as error:
        return _refused(programme_id, WISH, error)
    return redirect(url_for("intake.show", programme_id=programme_id, _anchor="asked"), 303)


def _refused(programme_id: int, form: str, error: MapperError) -> tuple[str, int]:
    fault = Fault(form, error.subject, f"{error.message} {error.remedy}".strip())
    status = 409 if isinstance(error, ConflictError) else 422
    return render_template("intake/show.html", page=_page(programme_id, fault)), status


def _page(programme_id: int, fault: Fault | None = None) -> IntakePage:
    desk = the_desk()
    with reading(desk.engine) as session:
        intake = read_intake(session, viewer=desk.viewer, programme_id=programme_id)
    form = request.form
    return IntakePage(intake, today(), form.to_dict(), form.getlist("asked"), fault)


def _asked(values: list[str]) -> tuple[Asked, ...]:
    if unknown := set(values) - set(Asked):
        raise InvalidError(
            f"“{min(unknown)}” is none of the four things.", subject="asked", remedy="Tick one of them."
        )
    return tuple(asked for asked in Asked if asked in values)


def _way(value: str) -> Travelled | None:
    if value and value not in set(Travelled):
        raise InvalidError("This is no way to send a file.", subject="travelled", remedy="Choose one.")
    return Travelled(value) if value else None


def _size(value: str) -> Size | None:
    if value and value not in set(Size):
        raise InvalidError(
            "This is no size of a qualification.", subject="size", remedy="Choose one of the three."
        )
    return Size(value) if value else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError(
            "No day is given on which it was received.",
            subject="received_on",
            remedy="Enter the day on which the file reached you.",
        ) from error
