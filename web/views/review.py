"""Judging: the matrix, one criterion with its evidence, and the decisions."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.jobs import enqueue
from mapper.models.reviews import SetMode
from mapper.queries.mapping import load_mapping
from mapper.queries.matrix import load_matrix, matrix_of
from mapper.queries.rows import LoadedMapping
from mapper.queries.suggestions import LastRun, last_run
from mapper.reviews import Declaring, Judging, decide, declare_set, withdraw
from mapper.values import Coverage
from web.delivery import delivery_of
from web.desk import the_desk, the_settings
from web.pages.criterion import Asked, CriterionPage, criterion_page
from web.pages.matrix import matrix_page
from web.pages.matrix_filter import Sought
from web.pages.queue import open_findings
from web.pages.sets import declared_of
from web.suggestions import is_due, usable_engine
from web.worker import SUGGEST

views = Blueprint("review", __name__, url_prefix="/mappings/<int:mapping_id>")

SAID = {
    "full": "Recorded as full.",
    "part": "Recorded as part.",
    "none": "Recorded as rejected.",
    "nothing": "Recorded as “nothing here”.",
    "withdrawn": "Withdrawn: not judged again.",
    "declared": "The set is declared.",
}


def _loaded(mapping_id: int) -> LoadedMapping:
    desk = the_desk()
    with reading(desk.engine) as session:
        return load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)


def _loaded_with_run(mapping_id: int) -> tuple[LoadedMapping, LastRun | None]:
    """The mapping, and the run that made its suggestions."""
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        return mapping, last_run(session, viewer=desk.viewer, mapping_id=mapping_id)


@views.get("/matrix")
def matrix(mapping_id: int) -> str:
    """Criteria by assessments of one unit, sifted and sorted as the address says."""
    desk, sought = the_desk(), _sought(request.args)
    with reading(desk.engine) as session:
        loaded = load_matrix(session, viewer=desk.viewer, mapping_id=mapping_id)
    return render_template("review/matrix.html", page=matrix_page(loaded, sought=sought))


def _sought(asked: MultiDict[str, str]) -> Sought:
    return Sought.of(
        unit_id=asked.get("unit", type=int),
        show=asked.get("show", ""),
        sort=asked.get("sort", ""),
        module_id=asked.get("module", type=int),
        opened=asked.get("open", ""),
    )


@views.get("/criteria/<int:criterion_id>")
def criterion(mapping_id: int, criterion_id: int) -> str:
    """One criterion with its evidence beside it; as a panel where the matrix asks for it."""
    mapping, run = _loaded_with_run(mapping_id)
    is_panel = "HX-Request" in request.headers
    asked = Asked(
        column_key=request.args.get("column", ""),
        search=request.args.get("search", "")[:200].strip(),
        message=SAID.get(request.args.get("said", ""), ""),
        run=run,
        deliver={} if is_panel else delivery_of(mapping),
    )
    page = _criterion_page(mapping, criterion_id, asked)
    return _rendered("criterion_panel" if is_panel else "criterion", mapping, page)


@views.app_context_processor
def _viewer() -> dict[str, str]:
    """Whose decisions are one's own: another's is undone with a reason."""
    return {"viewer_id": the_desk().viewer.person_id}


def _rendered(template: str, mapping: LoadedMapping, page: CriterionPage, **more: object) -> str:
    back = "queue" if request.form.get("back") == "queue" else "criterion"
    person_id = the_desk().viewer.person_id
    declared = declared_of(mapping, criterion_id=page.row.id, person_id=person_id, back=back)
    return render_template(f"review/{template}.html", page=page, declared=declared, **more)


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
        certainty=form.get("certainty", ""),
        wording=form.get("wording", ""),
    )
    said = "nothing" if judging.statement_id is None else coverage.value
    try:
        desk = the_desk()
        findings = open_findings(_loaded(mapping_id), criterion_id, judging.statement_id)
        with unit_of_work(desk.engine) as session:
            decide(session, viewer=desk.viewer, judging=judging, findings=findings)
            rerank_if_due(session, mapping_id)
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
                reason=request.form.get("reason", ""),
            )
            if withdrawal.mapping_id != mapping_id:
                raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
            rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, "withdrawn")


@views.post("/criteria/<int:criterion_id>/sets")
def declare(mapping_id: int, criterion_id: int) -> Answer | tuple[str, int] | str:
    """Declares that several assessments cover the criterion together, or any one of them."""
    form, desk = request.form, the_desk()
    declaring = Declaring(
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        statement_ids=tuple(form.getlist("member", type=int)),
        mode=SetMode.ANY if form.get("mode") == "any" else SetMode.ALL,
        request_id=form.get("request_id", ""),
        reason=form.get("reason", ""),
        certainty=form.get("certainty", ""),
    )
    try:
        with unit_of_work(desk.engine) as session:
            declare_set(session, viewer=desk.viewer, declaring=declaring)
            rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, "declared")


def rerank_if_due(session: Session, mapping_id: int) -> None:
    """Queues a new run where enough was decided since the last; the worker looks at its next turn."""
    viewer = the_desk().viewer
    run = last_run(session, viewer=viewer, mapping_id=mapping_id)
    if run is None or not is_due(run):
        return
    payload = {
        "mapping": mapping_id,
        "top": the_settings().top,
        "engine": usable_engine(run.engine),
        # One new run follows each, however many decisions are made before the worker comes to it.
        "after_run": run.id,
    }
    enqueue(session, viewer=viewer, kind=SUGGEST, payload=payload)


def _refused(mapping_id: int, criterion_id: int, error: ConflictError | InvalidError) -> tuple[str, int]:
    status = 409 if isinstance(error, ConflictError) else 422
    return _answer(mapping_id, criterion_id, fault=f"{error.message} {error.remedy}"), status


def _after(mapping_id: int, criterion_id: int, said: str) -> Answer | str:
    if request.headers.get("HX-Request"):
        return _answer(mapping_id, criterion_id, message=SAID[said])
    if request.form.get("back") == "queue":
        return redirect(url_for("queue.show", mapping_id=mapping_id, criterion=criterion_id, said=said), 303)
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
    mapping, run = _loaded_with_run(mapping_id)
    asked = Asked(
        column_key=request.form.get("column", ""),
        search=request.form.get("search", "")[:200],
        message=message,
        fault=fault,
        run=run,
    )
    page = _criterion_page(mapping, criterion_id, asked)
    if not request.headers.get("HX-Request"):
        return _rendered("criterion", mapping, page)
    # Exactly the columns of the page that asks: which modules matter most may have changed since.
    sought = replace(_sought(request.form), unit_id=page.unit.unit.id)
    table = matrix_page(matrix_of(mapping), sought=sought, column_keys=request.form.get("columns", ""))
    row = next(r for r in table.rows if r.id == criterion_id)
    return _rendered("criterion_answer", mapping, page, table=table, row=row)
