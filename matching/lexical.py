"""How alike criteria and statements are by their words and by pieces of words.

Every measure is a product of sparse rows, so that a block of criteria can be compared with all
statements at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack, issparse

from matching.normalise import squeezed, stems
from matching.rows import Grid, counts, inverse_lengths, rarities, unit_rows, weighted
from matching.values import Criterion, Evidence

# How much the context (titles of unit, outcome or module) counts beside the text itself.
CONTEXT_WEIGHT = 0.4
# How much descriptors and indicative content count. No gold set has any, so that it is a judgement: half
# of what titles count, for their words are many and stand for the whole outcome.
FURTHER_WEIGHT = 0.2
# Runs of so many letters, within a word and its edges, are the pieces that spelling compares.
LETTERS = (3, 5)
# 160 MB.
PLAIN_CELLS = 20_000_000


@dataclass(frozen=True, slots=True)
class Measure:
    """A named likeness: row c of `criteria` times row e of `evidence`, from 0 to 1.

    Rows are sparse, or plain grids. `grid` holds the whole likeness where it was worked out before.
    """

    name: str
    criteria: csr_matrix | Grid
    evidence: csr_matrix | Grid
    grid: Grid | None = None

    def block(self, rows: Sequence[int]) -> Grid:
        """The likeness of these criteria (rows) with every statement (columns)."""
        if self.grid is not None:
            return self.grid[rows]
        grid = _product(self.criteria[rows], self.evidence)
        # Rounding may carry a cosine beyond 1; opposites are not alike.
        return np.clip(grid, 0.0, 1.0, out=grid)

    def worked_out(self) -> Measure:
        """The measure with its whole likeness at hand."""
        return replace(self, grid=self.block(range(self.criteria.shape[0])))


def _product(criteria: Any, evidence: Any) -> Grid:
    """Every row of the one times every row of the other.

    Single precision halves the work and is finer than any likeness deserves; and one side as a plain
    grid, as long as it fits in memory, is several times faster than two sparse ones.
    """
    left, right = criteria.astype(np.float32), evidence.astype(np.float32)
    if not issparse(right):
        return np.asarray(left @ right.T)
    if right.shape[0] * right.shape[1] <= PLAIN_CELLS:
        return np.asarray(left @ right.T.toarray(order="C"))
    if issparse(left) and left.shape[0] * left.shape[1] <= PLAIN_CELLS:
        return np.ascontiguousarray((right @ left.T.toarray(order="C")).T)
    likeness = left @ right.T
    return likeness.toarray() if issparse(likeness) else np.asarray(likeness)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All measures of a task, the unit rows of all words, and how rare each stem is.

    `words` has text and context together; its product is the sum of the measures "words" and
    "context". `rarity` is the inverse document frequency by stem.
    """

    measures: tuple[Measure, ...]
    words: Measure
    rarity: Mapping[str, float]


def lexicon(criteria: Sequence[Criterion], evidence: Sequence[Evidence]) -> Lexicon:
    """The measures "words", "context", "spelling" and "coverage" of these texts.

    "words" and "context" add up to one cosine of stemmed words, the first being what text shares
    with text, the second what contexts, and what else is said of criteria, add. "spelling" is a cosine of runs of letters, context included. "coverage" is the share
    of the criterion's words, rare ones counting more, that the statement or its context holds.
    """
    texts = [c.text for c in criteria] + [e.text for e in evidence]
    contexts = [c.context for c in criteria] + [e.context for e in evidence]
    # Only where there are any: empty texts would make every word rarer.
    further = [c.further for c in criteria] + [""] * len(evidence) if any(c.further for c in criteria) else []
    words = counts(stems(t) for t in (*texts, *contexts, *further))
    rows = weighted(words.rows)
    split = _Split(len(criteria), len(texts))
    text, context = rows[: len(texts)], rows[len(texts) : 2 * len(texts)] * CONTEXT_WEIGHT
    if further:
        context = context + rows[2 * len(texts) :] * FURTHER_WEIGHT
    scale = inverse_lengths(text + context)
    measures = (
        split.measure("words", scale @ text),
        _context(split, scale @ text, scale @ context),
        _spelling(split, texts, contexts),
        _coverage(split, text, context),
    )
    rarity = dict(zip(words.terms, rarities(words.rows).tolist(), strict=False))
    return Lexicon(measures, split.measure("all words", scale @ (text + context)), rarity)


@dataclass(frozen=True, slots=True)
class _Split:
    """Rows of criteria come first, those of evidence after them."""

    criteria: int
    total: int

    def measure(self, name: str, rows: csr_matrix) -> Measure:
        return Measure(name, rows[: self.criteria], rows[self.criteria : self.total])


def _context(split: _Split, text: csr_matrix, context: csr_matrix) -> Measure:
    """What the two texts and contexts share beyond text with text."""
    texts, contexts = split.measure("", text), split.measure("", context)
    return Measure(
        "context",
        hstack([texts.criteria, contexts.criteria, contexts.criteria]).tocsr(),
        hstack([contexts.evidence, texts.evidence, contexts.evidence]).tocsr(),
    )


def _spelling(split: _Split, texts: Sequence[str], contexts: Sequence[str]) -> Measure:
    words = counts(squeezed(t).split() for t in (*texts, *contexts))
    # The pieces of a text are those of its words: each word is cut up once, however often it comes.
    pieces = counts(_pieces(word) for word in words.terms or ("",))
    rows = weighted((words.rows @ pieces.rows).tocsr())
    both = rows[: split.total] + rows[split.total :] * CONTEXT_WEIGHT
    return split.measure("spelling", unit_rows(both))


@lru_cache(maxsize=100_000)
def _pieces(word: str) -> tuple[str, ...]:
    """Every run of letters of the lengths compared, the word's edges marked; short words whole."""
    marked = f" {word} "
    found: list[str] = []
    for length in range(LETTERS[0], LETTERS[1] + 1):
        found += [marked[i : i + length] for i in range(max(1, len(marked) - length + 1))]
        if len(marked) <= length:
            break
    return tuple(found)


def _coverage(split: _Split, text: csr_matrix, context: csr_matrix) -> Measure:
    # Rows have length 1, so that their squares are shares that add up to 1.
    shares = text[: split.criteria].power(2)
    held = (text + context)[split.criteria :]
    return Measure("coverage", shares, held.sign())
