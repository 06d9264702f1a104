"""One score from named parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from matching.lexical import Lexicon, Measure
from matching.neighbours import neighbour_measures
from matching.rows import Grid

# They add up to 1, so that no score exceeds 1. Round numbers from the middle of a wide plateau:
# see the README for how little the result depends on each.
WEIGHTS: Mapping[str, float] = {
    "words": 0.30,
    "context": 0.30,  # with "words" one cosine, hence the same weight, counted once
    "spelling": 0.20,
    "coverage": 0.15,
    "similar statements": 0.15,
    "similar criteria": 0.20,
}
# A criterion that shares no word with anything is suggested nothing, unless pieces of words agree
# as far as this ("cybersecurity" and "cyber security"): endings such as -ing prove no likeness.
SPELLING_ALONE = 0.15
# Parts are whole multiples of this power of two: floating-point sums of such numbers have no
# rounding error, in whatever order, so that parts add up to the score exactly.
GRAIN = 2.0**-30
# So many scores of a part are held at once; criteria are worked through in blocks of that size.
CELLS_AT_ONCE = 1_000_000

Parts = dict[str, Grid]


def measures_of(lexicon: Lexicon) -> tuple[Measure, ...]:
    """All measures that have a weight, those by company included."""
    direct = lexicon.measures
    blocks = ((first, total(parts)) for first, parts in blocks_of_parts(direct))
    return (*direct, *neighbour_measures(lexicon.words, blocks))


def blocks_of_parts(
    measures: Sequence[Measure], positions: Sequence[int] | None = None
) -> Iterator[tuple[int, Parts]]:
    """Weighted parts for so many criteria at a time, each block with how many went before it.

    All criteria in order, or those at `positions`.
    """
    evidence = measures[0].evidence.shape[0]
    asked = range(measures[0].criteria.shape[0]) if positions is None else positions
    step = max(1, CELLS_AT_ONCE // max(1, evidence))
    for first in range(0, len(asked), step):
        yield first, parts_of(measures, list(asked[first : first + step]))


def scores_of_pairs(measures: Sequence[Measure], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """The scores of pairs of (criterion, statement) positions, in their order."""
    wanted = sorted({criterion for criterion, _ in pairs})
    columns: dict[int, set[int]] = {}
    for criterion, statement in pairs:
        columns.setdefault(criterion, set()).add(statement)
    found: dict[tuple[int, int], float] = {}
    for first, parts in blocks_of_parts(measures, wanted):
        for criterion, row in zip(wanted[first:], total(parts), strict=False):
            found.update(((criterion, column), float(row[column])) for column in columns[criterion])
    return [found[pair] for pair in pairs]


def parts_of(measures: Sequence[Measure], rows: Sequence[int]) -> Parts:
    """The weighted parts of these criteria (rows) with every statement (columns)."""
    blocks = {m.name: m.block(rows) for m in measures}
    alive = (blocks["words"] + blocks["context"] > 0) | (blocks["spelling"] >= SPELLING_ALONE)
    heard = alive.any(axis=1, keepdims=True)
    return {name: on_grain(WEIGHTS[name] * block * heard) for name, block in blocks.items()}


def on_grain(part: Grid) -> Grid:
    """The part cut to the grain on which sums are exact; it never grows, so that 1 is not exceeded."""
    cut: Grid = np.trunc(part / GRAIN) * GRAIN
    return cut


def total(parts: Mapping[str, Grid]) -> Grid:
    """The scores: sums of parts that lie on the grain."""
    scores: Grid = np.sum(list(parts.values()), axis=0)
    return scores


def best(scores: Grid, *, top: int) -> list[int]:
    """Positions of the `top` best scores above zero, best first, ties in order of position."""
    order = np.argsort(-scores, kind="stable")[:top]
    return [int(position) for position in order if scores[position] > 0]
