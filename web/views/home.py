"""The start: what the workspace holds, and what to do next."""

from __future__ import annotations

from flask import Blueprint, render_template

from mapper.db import reading
from mapper.queries.coverage import read_coverage
from mapper.queries.workspace import list_mappings, list_programmes, list_specifications
from web.desk import the_desk
from web.pages.home import HomePage, MappingLine

views = Blueprint("home", __name__)


@views.get("/")
def start() -> str:
    """Mappings with their coverage, programmes and specifications."""
    desk = the_desk()
    with reading(desk.engine) as session:
        page = HomePage(
            mappings=tuple(
                MappingLine(m, read_coverage(session, viewer=desk.viewer, mapping_id=m.id).tally)
                for m in list_mappings(session, viewer=desk.viewer)
            ),
            programmes=list_programmes(session, viewer=desk.viewer),
            specifications=list_specifications(session, viewer=desk.viewer),
        )
    return render_template("home.html", page=page)
