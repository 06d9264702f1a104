"""Carrying decisions over from other mappings of the same programme edition."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.queries.mapping import load_mapping
from mapper.queries.reuse import reuse_of
from mapper.reuse import carry_over
from web.desk import the_desk
from web.pages.reuse import ReusePage
from web.reranking import rerank_if_due

views = Blueprint("reuse", __name__, url_prefix="/mappings/<int:mapping_id>/reuse")


def _page(mapping_id: int, fault: str = "") -> ReusePage:
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        reuse = reuse_of(session, viewer=desk.viewer, mapping=mapping)
    return ReusePage(mapping, reuse, fault)


@views.get("")
def show(mapping_id: int) -> str:
    """What could be carried over, decision by decision."""
    return render_template("mappings/reuse.html", page=_page(mapping_id))


@views.post("")
def carry(mapping_id: int) -> Answer | tuple[str, int]:
    """Records the decisions on the chosen units as the person's own."""
    desk = the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            carry_over(
                session,
                viewer=desk.viewer,
                mapping_id=mapping_id,
                unit_ids=set(request.form.getlist("unit", type=int)),
                request_id=request.form.get("request_id", ""),
                seen=request.form.get("seen", ""),
            )
            rerank_if_due(session, mapping_id)
    except (InvalidError, ConflictError) as error:
        status = 409 if isinstance(error, ConflictError) else 422
        page = _page(mapping_id, f"{error.message} {error.remedy}".strip())
        return render_template("mappings/reuse.html", page=page), status
    return redirect(url_for("mappings.overview", mapping_id=mapping_id), 303)
