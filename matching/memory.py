"""What a run leaves for the next: after a changed module only what it touches is worked out anew.

After decisions alone nothing is compared: what scores rest on is there, and only what decisions move is
worked out.

Rarity counts over all texts, so that a single new word moves every score a little. A run therefore takes
the rarity of the run before as long as few texts differ from those that it was taken from. Under the same
rarity, what is worked out in part is exactly what a whole run gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.combine import WEIGHTS, Blend, Sheet, extended, sheet_of, worth
from matching.kinship import Kinship
from matching.lexical import ALL, Lexicon, lexicon, with_changed
from matching.listing import Listed, Pairs
from matching.neighbours import CRITERIA, STATEMENTS, Fits, similar_criteria, similar_statements
from matching.rarity import Rarity
from matching.rows import Places, replaced, widened
from matching.values import Criterion, Evidence

# From this share of texts on that differ, rarity is taken anew.
MOST_CHANGED = 0.1
# Larger tasks are worked out whole each time: a run of so many scores takes some 20 MB to remember.
MOST_CELLS = 2_000_000

Text = tuple[str, ...]
Cell = TypeVar("Cell", bound=np.generic)

NONE: Places = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Standing:
    """The rarity in use, and the texts that it was taken from."""

    rarity: Rarity
    texts: Counter[Text]


@dataclass(frozen=True, slots=True)
class Run:
    """A run as it was worked out: by its texts alone, and with company.

    `fits` are the statements that speak for each criterion. `moved` are the criteria (rows) and
    `changed` the statements (columns) in which it differs from the run before.
    """

    criteria: tuple[Text, ...]
    evidence: tuple[Text, ...]
    lexicon: Lexicon
    direct: Sheet
    fits: Fits
    sheet: Sheet
    moved: Places
    changed: Places


@dataclass(frozen=True, slots=True)
class Basis:
    """What the answer to a question rests on, decisions aside; `pairs` are those that were listed before."""

    terms: Lexicon
    sheet: Sheet
    kin: Kinship
    pairs: Pairs = field(default_factory=Pairs)

    @classmethod
    def of(cls, terms: Lexicon, sheet: Sheet, *, is_kept: bool = False) -> Basis:
        """Of these scores; likenesses among texts are kept for the next run where it is."""
        return cls(terms, sheet, Kinship.of(terms.words, kept_cells=MOST_CELLS if is_kept else 0))


@dataclass(frozen=True, slots=True)
class Kept:
    """The basis of the last run, of which engine and texts, and what was listed by it."""

    engine: str
    criteria: tuple[Text, ...]
    evidence: tuple[Text, ...]
    basis: Basis
    moved: Places
    listed: Listed | None = None


class Memory:
    """One task's last run, for the next. Not for two runs at the same time."""

    def __init__(self, standing: Standing | None = None) -> None:
        self._standing = standing
        self._run: Run | None = None
        self._kept: Kept | None = None
        self._differing = 0

    @property
    def standing(self) -> Standing | None:
        """The rarity that the last lexical run went by; None before the first."""
        return self._standing

    @property
    def parameters(self) -> dict[str, object]:
        """Whence the rarity of the last run comes: how many texts are not those it was taken from."""
        return {"rarity": {"texts_changed_since": self._differing, "taken_anew_beyond": MOST_CHANGED}}

    def basis(
        self,
        engine: str,
        criteria: Sequence[Criterion],
        evidence: Sequence[Evidence],
        anew: Callable[[], tuple[Lexicon, Sheet]],
    ) -> Basis:
        """What the scores of these texts rest on: the last run's where it asked the same, else made anew.

        The lexical engine works it out as far as it differs from the last; of any other, `anew` does.
        """
        asked, offered = _texts_of(criteria, evidence)
        kept, self._kept = self._kept, None
        listed, moved = kept.listed if kept else None, np.arange(len(criteria))
        if listed and [result.criterion for result in listed.results] != [c.id for c in criteria]:
            listed = None
        if kept and (kept.engine, kept.criteria, kept.evidence) == (engine, asked, offered):
            self._kept = replace(kept, moved=NONE, listed=listed)
            return kept.basis
        if not kept or engine != "lexical" or kept.engine != engine or kept.criteria != asked:
            listed = None
        if engine == "lexical":
            run = self.scored(criteria, evidence)
            terms, sheet, moved = run.lexicon, run.sheet, run.moved
        else:
            terms, sheet = anew()
        is_kept = sheet.scores.size <= MOST_CELLS
        basis = Basis.of(terms, sheet, is_kept=is_kept)
        self._kept = Kept(engine, asked, offered, basis, moved, listed) if is_kept else None
        return basis

    def scored(self, criteria: Sequence[Criterion], evidence: Sequence[Evidence]) -> Run:
        """The lexical scores of these texts, worked out as far as they differ from the last."""
        asked, offered = _texts_of(criteria, evidence)
        texts = Counter[Text]((*asked, *offered))
        rarity = self._rarity_for(texts)
        run = None
        if rarity and self._run and self._run.criteria == asked:
            run = _continued(self._run, evidence, offered)
        if run is None:
            run = _whole(lexicon(criteria, evidence, rarity=rarity), asked, offered)
        if rarity is None:
            self._standing, self._differing = Standing(run.lexicon.rarity, texts), 0
        self._run = run if run.sheet.scores.size <= MOST_CELLS else None
        return run

    def before(self, evidence: Sequence[Evidence]) -> Listed | None:
        """What was listed before, as it may still stand on the basis that was asked for last."""
        # Taken out, so that a run that is stopped leaves nothing that the next could mistake for its own.
        kept = self._kept
        if kept is None or kept.listed is None:
            return None
        self._kept = replace(kept, listed=None)
        return kept.listed.with_places(evidence, moved=kept.moved)

    def keep(self, listed: Listed) -> None:
        """Remembers what the last run listed."""
        self._kept = replace(self._kept, listed=listed) if self._kept else None

    def _rarity_for(self, texts: Counter[Text]) -> Rarity | None:
        if not self._standing or self._standing.rarity.reader.is_full:
            return None
        now, before = texts.items(), self._standing.texts.items()
        differing = max(len(now - before), len(before - now))
        if differing > MOST_CHANGED * len(before):
            return None
        self._differing = differing
        return self._standing.rarity


def _texts_of(
    criteria: Sequence[Criterion], evidence: Sequence[Evidence]
) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
    asked = tuple((c.text, c.context, c.further) for c in criteria)
    return asked, tuple((e.text, e.context) for e in evidence)


def _whole(terms: Lexicon, criteria: tuple[Text, ...], evidence: tuple[Text, ...]) -> Run:
    direct = sheet_of(Blend(terms.measures, WEIGHTS))
    fits = Fits.of(direct.scores, STATEMENTS)
    company = (
        similar_statements(fits, terms.words),
        similar_criteria(Fits.of(np.ascontiguousarray(direct.scores.T), CRITERIA), terms.words),
    )
    everything = np.arange(len(criteria)), np.arange(len(evidence))
    return Run(criteria, evidence, terms, direct, fits, extended(direct, company), *everything)


def _continued(run: Run, evidence: Sequence[Evidence], texts: tuple[Text, ...]) -> Run | None:
    """The run with these statements; None where so much differs that it is worked out whole."""
    if texts == run.evidence:
        return replace(run, moved=NONE, changed=NONE)
    place = {text: position for position, text in reversed(tuple(enumerate(run.evidence)))}
    taken = np.array([place.get(text, -1) for text in texts], dtype=np.intp)
    changed = np.flatnonzero(taken < 0)
    if 2 * len(changed) > len(texts):
        return None
    # The first of several equal texts stands for all of them.
    before = np.array([place[text] for text in run.evidence], dtype=np.intp)
    safe = np.maximum(taken, 0)
    terms = with_changed(run.lexicon, evidence, taken=safe, changed=changed)
    direct = _direct(run, Blend(terms.measures, WEIGHTS), safe, changed)
    if not np.array_equal(direct.unheard, run.direct.unheard):
        return None
    fits = Fits.of(direct.scores, STATEMENTS)
    if fits.places.shape != run.fits.places.shape:
        return None
    moved = np.flatnonzero(
        (taken[fits.places] != before[run.fits.places]).any(axis=1)
        | (fits.scores != run.fits.scores).any(axis=1)
    )
    return _with_company(Run(run.criteria, texts, terms, direct, fits, run.sheet, moved, changed), safe)


def _direct(run: Run, blend: Blend, taken: Places, changed: Places) -> Sheet:
    """The scores without company, those at `changed` worked out and the others taken."""
    scores = _columns(run.direct.scores, taken, changed)
    likes = _columns(run.direct.likes, taken, changed)
    scores[:, changed], likes[:, changed] = worth(blend, ALL, changed)
    sheet = Sheet(blend, scores, likes)
    scores[sheet.unheard] = 0
    return sheet


def _columns(grid: NDArray[Cell], taken: Places, changed: Places) -> NDArray[Cell]:
    """A new grid of the columns taken; of any at `changed`, which are to be overwritten."""
    stays = taken == np.arange(len(taken))
    stays[changed] = True
    # Mostly all stay where they were, and a plain copy is several times as fast.
    if len(taken) == grid.shape[1] and stays.all():
        return grid.copy()
    return np.take(grid, taken, axis=1)


def _with_company(run: Run, taken: Places) -> Run:
    """The run with its company, given the one before's sheet."""
    words, (statements, criteria) = run.lexicon.words, run.sheet.blend.measures[-2:]
    width = words.criteria.shape[1]
    theirs = Fits(run.fits.places[run.moved], run.fits.scores[run.moved]).company(words.evidence)
    ours = Fits.of(np.ascontiguousarray(run.direct.scores[:, run.changed].T), CRITERIA).company(
        words.criteria
    )
    every = np.arange(len(run.criteria))
    company = (
        replace(
            statements,
            criteria=replaced(widened(statements.criteria, width), every, theirs, run.moved),
            evidence=words.evidence,
        ),
        replace(
            criteria,
            criteria=words.criteria,
            evidence=replaced(widened(criteria.evidence, width), taken, ours, run.changed),
        ),
    )
    blend = replace(run.direct.blend, measures=(*run.direct.blend.measures, *company))
    scores, unheard = _columns(run.sheet.scores, taken, run.changed), run.direct.unheard
    for rows, columns in ((run.moved, ALL), (ALL, run.changed)):
        some = run.direct.scores[rows][:, columns]
        for measure in company:
            some = some + blend.part(measure.name, measure.block(rows, columns))
        some[unheard[rows]] = 0
        scores[rows, columns] = some
    return replace(run, sheet=Sheet(blend, scores, run.direct.likes))
