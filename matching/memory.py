"""What a run leaves for the next: after a changed module only what it touches is worked out anew.

Rarity counts over all texts, so that a single new word moves every score a little. A run therefore takes
the rarity of the run before as long as few texts differ from those that it was taken from. Under the same
rarity, what is worked out in part is exactly what a whole run gives.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.combine import WEIGHTS, Blend, Sheet, extended, sheet_of, worth
from matching.lexical import ALL, Lexicon, lexicon, with_changed
from matching.listing import Listed
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


class Memory:
    """One task's last run by the lexical engine, for the next. Not for two runs at the same time."""

    def __init__(self, standing: Standing | None = None) -> None:
        self._standing = standing
        self._run: Run | None = None
        self._listed: Listed | None = None
        self._differing = 0

    @property
    def standing(self) -> Standing | None:
        """The rarity that the last run went by; None before the first."""
        return self._standing

    @property
    def parameters(self) -> dict[str, object]:
        """Whence the rarity of the last run comes: how many texts are not those it was taken from."""
        return {"rarity": {"texts_changed_since": self._differing, "taken_anew_beyond": MOST_CHANGED}}

    def scored(self, criteria: Sequence[Criterion], evidence: Sequence[Evidence]) -> Run:
        """The scores of these criteria and statements, worked out as far as they differ from the last."""
        asked = tuple((c.text, c.context, c.further) for c in criteria)
        offered = tuple((e.text, e.context) for e in evidence)
        texts = Counter[Text]((*asked, *offered))
        rarity = self._rarity_for(texts)
        run = None
        if rarity and self._run and self._run.criteria == asked:
            run = _continued(self._run, evidence, offered)
        if run is None:
            self._listed = None
            run = _whole(lexicon(criteria, evidence, rarity=rarity), asked, offered)
        if rarity is None:
            self._standing, self._differing = Standing(run.lexicon.rarity, texts), 0
        self._run = run if run.sheet.scores.size <= MOST_CELLS else None
        return run

    def before(self, run: Run, evidence: Sequence[Evidence]) -> Listed | None:
        """What was listed before, as it may still stand after this run of these statements."""
        # Taken out, so that a run that is stopped leaves nothing that the next could mistake for its own.
        listed, self._listed = self._listed, None
        return listed.with_places(evidence, moved=run.moved) if listed else None

    def keep(self, listed: Listed) -> None:
        """Remembers what the last run listed."""
        self._listed = listed if self._run else None

    def _rarity_for(self, texts: Counter[Text]) -> Rarity | None:
        if not self._standing or self._standing.rarity.reader.is_full:
            return None
        now, before = texts.items(), self._standing.texts.items()
        differing = max(len(now - before), len(before - now))
        if differing > MOST_CHANGED * len(before):
            return None
        self._differing = differing
        return self._standing.rarity


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
