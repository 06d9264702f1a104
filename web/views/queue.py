"""The queue: one criterion after the other, judged from the keyboard, by mouse or without script."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import now, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError
from mapper.queries.history import history_of, own_moments
from mapper.queries.mapping import load_mapping, with_decisions_now
from mapper.queries.rows import LoadedMapping
from mapper.reviews import Judging, criteria_per_hour, decide, withdraw, withdraw_batch
from mapper.values import Coverage
from web.desk import the_desk
from web.formats import ZONE, plural
from web.pages.queue import FILTERS, QueuePage, Wanted, open_findings, queue_page
from web.views.review import rerank_if_due

views = Blueprint("queue", __name__, url_prefix="/mappings/<int:mapping_id>/queue")

SAID = {
    "full": "Recorded as full",
    "part": "Recorded as part",
    "none": "Rejected",
    "nothing": "Recorded as “nothing here”",
    "withdrawn": "Withdrawn: not judged again",
    "declared": "The set is declared",
}
STAYS = ("none",)
"""Judgements after which the same criterion is shown again: it still wants evidence."""
STATUS = {ConflictError: 409, InvalidError: 422, NotFoundError: 404}
NOTHING = "nothing"


@views.get("")
def show(mapping_id: int) -> Response:
    """The queue at one criterion; without one, at the first that waits."""
    wanted = _wanted()
    said = request.args.get("said", "")
    if said in SAID:
        wanted = replace(wanted, message=f"{SAID[said]}.")
    return _answer(mapping_id, wanted)


@views.post("/decisions")
def record(mapping_id: int) -> Answer | Response:
    """Records a judgement; the answer already is the next criterion."""
    wanted = _wanted()
    try:
        said, mapping = _record(mapping_id, wanted)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    stays = request.form.get("coverage") in STAYS
    next_id = wanted.criterion_id if stays else request.form.get("next", type=int)
    return _move_on(mapping_id, replace(wanted, criterion_id=next_id, message=said), mapping)


@views.post("/undo")
def undo(mapping_id: int) -> Answer | Response:
    """Withdraws the viewer's last decision, or its whole batch, and goes back to its criterion."""
    wanted = _wanted()
    try:
        said = _take_back(mapping_id, wanted)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    undone = request.form.get("undone", type=int) or wanted.criterion_id
    return _move_on(mapping_id, replace(wanted, criterion_id=undone, message=f"{said}."))


def _take_back(mapping_id: int, wanted: Wanted) -> str:
    """What was withdrawn, in words; raises what `withdraw` raises."""
    form, desk = request.form, the_desk()
    decision_id, batch_id = form.get("decision", type=int) or 0, form.get("batch", "")
    told = {"request_id": form.get("request_id", ""), "reason": wanted.reason}
    with unit_of_work(desk.engine) as session:
        if batch_id:
            count = withdraw_batch(
                session, viewer=desk.viewer, mapping_id=mapping_id, batch_id=batch_id, **told
            )
            rerank_if_due(session, mapping_id)
            return f"{plural(count, 'decision')} of one bulk decision withdrawn"
        withdrawal = withdraw(session, viewer=desk.viewer, decision_id=decision_id, **told)
        if withdrawal.mapping_id != mapping_id:
            raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
        rerank_if_due(session, mapping_id)
    return SAID["withdrawn"]


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


def _record(mapping_id: int, wanted: Wanted) -> tuple[str, LoadedMapping]:
    """What was recorded, in words, and the mapping as it was before; raises what `decide` raises."""
    form, desk = request.form, the_desk()
    given = form.get("coverage", "")
    if given not in SAID or given in ("withdrawn", "declared"):
        raise InvalidError("No judgement was chosen.", remedy="Choose full, part, reject or nothing here.")
    statement_id = None if given == NOTHING else wanted.picked_id
    if given != NOTHING and statement_id is None:
        raise InvalidError(
            "No candidate is picked.", remedy="Pick one, search for another, or say “nothing here”."
        )
    coverage = Coverage.NONE if given == NOTHING else Coverage(given)
    mapping = _loaded(mapping_id)
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
    )
    findings = open_findings(mapping, judging.criterion_id, statement_id)
    with unit_of_work(desk.engine) as session:
        decide(session, viewer=desk.viewer, judging=judging, findings=findings)
        rerank_if_due(session, mapping_id)
    named = next(
        (f"{u.ref} {c.number}" for u in mapping.units for c in u.criteria if c.id == judging.criterion_id), ""
    )
    return f"{SAID[given]}: {named}.", mapping


def _refused(mapping_id: int, wanted: Wanted, error: MapperError) -> Response:
    """The same criterion with what is wrong and what was typed."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    fault = " ".join(filter(None, (error.message, error.remedy)))
    wanted = replace(wanted, fault=fault, fault_subject=error.subject)
    return _answer(mapping_id, wanted, status=status)


def _move_on(mapping_id: int, wanted: Wanted, mapping: LoadedMapping | None = None) -> Answer | Response:
    """The next criterion at once where script asked, by way of its address where a plain form did."""
    fresh = Wanted(
        show=wanted.show, unit_id=wanted.unit_id, criterion_id=wanted.criterion_id, message=wanted.message
    )
    if request.headers.get("HX-Request"):
        return _answer(mapping_id, fresh, before=mapping)
    given = request.form.get("coverage", "withdrawn")
    return redirect(_address(mapping_id, fresh, said=given), 303)


def _answer(
    mapping_id: int, wanted: Wanted, *, status: int = 200, before: LoadedMapping | None = None
) -> Response:
    page = _page(mapping_id, wanted, before)
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = make_response(render_template(f"queue/{'answer' if is_part else 'page'}.html", page=page))
    response.status_code = status
    if is_part:
        here = replace(page.wanted, criterion_id=page.criterion_id)
        response.headers["HX-Replace-Url"] = _address(mapping_id, here)
    return response


def _address(mapping_id: int, wanted: Wanted, *, said: str | None = None) -> str:
    return url_for(
        "queue.show",
        mapping_id=mapping_id,
        criterion=wanted.criterion_id,
        show=wanted.show if wanted.show != "open" else None,
        unit=wanted.unit_id,
        search=wanted.search or None,
        said=said,
    )


def _loaded(mapping_id: int) -> LoadedMapping:
    desk = the_desk()
    with reading(desk.engine) as session:
        return load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)


def _page(mapping_id: int, wanted: Wanted, before: LoadedMapping | None) -> QueuePage:
    """The page; what was loaded `before` a decision is not loaded again, but for the decisions."""
    desk = the_desk()
    today = _midnight(now())
    with reading(desk.engine) as session:
        if before is None:
            mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        else:
            mapping = with_decisions_now(session, mapping=before)
        history = history_of(session, viewer=desk.viewer, mapping=mapping)
        moments = own_moments(session, viewer=desk.viewer, mapping_id=mapping_id, since=today)
    undo = next((e for e in history.entries if e.is_own and e.stands and e.decided_at >= today), None)
    return queue_page(
        mapping,
        wanted=wanted,
        person_id=desk.viewer.person_id,
        pace=criteria_per_hour(moments),
        undo=None if mapping.approval else undo,
    )


def _midnight(at: datetime) -> datetime:
    """The beginning of the day, in UK time."""
    return at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
