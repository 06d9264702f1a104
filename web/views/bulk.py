"""Rejecting several suggestions, or marking them part, at once: choose, look at the preview, record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Answer

from mapper.db import reading, unit_of_work
from mapper.errors import ConflictError, InvalidError
from mapper.mappings import own_mapping
from mapper.queries.mapping import load_mapping
from mapper.queries.matrix import load_matrix
from mapper.queries.rows import LoadedMapping
from mapper.reviews import BulkJudging, BulkResult, Cell, judge_many, plan_of, withdraw_batch
from mapper.values import Coverage
from web.desk import the_desk
from web.formats import plural
from web.pages.bulk import BANDS, BulkPreview, bulk_choice, bulk_preview, cells_in
from web.pages.matrix import matrix_page
from web.pages.selected import selected_page
from web.pages.selection import MANY, Return, Selecting, held_by, keys_among, keys_in, place_in
from web.reranking import rerank_if_due
from web.views.review import sought_in
from web.visit import tell_once, told_once

views = Blueprint("bulk", __name__, url_prefix="/mappings/<int:mapping_id>/bulk")


@views.get("")
def choose(mapping_id: int) -> str:
    """Suggestions of a unit that nobody has decided."""
    return _choice(mapping_id, message=str(told_once().get("words", "")))


@views.post("/cells")
def select(mapping_id: int) -> Answer | str:
    """The matrix with more cells selected: those of a column, of a criterion or of the page."""
    back, desk = _back(), the_desk()
    with reading(desk.engine) as session:
        matrix = load_matrix(session, viewer=desk.viewer, mapping_id=mapping_id)
    page = matrix_page(matrix, sought=back.sought)
    more = keys_among(page, band=request.form.get("band", ""), among=request.form.get("among", ""))
    back = replace(back, chosen=tuple(dict.fromkeys((*back.chosen, *more))))
    return _with_boxes(mapping_id, back)


@views.post("/turn")
def turn(mapping_id: int) -> Answer | str:
    """Another view of the matrix, as the address under "go" asks for it, with the same cells selected.

    "#…" asks for what is chosen in the form of the filters. Records nothing: it is a POST because
    addresses are too short for many cells.
    """
    desk, back = the_desk(), _back()
    with reading(desk.engine) as session:
        own_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    if request.form.get("clear"):
        return _with_boxes(mapping_id, Return(back.sought))
    path, _, anchor = request.form.get("go", "").partition("#")
    asked = MultiDict(parse_qsl(urlsplit(path).query))
    if not path:
        filters = {name: request.form.get(f"to-{name}", "") for name in ("show", "module", "sort")}
        asked = MultiDict({**{name: str(said) for name, said in back.sought.query.items()}, **filters})
    return _with_boxes(mapping_id, Return(sought_in(asked), chosen=back.chosen, anchor=anchor or None))


@views.post("/selected")
def see(mapping_id: int) -> str:
    """All cells selected, by unit, those among them too that the matrix did not show; records nothing."""
    back, desk = _back(), the_desk()
    with reading(desk.engine) as session:
        matrix = load_matrix(session, viewer=desk.viewer, mapping_id=mapping_id)
    return render_template("queue/bulk_selected.html", page=selected_page(matrix, back=back))


@views.post("/preview")
def preview(mapping_id: int) -> str | tuple[str, int]:
    """What would change and what is passed over; records nothing."""
    try:
        return _preview(mapping_id)
    except InvalidError as error:
        return _refused(mapping_id, error), 422


@views.post("")
def record(mapping_id: int) -> Answer | tuple[str, int]:
    """Records the bulk decision that was previewed."""
    try:
        desk = the_desk()
        with unit_of_work(desk.engine) as session:
            judging = _judging(mapping_id, cells_in(request.form.getlist("cell")))
            result: BulkResult = judge_many(session, viewer=desk.viewer, judging=judging)
            rerank_if_due(session, mapping_id)
    except InvalidError as error:
        return _previewed_again(mapping_id, error), 422
    except ConflictError as error:
        return _previewed_again(mapping_id, error), 409
    passed = len(result.passed_over)
    if _is_from_matrix():
        back = _back()
        tell_once(url_for("review.matrix", mapping_id=mapping_id), passed=passed)
        told = {"bulk": result.batch_id, "at": back.at or None}
        return redirect(_matrix(mapping_id, back, {**back.sought.query, **told}), 303)
    tell_once(url_for("bulk.choose", mapping_id=mapping_id), words=_in_words(result.recorded, passed))
    unit_id = request.form.get("unit", type=int)
    return redirect(url_for("bulk.choose", mapping_id=mapping_id, unit=unit_id), 303)


def _in_words(recorded: int, passed: int) -> str:
    words = f"{plural(recorded, 'decision')} recorded."
    if not passed:
        return words
    return f"{words} {plural(passed, 'cell was', 'cells were')} passed over, decided meanwhile."


@views.post("/undo")
def undo(mapping_id: int) -> Answer | tuple[str, int]:
    """Withdraws what still stands of a bulk decision, and goes back to the matrix it was made in."""
    back, desk = _back(), the_desk()
    try:
        with unit_of_work(desk.engine) as session:
            count = withdraw_batch(
                session,
                viewer=desk.viewer,
                mapping_id=mapping_id,
                batch_id=request.form.get("batch", ""),
                request_id=request.form.get("request_id", ""),
            )
            rerank_if_due(session, mapping_id)
    except (ConflictError, InvalidError) as error:
        return _refused(mapping_id, error), 409 if isinstance(error, ConflictError) else 422
    tell_once(url_for("review.matrix", mapping_id=mapping_id), undone=count)
    told = {"undone": count, "at": back.at or None}
    return redirect(_matrix(mapping_id, back, {**back.sought.query, **told}), 303)


def _is_from_matrix() -> bool:
    return request.form.get("back") == "matrix"


def _back() -> Return:
    form = request.form
    keys = (*form.getlist("selected"), *form.get("chosen", "").split(MANY))
    return Return(sought_in(form), place_in(form.get("at", "")), keys_in(keys))


def _with_boxes(mapping_id: int, back: Return) -> Answer | str:
    """The matrix with these cells selected: by its address, or at once where that would be too long."""
    if not request.form.get("select", "1"):
        return redirect(_matrix(mapping_id, back, back.sought.query), 303)
    if back.fits_address:
        return redirect(_matrix(mapping_id, back, back.query), 303)
    desk = the_desk()
    with reading(desk.engine) as session:
        matrix = load_matrix(session, viewer=desk.viewer, mapping_id=mapping_id)
    selecting = Selecting(not matrix.is_approved, back.chosen, frozenset(back.chosen))
    return render_template(
        "review/matrix.html", page=matrix_page(matrix, sought=back.sought), selecting=selecting
    )


def _matrix(mapping_id: int, back: Return, asked: Mapping[str, str | int | None]) -> str:
    return url_for("review.matrix", mapping_id=mapping_id, _anchor=back.place, **asked)  # type: ignore[arg-type]


def _judging(mapping_id: int, cells: tuple[Cell, ...]) -> BulkJudging:
    form = request.form
    coverage = form.get("coverage", "")
    if coverage not in set(Coverage):
        raise InvalidError("No judgement was chosen.", subject="coverage", remedy="Choose reject or part.")
    return BulkJudging(
        mapping_id=mapping_id,
        cells=cells,
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
    mapping = _loaded(mapping_id)
    back = _back() if _is_from_matrix() else None
    cells, held = cells_in(request.form.getlist("cell")), None
    if back and not cells:
        held = held_by(mapping, back.chosen)
        cells = held.cells
    if held and held.empty and not cells:
        raise InvalidError(
            "Nothing is suggested in the cells that are selected.",
            subject="cells",
            remedy="Select cells with H, M or L; other evidence is judged criterion by criterion.",
        )
    judging = _judging(mapping_id, cells)
    if fault:
        # What was wrong is said already; the cells are looked at again without it.
        judging = BulkJudging(mapping_id, judging.cells, judging.coverage, judging.request_id)
    page = bulk_preview(
        mapping,
        coverage=judging.coverage,
        plan=plan_of(mapping, judging=judging),
        unit_id=request.form.get("unit", type=int),
        fault=fault,
    )
    return render_template("queue/bulk_preview.html", page=replace(page, back=back, held=held))


def _previewed_again(mapping_id: int, error: ConflictError | InvalidError) -> str:
    """The preview as it is now, with what is wrong and what was typed."""
    if error.subject == "mapping":
        return _refused(mapping_id, error)
    try:
        return _preview(mapping_id, fault=f"{error.message} {error.remedy}")
    except InvalidError as nothing_to_show:
        return _refused(mapping_id, nothing_to_show)


def _refused(mapping_id: int, error: ConflictError | InvalidError) -> str:
    """What is wrong, where it can be mended: the list, or the way back to the cells in the matrix."""
    fault = f"{error.message} {error.remedy}"
    if not _is_from_matrix():
        return _choice(mapping_id, fault=fault)
    page = BulkPreview(
        _loaded(mapping_id), None, request.form.get("unit", type=int), fault=fault, back=_back()
    )
    return render_template("queue/bulk_preview.html", page=page)
