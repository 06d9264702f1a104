"""The queue: one criterion after the other, judged from the keyboard, by mouse or without script."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, now, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError
from mapper.queries.ahead import load_turn
from mapper.queries.criterion import LoadedCriterion, criterion_in, load_criterion
from mapper.queries.evidence import doubts_on
from mapper.queries.history import own_moments
from mapper.queries.mapping import load_mapping
from mapper.queries.queue import LoadedQueue, last_own_decision, load_queue
from mapper.reviews import Judging, criteria_per_hour, decide, gave_way, withdraw, withdraw_batch
from mapper.values import Coverage
from web.desk import the_desk
from web.formats import plural, start_of_day
from web.pages.giving_way import INSTEAD, message_of
from web.pages.queue import FILTERS, QueuePage, RecordedPage, Wanted, place_in, queue_page
from web.reranking import rerank_if_due
from web.visit import QueuePlace, keep_place, kept_place, tell_once, told_once

views = Blueprint("queue", __name__, url_prefix="/mappings/<int:mapping_id>/queue")

SAID = {
    "full": "Recorded as full",
    "part": "Recorded as part",
    "none": "Rejected",
    "nothing": "Recorded as “nothing here”",
    "withdrawn": "Withdrawn: not judged again",
}
STAYS = ("none",)
"""Judgements after which the same criterion is shown again: it still wants evidence."""
STATUS = {ConflictError: 409, InvalidError: 422, NotFoundError: 404}
NOTHING = "nothing"
AHEAD = "X-Ahead"
"""The header of a request for the next criterion before its turn: the one that is shown by then. The answer
bears it as "shown.next.print", and the decision hands that on: the next one is not sent again.
"""
PART = "X-Part"
"""The header that asks for one part of the page: "progress"."""


@views.get("")
def show(mapping_id: int) -> Response:
    """The queue at one criterion; without one, at the first that waits."""
    wanted = _wanted()
    if request.headers.get(PART) == "progress":
        _keep_place(mapping_id, wanted, wanted.criterion_id)
        return make_response(render_template("queue/progress.html", page=_progress(mapping_id, wanted)))
    if not request.args and (place := kept_place(mapping_id)):
        wanted = Wanted(place.show, place.unit_id, place.criterion_id, resumes=True)
    told = told_once()
    return _answer(mapping_id, replace(wanted, message=str(told.get("words", ""))))


@views.post("/decisions")
def record(mapping_id: int) -> Answer | Response:
    """Records a judgement; the answer already is the next criterion."""
    wanted = _wanted()
    try:
        given = _record(mapping_id, wanted)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    stays = request.form.get("coverage") in STAYS
    next_id = wanted.criterion_id if stays else request.form.get("next", type=int)
    if next_id is not None and not stays and (known := _known(mapping_id, wanted, next_id, given)):
        return known
    named = Named(given, wanted.criterion_id)
    return _move_on(mapping_id, replace(wanted, criterion_id=next_id), named)


def _known(mapping_id: int, wanted: Wanted, next_id: int, given: str) -> Response | None:
    """What was recorded alone, where the page has the next criterion as it stands; None where it has not.

    Nor where the one that was judged still waits, and changes what comes after.
    """
    has_ahead = request.headers.get(AHEAD, "")
    if not request.headers.get("HX-Request") or not has_ahead.startswith(f"{wanted.criterion_id}.{next_id}."):
        return None
    viewer, judged_id = the_desk().viewer, wanted.criterion_id or 0
    with reading(the_desk().engine) as session:
        try:
            turn = load_turn(
                session, viewer=viewer, mapping_id=mapping_id, criterion_id=judged_id, next_id=next_id
            )
        except NotFoundError:
            return None
        undo = last_own_decision(session, viewer=viewer, mapping_id=mapping_id, since=start_of_day(now()))
    is_same = has_ahead == f"{judged_id}.{next_id}.{turn.next_print}"
    if not is_same or turn.state in FILTERS[wanted.show]:
        return None
    message = message_of(SAID, given, then=f": {turn.unit_ref} {turn.number}.")
    shown = Wanted(show=wanted.show, unit_id=wanted.unit_id, criterion_id=next_id, message=message)
    page = RecordedPage(mapping_id, shown, next_id, undo)
    response = make_response(render_template("queue/recorded.html", page=page))
    response.headers["HX-Replace-Url"] = _address(mapping_id, shown)
    return response


@views.post("/undo")
def undo(mapping_id: int) -> Answer | Response:
    """Withdraws the viewer's last decision, or its whole batch, and goes back to its criterion."""
    wanted = _wanted()
    try:
        words = _take_back(mapping_id, wanted)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    undone = request.form.get("undone", type=int) or wanted.criterion_id
    return _move_on(mapping_id, replace(wanted, criterion_id=undone, message=words))


def _take_back(mapping_id: int, wanted: Wanted) -> str:
    """What was withdrawn, in a sentence; raises what `withdraw` raises."""
    form, desk = request.form, the_desk()
    decision_id, batch_id = form.get("decision", type=int) or 0, form.get("batch", "")
    told = {"request_id": form.get("request_id", ""), "reason": wanted.reason}
    with unit_of_work(desk.engine) as session:
        if batch_id:
            count = withdraw_batch(
                session, viewer=desk.viewer, mapping_id=mapping_id, batch_id=batch_id, **told
            )
            rerank_if_due(session, mapping_id)
            return f"{plural(count, 'decision')} of one bulk decision withdrawn."
        withdrawal = withdraw(session, viewer=desk.viewer, decision_id=decision_id, **told)
        if withdrawal.mapping_id != mapping_id:
            raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
        rerank_if_due(session, mapping_id)
        said = "withdrawn" + INSTEAD if gave_way(session, decision=withdrawal) else "withdrawn"
    return message_of(SAID, said, then=".")


def _wanted() -> Wanted:
    """What the address or the form asks for."""
    asked = request.values
    show = asked.get("show", "open")
    return Wanted(
        show=show if show in FILTERS else "open",
        unit_id=asked.get("unit", type=int),
        criterion_id=asked.get("criterion", type=int),
        search=asked.get("search", "")[:200].strip(),
        reason=asked.get("reason", ""),
        certainty=asked.get("certainty", ""),
        picked_id=asked.get("pick", type=int),
        intent=asked.get("coverage", ""),
    )


def _record(mapping_id: int, wanted: Wanted) -> str:
    """What was recorded, by its name in forms; raises what `decide` raises."""
    form, desk = request.form, the_desk()
    given = form.get("coverage", "")
    if given not in SAID or given == "withdrawn":
        raise InvalidError("No judgement was chosen.", remedy="Choose full, part, reject or nothing here.")
    statement_id = None if given == NOTHING else wanted.picked_id
    if given != NOTHING and statement_id is None:
        raise InvalidError(
            "No candidate is picked.", remedy="Pick one, search for another, or say “nothing here”."
        )
    coverage = Coverage.NONE if given == NOTHING else Coverage(given)
    seen_of = "criterion" if statement_id is None else str(statement_id)
    judging = Judging(
        mapping_id=mapping_id,
        criterion_id=wanted.criterion_id or 0,
        statement_id=statement_id,
        coverage=coverage,
        request_id=form.get("request_id", ""),
        seen_id=form.get(f"seen-{seen_of}", type=int),
        reason=wanted.reason,
        certainty=wanted.certainty,
        wording=form.get(f"wording-{seen_of}", ""),
        seen_nothing_id=form.get("seen-criterion", type=int),
    )
    with unit_of_work(desk.engine) as session:
        findings = doubts_on(session, criterion_id=judging.criterion_id, statement_id=statement_id)
        decision = decide(session, viewer=desk.viewer, judging=judging, findings=findings)
        rerank_if_due(session, mapping_id)
        is_instead = judging.seen_nothing_id and gave_way(session, decision=decision)
    return given + INSTEAD if is_instead else given


def _refused(mapping_id: int, wanted: Wanted, error: MapperError) -> Response:
    """The same criterion with what is wrong and what was typed."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    fault = " ".join(filter(None, (error.message, error.remedy)))
    wanted = replace(wanted, fault=fault, fault_subject=error.subject)
    return _answer(mapping_id, wanted, status=status)


@dataclass(frozen=True, slots=True)
class Named:
    """What is said, by its name, of a criterion yet to be named: "Recorded as full: 9901-201 1.1."."""

    said: str
    criterion_id: int | None

    def in_words(self, queue: LoadedQueue) -> str:
        """The sentence."""
        names = [f"{u.ref} {c.number}" for u in queue.units for c in u.criteria if c.id == self.criterion_id]
        return message_of(SAID, self.said, then=f": {''.join(names)}.")


def _move_on(mapping_id: int, wanted: Wanted, named: Named | None = None) -> Answer | Response:
    """The next criterion at once where script asked, by way of its address where a plain form did."""
    fresh = Wanted(
        show=wanted.show, unit_id=wanted.unit_id, criterion_id=wanted.criterion_id, message=wanted.message
    )
    if request.headers.get("HX-Request"):
        return _answer(mapping_id, fresh, named=named)
    desk = the_desk()
    with reading(desk.engine) as session:
        queue = load_queue(session, viewer=desk.viewer, mapping_id=mapping_id)
    words = named.in_words(queue) if named else wanted.message
    tell_once(url_for("queue.show", mapping_id=mapping_id), words=words)
    return redirect(_address(mapping_id, fresh), 303)


def _answer(mapping_id: int, wanted: Wanted, *, status: int = 200, named: Named | None = None) -> Response:
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    if is_part and request.method == "GET" and (before_id := request.headers.get(AHEAD, type=int)):
        return _before_its_turn(mapping_id, wanted, before_id)
    page = _page(mapping_id, wanted, named)
    _keep_place(mapping_id, page.wanted, page.criterion_id)
    response = make_response(render_template(f"queue/{'answer' if is_part else 'page'}.html", page=page))
    response.status_code = status
    if is_part:
        here = replace(page.wanted, criterion_id=page.criterion_id)
        response.headers["HX-Replace-Url"] = _address(mapping_id, here)
    return response


def _before_its_turn(mapping_id: int, wanted: Wanted, before_id: int) -> Response:
    """The criterion as it will be shown once the one before it is judged, with what tells whether it still is."""
    desk, next_id = the_desk(), wanted.criterion_id or 0
    with reading(desk.engine) as session:
        queue = load_queue(session, viewer=desk.viewer, mapping_id=mapping_id)
        turn = load_turn(
            session, viewer=desk.viewer, mapping_id=mapping_id, criterion_id=before_id, next_id=next_id
        )
        loaded = _criterion(session, queue, next_id, wanted)
    page = queue_page(queue, loaded, wanted=wanted, person_id=desk.viewer.person_id, before_id=before_id)
    response = make_response(render_template("queue/panel.html", page=page))
    response.headers[AHEAD] = f"{before_id}.{next_id}.{turn.next_print}"
    return response


def _progress(mapping_id: int, wanted: Wanted) -> QueuePage:
    """The page without its criterion: how far the mapping is, and the viewer's pace."""
    desk = the_desk()
    with reading(desk.engine) as session:
        queue = load_queue(session, viewer=desk.viewer, mapping_id=mapping_id)
        moments = own_moments(session, viewer=desk.viewer, mapping_id=mapping_id, since=start_of_day(now()))
    pace = criteria_per_hour(moments)
    return queue_page(queue, None, wanted=wanted, person_id=desk.viewer.person_id, pace=pace)


def _keep_place(mapping_id: int, wanted: Wanted, criterion_id: int | None) -> None:
    keep_place(mapping_id, QueuePlace(wanted.show, wanted.unit_id, criterion_id))


def _address(mapping_id: int, wanted: Wanted) -> str:
    return url_for(
        "queue.show",
        mapping_id=mapping_id,
        criterion=wanted.criterion_id,
        show=wanted.show if wanted.show != "open" else None,
        unit=wanted.unit_id,
        search=wanted.search or None,
    )


def _page(mapping_id: int, wanted: Wanted, named: Named | None) -> QueuePage:
    desk = the_desk()
    today = start_of_day(now())
    with reading(desk.engine) as session:
        queue = load_queue(session, viewer=desk.viewer, mapping_id=mapping_id)
        wanted, shown_id = place_in(queue, wanted)
        loaded = None if shown_id is None else _criterion(session, queue, shown_id, wanted)
        moments = own_moments(session, viewer=desk.viewer, mapping_id=mapping_id, since=today)
        undo = last_own_decision(session, viewer=desk.viewer, mapping_id=mapping_id, since=today)
    return queue_page(
        queue,
        loaded,
        wanted=replace(wanted, message=named.in_words(queue)) if named else wanted,
        person_id=desk.viewer.person_id,
        pace=criteria_per_hour(moments),
        undo=None if queue.approval else undo,
    )


def _criterion(
    session: Session, queue: LoadedQueue, criterion_id: int, wanted: Wanted
) -> LoadedCriterion | None:
    """The criterion with its evidence; with all modules where something is searched for in them."""
    viewer = the_desk().viewer
    if wanted.search:
        mapping = load_mapping(session, viewer=viewer, mapping_id=queue.id)
        return criterion_in(mapping, criterion_id=criterion_id)
    return load_criterion(
        session,
        viewer=viewer,
        mapping_id=queue.id,
        criterion_id=criterion_id,
        lines=queue.lines,
        units=queue.units,
    )
