"""The accessibility statement."""

from __future__ import annotations

from flask import Blueprint, render_template

from mapper.db import reading
from mapper.queries.workspace import read_names
from web.desk import the_desk, the_settings
from web.pages.accessibility import AccessibilityPage

views = Blueprint("accessibility", __name__)


@views.get("/accessibility")
def statement() -> str:
    """What everybody can use, what they cannot yet, and whom to ask."""
    desk = the_desk()
    with reading(desk.engine) as session:
        names = read_names(session, viewer=desk.viewer)
    page = AccessibilityPage(names.institution, names.is_named, the_settings().contact)
    return render_template("accessibility.html", page=page)
