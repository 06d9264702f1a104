"""Texts as sparse rows of weights on a grain on which products have no rounding error.

Weights are cut to multiples of 2⁻¹² and rows are no longer than 1. Every product of two rows is then a
whole multiple of 2⁻²⁴ and every sum of such products at most 1, which single precision holds exactly:
a likeness is the same whatever the order of terms, the size of a block, or what else is compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Grid = NDArray[np.floating[Any]]
Places = NDArray[np.intp]
Numbers = NDArray[np.int32]
# Scores as whole multiples of 2⁻³⁰.
Scores = NDArray[np.int32]

# The grain of weights that are compared, and the finer one of what goes into them: squares of weights
# on the fine one add up without rounding in double precision.
GRAIN, FINE = 2.0**-12, 2.0**-20
# Up to so many are found by looking for the best again and again, which is faster than sorting.
SCANNED = 12
# A product is worked out for so many statements at a time, so that they stay in the processor's cache.
COLUMNS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a text by number, each once and in order, and how often each comes."""

    numbers: Numbers
    counts: Grid

    @classmethod
    def of(cls, numbers: Numbers) -> Terms:
        """The terms of a text whose terms have these numbers, in any order, repeated as they come."""
        each, counts = np.unique(numbers, return_counts=True)
        return cls(each.astype(np.int32), counts.astype(np.float64))


def cut(values: Grid, grain: float) -> Grid:
    """The values brought to whole multiples of the grain; none grows."""
    found: Grid = np.trunc(values / grain)
    found *= grain
    return found


def rows_of(weights: Grid, numbers: Numbers, ends: Numbers, *, columns: int) -> csr_matrix:
    """Sparse rows of these parts, which are known to fit: the library's own checks take longer than the work."""
    found: csr_matrix = copy(_empty(len(ends) - 1, columns))
    found.data, found.indices, found.indptr = weights, numbers, ends
    return found


@lru_cache(maxsize=64)
def _empty(rows: int, columns: int) -> csr_matrix:
    return csr_matrix((rows, columns))


def stacked(texts: Sequence[Terms], *, columns: int) -> csr_matrix:
    """One row of counts for each text."""
    ends = np.zeros(len(texts) + 1, dtype=np.int32)
    np.cumsum([len(text.numbers) for text in texts], out=ends[1:])
    numbers = np.concatenate([text.numbers for text in texts] or [np.zeros(0, dtype=np.int32)])
    counts = np.concatenate([text.counts for text in texts] or [np.zeros(0)])
    return rows_of(counts, numbers, ends, columns=columns)


def weighted(rows: csr_matrix, rarity: Grid) -> csr_matrix:
    """Rows of counts as TF-IDF rows of length 1, fine: a term that comes n times counts 1 + ln(n)."""
    weights = (1.0 + np.log(rows.data)) * rarity[rows.indices]
    return scaled(_like(rows, cut(weights, GRAIN)), grain=FINE)


def inverse_lengths(rows: csr_matrix) -> Grid:
    """What brings each row to length 1; 0 for empty rows. Weights lie on the fine grain."""
    squares = np.bincount(row_of(rows), weights=rows.data * rows.data, minlength=rows.shape[0])
    squares = squares.astype(np.float64, copy=False)
    found: Grid = np.zeros_like(squares)
    np.divide(1.0, np.sqrt(squares), out=found, where=squares > 0)
    return found


def scaled(rows: csr_matrix, factors: Grid | None = None, *, grain: float = GRAIN) -> csr_matrix:
    """The rows times a factor each, or else brought to length 1, cut to the grain."""
    by = inverse_lengths(rows) if factors is None else factors
    return _like(rows, cut(rows.data * by[row_of(rows)], grain))


def row_of(rows: csr_matrix) -> Places:
    """The row of every weight that is stored."""
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))


def widened(rows: csr_matrix, columns: int) -> csr_matrix:
    """The same rows with so many columns, no fewer than they have."""
    return rows_of(rows.data, rows.indices, rows.indptr, columns=columns)


def _like(rows: csr_matrix, data: Grid) -> csr_matrix:
    return rows_of(data, rows.indices, rows.indptr, columns=rows.shape[1])


def unit_grid(rows: Grid, shares: Grid | None = None) -> Grid:
    """The rows of a plain grid brought to length 1, or the share of it, on the grain; empty ones stay empty."""
    fine = cut(rows, FINE)
    lengths = np.sqrt((fine * fine).sum(axis=1, keepdims=True))
    unit: Grid = np.divide(fine, lengths, out=np.zeros_like(fine), where=lengths > 0)
    return cut(unit if shares is None else unit * shares[:, None], GRAIN)


def taken(rows: csr_matrix | Grid, places: Places) -> csr_matrix | Grid:
    """The rows at these places, in their order."""
    if isinstance(rows, np.ndarray):
        return rows[places]
    return _gathered(rows.data, rows.indices, rows.indptr[places], rows.indptr[places + 1], rows.shape[1])


def replaced(rows: csr_matrix, places: Places, new: csr_matrix, at: Places) -> csr_matrix:
    """The rows at these places, in that order, those `at` some places of the result being new ones."""
    begin, end = rows.indptr[places], rows.indptr[places + 1]
    begin[at], end[at] = new.indptr[:-1] + rows.nnz, new.indptr[1:] + rows.nnz
    weights, numbers = (np.concatenate(pair) for pair in ((rows.data, new.data), (rows.indices, new.indices)))
    return _gathered(weights, numbers, begin, end, rows.shape[1])


def _gathered(weights: Grid, numbers: Numbers, begin: Numbers, end: Numbers, columns: int) -> csr_matrix:
    lengths = end - begin
    ends = np.zeros(len(lengths) + 1, dtype=np.int32)
    np.cumsum(lengths, out=ends[1:])
    where = np.repeat(begin - ends[:-1], lengths) + np.arange(ends[-1], dtype=np.int32)
    return rows_of(weights[where], numbers[where], ends, columns=columns)


def product(left: csr_matrix | Grid, right: csr_matrix | Grid) -> Grid:
    """Every row of the one times every row of the other, exact in single precision."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return np.asarray(left.astype(np.float32) @ right.astype(np.float32).T)
    found: Grid = np.zeros((left.shape[0], right.shape[0]), dtype=np.float32)
    used = np.zeros(left.shape[1], dtype=bool)
    used[left.indices] = True
    column = np.cumsum(used, dtype=np.int32) - np.int32(1)
    few = rows_of(left.data.astype(np.float32), column[left.indices], left.indptr, columns=int(used.sum()))
    whose, shared = row_of(right), used[right.indices]
    for first in range(0, right.shape[0], COLUMNS_AT_ONCE):
        last = min(first + COLUMNS_AT_ONCE, right.shape[0])
        some = slice(right.indptr[first], right.indptr[last])
        kept = shared[some]
        plain: Grid = np.zeros((few.shape[1], last - first), dtype=np.float32)
        plain[column[right.indices[some][kept]], whose[some][kept] - first] = right.data[some][kept]
        found[:, first:last] = few @ plain
    return found


def products_of_pairs(left: csr_matrix | Grid, right: csr_matrix | Grid) -> Grid:
    """Every row of the one times the same row of the other, exact in single precision."""
    if isinstance(left, np.ndarray) or isinstance(right, np.ndarray):
        return np.asarray(np.einsum("ij,ij->i", left, right), dtype=np.float32)
    both = left.multiply(right)
    return np.bincount(row_of(both), weights=both.data, minlength=both.shape[0]).astype(np.float32)


def leading(scores: Scores, count: int) -> Places:
    """The positions of each row's `count` best scores, best first, ties in order of position.

    Fewer columns than that give as many as there are.
    """
    rows, columns = scores.shape
    if count > SCANNED:
        # One whole number says score and place, so that there are no ties.
        keys = scores.astype(np.int64) * columns - np.arange(columns)
        count = min(count, columns)
        order = np.argpartition(-keys, count - 1, axis=1)[:, :count] if count < columns else None
        if order is None:
            return np.argsort(-keys, axis=1)
        within = np.argsort(-np.take_along_axis(keys, order, axis=1), axis=1)
        return np.take_along_axis(order, within, axis=1)
    left, whole = scores.copy(), np.arange(rows)
    found: list[Places] = []
    for _ in range(min(count, columns)):
        found.append(left.argmax(axis=1))
        left[whole, found[-1]] = -1
    return np.stack(found, axis=1) if found else np.zeros((rows, 0), dtype=np.intp)
