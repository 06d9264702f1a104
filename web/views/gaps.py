"""The gap plan: what can be done about each gap, who does it by when, how it was closed; and its report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper import models
from mapper.db import Session, now, reading, today, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.gaps import close_gaps, plan_gaps, reopen_gaps
from mapper.paths.awards import Measure
from mapper.queries.gaps import load_gaps
from mapper.standing.gaps import JudgedGaps, judged_gaps
from web.desk import the_desk
from web.judged_paths import coverage_of_gaps
from web.pages.gap_forms import NOTHING_TYPED, TypedGaps, closing_in, seen_in, work_in
from web.pages.gap_report import gap_report
from web.pages.gap_words import recorded_in_words
from web.pages.gaps import GapsPage, gaps_page
from web.pages.gaps_wanted import GapsWanted, gaps_wanted

views = Blueprint("gaps", __name__, url_prefix="/mappings/<int:mapping_id>/coverage/plan")

STATUS = {ConflictError: 409, InvalidError: 422, NotFoundError: 404}
Record = Callable[[Session, JudgedGaps, Measure], Sequence[models.GapEntry]]


@views.get("")
def show(mapping_id: int) -> str:
    """The gaps that are asked for, with the least changes that guarantee what was judged covered."""
    wanted = _wanted(mapping_id)
    return render_template("coverage/plan.html", page=_page(wanted, _judged(wanted)))


@views.get("/report")
def report(mapping_id: int) -> str:
    """All gaps, unit by unit, to be printed."""
    wanted = _wanted(mapping_id)
    judged = _judged(wanted)
    page = gap_report(coverage_of_gaps(judged), judged, wanted.measure, made_at=now())
    return render_template("coverage/gap_report.html", page=page)


@views.post("/work")
def plan(mapping_id: int) -> Answer | tuple[str, int]:
    """Records who does what by when about the gaps that were named."""

    def record(session: Session, judged: JudgedGaps, measure: Measure) -> Sequence[models.GapEntry]:
        work = work_in(request.form, measure)
        return plan_gaps(session, viewer=the_desk().viewer, judged=judged, work=work)

    return _recorded(mapping_id, record)


@views.post("/close")
def close(mapping_id: int) -> Answer | tuple[str, int]:
    """Closes the gaps that were named."""

    def record(session: Session, judged: JudgedGaps, measure: Measure) -> Sequence[models.GapEntry]:
        ending = closing_in(request.form, measure)
        return close_gaps(session, viewer=the_desk().viewer, judged=judged, ending=ending)

    return _recorded(mapping_id, record)


@views.post("/reopen")
def reopen(mapping_id: int) -> Answer | tuple[str, int]:
    """Opens the gaps that were named again."""

    def record(session: Session, judged: JudgedGaps, measure: Measure) -> Sequence[models.GapEntry]:
        return reopen_gaps(
            session,
            viewer=the_desk().viewer,
            judged=judged,
            measure=measure,
            seen=seen_in(request.form),
            request_id=request.form.get("request_id", ""),
            reason=request.form.get("reason", ""),
        )

    return _recorded(mapping_id, record)


def _recorded(mapping_id: int, record: Record) -> Answer | tuple[str, int]:
    wanted = _wanted(mapping_id)
    judged = _judged(wanted)
    try:
        with unit_of_work(the_desk().engine) as session:
            entry_id = record(session, judged, wanted.measure)[0].id
    except (InvalidError, ConflictError, NotFoundError) as error:
        page = _page(wanted, _judged(wanted), TypedGaps.of(request.form, error))
        return render_template("coverage/plan.html", page=page), STATUS[type(error)]
    place = request.form.get("place", "")
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return redirect(url_for("gaps.show", **wanted.address(recorded=entry_id)) + anchor, 303)


def _wanted(mapping_id: int) -> GapsWanted:
    return gaps_wanted(mapping_id, request.args)


def _judged(wanted: GapsWanted) -> JudgedGaps:
    desk = the_desk()
    with reading(desk.engine) as session:
        loaded = load_gaps(session, viewer=desk.viewer, mapping_id=wanted.mapping_id, award=wanted.award)
    return judged_gaps(loaded)


def _page(wanted: GapsWanted, judged: JudgedGaps, form: TypedGaps = NOTHING_TYPED) -> GapsPage:
    return gaps_page(
        coverage_of_gaps(judged),
        judged,
        wanted=wanted,
        today=today(),
        form=form,
        done=recorded_in_words(judged.loaded.records, request.args.get("recorded", type=int)),
    )
