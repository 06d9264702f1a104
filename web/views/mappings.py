"""Mappings: choosing the qualification and units, and how far a mapping is."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response as Answer

from mapper.catalogue import QualificationFacts, UnitFacts, check_combination
from mapper.catalogue.proposal import propose_selection
from mapper.db import reading, today, unit_of_work
from mapper.errors import InvalidError, MapperError, NotFoundError
from mapper.jobs import enqueue
from mapper.mappings import create_mapping
from mapper.queries.combination import read_combination
from mapper.queries.coverage import coverage_of_mapping
from mapper.queries.editions import list_qualifications, read_specification
from mapper.queries.mapping import load_mapping
from mapper.queries.reuse import reuse_of
from mapper.queries.suggestions import last_run
from mapper.queries.workspace import list_programmes
from web.desk import the_desk, the_settings, wake_worker
from web.pages.mappings import MOST_SUGGESTIONS, ChoicePage, NextRun, OverviewPage, RulesPage
from web.ranking import Outlook, outlook_on, rank_qualifications
from web.suggestions import usable_engine
from web.worker import SUGGEST

views = Blueprint("mappings", __name__, url_prefix="/mappings")


@views.get("/new")
def new() -> str:
    """Step by step: the programme, the qualification that it could carry, then its units.

    For htmx, what the rules say of the units as they are ticked.
    """
    unit_ids = request.args.getlist("unit", type=int)
    qualification_id = request.args.get("qualification", type=int)
    if request.headers.get("HX-Request") and qualification_id:
        return render_template("mappings/rules.html", rules=_rules(qualification_id, unit_ids))
    return render_template("mappings/new.html", page=_choice(unit_ids))


@views.post("/new")
def add() -> Answer | tuple[str, int]:
    """Makes the mapping and queues its suggestions."""
    form = request.form
    desk = the_desk()
    unit_ids = form.getlist("unit", type=int)
    try:
        programme_edition_id = _programme_of(form)
        with unit_of_work(desk.engine) as session:
            mapping_id = create_mapping(
                session,
                viewer=desk.viewer,
                programme_edition_id=programme_edition_id,
                qualification_id=form.get("qualification", 0, type=int),
                unit_ids=unit_ids,
                request_id=form.get("request_id", "")[:64],
            )
            job_id = enqueue(
                session,
                viewer=desk.viewer,
                kind=SUGGEST,
                payload={
                    "mapping": mapping_id,
                    "top": the_settings().top,
                    "engine": usable_engine(the_settings().engine),
                },
            )
    except (InvalidError, NotFoundError) as error:
        return render_template("mappings/new.html", page=_choice(unit_ids, error)), 422
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _programme_of(form: ImmutableMultiDict[str, str]) -> int:
    programme_edition_id = form.get("programme", type=int)
    if programme_edition_id is None:
        raise InvalidError("No programme is chosen.", remedy="Choose the programme, then its units.")
    return programme_edition_id


def _choice(unit_ids: list[int], error: MapperError | None = None) -> ChoicePage:
    """What can be chosen, and what was: by address or by the form that came back."""
    desk = the_desk()
    asked = request.values.get("programme", type=int)
    qualification_id = request.values.get("qualification", type=int)
    with reading(desk.engine) as session:
        choices = list_qualifications(session, viewer=desk.viewer)
        edition_id = next((q.edition_id for q in choices if q.id == qualification_id), None)
        chosen = (
            read_specification(session, viewer=desk.viewer, edition_id=edition_id) if edition_id else None
        )
        programmes = list_programmes(session, viewer=desk.viewer)
    programme_id = asked if any(row.id == asked for row in programmes) else None
    page = ChoicePage(
        programmes=programmes,
        qualifications=choices,
        programme_id=programme_id,
        qualification_id=None,
        chosen=chosen,
        unit_ids=frozenset(unit_ids),
        rules=None,
        fault=f"{error.message} {error.remedy}".strip() if error else "",
    )
    if page.chosen and qualification_id:
        return _with_units(page, page.chosen.id, qualification_id)
    return _with_ranking(page)


def _with_ranking(page: ChoicePage) -> ChoicePage:
    if page.programme_id is None:
        return page
    ranking = rank_qualifications(the_desk(), programme_edition_id=page.programme_id, registered_on=today())
    return replace(page, ranking=ranking)


def _with_units(page: ChoicePage, edition_id: int, qualification_id: int) -> ChoicePage:
    page = replace(page, qualification_id=qualification_id)
    if page.programme_id is not None:
        outlook = outlook_on(the_desk(), programme_edition_id=page.programme_id, edition_id=edition_id)
        page = replace(page, outlook=outlook)
        if request.args.get("propose"):
            page = _with_proposal(page, qualification_id, outlook)
    return replace(page, rules=_rules(qualification_id, page.unit_ids))


def _with_proposal(page: ChoicePage, qualification_id: int, outlook: Outlook) -> ChoicePage:
    """The proposed units ticked, or what was ticked where none can be proposed."""
    facts, units = _combination(qualification_id)
    proposal = propose_selection(
        qualification=facts,
        known={unit.ref: unit for unit in units.values()},
        chances=outlook.chances,
        registered_on=today(),
    )
    ticked = frozenset(i for i, unit in units.items() if unit.ref in proposal.units)
    return replace(page, proposal=proposal, unit_ids=ticked or page.unit_ids)


def _rules(qualification_id: int, unit_ids: Collection[int]) -> RulesPage:
    facts, units = _combination(qualification_id)
    chosen = [unit.ref for i, unit in units.items() if i in unit_ids]
    combination = check_combination(
        qualification=facts,
        units=chosen,
        known={unit.ref: unit for unit in units.values()},
        registered_on=today(),
    )
    return RulesPage(facts, combination if chosen else None)


def _combination(qualification_id: int) -> tuple[QualificationFacts, dict[int, UnitFacts]]:
    desk = the_desk()
    with reading(desk.engine) as session:
        return read_combination(session, viewer=desk.viewer, qualification_id=qualification_id)


@views.get("/<int:mapping_id>")
def overview(mapping_id: int) -> str:
    """How far the mapping is, by unit, and what can be done with it."""
    desk = the_desk()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        reuse = reuse_of(session, viewer=desk.viewer, mapping=mapping)
        run = last_run(session, viewer=desk.viewer, mapping_id=mapping_id)
    page = OverviewPage(
        mapping,
        coverage_of_mapping(mapping),
        reuse,
        run=run,
        next_run=NextRun.after(
            run, settings=the_settings(), has_semantic=usable_engine("semantic") == "semantic"
        ),
    )
    return render_template("mappings/overview.html", page=page)


@views.post("/<int:mapping_id>/suggestions")
def suggest(mapping_id: int) -> Answer:
    """Queues new suggestions; what somebody decided stays.

    The engine and the number for each criterion stay those of the last run where the form names none.
    """
    desk, settings = the_desk(), the_settings()
    with reading(desk.engine) as session:
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
        run = last_run(session, viewer=desk.viewer, mapping_id=mapping_id)
    top = _top_of(request.form) or (run and run.top) or settings.top
    engine = request.form.get("engine") or (run.engine if run else settings.engine)
    with unit_of_work(desk.engine) as session:
        job_id = enqueue(
            session,
            viewer=desk.viewer,
            kind=SUGGEST,
            payload={
                "mapping": mapping_id,
                "top": top,
                "engine": usable_engine(engine),
                "decided": len(mapping.decisions),
                "asked": request.form.get("request_id", ""),
            },
        )
    wake_worker()
    return redirect(url_for("jobs.show", job_id=job_id), 303)


def _top_of(form: ImmutableMultiDict[str, str]) -> int | None:
    """How many suggestions the form asks for each criterion; None where it does not say."""
    said = form.get("top", "").strip()
    if not said:
        return None
    if not said.isdecimal() or not 1 <= int(said) <= MOST_SUGGESTIONS:
        raise InvalidError(
            f"“{said[:20]}” is no number of suggestions.",
            subject="Suggestions for each criterion",
            remedy=f"Choose a whole number from 1 to {MOST_SUGGESTIONS}.",
        )
    return int(said)
