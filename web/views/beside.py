"""What the panel beside the matrix fetches once it is opened there: a search, and who decided what."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import Session, reading
from mapper.errors import NotFoundError
from mapper.queries.criterion import LoadedCriterion, criterion_in, load_criterion
from mapper.queries.history import read_history
from mapper.queries.mapping import load_mapping
from web.desk import the_desk
from web.pages.criterion import Asked, criterion_page

views = Blueprint("beside", __name__, url_prefix="/mappings/<int:mapping_id>/criteria/<int:criterion_id>")


@views.get("/search")
def search(mapping_id: int, criterion_id: int) -> Answer | str:
    """Any other statement by its words, to be linked by hand; without script the criterion's own page."""
    column_key, words = request.args.get("column", ""), request.args.get("search", "")[:200].strip()
    if "HX-Request" not in request.headers:
        return redirect(
            url_for(
                "review.criterion",
                mapping_id=mapping_id,
                criterion_id=criterion_id,
                column=column_key or None,
                search=words or None,
            )
        )
    asked = Asked(column_key=column_key, search=words)
    with reading(the_desk().engine) as session:
        loaded = loaded_as_asked(session, mapping_id=mapping_id, criterion_id=criterion_id, asked=asked)
    return render_template("review/search_beside.html", page=criterion_page(loaded, asked=asked))


@views.get("/history")
def history(mapping_id: int, criterion_id: int) -> Answer | str:
    """Who decided what on the criterion, when and why; without script the history's own page."""
    if "HX-Request" not in request.headers:
        return redirect(url_for("history.show", mapping_id=mapping_id, criterion=criterion_id))
    desk = the_desk()
    with reading(desk.engine) as session:
        found = read_history(session, viewer=desk.viewer, mapping_id=mapping_id, criterion_id=criterion_id)
    return render_template(
        "review/history_beside.html", history=found, mapping_id=mapping_id, criterion_id=criterion_id
    )


def loaded_as_asked(
    session: Session,
    *,
    mapping_id: int,
    criterion_id: int,
    asked: Asked,
    shown_keys: tuple[str, ...] = (),
) -> LoadedCriterion:
    """The criterion with its evidence; with all modules where something is searched for in them."""
    viewer = the_desk().viewer
    if not asked.search:
        return load_criterion(
            session,
            viewer=viewer,
            mapping_id=mapping_id,
            criterion_id=criterion_id,
            column_key=asked.column_key,
            shown_keys=shown_keys,
        )
    mapping = load_mapping(session, viewer=viewer, mapping_id=mapping_id)
    loaded = criterion_in(mapping, criterion_id=criterion_id)
    if loaded is None:
        raise NotFoundError("This criterion is not in the mapping.", subject=f"criterion {criterion_id}")
    return loaded
