"""Keeps what the engine suggests for a mapping: matched outside, then written in one short unit of work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from mapper.db import reading, unit_of_work
from mapper.mappings import NewSuggestion, replace_suggestions
from mapper.queries.mapping import load_mapping
from mapper.queries.suggestions import LEARNT_THROUGH, LastRun, newest_decision
from mapper.suggesting import lessons_of, offers_of, questions_of
from web.tasks import Desk, Progress, Settle, unseen, unsettled

if TYPE_CHECKING:
    from matching.shelf import VectorShelf
    from matching.values import Result

# What is open is ranked anew after so many decisions, and whenever somebody asks: a run after each one
# would move the statements under the reader's eyes, and fill the record of changes.
RERANK_EVERY = 5


def is_due(run: LastRun | None) -> bool:
    """Whether enough was decided since the last run for the open suggestions to be ranked anew."""
    return run is not None and run.decided_since >= RERANK_EVERY


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
    """The number of suggestions made; those that somebody decided on stay as they were judged.

    What people decided ranks what is still open: up to `top` open statements for each criterion.
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
        decisions=[Decision(str(le.criterion_id), str(le.statement_id), le.is_confirmed) for le in lessons],
        progress=progress,
        shelf=_shelf(desk) if engine == "semantic" else None,
    )
    suggestions = [
        new
        for result in results
        for new in _open_suggestions(
            result, judged=judged.get(result.criterion, set()), top=top, engine=engine
        )
    ]
    with unit_of_work(desk.engine) as session:
        replace_suggestions(
            session,
            viewer=desk.viewer,
            mapping_id=mapping_id,
            engine=engine,
            engine_version=VERSIONS[engine],
            parameters=parameters_of(engine) | {LEARNT_THROUGH: learnt_through},
            suggestions=suggestions,
        )
        settle(session, {"mapping": mapping_id, "suggestions": len(suggestions)})
    return len(suggestions)


def _open_suggestions(
    result: Result, *, judged: Collection[str], top: int, engine: str
) -> Iterator[NewSuggestion]:
    """The best candidates that nobody has judged, each with its rank among all."""
    from matching.explain import band

    scores = [*(candidate.score for candidate in result.candidates), 0.0]
    unjudged = (
        (rank, candidate)
        for rank, candidate in enumerate(result.candidates, 1)
        if candidate.evidence not in judged
    )
    for rank, candidate in islice(unjudged, top):
        yield NewSuggestion(
            criterion_id=int(result.criterion),
            statement_id=int(candidate.evidence),
            rank=rank,
            score=candidate.score,
            band=band(candidate.score, candidate.score - scores[rank], engine=engine),
            parts=dict(candidate.parts),
            shared_terms=candidate.shared_terms,
        )


def _shelf(desk: Desk) -> VectorShelf:
    from matching.semantic import DIMENSIONS, MODEL_NAME
    from matching.shelf import VectorShelf

    path = desk.shelf_folder / f"vectors-{MODEL_NAME}.npz" if desk.shelf_folder else None
    return VectorShelf(path, dimensions=DIMENSIONS)
