"""What was entered of a structure before: earlier versions, and that of an earlier edition."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.structure import earlier_structure, read_structure, read_version
from mapper.standing.carried import carried_entry
from mapper.standing.entered import Entered
from mapper.structures import enter_structure
from web.desk import the_desk
from web.pages.earlier_structure import CarriedPage, VersionPage
from web.pages.structure import Fault

views = Blueprint("earlier_structure", __name__, url_prefix="/programmes/editions/<int:edition_id>/structure")


@views.get("/versions/<int:number>")
def version(edition_id: int, number: int) -> str:
    """What an earlier version says otherwise than the one that stands."""
    return render_template("structure/version.html", page=_version(edition_id, number))


@views.post("/versions/<int:number>/again")
def enter_again(edition_id: int, number: int) -> Answer | tuple[str, int]:
    """Enters an earlier version again, as a new one."""
    page = _version(edition_id, number)
    try:
        return _entered(edition_id, page.entered, f"Version {number} entered again")
    except (InvalidError, ConflictError) as error:
        refused = _version(edition_id, number, Fault.of(error))
        return render_template("structure/version.html", page=refused), _status(error)


@views.get("/carry-over")
def offer(edition_id: int) -> str:
    """What of an earlier edition's structure fits this edition, and what changed, line by line."""
    return render_template("structure/carry_over.html", page=_offer(edition_id))


@views.post("/carry-over")
def carry_over(edition_id: int) -> Answer | tuple[str, int]:
    """Enters for this edition what fits it of the earlier one."""
    page = _offer(edition_id)
    try:
        return _entered(edition_id, page.carried.entered, page.note)
    except (InvalidError, ConflictError) as error:
        refused = _offer(edition_id, Fault.of(error))
        return render_template("structure/carry_over.html", page=refused), _status(error)


def _entered(edition_id: int, entered: Entered, note: str) -> Answer:
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        number = enter_structure(
            session,
            viewer=desk.viewer,
            edition_id=edition_id,
            entered=entered,
            note=note,
            request_id=request.form.get("request_id", ""),
            seen=request.form.get("seen", -1, type=int),
        )
    return redirect(url_for("structure.show", edition_id=edition_id, saved=number), 303)


def _status(error: InvalidError | ConflictError) -> int:
    return 409 if isinstance(error, ConflictError) else 422


def _version(edition_id: int, number: int, fault: Fault | None = None) -> VersionPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        edition = read_structure(session, viewer=desk.viewer, edition_id=edition_id)
        entered = read_version(session, viewer=desk.viewer, edition_id=edition_id, number=number)
    return VersionPage(edition, number, entered, fault)


def _offer(edition_id: int, fault: Fault | None = None) -> CarriedPage:
    desk = the_desk()
    with reading(desk.engine) as session:
        edition = read_structure(session, viewer=desk.viewer, edition_id=edition_id)
        earlier = earlier_structure(session, viewer=desk.viewer, edition_id=edition_id)
    if earlier is None:
        raise NotFoundError(
            "No earlier edition of this programme has a structure that somebody entered.",
            subject=f"edition {edition.edition_number}",
        )
    return CarriedPage(
        edition, earlier, carried_entry(earlier.entered, earlier.modules, edition.modules), fault
    )
