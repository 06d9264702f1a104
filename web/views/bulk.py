"""Rejecting several suggestions, or marking them part, at once: choose, look at the preview, record."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.reviews import BulkJudging, BulkResult, judge_many, plan_bulk
from mapper.values import Coverage
from web.desk import the_desk
from web.formats import plural
from web.pages.bulk import BANDS, bulk_choice, bulk_preview, cells_in
from web.views.review import rerank_if_due

views = Blueprint("bulk", __name__, url_prefix="/mappings/<int:mapping_id>/bulk")


@views.get("")
def choose(mapping_id: int) -> str:
    """Suggestions of a unit that nobody has decided."""
    done = request.args.get("recorded", type=int)
    passed = request.args.get("passed", type=int)
    message = f"{plural(done, 'decision')} recorded." if done else ""
    if message and passed:
        message += f" {plural(passed, 'cell was', 'cells were')} passed over, decided meanwhile."
    return _choice(mapping_id, message=message)


@views.post("/preview")
def preview(mapping_id: int) -> str | tuple[str, int]:
    """What would change and what is passed over; records nothing."""
    try:
        return _preview(mapping_id)
    except InvalidError as error:
        return _choice(mapping_id, fault=f"{error.message} {error.remedy}"), 422


@views.post("")
def record(mapping_id: int) -> Answer | tuple[str, int]:
    """Records the bulk decision that was previewed."""
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            result: BulkResult = judge_many(session, viewer=desk.viewer, judging=_judging(mapping_id))
            rerank_if_due(session, mapping_id)
    except InvalidError as error:
        if error.subject in ("coverage", "cells"):
            return _choice(mapping_id, fault=f"{error.message} {error.remedy}"), 422
        return _preview(mapping_id, fault=f"{error.message} {error.remedy}"), 422
    except ConflictError as error:
        return _choice(mapping_id, fault=f"{error.message} {error.remedy}"), 409
    address = url_for(
        "bulk.choose",
        mapping_id=mapping_id,
        unit=request.form.get("unit", type=int),
        recorded=result.recorded,
        passed=len(result.passed_over) or None,
    )
    return redirect(address, 303)


def _judging(mapping_id: int) -> BulkJudging:
    form = request.form
    coverage = form.get("coverage", "")
    if coverage not in set(Coverage):
        raise InvalidError("No judgement was chosen.", subject="coverage", remedy="Choose reject or part.")
    return BulkJudging(
        mapping_id=mapping_id,
        cells=cells_in(form.getlist("cell")),
        coverage=Coverage(coverage),
        request_id=form.get("request_id", ""),
        reason=form.get("reason", ""),
        certainty=form.get("certainty", ""),
    )


def _loaded(mapping_id: int) -> LoadedMapping:
    desk = the_desk()
    with reading(desk.engine) as session:
        return load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)


def _choice(mapping_id: int, *, message: str = "", fault: str = "") -> str:
    band = request.values.get("band", "")
    page = bulk_choice(
        _loaded(mapping_id),
        unit_id=request.values.get("unit", type=int),
        band=band if band in BANDS else "",
        chosen=request.form.getlist("cell"),
        message=message,
        fault=fault,
    )
    return render_template("queue/bulk.html", page=page)


def _preview(mapping_id: int, *, fault: str = "") -> str:
    desk, judging = the_desk(), _judging(mapping_id)
    if fault:
        # What was wrong is said already; the cells are looked at again without it.
        judging = BulkJudging(mapping_id, judging.cells, judging.coverage, judging.request_id)
    with reading(desk.engine) as session:
        plan = plan_bulk(session, viewer=desk.viewer, judging=judging)
    page = bulk_preview(
        _loaded(mapping_id),
        judging=judging,
        plan=plan,
        unit_id=request.form.get("unit", type=int),
        fault=fault,
    )
    return render_template("queue/bulk_preview.html", page=page)
