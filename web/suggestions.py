"""Keeps what the engine suggests for a mapping: matched outside, then written in one short unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapper.db import reading, unit_of_work
from mapper.deliveries import NewDelivery, replace_deliveries
from mapper.mappings import TOP, NewSuggestion, replace_suggestions
from mapper.queries.ranking import LoadedRanking, load_ranking
from mapper.suggesting import lessons_of, offers_of, questions_of
from web.candidates import unjudged
from web.delivery import delivery_task, suggested_deliveries
from web.run_memories import Remembered, remembered
from web.tasks import Desk, Progress, Settle, unseen, unsettled

if TYPE_CHECKING:
    from matching.shelf import VectorShelf


def usable_engine(wanted: str) -> str:
    """The engine that was wanted, or the lexical one where that is not installed."""
    from matching.semantic import is_installed

    return "semantic" if wanted == "semantic" and is_installed() else "lexical"


def keep_suggestions(
    desk: Desk,
    *,
    mapping_id: int,
    top: int,
    engine: str = "lexical",
    settle: Settle = unsettled,
    progress: Progress = unseen,
    is_asked_for: bool = True,
) -> int:
    """The number of suggestions made for criteria; what somebody decided on stays as it was judged.

    What people decided ranks what is still open: up to `top` open statements for each criterion. In the
    same run statements are suggested that may deliver the learning outcomes (`web.delivery`). A run that
    nobody asked for is left out where the last one knew every decision.
    """
    with reading(desk.engine) as session:
        mapping = load_ranking(session, viewer=desk.viewer, mapping_id=mapping_id)
    if not is_asked_for and mapping.last and not mapping.last.is_behind:
        with unit_of_work(desk.engine) as session:
            settle(session, {"mapping": mapping_id, "suggestions": 0})
        return 0
    shelf = _shelf(desk) if engine == "semantic" else None
    with remembered(desk.engine, mapping_id=mapping_id) as memory:
        suggestions, parameters = _suggested(
            mapping, top=top, engine=engine, progress=_half(progress, 0), shelf=shelf, memory=memory
        )
        deliveries = _delivered(
            mapping, engine=engine, progress=_half(progress, 1), shelf=shelf, memory=memory
        )
        with unit_of_work(desk.engine) as session:
            run_id = replace_suggestions(
                session,
                viewer=desk.viewer,
                mapping_id=mapping_id,
                engine=engine,
                engine_version=_version(engine),
                parameters=parameters | mapping.newest.parameters | {TOP: top},
                suggestions=suggestions,
                is_asked_for=is_asked_for,
            )
            if deliveries is not None:
                replace_deliveries(
                    session, viewer=desk.viewer, mapping_id=mapping_id, run_id=run_id, suggestions=deliveries
                )
            settle(session, {"mapping": mapping_id, "suggestions": len(suggestions)})
        memory.run_id = run_id
    return len(suggestions)


def _suggested(
    mapping: LoadedRanking,
    *,
    top: int,
    engine: str,
    progress: Progress,
    shelf: VectorShelf | None,
    memory: Remembered,
) -> tuple[list[NewSuggestion], dict[str, Any]]:
    """What is suggested of evidence, and the parameters that the run went by."""
    from matching.suggest import parameters_of, suggest
    from matching.values import Criterion, Decision, Evidence

    judged: dict[str, set[str]] = {}
    for decision in mapping.decisions:
        judged.setdefault(str(decision.criterion_id), set()).update(map(str, decision.statement_ids))
    results = suggest(
        criteria=[
            Criterion(str(q.criterion_id), q.text, q.context, q.further) for q in questions_of(mapping)
        ],
        evidence=[
            Evidence(str(o.statement_id), o.text, o.context, tuple(map(str, o.tests)))
            for o in offers_of(mapping)
        ],
        # One more than is kept, for the last one's lead over the next, and those that were judged.
        top=top + 1 + max(map(len, judged.values()), default=0),
        engine=engine,
        decisions=[
            Decision(str(le.criterion_id), str(le.statement_id), le.is_confirmed)
            for le in lessons_of(mapping)
        ],
        progress=progress,
        shelf=shelf,
        memory=memory.evidence,
    )
    parameters = parameters_of(engine) | (memory.evidence.parameters if engine == "lexical" else {})
    return [
        NewSuggestion(
            criterion_id=int(result.criterion),
            statement_id=int(found.candidate.evidence),
            rank=found.rank,
            score=found.candidate.score,
            band=found.band,
            parts=dict(found.candidate.parts),
            shared_terms=found.candidate.shared_terms,
        )
        for result in results
        for found in unjudged(result, judged=judged.get(result.criterion, set()), top=top, engine=engine)
    ], parameters


def _delivered(
    mapping: LoadedRanking,
    *,
    engine: str,
    progress: Progress,
    shelf: VectorShelf | None,
    memory: Remembered,
) -> list[NewDelivery] | None:
    """What is suggested of delivery; None where that is what this process left there the last time."""
    task = delivery_task(mapping, engine=engine)
    was, memory.delivered = memory.delivered, task
    if was == task and mapping.last and memory.run_id == mapping.last.id:
        return None
    return suggested_deliveries(task, progress=progress, shelf=shelf, memory=memory.delivery)


def _version(engine: str) -> str:
    from matching.suggest import VERSIONS

    return VERSIONS[engine]


def _half(progress: Progress, number: int) -> Progress:
    """Progress over both halves of the work, of which this is one (0 or 1), in hundredths of the whole."""
    return lambda done, total: progress(50 * number + 50 * done // (total or 1), 100)


def _shelf(desk: Desk) -> VectorShelf:
    from matching.semantic import DIMENSIONS, SHELF_FILE
    from matching.shelf import VectorShelf

    path = desk.shelf_folder / SHELF_FILE if desk.shelf_folder else None
    return VectorShelf(path, dimensions=DIMENSIONS)
