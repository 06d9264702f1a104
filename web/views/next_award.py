"""The next award: what is guaranteed today on every way, and the least that reaches a larger one."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from mapper.db import today
from mapper.paths.awards import Measure
from web.judged_paths import coverage_page, paths_on, reaches_of
from web.pages.next_award import next_award_page, way_rows

views = Blueprint("next_award", __name__, url_prefix="/mappings/<int:mapping_id>/coverage/next-award")


@views.get("")
def show(mapping_id: int) -> str:
    """The largest award that is guaranteed, the next one, and every way with what it guarantees."""
    measure = Measure.COMPONENT if request.args.get("measure") == "component" else Measure.MODULE
    coverage = coverage_page(mapping_id, with_awards=True)
    rows = way_rows(
        coverage,
        judged=lambda way: paths_on(coverage.mapping, coverage.entered, way),
        reached=lambda paths, by: reaches_of(paths, coverage.offered, by),
    )
    page = next_award_page(coverage, measure, rows=rows, today=today())
    return render_template("coverage/next_award.html", page=page)
