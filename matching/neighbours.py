"""Likeness by company: what resembles the texts that fit best is likely to fit too.

Pseudo-relevance feedback after Rocchio, in both directions: no decision is needed, only scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.lexical import Measure
from matching.rows import FINE, Grid, Places, Scores, cut, inverse_lengths, leading, scaled, unit_grid

# So many best statements speak for a criterion, and so many best criteria for a statement.
STATEMENTS, CRITERIA = 3, 5
# The best fit must score this much directly for its company to count in full, and counts in
# proportion below: where nothing fits, resembling the least bad fit proves nothing.
FITS = 0.16


@dataclass(frozen=True, slots=True)
class Fits:
    """For each text its best fits on the other side, best first, by place and by score in units."""

    places: Places
    scores: Scores

    @classmethod
    def of(cls, scores: Scores, count: int) -> Fits:
        """The best `count` columns of each row."""
        places = leading(scores, count)
        return cls(places, np.take_along_axis(scores, places, axis=1))

    def company(self, rows: csr_matrix | Grid, *, reached: float = 1.0) -> csr_matrix | Grid:
        """For each text the weighted sum of the rows that fit, of length 1 or, for poor fits, less.

        `reached` is the score that would be perfect.
        """
        weights = self.scores / (2.0**30 * reached)
        texts, count = weights.shape
        ends = np.arange(0, texts * count + 1, count)
        fits = csr_matrix((weights.ravel(), self.places.ravel(), ends), shape=(texts, rows.shape[0]))
        fits.data = cut(fits.data, FINE)
        share = np.minimum(weights.max(axis=1, initial=0.0) / FITS, 1.0)
        mixed = fits @ rows
        if isinstance(mixed, np.ndarray):
            return unit_grid(mixed, share)
        mixed.sort_indices()
        mixed.data = cut(mixed.data, FINE)
        return scaled(mixed, share * inverse_lengths(mixed))


NAMES = ("similar statements", "similar criteria")


def similar_statements(fits: Fits, whole: Measure, *, name: str = NAMES[0], reached: float = 1.0) -> Measure:
    """A statement's likeness to the statements that suit the criterion best; `whole` holds all rows."""
    return Measure(name, fits.company(whole.evidence, reached=reached), whole.evidence)


def similar_criteria(fits: Fits, whole: Measure, *, name: str = NAMES[1], reached: float = 1.0) -> Measure:
    """The criterion's likeness to the criteria that the statement suits best."""
    return Measure(name, whole.criteria, fits.company(whole.criteria, reached=reached))


def neighbour_measures(
    whole: Measure, scores: Scores, *, names: tuple[str, str] = NAMES, reached: float = 1.0
) -> tuple[Measure, Measure]:
    """Both measures, by the scores of all criteria with all statements; `reached` would be perfect."""
    for_criteria = Fits.of(scores, STATEMENTS)
    for_evidence = Fits.of(np.ascontiguousarray(scores.T), CRITERIA)
    return (
        similar_statements(for_criteria, whole, name=names[0], reached=reached),
        similar_criteria(for_evidence, whole, name=names[1], reached=reached),
    )
