"""Judging: the matrix, one criterion with its evidence, and the decisions."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.queries.mapping import load_mapping
from mapper.queries.rows import LoadedMapping
from mapper.reviews import Judging, decide, withdraw
from mapper.values import Coverage
from web.desk import the_desk
from web.pages.criterion import Asked, CriterionPage, criterion_page
from web.pages.matrix import matrix_page

views = Blueprint("review", __name__, url_prefix="/mappings/<int:mapping_id>")

SAID = {
    "full": "Recorded as full.",
    "part": "Recorded as part.",
    "none": "Recorded as rejected.",
    "nothing": "Recorded as “nothing here”.",
    "withdrawn": "Withdrawn: not judged again.",
}


def _loaded(mapping_id: int) -> LoadedMapping:
    desk = the_desk()
    with reading(desk.engine) as session:
        return load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)


@views.get("/matrix")
def matrix(mapping_id: int) -> str:
    """Criteria by assessments of one unit."""
    page = matrix_page(
        _loaded(mapping_id),
        unit_id=request.args.get("unit", type=int),
        show="open" if request.args.get("show") == "open" else "all",
    )
    return render_template("review/matrix.html", page=page)


@views.get("/criteria/<int:criterion_id>")
def criterion(mapping_id: int, criterion_id: int) -> str:
    """One criterion with its evidence beside it; as a panel where the matrix asks for it."""
    asked = Asked(
        column_key=request.args.get("column", ""),
        search=request.args.get("search", "")[:200].strip(),
        message=SAID.get(request.args.get("said", ""), ""),
    )
    page = _criterion_page(_loaded(mapping_id), criterion_id, asked)
    if request.headers.get("HX-Request"):
        return render_template("review/criterion_panel.html", page=page)
    return render_template("review/criterion.html", page=page)


def _criterion_page(mapping: LoadedMapping, criterion_id: int, asked: Asked) -> CriterionPage:
    page = criterion_page(mapping, criterion_id=criterion_id, asked=asked)
    if page is None:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    return page


@views.post("/criteria/<int:criterion_id>/decisions")
def record(mapping_id: int, criterion_id: int) -> Answer | tuple[str, int] | str:
    """Records a judgement and shows the criterion as it then stands."""
    form = request.form
    try:
        coverage = Coverage(form.get("coverage", ""))
    except ValueError as error:
        raise InvalidError("No judgement was chosen.", remedy="Choose full, part or reject.") from error
    judging = Judging(
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        statement_id=form.get("statement", type=int),
        coverage=coverage,
        request_id=form.get("request_id", ""),
        seen_id=form.get("seen", type=int),
        reason=form.get("reason", ""),
    )
    said = "nothing" if judging.statement_id is None else coverage.value
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            decide(session, viewer=desk.viewer, judging=judging)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, said)


@views.post("/decisions/<int:decision_id>/withdraw")
def undo(mapping_id: int, decision_id: int) -> Answer | tuple[str, int] | str:
    """Withdraws a standing decision and shows its criterion as it then stands."""
    criterion_id = request.form.get("criterion", type=int) or 0
    _criterion_page(_loaded(mapping_id), criterion_id, Asked())
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            withdrawal = withdraw(
                session,
                viewer=desk.viewer,
                decision_id=decision_id,
                request_id=request.form.get("request_id", ""),
            )
            if withdrawal.mapping_id != mapping_id:
                raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, "withdrawn")


def _refused(mapping_id: int, criterion_id: int, error: ConflictError | InvalidError) -> tuple[str, int]:
    status = 409 if isinstance(error, ConflictError) else 422
    return _answer(mapping_id, criterion_id, fault=f"{error.message} {error.remedy}"), status


def _after(mapping_id: int, criterion_id: int, said: str) -> Answer | str:
    if request.headers.get("HX-Request"):
        return _answer(mapping_id, criterion_id, message=SAID[said])
    address = url_for(
        "review.criterion",
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        column=request.form.get("column") or None,
        said=said,
    )
    return redirect(address, 303)


def _answer(mapping_id: int, criterion_id: int, *, message: str = "", fault: str = "") -> str:
    """The criterion as it stands: the page, or for the matrix its panel and the row that changed."""
    mapping = _loaded(mapping_id)
    asked = Asked(
        column_key=request.form.get("column", ""),
        search=request.form.get("search", "")[:200],
        message=message,
        fault=fault,
    )
    page = _criterion_page(mapping, criterion_id, asked)
    if not request.headers.get("HX-Request"):
        return render_template("review/criterion.html", page=page)
    table = matrix_page(mapping, unit_id=page.unit.unit.id, show="all")
    row = next(r for r in table.rows if r.id == criterion_id)
    return render_template("review/criterion_answer.html", page=page, table=table, row=row)
