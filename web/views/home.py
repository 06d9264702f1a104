"""The start: what the workspace holds, and what to do next."""

from __future__ import annotations

from flask import Blueprint, render_template

from mapper.coverage import Tally
from mapper.db import reading
from mapper.queries.drafts import list_drafts
from mapper.queries.programme_drafts import list_programme_drafts
from mapper.queries.tallies import mapping_tallies
from mapper.queries.workspace import list_mappings, list_programmes, list_specifications
from web.desk import the_desk
from web.pages.home import HomePage, MappingLine

views = Blueprint("home", __name__)


@views.get("/")
def start() -> str:
    """Mappings with their coverage, programmes, specifications and what is not published yet."""
    desk = the_desk()
    with reading(desk.engine) as session:
        tallies = mapping_tallies(session, viewer=desk.viewer)
        page = HomePage(
            mappings=tuple(
                MappingLine(m, tallies.get(m.id, Tally())) for m in list_mappings(session, viewer=desk.viewer)
            ),
            programmes=list_programmes(session, viewer=desk.viewer),
            specifications=list_specifications(session, viewer=desk.viewer),
            drafts=list_drafts(session, viewer=desk.viewer),
            programme_drafts=list_programme_drafts(session, viewer=desk.viewer),
        )
    return render_template("home.html", page=page)
