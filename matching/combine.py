"""One score from named parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.lexical import Lexicon, Measure
from matching.neighbours import neighbour_measures
from matching.rows import Grid, leading

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
# What the same sum is worth beside the meaning of the texts, which takes the rest of 1. Chosen among
# sixteen such settings: leaving each set out, the best on the others gave 0.494 where this gives 0.497.
LEXICAL_SHARE = 0.4
MEANING_WEIGHTS: Mapping[str, float] = {
    **{name: LEXICAL_SHARE * weight for name, weight in WEIGHTS.items()},
    "meaning": 0.30,
    "meaning of similar statements": 0.10,
    "meaning of similar criteria": 0.20,
}
# A criterion that shares no word with anything is suggested nothing, unless pieces of words agree
# as far as this ("cybersecurity" and "cyber security"): endings such as -ing prove no likeness.
SPELLING_ALONE = 0.15
# Or unless the meanings agree as far as this: vectors of any two texts agree a little.
MEANING_ALONE = 0.35
# Parts are whole multiples of this power of two: floating-point sums of such numbers have no
# rounding error, in whatever order, so that parts add up to the score exactly.
GRAIN = 2.0**-30
# So many scores of a part are held at once; criteria are worked through in blocks of that size.
CELLS_AT_ONCE = 1_000_000

Parts = dict[str, Grid]


@dataclass(frozen=True, slots=True)
class Blend:
    """Measures of one task, each with its weight by name; the weights add up to 1 at most."""

    measures: tuple[Measure, ...]
    weights: Mapping[str, float]

    @property
    def criteria(self) -> int:
        """How many criteria are compared."""
        return int(self.measures[0].criteria.shape[0])

    @property
    def evidence(self) -> int:
        """How many statements they are compared with."""
        return int(self.measures[0].evidence.shape[0])


def blend_of(lexicon: Lexicon, meaning: Measure | None = None) -> Blend:
    """All measures that have a weight, those by company included; with `meaning`, the texts' meaning too."""
    direct = _worked_out(Blend(lexicon.measures, WEIGHTS))
    blocks = ((first, total(parts)) for first, parts in blocks_of_parts(direct))
    lexical = (*direct.measures, *neighbour_measures(lexicon.words, blocks))
    if meaning is None:
        return Blend(lexical, WEIGHTS)
    near = _worked_out(Blend((*lexical, meaning), MEANING_WEIGHTS))
    reached = sum(near.weights[measure.name] for measure in near.measures)
    blocks = ((first, total(parts) / reached) for first, parts in blocks_of_parts(near))
    names = ("meaning of similar statements", "meaning of similar criteria")
    return Blend((*near.measures, *neighbour_measures(meaning, blocks, names=names)), MEANING_WEIGHTS)


def _worked_out(blend: Blend) -> Blend:
    """The blend with every likeness at hand, where all fit into one block: they are asked for twice."""
    if blend.criteria * blend.evidence > CELLS_AT_ONCE:
        return blend
    return replace(blend, measures=tuple(measure.worked_out() for measure in blend.measures))


def blocks_of_parts(blend: Blend, positions: Sequence[int] | None = None) -> Iterator[tuple[int, Parts]]:
    """Weighted parts for so many criteria at a time, each block with how many went before it.

    All criteria in order, or those at `positions`.
    """
    asked = range(blend.criteria) if positions is None else positions
    step = max(1, CELLS_AT_ONCE // max(1, blend.evidence))
    for first in range(0, len(asked), step):
        yield first, parts_of(blend, list(asked[first : first + step]))


def scores_of_pairs(blend: Blend, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """The scores of pairs of (criterion, statement) positions, in their order."""
    wanted = sorted({criterion for criterion, _ in pairs})
    columns: dict[int, set[int]] = {}
    for criterion, statement in pairs:
        columns.setdefault(criterion, set()).add(statement)
    found: dict[tuple[int, int], float] = {}
    for first, parts in blocks_of_parts(blend, wanted):
        for criterion, row in zip(wanted[first:], total(parts), strict=False):
            found.update(((criterion, column), float(row[column])) for column in columns[criterion])
    return [found[pair] for pair in pairs]


def parts_of(blend: Blend, rows: Sequence[int]) -> Parts:
    """The weighted parts of these criteria (rows) with every statement (columns)."""
    blocks = {m.name: m.block(rows) for m in blend.measures}
    alive = (blocks["words"] + blocks["context"] > 0) | (blocks["spelling"] >= SPELLING_ALONE)
    if "meaning" in blocks:
        alive |= blocks["meaning"] >= MEANING_ALONE
    heard = alive.any(axis=1, keepdims=True)
    return {name: on_grain(blend.weights[name] * block * heard) for name, block in blocks.items()}


def on_grain(part: Grid) -> Grid:
    """The part cut to the grain on which sums are exact; it never grows, so that 1 is not exceeded."""
    cut: Grid = np.multiply(part, 1.0 / GRAIN)
    np.trunc(cut, out=cut)
    cut *= GRAIN
    return cut


def total(parts: Mapping[str, Grid]) -> Grid:
    """The scores: sums of parts that lie on the grain."""
    first, *others = parts.values()
    # Parts are of single precision; only in double are their sums exact.
    scores: Grid = first.astype(np.float64)
    for part in others:
        scores += part
    return scores


def best(scores: Grid, *, top: int) -> list[list[int]]:
    """By criterion the positions of its `top` best scores above zero, best first, ties in order."""
    order = leading(scores, top)
    positive = np.take_along_axis(scores, order, axis=1) > 0
    return [positions[kept].tolist() for positions, kept in zip(order, positive, strict=True)]
