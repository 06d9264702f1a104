"""The programme template to download: empty, or filled in with an edition."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from exports.build import BuiltDocument
from exports.intake_forms import FormKind, build_form
from mapper.db import reading, today
from mapper.queries.editions import read_programme
from mapper.queries.programme_reading import programme_reading
from web.desk import the_desk

views = Blueprint("forms", __name__, url_prefix="/programmes")


@views.get("/template.<ending>")
def empty(ending: str) -> Response:
    """The empty template, as .xlsx or .docx."""
    return _answer(build_form(_kind(ending)))


@views.get("/editions/<int:edition_id>/template.<ending>")
def filled_in(edition_id: int, ending: str) -> Response:
    """The template with everything that the edition states."""
    kind = _kind(ending)
    desk = the_desk()
    with reading(desk.engine) as session:
        programme = programme_reading(session, viewer=desk.viewer, edition_id=edition_id)
        is_sample = read_programme(session, viewer=desk.viewer, edition_id=edition_id).is_sample
    return _answer(build_form(kind, programme=programme, made_on=today(), is_sample=is_sample))


def _kind(ending: str) -> FormKind:
    if ending not in set(FormKind):
        abort(404)
    return FormKind(ending)


def _answer(built: BuiltDocument) -> Response:
    return Response(
        built.content,
        mimetype=built.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{built.file_name}"',
            "Cache-Control": "no-store",
        },
    )
