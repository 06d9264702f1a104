"""Specifications between reading and publishing, and what a person enters on a published edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, reading, unit_of_work
from mapper.draft_wording import attach_wording
from mapper.drafts.differences import differences_between
from mapper.drafts.fields import fields_by_people, fields_of
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.intake.readers import READABLE
from mapper.qualifications import enter_dates as keep_dates
from mapper.qualifications import enter_rule as keep_rule
from mapper.queries.drafts import list_drafts, newest_edition, own_draft, read_draft
from mapper.queries.editions import read_specification
from mapper.queries.people import names_of
from mapper.queries.qualifications import edition_of, entered_facts
from mapper.queries.reading import edition_reading
from mapper.specification_drafts import correct_draft, draft_from_edition, drop_draft, publish_draft
from web.desk import the_desk
from web.pages.editions import EditionView
from web.pages.specifications import CorrectionView, DraftView, Fault
from web.uploads import check_files, handed_in, queue_reading
from web.worker import ADD_WORDING

views = Blueprint("specifications", __name__, url_prefix="/specifications")


def _view(draft_id: int, fault: Fault | None = None) -> DraftView:
    desk = the_desk()
    with reading(desk.engine) as session:
        row = read_draft(session, viewer=desk.viewer, draft_id=draft_id)
    return DraftView(row, READABLE, fault)


def _to_draft(draft_id: int, anchor: str | None = None) -> Answer:
    return redirect(url_for("specifications.draft", draft_id=draft_id, _anchor=anchor), 303)


def _seen() -> int:
    return request.form.get("seen", -1, type=int)


@views.get("/drafts/<int:draft_id>")
def draft(draft_id: int) -> str:
    """What was read beside where it was read, findings first."""
    return render_template("specifications/draft.html", page=_view(draft_id))


@views.get("/drafts/<int:draft_id>/parts/<part>")
def correct(draft_id: int, part: str) -> str:
    """The form that corrects a part."""
    return render_template("specifications/correct.html", page=_correction(draft_id, part))


@views.post("/drafts/<int:draft_id>/parts/<part>")
def keep_correction(draft_id: int, part: str) -> Answer | tuple[str, int]:
    """Records as the person's what differs from what stands."""
    desk = the_desk()
    typed = request.form.to_dict()
    try:
        with unit_of_work(desk.engine) as session:
            correct_draft(
                session, viewer=desk.viewer, draft_id=draft_id, part=part, typed=typed, seen=_seen()
            )
    except InvalidError as error:
        page = _correction(draft_id, part, fault=Fault.of(error))
        return render_template("specifications/correct.html", page=page), 422
    except ConflictError as error:
        # Filled in again, the form would undo what somebody else corrected: shown beside it, it does not.
        page = replace(_correction(draft_id, part, fault=Fault.of(error)), typed={}, unkept=typed)
        return render_template("specifications/correct.html", page=page), 409
    return _to_draft(draft_id, part if part.startswith("unit-") else None)


def _correction(draft_id: int, part: str, fault: Fault | None = None) -> CorrectionView:
    view = _view(draft_id)
    if not fields_of(view.reading, part):
        raise NotFoundError("The draft has no such part.", subject=part)
    return CorrectionView(view, part, request.form.to_dict(), fault)


@views.post("/drafts/<int:draft_id>/documents")
def add_document(draft_id: int) -> Answer | tuple[str, int]:
    """Queues the reading of unit specifications and mark sheets that are offered to the draft."""
    desk = the_desk()
    with reading(desk.engine) as session:
        version = own_draft(session, viewer=desk.viewer, draft_id=draft_id).version
    try:
        files = handed_in()
        check_files(files, most=40)
    except InvalidError as error:
        page = _view(draft_id, Fault("files", str(error)))
        return render_template("specifications/draft.html", page=page), 422
    return queue_reading(ADD_WORDING, files, {"draft": draft_id, "version": version})


@views.post("/drafts/<int:draft_id>/attachments")
def attach(draft_id: int) -> Answer | tuple[str, int]:
    """Attaches offered wording to a unit, or takes it off again."""
    desk = the_desk()
    form = request.form
    is_attached = form.get("act") == "attach"
    unit = form.get("unit", type=int) if is_attached else None
    with reading(desk.engine) as session:
        own_draft(session, viewer=desk.viewer, draft_id=draft_id)
    if is_attached and unit is None:
        fault = Fault("offers", "No unit is chosen. Choose the unit that the wording belongs to.")
        return render_template("specifications/draft.html", page=_view(draft_id, fault)), 422
    with unit_of_work(desk.engine) as session:
        attach_wording(
            session,
            viewer=desk.viewer,
            draft_id=draft_id,
            addition_id=form.get("addition", 0, type=int),
            position=form.get("position", -1, type=int),
            unit=unit,
            seen=_seen(),
        )
    return _to_draft(draft_id, "offers")


@views.get("/drafts/<int:draft_id>/publish")
def confirm(draft_id: int) -> str:
    """What an edition made of the draft would hold, and what is amiss with it."""
    return render_template("specifications/publish.html", page=_view(draft_id))


@views.post("/drafts/<int:draft_id>/publish")
def publish(draft_id: int) -> Answer | tuple[str, int]:
    """Makes a new edition of the draft."""
    desk = the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            edition_id = publish_draft(
                session,
                viewer=desk.viewer,
                draft_id=draft_id,
                request_id=request.form.get("request_id", ""),
                seen=_seen(),
            )
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        page = _view(draft_id, Fault.of(error))
        return render_template("specifications/publish.html", page=page), status
    return redirect(url_for("imports.specification", edition_id=edition_id), 303)


@views.post("/drafts/<int:draft_id>/drop")
def drop(draft_id: int) -> Answer:
    """Gives the draft up."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        drop_draft(session, viewer=desk.viewer, draft_id=draft_id)
    return redirect(url_for("imports.new_specification"), 303)


@views.post("/editions/<int:edition_id>/draft")
def draft_next(edition_id: int) -> Answer:
    """Leads to the open draft of the next edition, to correct it or to add wording; makes it once."""
    desk = the_desk()
    with unit_of_work(desk.engine) as session:
        draft_id = draft_from_edition(session, viewer=desk.viewer, edition_id=edition_id)
    return _to_draft(draft_id)


@views.post("/qualifications/<int:qualification_id>/dates")
def enter_dates(qualification_id: int) -> Answer | tuple[str, int]:
    """Records a qualification's last dates as the person's."""

    def keep(session: Session) -> int:
        return keep_dates(
            session,
            viewer=the_desk().viewer,
            qualification_id=qualification_id,
            last_registration=_day("last_registration"),
            last_certification=_day("last_certification"),
            checked_on=_day_of_checking(),
        )

    return _entered(qualification_id, keep)


@views.post("/qualifications/<int:qualification_id>/rule")
def enter_rule(qualification_id: int) -> Answer | tuple[str, int]:
    """Records a rule of combination as the person's."""

    def keep(session: Session) -> int:
        return keep_rule(
            session,
            viewer=the_desk().viewer,
            qualification_id=qualification_id,
            text=request.form.get("rule", ""),
        )

    return _entered(qualification_id, keep)


def _entered(qualification_id: int, keep: Callable[[Session], int]) -> Answer | tuple[str, int]:
    """Keeps what was entered and leads to its edition, or shows the form again with its fault."""
    try:
        with unit_of_work(the_desk().engine) as session:
            edition_id = keep(session)
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _refused(qualification_id, error), status
    return redirect(url_for("imports.specification", edition_id=edition_id, _anchor="entered"), 303)


def _day_of_checking() -> date:
    day = _day("checked_on")
    if day is None:
        raise InvalidError(
            "No date of checking is given.",
            subject="checked_on",
            remedy="Give the day on which you looked the dates up.",
        )
    return day


def _day(field: str) -> date | None:
    typed = request.form.get(field, "").strip()
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError as error:
        raise InvalidError(
            f"“{typed[:40]}” is no date.", subject=field, remedy="Give a day such as 2027-08-31."
        ) from error


def _refused(qualification_id: int, error: InvalidError | ConflictError) -> str:
    """The edition's page, with what was wrong with the form of a qualification."""
    desk = the_desk()
    with reading(desk.engine) as session:
        edition_id = edition_of(session, viewer=desk.viewer, qualification_id=qualification_id)
    page = edition_view(edition_id, fault=Fault.of(error), fault_in=qualification_id)
    return render_template("imports/specification_read.html", page=page)


def edition_view(edition_id: int, *, fault: Fault | None = None, fault_in: int | None = None) -> EditionView:
    """A published edition beside the one before it, with what people corrected and entered."""
    desk = the_desk()
    with reading(desk.engine) as session:
        row = read_specification(session, viewer=desk.viewer, edition_id=edition_id)
        read = edition_reading(session, viewer=desk.viewer, edition_id=edition_id)
        before = newest_edition(session, viewer=desk.viewer, code=row.code, before=edition_id)
        differences = None
        if before:
            earlier = edition_reading(session, viewer=desk.viewer, edition_id=before.id)
            differences = differences_between(earlier, read)
        people = [f.source.by for _, f in fields_by_people(read) if f.source and f.source.by]
        return EditionView(
            row=row,
            reading=read,
            names=names_of(session, person_ids=people),
            entered=entered_facts(session, viewer=desk.viewer, edition_id=edition_id),
            before=before,
            differences=differences,
            typed=request.form.to_dict(),
            fault=fault,
            fault_in=fault_in,
            drafts=tuple(d for d in list_drafts(session, viewer=desk.viewer) if d.code == row.code),
        )
