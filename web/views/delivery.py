"""Delivery: which modules teach each learning outcome, judged by keyboard, by mouse or without script."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import now, reading, unit_of_work
from mapper.deliveries import DeliveryJudging, judge_delivery, withdraw_delivery
from mapper.errors import ConflictError, InvalidError, MapperError, NotFoundError
from mapper.queries.delivery import LoadedDelivery, load_delivery
from mapper.teaching import Taught
from web.desk import the_desk
from web.formats import start_of_day
from web.pages.delivery import DeliveryPage, WantedDelivery, delivery_page, newest_in_words
from web.reranking import rerank_if_due

views = Blueprint("delivery", __name__, url_prefix="/mappings/<int:mapping_id>/delivery")

ANSWERS = {"yes": True, "no": False}
STATUS = {ConflictError: 409, InvalidError: 422, NotFoundError: 404}


@views.get("")
def show(mapping_id: int) -> Response:
    """Delivery at one outcome; without one, at the first of the unit that is not confirmed."""
    loaded, wanted = _loaded(mapping_id), _wanted()
    if "said" in request.args:
        wanted = replace(wanted, message=newest_in_words(loaded))
    return _answer(mapping_id, wanted, loaded=loaded)


@views.post("/decisions")
def record(mapping_id: int) -> Answer | Response:
    """Records whether something delivers the outcome; then the same one, or the next when none waits."""
    wanted, form, desk = _wanted(), request.form, the_desk()
    said = form.get("delivers", "")
    try:
        judging = _judging(mapping_id, wanted, said)
        with unit_of_work(desk.engine) as session:
            judge_delivery(session, viewer=desk.viewer, judging=judging)
            rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    loaded = _loaded(mapping_id)
    stays = bool(loaded.by_outcome()[judging.outcome_id].waiting)
    next_id = judging.outcome_id if stays else form.get("next", type=int) or judging.outcome_id
    return _move_on(mapping_id, next_id, loaded)


@views.post("/undo")
def undo(mapping_id: int) -> Answer | Response:
    """Withdraws a decision on delivery, and goes back to its outcome."""
    wanted = _wanted()
    try:
        undone = _take_back(mapping_id, wanted)
    except (ConflictError, InvalidError, NotFoundError) as error:
        return _refused(mapping_id, wanted, error)
    return _move_on(mapping_id, undone, _loaded(mapping_id))


def _take_back(mapping_id: int, wanted: WantedDelivery) -> int:
    """The outcome of the decision that was withdrawn; raises what `withdraw_delivery` raises."""
    form, desk = request.form, the_desk()
    decision_id = form.get("decision", type=int) or 0
    with unit_of_work(desk.engine) as session:
        withdrawal = withdraw_delivery(
            session,
            viewer=desk.viewer,
            decision_id=decision_id,
            request_id=form.get("request_id", ""),
            reason=wanted.reason,
        )
        if withdrawal.mapping_id != mapping_id:
            raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
        rerank_if_due(session, mapping_id)
        return withdrawal.learning_outcome_id


def _wanted() -> WantedDelivery:
    """What the address or the form asks for."""
    asked = request.values
    return WantedDelivery(
        unit_id=asked.get("unit", type=int),
        outcome_id=asked.get("outcome", type=int),
        search=asked.get("search", "")[:200].strip(),
        reason=asked.get("reason", ""),
        picked=asked.get("pick", ""),
        intent=asked.get("delivers", ""),
    )


def _judging(mapping_id: int, wanted: WantedDelivery, said: str) -> DeliveryJudging:
    taught = Taught.of(wanted.picked)
    if taught is None:
        raise InvalidError("Nothing is picked.", remedy="Pick a statement, search for one, or name a module.")
    if said not in ANSWERS:
        raise InvalidError("No answer was chosen.", remedy="Choose “delivers” or “does not deliver”.")
    form = request.form
    return DeliveryJudging(
        mapping_id=mapping_id,
        outcome_id=wanted.outcome_id or 0,
        taught=taught,
        delivers=ANSWERS[said],
        request_id=form.get("request_id", ""),
        seen_id=form.get(f"seen-{taught.key}", type=int),
        reason=wanted.reason,
        wording=form.get(f"wording-{taught.key}", ""),
    )


def _refused(mapping_id: int, wanted: WantedDelivery, error: MapperError) -> Response:
    """The same outcome with what is wrong and what was typed."""
    status = next(code for kind, code in STATUS.items() if isinstance(error, kind))
    fault = " ".join(filter(None, (error.message, error.remedy)))
    return _answer(mapping_id, replace(wanted, fault=fault, fault_subject=error.subject), status=status)


def _move_on(mapping_id: int, outcome_id: int, loaded: LoadedDelivery) -> Answer | Response:
    """The next outcome at once where script asked, by way of its address where a plain form did."""
    if request.headers.get("HX-Request"):
        fresh = WantedDelivery(outcome_id=outcome_id, message=newest_in_words(loaded))
        return _answer(mapping_id, fresh, loaded=loaded)
    return redirect(url_for("delivery.show", mapping_id=mapping_id, outcome=outcome_id, said=1), 303)


def _answer(
    mapping_id: int, wanted: WantedDelivery, *, status: int = 200, loaded: LoadedDelivery | None = None
) -> Response:
    page = _page(loaded or _loaded(mapping_id), wanted)
    is_part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    response = make_response(render_template(f"delivery/{'answer' if is_part else 'page'}.html", page=page))
    response.status_code = status
    if is_part:
        response.headers["HX-Replace-Url"] = url_for(
            "delivery.show",
            mapping_id=mapping_id,
            unit=None if page.line else page.unit.unit.id,
            outcome=page.line.outcome.id if page.line else None,
            search=wanted.search or None,
        )
    return response


def _page(loaded: LoadedDelivery, wanted: WantedDelivery) -> DeliveryPage:
    today = start_of_day(now())
    own = (e for e in loaded.entries if e.is_own and e.became == "stands" and e.decided_at >= today)
    return delivery_page(loaded, wanted=wanted, undo=None if loaded.mapping.approval else next(own, None))


def _loaded(mapping_id: int) -> LoadedDelivery:
    desk = the_desk()
    with reading(desk.engine) as session:
        return load_delivery(session, viewer=desk.viewer, mapping_id=mapping_id)
