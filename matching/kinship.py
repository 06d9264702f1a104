"""How alike the texts of one side are among themselves, by all their words: what lessons spread along.

Likenesses are exact, so that it makes no difference whether they are worked out for a few texts or kept.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.lexical import ALL, Measure
from matching.rows import Grid, Places, product, taken


class Kin:
    """How alike texts are among themselves, given as unit rows of words; from 0 to 1."""

    def __init__(self, rows: csr_matrix, *, is_kept: bool) -> None:
        """`is_kept` where all of it is worked out at once, for more than one use."""
        self._rows, self._is_kept = rows, is_kept
        self._grid: Grid | None = None

    def among(self, some: Places | slice, others: Places | slice) -> Grid:
        """Each of these texts (rows) with each of those (columns)."""
        if self._is_kept and self._grid is None:
            self._grid = _grid(self._rows, ALL, ALL)
        if self._grid is None:
            return _grid(self._rows, some, others)
        # In the order that a product has: sums of what follows must not depend on whence it came.
        return np.ascontiguousarray(self._grid[some][:, others])

    def each(self, texts: Places) -> Grid:
        """Each of these texts, which may be repeated, with each."""
        distinct, place = np.unique(texts, return_inverse=True)
        return self.among(distinct, distinct)[np.ix_(place, place)]


def _grid(rows: csr_matrix, some: Places | slice, others: Places | slice) -> Grid:
    return product(_some(rows, some), _some(rows, others)).astype(np.float64)


def _some(rows: csr_matrix, places: Places | slice) -> csr_matrix | Grid:
    return rows[places] if isinstance(places, slice) else taken(rows, places)


@dataclass(frozen=True, slots=True)
class Kinship:
    """How alike criteria are among themselves, and statements."""

    criteria: Kin
    evidence: Kin

    @classmethod
    def of(cls, words: Measure, *, kept_cells: int = 0) -> Kinship:
        """By the rows of all words; kept are likenesses of up to so many pairs of texts of one side."""
        kept = (rows.shape[0] ** 2 <= kept_cells for rows in (words.criteria, words.evidence))
        criteria, evidence = (
            Kin(rows, is_kept=is_kept)
            for rows, is_kept in zip((words.criteria, words.evidence), kept, strict=True)
        )
        return cls(criteria, evidence)
