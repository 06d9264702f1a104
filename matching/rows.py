"""Texts as sparse rows of weighted terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

# Likenesses and parts are of single precision, scores of double.
Grid = NDArray[np.floating[Any]]
Places = NDArray[np.intp]

# Up to so many are found by looking for the best again and again, which is faster than sorting.
SCANNED = 12


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text (row) holds each term (column); columns in the terms' order."""

    rows: csr_matrix
    terms: tuple[str, ...]


def counts(texts: Iterable[Sequence[str]]) -> Counts:
    """The counts of texts that are given as lists of terms; at least one column, were it empty."""
    listed = list(texts)
    terms = sorted(set(chain.from_iterable(listed)))
    if not terms:
        return Counts(csr_matrix((len(listed), 1)), ())
    column = dict(zip(terms, range(len(terms)), strict=True))
    columns = np.fromiter((column[term] for text in listed for term in text), dtype=np.int32)
    ends = np.cumsum([0, *map(len, listed)], dtype=np.int32)
    rows = csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(listed), len(terms)))
    # A term that comes again in its text is counted, no longer listed.
    rows.sum_duplicates()
    return Counts(rows, tuple(terms))


def rarities(rows: csr_matrix) -> Grid:
    """The inverse document frequency of each column, at least 1: ln((1 + n) / (1 + df)) + 1."""
    rarity: Grid = TfidfTransformer().fit(rows).idf_
    return rarity


def weighted(rows: csr_matrix) -> csr_matrix:
    """TF-IDF rows of length 1: a term that comes n times counts 1 + ln(n), and rare ones more."""
    return csr_matrix(TfidfTransformer(sublinear_tf=True).fit_transform(rows))


def unit_rows(rows: csr_matrix) -> csr_matrix:
    """The rows brought to length 1; empty rows stay empty."""
    return csr_matrix(normalize(rows))


def unit_grid(rows: Grid) -> Grid:
    """The rows of a plain grid brought to length 1; empty rows stay empty."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    grid: Grid = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return grid


def leading(scores: Grid, count: int) -> Places:
    """The positions of each row's `count` best scores, best first, ties in order of position.

    Fewer columns than that give as many as there are.
    """
    if count > SCANNED:
        return np.argsort(-scores, axis=1, kind="stable")[:, :count]
    left, rows = scores.copy(), np.arange(len(scores))
    found: list[Places] = []
    for _ in range(min(count, scores.shape[1])):
        found.append(left.argmax(axis=1))
        left[rows, found[-1]] = -np.inf
    return np.stack(found, axis=1) if found else np.zeros((len(scores), 0), dtype=np.intp)


def inverse_lengths(rows: csr_matrix) -> csr_matrix:
    """The diagonal matrix that brings each of the rows to length 1 and leaves empty ones empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)).tocsr()
