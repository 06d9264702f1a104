"""The names that documents show, and what this installation can do."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import InvalidError
from mapper.queries.workspace import read_names
from mapper.workspace import name_workspace
from web.desk import the_desk, the_settings
from web.pages.approval import Fault
from web.pages.settings import SettingsPage

views = Blueprint("settings", __name__, url_prefix="/settings")


def _page(fault: Fault | None = None) -> SettingsPage:
    from matching.semantic import is_installed

    desk = the_desk()
    with reading(desk.engine) as session:
        names = read_names(session, viewer=desk.viewer)
    return SettingsPage(
        institution=request.form.get("institution", names.institution),
        person=request.form.get("person", names.person),
        settings=the_settings(),
        store=desk.engine.dialect.name,
        fault=fault,
        was_saved="saved" in request.args,
        has_semantic_engine=is_installed(),
    )


@views.get("")
def show() -> str:
    """The form and the facts."""
    return render_template("settings.html", page=_page())


@views.post("")
def save() -> Answer | tuple[str, int]:
    """Sets the names."""
    desk = the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            name_workspace(
                session,
                viewer=desk.viewer,
                institution=request.form.get("institution", ""),
                person=request.form.get("person", ""),
            )
    except InvalidError as error:
        return render_template("settings.html", page=_page(Fault.of(error))), 422
    return redirect(url_for("settings.show", saved=1), 303)
