"""Keeps what the engine suggests for a mapping: matched outside, then written in one short unit of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.db import reading, unit_of_work
from mapper.deliveries import replace_deliveries
from mapper.mappings import NewSuggestion, replace_suggestions
from mapper.queries.mapping import load_mapping
from mapper.queries.suggestions import LEARNT_THROUGH, TOP, newest_decision
from mapper.suggesting import lessons_of, offers_of, questions_of
from web.candidates import unjudged
from web.delivery import suggested_deliveries
from web.run_memories import remembered
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
) -> int:
    """The number of suggestions made for criteria; what somebody decided on stays as it was judged.

    What people decided ranks what is still open: up to `top` open statements for each criterion. In the
    same run statements are suggested that may deliver the learning outcomes (`web.delivery`).
    """
    from matching.suggest import VERSIONS, parameters_of, suggest
    from matching.values import Criterion, Decision, Evidence

    with reading(desk.engine) as session:
        learnt_through = newest_decision(session, viewer=desk.viewer, mapping_id=mapping_id)
        mapping = load_mapping(session, viewer=desk.viewer, mapping_id=mapping_id)
    judged: dict[str, set[str]] = {}
    for decision in mapping.decisions:
        judged.setdefault(str(decision.criterion_id), set()).update(map(str, decision.statement_ids))
    lessons = lessons_of(mapping)
    shelf = _shelf(desk) if engine == "semantic" else None
    with remembered(desk.engine, mapping_id=mapping_id) as memory:
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
                Decision(str(le.criterion_id), str(le.statement_id), le.is_confirmed) for le in lessons
            ],
            progress=_half(progress, 0),
            shelf=shelf,
            memory=memory,
        )
        parameters = parameters_of(engine) | (memory.parameters if engine == "lexical" else {})
    suggestions = [
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
    ]
    deliveries = suggested_deliveries(mapping, engine=engine, progress=_half(progress, 1), shelf=shelf)
    with unit_of_work(desk.engine) as session:
        run_id = replace_suggestions(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            engine=engine,
            engine_version=VERSIONS[engine],
            parameters=parameters | {LEARNT_THROUGH: learnt_through, TOP: top},
            suggestions=suggestions,
        )
        replace_deliveries(
            session, viewer=desk.viewer, mapping_id=mapping_id, run_id=run_id, suggestions=deliveries
        )
        settle(session, {"mapping": mapping_id, "suggestions": len(suggestions)})
    return len(suggestions)


def _half(progress: Progress, number: int) -> Progress:
    """Progress over both halves of the work, of which this is one (0 or 1)."""
    return lambda done, total: progress(number * total + done, 2 * total)


def _shelf(desk: Desk) -> VectorShelf:
    from matching.semantic import DIMENSIONS, MODEL_NAME
    from matching.shelf import VectorShelf

    path = desk.shelf_folder / f"vectors-{MODEL_NAME}.npz" if desk.shelf_folder else None
    return VectorShelf(path, dimensions=DIMENSIONS)
