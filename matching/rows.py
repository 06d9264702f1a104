"""Texts as sparse rows of weighted terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text (row) holds each term (column); columns in order of first appearance."""

    rows: csr_matrix
    terms: tuple[str, ...]


def counts(texts: Iterable[Sequence[str]]) -> Counts:
    """The counts of texts that are given as lists of terms; at least one column, were it empty."""
    column: dict[str, int] = {}
    columns: list[int] = []
    ends = [0]
    for terms in texts:
        columns.extend(column.setdefault(term, len(column)) for term in terms)
        ends.append(len(columns))
    shape = (len(ends) - 1, max(1, len(column)))
    rows = csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)
    rows.sum_duplicates()
    return Counts(rows, tuple(column))


def rarities(rows: csr_matrix) -> Grid:
    """The inverse document frequency of each column, at least 1: ln((1 + n) / (1 + df)) + 1."""
    held_by = np.bincount(rows.indices, minlength=rows.shape[1])
    rarity: Grid = np.log((1.0 + rows.shape[0]) / (1.0 + held_by)) + 1.0
    return rarity


def weighted(rows: csr_matrix) -> csr_matrix:
    """TF-IDF rows of length 1: a term that comes n times counts 1 + ln(n), and rare ones more."""
    damped = rows.copy()
    damped.data = 1.0 + np.log(damped.data)
    return unit_rows(damped @ diags(rarities(rows)))


def unit_rows(rows: csr_matrix) -> csr_matrix:
    """The rows brought to length 1; empty rows stay empty."""
    return (inverse_lengths(rows) @ rows).tocsr()


def inverse_lengths(rows: csr_matrix) -> csr_matrix:
    """The diagonal matrix that brings each of the rows to length 1 and leaves empty ones empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)).tocsr()
