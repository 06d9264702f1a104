"""How alike criteria and statements are by their words and by pieces of words.

Every measure is a product of sparse rows, so that any criteria can be compared with any statements at
once, and a statement's likeness never depends on what else is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from matching.rarity import Rarity
from matching.reader import Reader, current_reader
from matching.rows import (
    FINE,
    Grid,
    Places,
    Terms,
    inverse_lengths,
    product,
    products_of_pairs,
    replaced,
    scaled,
    stacked,
    taken,
    weighted,
    widened,
)
from matching.values import Criterion, Evidence

# How much the context (titles of unit, outcome or module) counts beside the text itself.
CONTEXT_WEIGHT = 0.4
# How much descriptors and indicative content count. No gold set has any, so that it is a judgement: half
# of what titles count, for their words are many and stand for the whole outcome.
FURTHER_WEIGHT = 0.2

ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named likeness: row c of `criteria` times row e of `evidence`, from 0 to 1.

    Rows are sparse, or plain grids. What the measure `beyond` finds is taken off. `grid` holds the
    whole likeness where it was worked out before.
    """

    name: str
    criteria: csr_matrix | Grid
    evidence: csr_matrix | Grid
    beyond: Measure | None = None
    grid: Grid | None = None

    def block(self, rows: Places | slice, columns: Places | slice = ALL) -> Grid:
        """The likeness of these criteria (rows) with these statements (columns), or with all."""
        if self.grid is not None:
            return self.grid[rows][:, columns]
        asked, offered = _some(self.criteria, rows), _some(self.evidence, columns)
        grid = product(asked, offered)
        if self.beyond:
            grid -= self.beyond.block(rows, columns)
        # Opposites are not alike.
        return np.maximum(grid, 0.0, out=grid)

    def of_pairs(self, rows: Places, columns: Places) -> Grid:
        """The likeness of each of these criteria with the statement at the same place."""
        if self.grid is not None:
            return np.asarray(self.grid[rows, columns])
        found = products_of_pairs(taken(self.criteria, rows), taken(self.evidence, columns))
        if self.beyond:
            found -= self.beyond.of_pairs(rows, columns)
        return np.maximum(found, 0.0)

    def worked_out(self) -> Measure:
        """The measure with its whole likeness at hand."""
        return replace(self, grid=self.block(ALL))


def _some(rows: csr_matrix | Grid, places: Places | slice) -> csr_matrix | Grid:
    if not isinstance(places, slice):
        return taken(rows, places)
    # To ask a sparse grid for all its rows would copy it.
    return rows if places == ALL else rows[places]


@dataclass(frozen=True, slots=True)
class Side:
    """Rows of the texts of one side: by their own words, with their context, and by runs of letters.

    `shares` has the squares of the text's weights, which add up to 1; `held` 1 for every word of text
    or context.
    """

    own: csr_matrix
    whole: csr_matrix
    spelling: csr_matrix
    shares: csr_matrix
    held: csr_matrix

    def widened(self, sizes: tuple[int, int]) -> Side:
        """The same rows, with columns for so many stems and runs of letters."""
        stems, pieces = sizes
        words = (widened(rows, stems) for rows in (self.own, self.whole, self.shares, self.held))
        own, whole, shares, held = words
        return Side(own, whole, widened(self.spelling, pieces), shares, held)

    def replaced(self, taken: Places, new: Side, places: Places) -> Side:
        """The texts at `taken`, in that order, those at `places` of the result being new ones."""
        names = ("own", "whole", "spelling", "shares", "held")
        return Side(*(replaced(getattr(self, n), taken, getattr(new, n), places) for n in names))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Both sides of a task in rows, by the rarity that they were made with."""

    criteria: Side
    evidence: Side
    rarity: Rarity

    def how_rare(self) -> Callable[[str], float]:
        """What tells how rare a stem is: its inverse document frequency, 0 for one that is not known."""
        size = self.criteria.own.shape[1]
        rarity, number_of = self.rarity.of_stems(size).tolist(), self.rarity.reader.number_of

        def of(stem: str) -> float:
            number = number_of(stem, size)
            return rarity[number] if number < size else 0.0

        return of

    @property
    def words(self) -> Measure:
        """All words, context included: the sum of the measures "words" and "context"."""
        return Measure("all words", self.criteria.whole, self.evidence.whole)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures "words", "context", "spelling" and "words held".

        "words" and "context" add up to one cosine of stemmed words, the first being what text shares
        with text, the second what contexts, and what else is said of criteria, add. "spelling" is a
        cosine of runs of letters, context included. "words held" is the share of the criterion's words,
        rare ones counting more, that the statement or its context holds.
        """
        words = Measure("words", self.criteria.own, self.evidence.own)
        return (
            words,
            Measure("context", self.criteria.whole, self.evidence.whole, beyond=words),
            Measure("spelling", self.criteria.spelling, self.evidence.spelling),
            Measure("words held", self.criteria.shares, self.evidence.held),
        )


def lexicon(
    criteria: Sequence[Criterion], evidence: Sequence[Evidence], *, rarity: Rarity | None = None
) -> Lexicon:
    """These texts in rows; by their own rarity, or by that of a task before."""
    reader = rarity.reader if rarity else current_reader()
    # Only where there is any: empty texts would make every word rarer.
    further = [c.further for c in criteria] if any(c.further for c in criteria) else []
    asked = _read(reader, [c.text for c in criteria], [c.context for c in criteria], further)
    offered = _read(reader, [e.text for e in evidence], [e.context for e in evidence])
    sizes = reader.sizes
    known = rarity or Rarity.of(
        reader,
        stems=stacked([*asked.words, *offered.words], columns=sizes[0]),
        pieces=stacked([*asked.pieces, *offered.pieces], columns=sizes[1]),
    )
    return Lexicon(_side(asked, known, sizes), _side(offered, known, sizes), known)


def with_changed(before: Lexicon, evidence: Sequence[Evidence], *, taken: Places, changed: Places) -> Lexicon:
    """The rows of these statements by the same rarity, made anew at `changed` and else taken from before.

    `taken` names for each statement its place before; at `changed`, any.
    """
    new = [evidence[place] for place in changed]
    reader = before.rarity.reader
    read = _read(reader, [e.text for e in new], [e.context for e in new])
    sizes = reader.sizes
    side = before.evidence.widened(sizes).replaced(taken, _side(read, before.rarity, sizes), changed)
    return replace(before, criteria=before.criteria.widened(sizes), evidence=side)


@dataclass(frozen=True, slots=True)
class _Read:
    """Texts, then as many contexts, then what else is said, if anything, in terms."""

    texts: int
    words: tuple[Terms, ...]
    pieces: tuple[Terms, ...]


def _read(
    reader: Reader, texts: Sequence[str], contexts: Sequence[str], further: Sequence[str] = ()
) -> _Read:
    words = tuple(map(reader.words, (*texts, *contexts, *further)))
    return _Read(len(texts), words, tuple(map(reader.spelling, (*texts, *contexts))))


def _side(read: _Read, rarity: Rarity, sizes: tuple[int, int]) -> Side:
    texts, (stems, pieces) = read.texts, sizes
    words = weighted(stacked(read.words, columns=stems), rarity.of_stems(stems))
    own, context = words[:texts], _times(words[texts : 2 * texts], CONTEXT_WEIGHT)
    if len(read.words) > 2 * texts:
        context = context + _times(words[2 * texts :], FURTHER_WEIGHT)
    whole = own + context
    lengths = inverse_lengths(whole)
    spelling = weighted(stacked(read.pieces, columns=pieces), rarity.of_pieces(pieces))
    spelling = scaled(spelling[:texts] + _times(spelling[texts:], CONTEXT_WEIGHT))
    return Side(
        own=scaled(own, lengths),
        whole=scaled(whole, lengths),
        spelling=spelling,
        # Squares of weights on the grain lie on that of their products.
        shares=scaled(own).power(2),
        held=whole.sign(),
    )


def _times(rows: csr_matrix, weight: float) -> csr_matrix:
    return scaled(rows, np.full(rows.shape[0], weight), grain=FINE)
