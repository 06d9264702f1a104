"""Who decided what, when and why; undoing one decision or a whole bulk decision from there."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.history import history_of
from mapper.queries.mapping import load_mapping
from mapper.reviews import withdraw, withdraw_batch
from web.desk import the_desk
from web.pages.history import history_page
from web.reranking import rerank_if_due

views = Blueprint("history", __name__, url_prefix="/mappings/<int:mapping_id>/history")


@views.get("")
def show(mapping_id: int) -> str:
    """The history of the mapping, of a criterion, or of a cell."""
    return _page(mapping_id, undone=request.args.get("undone", 0, type=int))


@views.post("/undo")
def undo(mapping_id: int) -> Answer | tuple[str, int]:
    """Withdraws a standing decision, or all of a bulk decision that still stands."""
    try:
        undone = _take_back(mapping_id)
    except (ConflictError, InvalidError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        return _page(mapping_id, fault=f"{error.message} {error.remedy}"), status
    address = url_for(
        "history.show",
        mapping_id=mapping_id,
        undone=undone,
        criterion=request.form.get("criterion", type=int),
        statement=request.form.get("statement", type=int),
    )
    return redirect(address, 303)


def _take_back(mapping_id: int) -> int:
    form, desk = request.form, the_desk()
    told = {"request_id": form.get("request_id", ""), "reason": form.get("reason", "")}
    decision_id = form.get("decision", type=int) or 0
    with unit_of_work(desk.engine) as session:
        if form.get("batch"):
            count = withdraw_batch(
                session, viewer=desk.viewer, mapping_id=mapping_id, batch_id=form["batch"], **told
            )
        else:
            withdrawal = withdraw(session, viewer=desk.viewer, decision_id=decision_id, **told)
            if withdrawal.mapping_id != mapping_id:
                raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
            count = 1
        rerank_if_due(session, mapping_id)
    return count


def _page(mapping_id: int, *, undone: int = 0, fault: str = "") -> str:
    desk = the_desk()
    criterion_id = request.values.get("criterion", type=int)
    statement_id = request.values.get("statement", type=int)
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        history = history_of(
            session,
            viewer=desk.viewer,
            mapping=mapping,
            criterion_id=criterion_id,
            statement_id=statement_id,
        )
    page = history_page(
        mapping,
        history,
        criterion_id=criterion_id,
        statement_id=statement_id,
        undone=undone,
        fault=fault,
    )
    return render_template("queue/history.html", page=page)
