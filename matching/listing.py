"""From scores to what is listed: the best statements of each criterion, with their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np

from matching.combine import UNITS, Sheet, best
from matching.feedback import Lesson, moved
from matching.inherit import Heirs
from matching.rivals import SUITS_OTHERS, Rivals
from matching.rows import Places, Scores
from matching.terms import Vocabulary, is_command_alone
from matching.values import Candidate, Criterion, Evidence, Result

SCORE = "score"
# So many scores are listed from at once: what decisions move takes several times the room.
CELLS_AT_ONCE = 1_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """The results of a run, and what they were made from.

    By criterion (row) the places of the statements listed, -1 where there are no more, and their scores
    and what was added to them (`figures`, by name, in units).
    """

    results: tuple[Result, ...]
    evidence: tuple[Evidence, ...]
    places: Places
    figures: Mapping[str, Scores]

    def with_places(self, evidence: Sequence[Evidence], *, moved: Places) -> Listed:
        """The same by the places of these statements; none, -2, of those that are gone or reworded.

        Criteria at `moved` are listed anew in any case.
        """
        known = {(e.id, e.text, e.context): place for place, e in enumerate(evidence)}
        place = [known.get((e.id, e.text, e.context), -2) for e in self.evidence]
        # The last one answers for -1.
        places = np.array([*place, -1], dtype=np.intp)[self.places]
        places[moved] = -2
        return replace(self, evidence=tuple(evidence), places=places)


@dataclass(frozen=True, slots=True)
class Pair:
    """What is told of a criterion with a statement whatever was decided: its parts, and words of both."""

    parts: Mapping[str, float]
    shared: tuple[str, ...]
    is_command_alone: bool


class Pairs(dict[tuple[int, int], Pair]):
    """What was told of pairs before, by the places of criterion and statement."""


@dataclass(frozen=True, slots=True)
class Listing:
    """All that the results of a run are made from; `pairs` grows by what is told of the pairs listed."""

    criteria: Sequence[Criterion]
    evidence: Sequence[Evidence]
    sheet: Sheet
    lesson: Lesson | None
    heirs: Heirs | None
    vocabulary: Vocabulary
    before: Listed | None = None
    pairs: Pairs = field(default_factory=Pairs)
    rivals: Rivals | None = None

    def listed(self, *, top: int, progress: Callable[[int, int], None] | None = None) -> Listed:
        """The results of all criteria, with up to `top` candidates each."""
        results: list[Result] = []
        places: list[Places] = []
        figures: list[dict[str, Scores]] = []
        step = max(1, CELLS_AT_ONCE // len(self.evidence))
        for first in range(0, len(self.criteria), step):
            rows = slice(first, min(first + step, len(self.criteria)))
            chosen, of_chosen = self._chosen(rows, top=top)
            places.append(chosen)
            figures.append(of_chosen)
            results.extend(self._results(rows, chosen, of_chosen))
            if progress:
                progress(len(results), len(self.criteria))
        together = {name: np.concatenate([each[name] for each in figures]) for name in figures[0]}
        return Listed(tuple(results), tuple(self.evidence), np.concatenate(places), together)

    def _chosen(self, rows: slice, *, top: int) -> tuple[Places, dict[str, Scores]]:
        """The places of the best statements of these criteria, their scores and what was added to them."""
        found: dict[str, Scores] = {}
        scores = self.sheet.scores[rows]
        if self.rivals:
            found[SUITS_OTHERS] = self.rivals.part(scores)
            scores = scores + found[SUITS_OTHERS]
        if self.lesson:
            plain = scores / UNITS
            change = moved(plain, self.lesson.moves(rows)) - plain
            found["decisions"] = np.trunc(change * UNITS).astype(np.int32)
            scores = scores + found["decisions"]
        if self.heirs:
            found["tested outcomes"] = self.heirs.part(scores)
            scores = scores + found["tested outcomes"]
        places = best(scores, top=top)
        found[SCORE] = scores
        return places, {name: np.take_along_axis(each, places, axis=1) for name, each in found.items()}

    def _results(self, rows: slice, places: Places, figures: Mapping[str, Scores]) -> list[Result]:
        found: dict[int, Result] = {}
        if self.before and self.before.places.shape[1:] == places.shape[1:]:
            same = (self.before.places[rows] == places).all(axis=1)
            for name, figure in figures.items():
                known = self.before.figures.get(name)
                same &= False if known is None else (known[rows] == figure).all(axis=1)
            same &= self.before.figures.keys() == figures.keys()
            found = {row: self.before.results[rows.start + row] for row in np.flatnonzero(same).tolist()}
        criteria = self.criteria[rows]
        missing = [row for row, c in enumerate(criteria) if row not in found or found[row].criterion != c.id]
        found.update(self._made(rows, np.array(missing, dtype=np.intp), places, figures))
        return [found[row] for row in range(len(criteria))]

    def _made(
        self, rows: slice, missing: Places, places: Places, figures: Mapping[str, Scores]
    ) -> Iterator[tuple[int, Result]]:
        """The results of the rows that are missing."""
        within, ranks = np.nonzero(places[missing] >= 0)
        whose = missing[within]
        columns = places[whose, ranks]
        told = self._told((whose + rows.start).tolist(), columns.tolist())
        moving = tuple(name for name in figures if name != SCORE)
        moves = np.array([figures[name][whose, ranks] for name in moving]).reshape(len(moving), len(whose))
        scores = (figures[SCORE][whose, ranks] / UNITS).tolist()
        listed = zip(columns.tolist(), scores, told, (moves / UNITS).T.tolist(), strict=True)
        counts = np.bincount(within, minlength=len(missing)).tolist()
        for row, count in zip(missing.tolist(), counts, strict=True):
            candidates = [
                Candidate(
                    self.evidence[p].id,
                    score,
                    {**pair.parts, **dict(zip(moving, by, strict=True))},
                    pair.shared,
                    pair.is_command_alone,
                )
                for p, score, pair, by in islice(listed, count)
            ]
            yield row, Result(self.criteria[rows.start + row].id, tuple(candidates))

    def _told(self, rows: Sequence[int], columns: Sequence[int]) -> list[Pair]:
        """What is told of these pairs, worked out where it was not before."""
        asked = list(zip(rows, columns, strict=True))
        new = [pair for pair in asked if pair not in self.pairs]
        if new:
            places = np.array(new, dtype=np.intp)
            parts = self.sheet.parts_of_pairs(places[:, 0], places[:, 1])
            values = (np.array(list(parts.values())) / UNITS).T.tolist()
            sharing = {row: self.vocabulary.shared_with(self.criteria[row].text) for row, _ in new}
            for (row, column), of_parts in zip(new, values, strict=True):
                shared = sharing[row](column)
                is_alone = is_command_alone(self.criteria[row].text, shared)
                self.pairs[row, column] = Pair(dict(zip(parts, of_parts, strict=True)), shared, is_alone)
        return [self.pairs[pair] for pair in asked]
