"""How rare each term is among the texts of a task, or of one before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from matching.reader import Reader
from matching.rows import Grid


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many texts there were, and by the reader's number of each term how many of them hold it."""

    reader: Reader
    texts: int
    stems: Grid
    pieces: Grid

    @classmethod
    def of(cls, reader: Reader, *, stems: csr_matrix, pieces: csr_matrix) -> Rarity:
        """The rarity of terms among these rows of counts, one of either kind for each text."""
        return cls(reader, stems.shape[0], _held(stems), _held(pieces))

    def of_stems(self, size: int) -> Grid:
        """The inverse document frequency of the first so many stems, at least 1: ln((1 + n) / (1 + df)) + 1.

        A term that no text held counts as one that a single text holds.
        """
        return _inverse(self.stems, self.texts, size)

    def of_pieces(self, size: int) -> Grid:
        """The same of the first so many runs of letters."""
        return _inverse(self.pieces, self.texts, size)


def _held(rows: csr_matrix) -> Grid:
    return np.bincount(rows.indices, minlength=rows.shape[1]).astype(np.float64)


def _inverse(held: Grid, texts: int, size: int) -> Grid:
    frequency = np.ones(size)
    known = min(size, len(held))
    frequency[:known] = np.maximum(held[:known], 1.0)
    found: Grid = np.log((1.0 + texts) / (1.0 + frequency)) + 1.0
    return found
