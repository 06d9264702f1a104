"""From scores to what is listed: the best statements of each criterion, with their parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from scipy.sparse import csr_matrix

from matching.combine import UNITS, Sheet, best
from matching.feedback import Lesson, moved
from matching.inherit import Heirs
from matching.rows import Places, Scores
from matching.terms import Vocabulary
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
class Listing:
    """All that the results of a run are made from; `words` has the criteria's rows of all words."""

    criteria: Sequence[Criterion]
    evidence: Sequence[Evidence]
    words: csr_matrix
    sheet: Sheet
    lesson: Lesson | None
    heirs: Heirs | None
    vocabulary: Vocabulary
    before: Listed | None = None

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
        if self.lesson:
            plain = scores / UNITS
            change = moved(plain, self.lesson.moves(self.words[rows])) - plain
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
        parts = self.sheet.parts_of_pairs(whose + rows.start, columns)
        parts |= {name: figure[whose, ranks] for name, figure in figures.items() if name != SCORE}
        names = tuple(parts)
        values = (np.array(list(parts.values())) / UNITS).T.tolist()
        scores = (figures[SCORE][whose, ranks] / UNITS).tolist()
        listed = zip(columns.tolist(), scores, values, strict=True)
        counts = np.bincount(within, minlength=len(missing)).tolist()
        for row, count in zip(missing.tolist(), counts, strict=True):
            criterion = self.criteria[rows.start + row]
            shared = self.vocabulary.shared_with(criterion.text)
            candidates = [
                Candidate(self.evidence[p].id, score, dict(zip(names, of_parts, strict=True)), shared(p))
                for p, score, of_parts in islice(listed, count)
            ]
            yield row, Result(criterion.id, tuple(candidates))
