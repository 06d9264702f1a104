"""A programme's structure and pass rules: what the documents propose, and what people enter."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.structure import EditionStructure, earlier_structure, read_structure, read_version
from mapper.standing.entered import WHOLE_PROGRAMME, Entered, Tree
from mapper.standing.proposed import proposed_entry
from mapper.standing.typed import (
    new_award,
    renamed_award,
    with_assessments,
    with_choices,
    with_places,
    with_rules,
    without_award,
)
from mapper.structures import enter_structure
from web.desk import the_desk
from web.pages.structure import Fault, StructurePage, findings_of_structure

views = Blueprint("structure", __name__, url_prefix="/programmes/editions/<int:edition_id>/structure")

Change = Callable[[EditionStructure, Tree], Entered]


@views.get("")
def show(edition_id: int) -> str:
    """Who takes what: the choices, and every module's place."""
    return _rendered("modules", _page(edition_id))


@views.get("/rules")
def rules(edition_id: int) -> str:
    """The pass rules of the programme and of single modules, and other ways in."""
    return _rendered("rules", _page(edition_id))


@views.get("/assessments")
def assessments(edition_id: int) -> str:
    """What single assessments leave open."""
    return _rendered("assessments", _page(edition_id))


@views.post("/choices")
def enter_choices(edition_id: int) -> Answer | tuple[str, int]:
    """Enters the choices as typed."""
    return _enter(
        edition_id,
        "show",
        "modules",
        "Choices",
        lambda e, t: e.entered.with_tree(with_choices(t, request.form)),
    )


@views.post("/modules")
def enter_modules(edition_id: int) -> Answer | tuple[str, int]:
    """Enters every module's place."""
    return _enter(
        edition_id,
        "show",
        "modules",
        "Who takes which module",
        lambda e, t: e.entered.with_tree(with_places(t, request.form, e.modules)),
    )


@views.post("/awards")
def add_award(edition_id: int) -> Answer | tuple[str, int]:
    """Adds an exit award, which begins as the whole programme stands."""
    return _enter(
        edition_id,
        "show",
        "modules",
        "Exit award added",
        lambda e, _: e.entered.with_tree(new_award(e.entered, request.form, key=_new_key())),
    )


@views.post("/awards/rename")
def rename_award(edition_id: int) -> Answer | tuple[str, int]:
    """Gives an exit award another name."""
    return _enter(
        edition_id,
        "show",
        "modules",
        "Exit award renamed",
        lambda e, t: renamed_award(e.entered, t, request.form),
    )


@views.post("/awards/remove")
def remove_award(edition_id: int) -> Answer | tuple[str, int]:
    """Takes an exit award out; an earlier version, which has it, can be entered again."""
    return _enter(
        edition_id,
        "show",
        "modules",
        "Exit award removed",
        lambda e, t: without_award(e.entered, t),
        then=WHOLE_PROGRAMME,
    )


@views.post("/rules")
def enter_rules(edition_id: int) -> Answer | tuple[str, int]:
    """Enters the pass rules and other ways in."""
    return _enter(
        edition_id,
        "rules",
        "rules",
        "Pass rules and other ways in",
        lambda e, _: with_rules(e.entered, request.form, e.modules),
    )


@views.post("/assessments")
def enter_assessments(edition_id: int) -> Answer | tuple[str, int]:
    """Enters the rules of each assessment."""
    return _enter(
        edition_id,
        "assessments",
        "assessments",
        "Rules of assessments",
        lambda e, _: with_assessments(e.entered, request.form, e.modules),
    )


def _enter(
    edition_id: int, endpoint: str, template: str, note: str, change: Change, *, then: str | None = None
) -> Answer | tuple[str, int]:
    """Enters what a form changes and goes on to the page, of the award `then` or else of the form's own."""
    desk = the_desk()
    award = request.form.get("award", WHOLE_PROGRAMME)
    try:
        seen = request.form.get("seen", -1, type=int)
        edition = _as_seen(edition_id, seen)
        tree = _tree(edition, award)
        entered = change(edition, tree)
        with unit_of_work(desk.engine) as session:
            number = enter_structure(
                session,
                viewer=desk.viewer,
                edition_id=edition_id,
                entered=entered,
                note=f"{note} ({tree.name})" if tree.key else note,
                request_id=request.form.get("request_id", ""),
                seen=seen,
            )
    except (InvalidError, ConflictError) as error:
        page = _page(edition_id, Fault.of(error), award=award)
        return _rendered(template, page), 409 if isinstance(error, ConflictError) else 422
    shown = award if then is None else then
    return redirect(
        url_for(f"structure.{endpoint}", edition_id=edition_id, award=shown or None, saved=number), 303
    )


def _as_seen(edition_id: int, seen: int) -> EditionStructure:
    """The edition with the version that a form was made from; the service refuses it where it is an older one."""
    desk = the_desk()
    with reading(desk.engine) as session:
        edition = read_structure(session, viewer=desk.viewer, edition_id=edition_id)
        if seen == edition.seen:
            return edition
        if seen < 1:
            return replace(edition, entered=proposed_entry(edition.modules))
        entered = read_version(session, viewer=desk.viewer, edition_id=edition_id, number=seen)
        return replace(edition, entered=entered)


def _new_key() -> str:
    """A key for a further exit award that no other form makes, and that one sent twice makes again."""
    return f"e{hashlib.sha256(request.form.get('request_id', '').encode()).hexdigest()[:12]}"


def _page(edition_id: int, fault: Fault | None = None, *, award: str | None = None) -> StructurePage:
    desk = the_desk()
    with reading(desk.engine) as session:
        edition = read_structure(session, viewer=desk.viewer, edition_id=edition_id)
        earlier = None
        if not edition.versions:
            earlier = earlier_structure(session, viewer=desk.viewer, edition_id=edition_id)
    tree = _tree(edition, request.args.get("award", WHOLE_PROGRAMME) if award is None else award)
    typed = request.form.to_dict() if fault else {}
    saved = request.args.get("saved", type=int)
    is_kept = any(version.number == saved for version in edition.versions)
    return StructurePage(edition, tree, typed, fault, saved if is_kept else None, earlier)


def _tree(edition: EditionStructure, key: str) -> Tree:
    tree = edition.entered.tree(key)
    if tree is None:
        raise NotFoundError("There is no such exit award.", subject=key[:40])
    return tree


def _rendered(template: str, page: StructurePage) -> str:
    found = findings_of_structure(page.edition, page.tree)
    return render_template(f"structure/{template}.html", page=page, findings=found)
