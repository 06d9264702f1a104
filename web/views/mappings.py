"""Mappings: choosing the qualification and units, and how far a mapping is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from mapper.db import now, reading, unit_of_work
from mapper.errors import InvalidError, MapperError, NotFoundError
from mapper.jobs import enqueue
from mapper.mappings import create_mapping
from mapper.queries.combination import judge_combination
from mapper.queries.coverage import coverage_of_mapping
from mapper.queries.editions import SpecificationPage, read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.workspace import list_programmes, list_specifications
from web.desk import the_desk, the_settings, wake_worker
from web.pages.mappings import ChoicePage, OverviewPage
from web.worker import SUGGEST

views = Blueprint("mappings", __name__, url_prefix="/mappings")


@views.get("/new")
def new() -> str:
    """Step by step: the programme's edition and the qualification, then its units."""
    return render_template("mappings/new.html", page=_choice(request.args.getlist("unit", type=int)))


@views.post("/new")
def add() -> Answer | tuple[str, int]:
    """Makes the mapping and queues its suggestions."""
    form = request.form
    desk = the_desk()
    unit_ids = form.getlist("unit", type=int)
    programme_edition_id = form.get("programme", type=int)
    try:
        if programme_edition_id is None:
            raise InvalidError("No programme is chosen.", remedy="Choose the programme, then its units.")
        with unit_of_work(desk.engine) as session:
            mapping_id = create_mapping(
                session,
                viewer=desk.viewer,
                programme_edition_id=programme_edition_id,
                qualification_id=form.get("qualification", 0, type=int),
                unit_ids=unit_ids,
            )
            job_id = enqueue(
                session,
                viewer=desk.viewer,
                kind=SUGGEST,
                payload={"mapping": mapping_id, "top": the_settings().top},
            )
    except (InvalidError, NotFoundError) as error:
        return render_template("mappings/new.html", page=_choice(unit_ids, error)), 422
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _choice(unit_ids: list[int], error: MapperError | None = None) -> ChoicePage:
    """What can be chosen, and what was: by address or by the form that came back."""
    desk = the_desk()
    programme = request.values.get("programme", type=int)
    qualification = request.values.get("qualification", type=int)
    with reading(desk.engine) as session:
        pages = [
            read_specification(session, viewer=desk.viewer, edition_id=s.id)
            for s in list_specifications(session, viewer=desk.viewer)
        ]
        programmes = list_programmes(session, viewer=desk.viewer)
        chosen = _edition_with(pages, qualification)
        combination = None
        if chosen and qualification and unit_ids:
            combination = judge_combination(
                session,
                viewer=desk.viewer,
                qualification_id=qualification,
                unit_ids=unit_ids,
                registered_on=now().date(),
            )
    return ChoicePage(
        programmes=programmes,
        specifications=tuple(pages),
        programme_id=programme,
        qualification_id=qualification if chosen else None,
        chosen=chosen,
        unit_ids=frozenset(unit_ids),
        combination=combination,
        fault=f"{error.message} {error.remedy}".strip() if error else "",
    )


def _edition_with(pages: list[SpecificationPage], qualification_id: int | None) -> SpecificationPage | None:
    return next((p for p in pages if any(q.id == qualification_id for q in p.qualifications)), None)


@views.get("/<int:mapping_id>")
def overview(mapping_id: int) -> str:
    """How far the mapping is, by unit, and what can be done with it."""
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    return render_template("mappings/overview.html", page=OverviewPage(mapping, coverage_of_mapping(mapping)))


@views.post("/<int:mapping_id>/suggestions")
def suggest(mapping_id: int) -> Answer:
    """Queues new suggestions; what somebody decided stays."""
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    with unit_of_work(desk.engine) as session:
        job_id = enqueue(
            session,
            viewer=desk.viewer,
            kind=SUGGEST,
            payload={
                "mapping": mapping_id,
                "top": the_settings().top,
                "decided": len(mapping.decisions),
                "asked": request.form.get("request_id", ""),
            },
        )
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)
