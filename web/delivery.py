"""Which statements probably help to deliver a learning outcome: teaching, where criteria need evidence.

Kept in memory under the texts, as the ranking's answers are: it is shown beside a criterion, stored
nowhere and judged by nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from mapper.queries.rows import LoadedMapping
from mapper.values import StatementKind

if TYPE_CHECKING:
    from matching.values import Criterion, Evidence

SHOWN, KEPT = 3, 16

Delivery = Mapping[int, tuple[tuple[int, str], ...]]


def delivery_of(mapping: LoadedMapping) -> Delivery:
    """By a learning outcome's id, its three likeliest statements with how far to trust each, best first.

    Outcomes and content of the modules; one that is trusted little ("low") is not named.
    """
    from matching.values import Criterion, Evidence

    outcomes = tuple(
        Criterion(str(lo.id), lo.text, unit.title, " ".join(lo.indicative_content))
        for unit in mapping.units
        for lo in unit.learning_outcomes
    )
    teaching = tuple(
        Evidence(str(statement.id), statement.text, module.title or "")
        for module in mapping.modules
        for statement in module.statements
        if statement.kind is not StatementKind.ASSESSMENT and statement.text.strip()
    )
    return _delivery(outcomes, teaching)


@lru_cache(maxsize=KEPT)
def _delivery(outcomes: tuple[Criterion, ...], teaching: tuple[Evidence, ...]) -> Delivery:
    from matching.explain import band
    from matching.suggest import suggest

    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for result in suggest(criteria=outcomes, evidence=teaching, top=SHOWN + 1):
        scores = [*(candidate.score for candidate in result.candidates), 0.0]
        trusted = (
            (int(candidate.evidence), band(candidate.score, candidate.score - scores[rank]))
            for rank, candidate in enumerate(result.candidates[:SHOWN], 1)
        )
        found[int(result.criterion)] = tuple(each for each in trusted if each[1] != "low")
    return found
