"""One score from named parts that add up to it exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.lexical import Lexicon, Measure
from matching.neighbours import neighbour_measures
from matching.rows import Grid, Places, Scores, leading

# They add up to 1, so that no score exceeds 1. Round numbers from the middle of a wide plateau:
# see the README for how little the result depends on each.
WEIGHTS: Mapping[str, float] = {
    "words": 0.30,
    "context": 0.30,  # with "words" one cosine, hence the same weight, counted once
    "spelling": 0.20,
    "words held": 0.15,
    "similar statements": 0.15,
    "similar criteria": 0.20,
}
# What the same sum is worth beside the meaning of the texts, which takes the rest of 1. Chosen among
# sixteen such settings: leaving each set out, the best on the others gave 0.494 where this gave 0.497.
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
# From such a likeness on, a statement is like the criterion at all: any shared word proves it.
LEAST = {"words": 2.0**-24, "context": 2.0**-24, "spelling": SPELLING_ALONE, "meaning": MEANING_ALONE}
# What a statement is like on the whole tells nothing of one criterion: of its mean score, what exceeds the
# middle statement's is taken off in this share. Half of it helps on each of the five sets.
SUITS_MUCH = "suits much else"
TAKEN_OFF = 0.5
# Of fewer criteria a statement may well suit all: with ten alike nothing is gained, with five much lost.
ENOUGH_CRITERIA = 20
# Scores and parts are counted in units of 1 / 2³⁰: sums of whole numbers have no rounding error.
UNITS = 2**30
# So many scores are worked out at once; where there are no more, what is asked for again is kept.
CELLS_AT_ONCE = 8_000_000
Likes = NDArray[np.bool_]


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

    def part(self, name: str, likeness: Grid) -> Scores:
        """What this likeness is worth, in units; never more than the weight of its measure."""
        return np.multiply(likeness, _in_units(self.weights[name])).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores, in units, of every criterion (row) with every statement (column), and whence they come.

    `likes` tells which statements each criterion is like at all; where there is none, its row is 0.
    `is_levelled` where something is taken off statements that suit much else.
    """

    blend: Blend
    scores: Scores
    likes: Likes
    is_levelled: bool = False

    @property
    def unheard(self) -> Likes:
        """The criteria that are like no statement at all."""
        return np.logical_not(self.likes.any(axis=1))

    def parts_of_pairs(self, rows: Places, columns: Places) -> dict[str, Scores]:
        """The parts, in units, of each of these criteria with the statement at the same place."""
        heard = ~self.unheard[rows]
        measures = self.blend.measures
        parts = {m.name: self.blend.part(m.name, m.of_pairs(rows, columns)) * heard for m in measures}
        if self.is_levelled:
            # Never more than there was: what is left of the sum is the score.
            parts[SUITS_MUCH] = self.scores[rows, columns] - sum(parts.values())
        return parts


def sheet_of(blend: Blend) -> Sheet:
    """The scores of all criteria and statements by this blend."""
    scores: Scores = np.empty((blend.criteria, blend.evidence), dtype=np.int32)
    likes: Likes = np.empty(scores.shape, dtype=np.bool_)
    step = max(1, CELLS_AT_ONCE // max(1, blend.evidence))
    for first in range(0, blend.criteria, step):
        rows = slice(first, first + step)
        scores[rows], likes[rows] = worth(blend, rows)
    sheet = Sheet(blend, scores, likes)
    scores[sheet.unheard] = 0
    return sheet


def worth(blend: Blend, rows: slice, columns: Places | slice = slice(None)) -> tuple[Scores, Likes]:
    """What these criteria score with these statements, and which of them each is like at all."""
    scores: Scores = np.zeros((1, 1), dtype=np.int32)
    likes: Likes = np.zeros((1, 1), dtype=np.bool_)
    for measure in blend.measures:
        likeness = measure.block(rows, columns)
        if measure.name in LEAST:
            likes = likes | (likeness >= LEAST[measure.name])
        scores = scores + blend.part(measure.name, likeness)
    return scores, likes


def extended(sheet: Sheet, further: Sequence[Measure]) -> Sheet:
    """The scores with what further measures add; who is like anyone at all stays as it was."""
    blend = replace(sheet.blend, measures=(*sheet.blend.measures, *further))
    scores = sheet.scores.copy()
    step = max(1, CELLS_AT_ONCE // max(1, blend.evidence))
    for first in range(0, blend.criteria, step):
        rows = slice(first, first + step)
        for measure in further:
            scores[rows] += blend.part(measure.name, measure.block(rows))
    scores[sheet.unheard] = 0
    return Sheet(blend, scores, sheet.likes)


def levelled(sheet: Sheet, *, share: float = TAKEN_OFF) -> Sheet:
    """The scores less what statements owe to suiting much else; as they are where criteria are few.

    Taken off is this share of what a statement's mean score, over criteria that are like anything, exceeds
    the middle statement's. No score falls below 0.
    """
    heard = int(np.count_nonzero(~sheet.unheard))
    if heard < ENOUGH_CRITERIA:
        return sheet
    # Whole numbers, so that the order of criteria is of no consequence.
    totals = sheet.scores.sum(axis=0, dtype=np.int64)
    beyond = np.maximum(totals - np.sort(totals)[len(totals) // 2], 0)
    off = np.trunc(share * beyond / heard).astype(np.int32)
    return replace(sheet, scores=np.maximum(sheet.scores - off, 0), is_levelled=True)


def scored(lexicon: Lexicon, meaning: Measure | None = None, *, taken_off: float = TAKEN_OFF) -> Sheet:
    """The scores by all measures that have a weight; with `meaning`, by what the texts mean too.

    `taken_off` is the share that goes off statements that suit much else, which only meaning has.
    """
    if meaning is None:
        direct = sheet_of(Blend(lexicon.measures, WEIGHTS))
        return extended(direct, neighbour_measures(lexicon.words, direct.scores))
    measures = lexicon.measures
    if lexicon.criteria.own.shape[0] * lexicon.evidence.own.shape[0] <= CELLS_AT_ONCE:
        measures = tuple(measure.worked_out() for measure in measures)
    company = neighbour_measures(lexicon.words, sheet_of(Blend(measures, WEIGHTS)).scores)
    near = sheet_of(Blend((*measures, *company, meaning), MEANING_WEIGHTS))
    names = ("meaning of similar statements", "meaning of similar criteria")
    reached = sum(MEANING_WEIGHTS[measure.name] for measure in near.blend.measures)
    company = neighbour_measures(meaning, near.scores, names=names, reached=reached)
    return levelled(extended(near, company), share=taken_off)


def weighed_otherwise(sheet: Sheet, factors: Mapping[str, float]) -> Scores:
    """By how much the scores change where the weights of some measures are multiplied."""
    change: Scores = np.zeros_like(sheet.scores)
    for measure in sheet.blend.measures:
        if (factor := factors.get(measure.name, 1.0)) != 1.0:
            part = sheet.blend.part(measure.name, measure.block(slice(None)))
            change += ((factor - 1.0) * part).astype(np.int32)
    change[sheet.unheard] = 0
    return change


def best(scores: Scores, *, top: int) -> Places:
    """By criterion the positions of its `top` best scores above zero, best first, ties in order; then -1."""
    order = leading(scores, top)
    return np.where(np.take_along_axis(scores, order, axis=1) > 0, order, -1)


def _in_units(weight: float) -> np.float32:
    """The weight in units on the scale of single precision, from below, so that weights add up to 1."""
    nearest = np.float32(weight * UNITS)
    return nearest if float(nearest) <= weight * UNITS else np.nextafter(nearest, np.float32(0))
