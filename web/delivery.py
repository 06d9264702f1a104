"""Which statements probably deliver a learning outcome: teaching, where criteria need evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mapper.deliveries import NewDelivery
from mapper.queries.rows import LoadedMapping
from mapper.teaching import TEACHING
from web.candidates import unjudged
from web.tasks import Progress, unseen

if TYPE_CHECKING:
    from matching.shelf import VectorShelf

KEPT = 5
"""Open suggestions for each learning outcome."""


def suggested_deliveries(
    mapping: LoadedMapping,
    *,
    engine: str = "lexical",
    progress: Progress = unseen,
    shelf: VectorShelf | None = None,
) -> list[NewDelivery]:
    """For every learning outcome the five likeliest statements that nobody judged, best first.

    Outcomes and content of the modules are offered; an assessment says nothing of what is taught. What
    people decided on delivery ranks what is still open; what they decided on evidence does not.
    """
    from matching.suggest import suggest
    from matching.values import Criterion, Decision, Evidence

    judged: dict[str, set[str]] = {}
    for d in mapping.deliveries:
        if d.taught.statement_id is not None:
            judged.setdefault(str(d.outcome_id), set()).add(str(d.taught.statement_id))
    results = suggest(
        criteria=[
            Criterion(str(lo.id), lo.text, unit.title, " ".join(lo.indicative_content))
            for unit in mapping.units
            for lo in unit.learning_outcomes
        ],
        evidence=[
            Evidence(str(statement.id), statement.text, module.title or "")
            for module in mapping.modules
            for statement in module.statements
            if statement.kind in TEACHING and statement.text.strip()
        ],
        # One more than is kept, for the last one's lead over the next, and those that were judged.
        top=KEPT + 1 + max(map(len, judged.values()), default=0),
        engine=engine,
        decisions=[
            Decision(str(d.outcome_id), str(d.taught.statement_id), d.delivers)
            for d in mapping.deliveries
            if d.taught.statement_id is not None and not d.is_suspect
        ],
        progress=progress,
        shelf=shelf,
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
        for found in unjudged(result, judged=judged.get(result.criterion, set()), top=KEPT, engine=engine)
    ]
