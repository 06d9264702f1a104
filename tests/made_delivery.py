"""Delivery for tests, on the mapping of `tests.made`: suggestions of it, and decisions on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mapper.db import reading, unit_of_work
from mapper.deliveries import DeliveryJudging, NewDelivery, judge_delivery, replace_deliveries
from mapper.queries.delivery import LoadedDelivery, load_delivery
from mapper.queries.mapping import load_mapping
from mapper.queries.suggestions import last_run
from mapper.teaching import OutcomeDelivery, Taught
from mapper.values import Viewer
from tests.made import MadeMapping, request_id, suggest

TRIM, SKY, LEAD, LENSES = "HB101 Outcome 1", "HB101 Outcome 2", "HB102 Outcome 1", "HB101 Content 2"


def outcome_id(mapping: MadeMapping, name: str) -> int:
    """The id of a learning outcome by unit and number, "201:1"."""
    return _ids(mapping)[name]


def module_id(mapping: MadeMapping, code: str) -> int:
    """The id of a module by its code."""
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    return next(m.id for m in loaded.modules if m.code == code)


def _ids(mapping: MadeMapping) -> dict[str, int]:
    with reading(mapping.engine) as session:
        loaded = load_mapping(session, viewer=mapping.viewer, mapping_id=mapping.id)
    return {f"{u.ref[-3:]}:{lo.number}": lo.id for u in loaded.units for lo in u.learning_outcomes}


def delivering(
    mapping: MadeMapping, outcome: str, what: str, *, delivers: bool = True, **more: Any
) -> DeliveryJudging:
    """A judgement to hand to `judge_delivery`; `what` is a statement's name, or a module's code."""
    if what in mapping.statements:
        taught = Taught(statement_id=mapping.statements[what])
    else:
        taught = Taught(module_id=module_id(mapping, what))
    told = DeliveryJudging(
        mapping_id=mapping.id,
        outcome_id=outcome_id(mapping, outcome),
        taught=taught,
        delivers=delivers,
        request_id=request_id(),
    )
    return replace(told, **more)


def deliver(
    mapping: MadeMapping, outcome: str, what: str, *, viewer: Viewer | None = None, **more: Any
) -> int:
    """The id of the decision, recorded in a unit of work of its own."""
    judging = delivering(mapping, outcome, what, **more)
    with unit_of_work(mapping.engine) as session:
        return judge_delivery(session, viewer=viewer or mapping.viewer, judging=judging).id


def new_delivery(
    mapping: MadeMapping, outcome: str, statement: str, rank: int = 1, **more: Any
) -> NewDelivery:
    """A suggestion whose score is a function of its rank, of the band "medium" unless told."""
    score = round(1 / (rank + 1), 3)
    told = NewDelivery(
        outcome_id=outcome_id(mapping, outcome),
        statement_id=mapping.statements[statement],
        rank=rank,
        score=score,
        band="medium",
        parts={"words": score},
        shared_terms=("lamp",),
    )
    return replace(told, **more)


def suggest_delivery(mapping: MadeMapping, *suggestions: NewDelivery, version: str = "1") -> None:
    """Replaces the suggestions of delivery, by a run that suggests no evidence."""
    run_id = suggest(mapping, version=version)
    with unit_of_work(mapping.engine) as session:
        replace_deliveries(
            session, viewer=mapping.viewer, mapping_id=mapping.id, run_id=run_id, suggestions=suggestions
        )


def judge_some_delivery(mapping: MadeMapping) -> None:
    """Suggestions, a confirmation, a rejection and a module as a whole; what was suggested of evidence stays."""
    with reading(mapping.engine) as session:
        run = last_run(session, viewer=mapping.viewer, mapping_id=mapping.id)
    assert run is not None
    offered = (
        new_delivery(mapping, "201:1", TRIM, band="high"),
        new_delivery(mapping, "201:1", LENSES, 2),
        new_delivery(mapping, "201:2", SKY, band="low"),
    )
    with unit_of_work(mapping.engine) as session:
        replace_deliveries(
            session, viewer=mapping.viewer, mapping_id=mapping.id, run_id=run.id, suggestions=offered
        )
    deliver(mapping, "201:1", TRIM, reason="First lecture")
    deliver(mapping, "201:1", SKY, delivers=False)
    deliver(mapping, "201:1", "HB102", reason="Week 4, on board")


def loaded(mapping: MadeMapping) -> LoadedDelivery:
    """The delivery of the mapping as it stands."""
    with reading(mapping.engine) as session:
        return load_delivery(session, viewer=mapping.viewer, mapping_id=mapping.id)


def stands(mapping: MadeMapping, outcome: str) -> OutcomeDelivery:
    """What stands on an outcome."""
    return loaded(mapping).by_outcome()[outcome_id(mapping, outcome)]
