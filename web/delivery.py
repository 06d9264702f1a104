"""Which statements probably deliver a learning outcome: teaching, where criteria need evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.deliveries import NewDelivery
from mapper.queries.ranking import LoadedRanking
from mapper.queries.rows import LoadedMapping
from mapper.teaching import TEACHING
from web.candidates import unjudged
from web.tasks import Progress, unseen

if TYPE_CHECKING:
    from matching.memory import Memory
    from matching.shelf import VectorShelf
    from matching.values import Criterion, Decision, Evidence

KEPT = 5
"""Open suggestions for each learning outcome."""


@dataclass(frozen=True, slots=True)
class DeliveryTask:
    """What is asked of the engine, and by whom it is answered; `judged` are statements by outcome."""

    engine: str
    outcomes: tuple[Criterion, ...]
    teaching: tuple[Evidence, ...]
    decisions: tuple[Decision, ...]
    judged: dict[str, set[str]]


def delivery_task(mapping: LoadedMapping | LoadedRanking, *, engine: str = "lexical") -> DeliveryTask:
    """Every learning outcome, and what the modules teach: an assessment says nothing of it.

    What people decided on delivery ranks what is still open; what they decided on evidence does not.
    """
    from matching.values import Criterion, Decision, Evidence

    judged: dict[str, set[str]] = {}
    for d in mapping.deliveries:
        if d.taught.statement_id is not None:
            judged.setdefault(str(d.outcome_id), set()).add(str(d.taught.statement_id))
    return DeliveryTask(
        engine,
        tuple(
            Criterion(str(lo.id), lo.text, unit.title, " ".join(lo.indicative_content))
            for unit in mapping.units
            for lo in unit.learning_outcomes
        ),
        tuple(
            Evidence(str(statement.id), statement.text, module.title or "")
            for module in mapping.modules
            for statement in module.statements
            if statement.kind in TEACHING and statement.text.strip()
        ),
        tuple(
            Decision(str(d.outcome_id), str(d.taught.statement_id), d.delivers)
            for d in mapping.deliveries
            if d.taught.statement_id is not None and not d.is_suspect
        ),
        judged,
    )


def suggested_deliveries(
    task: DeliveryTask,
    *,
    progress: Progress = unseen,
    shelf: VectorShelf | None = None,
    memory: Memory | None = None,
) -> list[NewDelivery]:
    """For every learning outcome the five likeliest statements that nobody judged, best first."""
    from matching.suggest import suggest

    results = suggest(
        criteria=task.outcomes,
        evidence=task.teaching,
        # One more than is kept, for the last one's lead over the next, and those that were judged.
        top=KEPT + 1 + max(map(len, task.judged.values()), default=0),
        engine=task.engine,
        decisions=task.decisions,
        progress=progress,
        shelf=shelf,
        memory=memory,
    )
    return [
        NewDelivery(
            outcome_id=int(result.criterion),
            statement_id=int(found.candidate.evidence),
            rank=found.rank,
            score=found.candidate.score,
            band=found.band,
            parts=dict(found.candidate.parts),
            shared_terms=found.candidate.shared_terms,
        )
        for result in results
        for found in unjudged(
            result, judged=task.judged.get(result.criterion, set()), top=KEPT, engine=task.engine
        )
    ]
