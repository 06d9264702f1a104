"""Texts as sparse rows of weighted terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.preprocessing import normalize

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text (row) holds each term (column); columns in the terms' order."""

    rows: csr_matrix
    terms: tuple[str, ...]


def counts(texts: Iterable[Sequence[str]]) -> Counts:
    """The counts of texts that are given as lists of terms; at least one column, were it empty."""
    listed = list(texts)
    if not any(listed):
        return Counts(csr_matrix((len(listed), 1)), ())
    vectorizer = CountVectorizer(analyzer=list, dtype=np.float64)
    rows = vectorizer.fit_transform(listed)
    return Counts(csr_matrix(rows), tuple(vectorizer.get_feature_names_out()))


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


def inverse_lengths(rows: csr_matrix) -> csr_matrix:
    """The diagonal matrix that brings each of the rows to length 1 and leaves empty ones empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return diags(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)).tocsr()
