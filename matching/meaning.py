"""How alike criteria and statements are in what they mean, by the vectors of a sentence model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matching.lexical import CONTEXT_WEIGHT, Measure
from matching.rows import Grid, unit_grid
from matching.semantic import DIMENSIONS, Encoder
from matching.shelf import VectorShelf
from matching.values import Criterion, Evidence


def meaning_of(
    criteria: Sequence[Criterion],
    evidence: Sequence[Evidence],
    *,
    encoder: Encoder,
    shelf: VectorShelf | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Measure:
    """The measure "meaning": the cosine of text with context, which counts as it does for words.

    `progress` hears of the vectors made, which take longest, and may raise to stop.
    """
    texts = [*(c.text for c in criteria), *(e.text for e in evidence)]
    contexts = [*(c.context for c in criteria), *(e.context for e in evidence)]
    vectors = encoder.vectors(
        [*texts, *contexts], shelf=shelf or VectorShelf(dimensions=DIMENSIONS), progress=progress
    )
    rows: Grid = unit_grid(vectors[: len(texts)] + CONTEXT_WEIGHT * vectors[len(texts) :])
    return Measure("meaning", rows[: len(criteria)], rows[len(criteria) :])
