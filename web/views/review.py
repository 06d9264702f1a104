"""Judging: the matrix, one criterion with its evidence, and the decisions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, reading, unit_of_work
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.models.reviews import SetMode
from mapper.queries.batches import recorded_batch
from mapper.queries.components import load_standing_structure
from mapper.queries.criterion import LoadedCriterion, criterion_in
from mapper.queries.delivery import delivery_suggestions
from mapper.queries.evidence import doubts_on
from mapper.queries.mapping import load_mapping
from mapper.queries.matrix import load_matrix
from mapper.queries.recorded import load_recorded, statements_of_subject
from mapper.queries.suggestions import LastRun, last_run
from mapper.reviews import Declaring, Judging, decide, declare_set, gave_way, own_criterion, withdraw
from mapper.values import Coverage
from web.desk import the_desk
from web.pages.criterion import Asked, Place, criterion_page, place_in
from web.pages.giving_way import INSTEAD, message_of
from web.pages.matrix import matrix_page
from web.pages.matrix_filter import Sought
from web.pages.matrix_row import MatrixRowPage, Pinned, matrix_row
from web.pages.recorded import recorded_page
from web.pages.selection import Selecting, selecting_of
from web.pages.sets import declared_of
from web.pages.teaching import taught_of
from web.pages.verdict_cells import NO_STRUCTURE
from web.reranking import rerank_if_due
from web.views.beside import loaded_as_asked
from web.visit import tell_once, told_once

views = Blueprint("review", __name__, url_prefix="/mappings/<int:mapping_id>")

ROW_FIRST = "X-Row-First"
"""The header by which a matrix asks for the row of its decision, before all that takes longer."""
SAID = {
    "full": "Recorded as full.",
    "part": "Recorded as part.",
    "none": "Recorded as rejected.",
    "nothing": "Recorded as “nothing here”.",
    "withdrawn": "Withdrawn: not judged again.",
    "declared": "The set is declared.",
}


@views.get("/matrix")
def matrix(mapping_id: int) -> str:
    """Criteria by assessments of one unit, sifted and sorted as the address says."""
    desk, sought = the_desk(), sought_in(request.args)
    with reading(desk.engine) as session:
        loaded = load_matrix(session, viewer=desk.viewer, mapping_id=mapping_id)
        selecting = _selecting(session, mapping_id, is_closed=loaded.is_approved)
    return render_template("review/matrix.html", page=matrix_page(loaded, sought=sought), selecting=selecting)


def _selecting(session: Session, mapping_id: int, *, is_closed: bool) -> Selecting:
    """Which cells are being selected, or what a bulk decision made from here did."""
    asked, told, batch = request.args, told_once(), None
    if batch_id := asked.get("bulk", ""):
        viewer = the_desk().viewer
        batch = recorded_batch(session, viewer=viewer, mapping_id=mapping_id, batch_id=batch_id)
    return selecting_of(
        is_on="select" in asked and not is_closed,
        chosen=asked.get("chosen"),
        batch=batch,
        passed=int(told.get("passed") or 0),
        undone=int(told.get("undone") or 0) if "undone" in asked else 0,
    )


def sought_in(asked: MultiDict[str, str]) -> Sought:
    """What of the matrix an address or a form beside it asks for."""
    return Sought.of(
        unit_id=asked.get("unit", type=int),
        show=asked.get("show", ""),
        sort=asked.get("sort", ""),
        module_id=asked.get("module", type=int),
        opened=asked.get("open", ""),
        delivery=asked.get("delivery", ""),
    )


@views.get("/criteria/<int:criterion_id>")
def criterion(mapping_id: int, criterion_id: int) -> str:
    """One criterion with its evidence beside it; as a panel where the matrix asks for it."""
    desk = the_desk()
    asked = Asked(
        column_key=request.args.get("column", ""),
        search=request.args.get("search", "")[:200].strip(),
    )
    if "HX-Request" not in request.headers:
        return _whole_page(
            mapping_id, criterion_id, replace(asked, message=str(told_once().get("words", "")))
        )
    if "columns" in request.args:
        # What script was told of its own decision already, and no address that anybody can write.
        message = message_of(SAID, request.args.get("said", ""))
        return _answer(mapping_id, criterion_id, message=message)
    with reading(desk.engine) as session:
        loaded = loaded_as_asked(session, mapping_id=mapping_id, criterion_id=criterion_id, asked=asked)
        run = last_run(session, viewer=desk.viewer, mapping_id=mapping_id)
    return _rendered("criterion_panel", loaded, replace(asked, run=run))


def _whole_page(mapping_id: int, criterion_id: int, asked: Asked) -> str:
    """The criterion on a page of its own, among all of the mapping."""
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        run = last_run(session, viewer=desk.viewer, mapping_id=mapping_id)
        suggested = delivery_suggestions(session, mapping_id=mapping_id)
    loaded = criterion_in(mapping, criterion_id=criterion_id)
    if loaded is None:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    taught = taught_of(mapping, suggested, outcome_id=loaded.outcome.id)
    asked = replace(asked, run=run, taught=taught)
    return _rendered("criterion", loaded, asked, place_in(mapping, criterion_id=criterion_id))


@views.app_context_processor
def _viewer() -> dict[str, str]:
    """Whose decisions are one's own: another's is undone with a reason."""
    return {"viewer_id": the_desk().viewer.person_id}


def _rendered(
    template: str, loaded: LoadedCriterion, asked: Asked, place: Place | None = None, **more: object
) -> str:
    back = "queue" if request.form.get("back") == "queue" else "criterion"
    declared = declared_of(loaded, person_id=the_desk().viewer.person_id, back=back)
    page = criterion_page(loaded, asked=asked, place=place)
    return render_template(f"review/{template}.html", page=page, declared=declared, **more)


@views.post("/criteria/<int:criterion_id>/decisions")
def record(mapping_id: int, criterion_id: int) -> Answer | tuple[str, int] | str:
    """Records a judgement and shows the criterion as it then stands."""
    form = request.form
    if (given := form.get("coverage", "")) not in set(Coverage):
        error = InvalidError("No judgement was chosen.", remedy="Choose full, part or reject.")
        return _refused(mapping_id, criterion_id, error)
    coverage = Coverage(given)
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
        seen_nothing_id=form.get("seen-nothing", type=int),
    )
    said = "nothing" if judging.statement_id is None else coverage.value
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            findings = doubts_on(session, criterion_id=criterion_id, statement_id=judging.statement_id)
            decision = decide(session, viewer=desk.viewer, judging=judging, findings=findings)
            if judging.seen_nothing_id and gave_way(session, decision=decision):
                said += INSTEAD
            run = rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    statement_ids = () if judging.statement_id is None else (judging.statement_id,)
    return _after(mapping_id, criterion_id, said, run, statement_ids)


@views.post("/decisions/<int:decision_id>/withdraw")
def undo(mapping_id: int, decision_id: int) -> Answer | tuple[str, int] | str:
    """Withdraws a standing decision and shows its criterion as it then stands."""
    criterion_id, said = request.form.get("criterion", type=int) or 0, "withdrawn"
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            own_criterion(session, mapping_id=mapping_id, criterion_id=criterion_id)
            withdrawal = withdraw(
                session,
                viewer=desk.viewer,
                decision_id=decision_id,
                request_id=request.form.get("request_id", ""),
                reason=request.form.get("reason", ""),
            )
            if withdrawal.mapping_id != mapping_id:
                raise NotFoundError("There is no such decision.", subject=f"decision {decision_id}")
            if gave_way(session, decision=withdrawal):
                said += INSTEAD
            statement_ids = statements_of_subject(session, subject_id=withdrawal.subject_id)
            run = rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, said, run, statement_ids)


@views.post("/criteria/<int:criterion_id>/sets")
def declare(mapping_id: int, criterion_id: int) -> Answer | tuple[str, int] | str:
    """Declares that several assessments cover the criterion together, or any one of them."""
    form, desk = request.form, the_desk()
    members = tuple(form.getlist("member", type=int))
    declaring = Declaring(
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        statement_ids=members,
        mode=SetMode.ANY if form.get("mode") == "any" else SetMode.ALL,
        request_id=form.get("request_id", ""),
        reason=form.get("reason", ""),
        certainty=form.get("certainty", ""),
        seen_nothing_id=form.get("seen-nothing", type=int),
        wording={i: form.get(f"wording-{i}", "") for i in members},
    )
    said = "declared"
    try:
        with unit_of_work(desk.engine) as session:
            declared = declare_set(session, viewer=desk.viewer, declaring=declaring)
            if gave_way(session, decision=declared):
                said += INSTEAD
            run = rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, criterion_id, error)
    return _after(mapping_id, criterion_id, said, run, declaring.statement_ids)


def _refused(mapping_id: int, criterion_id: int, error: ConflictError | InvalidError) -> tuple[str, int]:
    status = 409 if isinstance(error, ConflictError) else 422
    fault = f"{error.message} {error.remedy}"
    return _answer(mapping_id, criterion_id, fault=fault, fault_subject=error.subject), status


def _after(
    mapping_id: int, criterion_id: int, said: str, run: LastRun | None, statement_ids: Collection[int]
) -> Answer | str:
    if request.headers.get(ROW_FIRST):
        return _row_first(mapping_id, criterion_id, said, statement_ids)
    if request.headers.get("HX-Request"):
        return _answer(mapping_id, criterion_id, message=message_of(SAID, said), run=run)
    if request.form.get("back") == "queue":
        path, asked = url_for("queue.show", mapping_id=mapping_id), {"criterion": str(criterion_id)}
    else:
        path = url_for("review.criterion", mapping_id=mapping_id, criterion_id=criterion_id)
        asked = {name: request.form[name] for name in ("column",) if request.form.get(name)}
    tell_once(path, words=message_of(SAID, said))
    return redirect(f"{path}?{urlencode(asked)}" if asked else path, 303)


def _row_first(mapping_id: int, criterion_id: int, said: str, statement_ids: Collection[int]) -> str:
    """What the decision on the statements changed in the criterion's row, and where the rest is to be had."""
    desk, form = the_desk(), request.form
    with reading(desk.engine) as session:
        recorded = load_recorded(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            criterion_id=criterion_id,
            statement_ids=statement_ids,
        )
    then = url_for(
        "review.criterion",
        mapping_id=mapping_id,
        criterion_id=criterion_id,
        column=form.get("column") or None,
        search=form.get("search", "")[:200] or None,
        said=said,
    )
    message = message_of(SAID, said)
    page = recorded_page(recorded, pinned=_pinned(), message=message, then=then)
    return render_template("review/recorded.html", page=page)


def _pinned() -> Pinned:
    """Exactly the columns of the page that asks: which modules matter most may have changed since."""
    asked = request.values
    return Pinned.of(
        columns=asked.get("columns", ""), places=asked.get("places", ""), wide=asked.get("wide", type=int)
    )


def _answer(
    mapping_id: int,
    criterion_id: int,
    *,
    message: str = "",
    fault: str = "",
    fault_subject: str = "",
    run: LastRun | None = None,
) -> str:
    """The criterion as it stands: the page, or for the matrix its panel and the row that changed.

    `run` is the last one where it was looked up just before.
    """
    asked = Asked(
        column_key=request.values.get("column", ""),
        search=request.values.get("search", "")[:200],
        message=message,
        fault=fault,
        fault_subject=fault_subject,
    )
    if not request.headers.get("HX-Request"):
        return _whole_page(mapping_id, criterion_id, asked)
    desk, pinned = the_desk(), _pinned()
    with reading(desk.engine) as session:
        loaded = loaded_as_asked(
            session, mapping_id=mapping_id, criterion_id=criterion_id, asked=asked, shown_keys=pinned.keys
        )
        run = run or last_run(session, viewer=desk.viewer, mapping_id=mapping_id)
        table = _row(session, loaded, pinned)
    return _rendered("criterion_answer", loaded, replace(asked, run=run), table=table)


def _row(session: Session, loaded: LoadedCriterion, pinned: Pinned) -> MatrixRowPage:
    """The row, with the structure of the programme where there is a verdict to be had."""
    edition_id, has_verdict = loaded.programme_edition_id, loaded.coverage.is_covered
    return matrix_row(
        loaded,
        sought=replace(sought_in(request.values), unit_id=loaded.unit.id),
        pinned=pinned,
        standing=load_standing_structure(session, edition_id=edition_id) if has_verdict else NO_STRUCTURE,
    )
