"""Likeness by company: what resembles the texts that fit best is likely to fit too.

Pseudo-relevance feedback after Rocchio, in both directions: no decision is needed, only scores.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_matrix, diags

from matching.lexical import Measure
from matching.rows import Grid, Places, leading, unit_grid, unit_rows

# So many best statements speak for a criterion, and so many best criteria for a statement.
STATEMENTS, CRITERIA = 3, 5
# The best fit must score this much directly for its company to count in full, and counts in
# proportion below: where nothing fits, resembling the least bad fit proves nothing.
FITS = 0.16


def neighbour_measures(
    whole: Measure,
    blocks: Iterable[tuple[int, Grid]],
    *,
    names: tuple[str, str] = ("similar statements", "similar criteria"),
) -> tuple[Measure, Measure]:
    """The measures "similar statements" and "similar criteria", under these names.

    The first is a statement's likeness to the statements that suit the criterion best; the second
    the criterion's likeness to the criteria that the statement suits best. `whole` holds the unit
    rows compared; `blocks` yields (first criterion, its and the following criteria's scores).
    """
    for_criteria, for_evidence = _best_pairs(blocks, whole.criteria.shape[0], whole.evidence.shape[0])
    return (
        Measure(names[0], _company(for_criteria, whole.evidence), whole.evidence),
        Measure(names[1], whole.criteria, _company(for_evidence, whole.criteria)),
    )


def _company(fits: csr_matrix, rows: csr_matrix | Grid) -> csr_matrix | Grid:
    """Per row of `fits` the weighted sum of the rows that fit, of length 1 or, for poor fits, less."""
    best = fits.max(axis=1).toarray().ravel()
    share = np.minimum(best / FITS, 1.0)
    if isinstance(rows, np.ndarray):
        return unit_grid(fits @ rows) * share[:, None]
    return (diags(share) @ unit_rows(fits @ rows)).tocsr()


def _best_pairs(
    blocks: Iterable[tuple[int, Grid]], criteria: int, evidence: int
) -> tuple[csr_matrix, csr_matrix]:
    """Scores of each criterion's best statements (criteria × evidence), and the reverse."""
    by_row: list[tuple[Grid, Places, Places]] = []
    best = np.zeros((0, evidence))
    who = np.zeros((0, evidence), dtype=np.intp)
    for first, scores in blocks:
        order = leading(scores, STATEMENTS)
        rows = np.repeat(np.arange(first, first + len(scores)), order.shape[1])
        by_row.append((np.take_along_axis(scores, order, axis=1).ravel(), rows, order.ravel()))
        numbers = np.broadcast_to(np.arange(first, first + len(scores))[:, None], scores.shape)
        best, who = np.concatenate([best, scores]), np.concatenate([who, numbers])
        order = leading(np.ascontiguousarray(best.T), CRITERIA).T
        best, who = np.take_along_axis(best, order, axis=0), np.take_along_axis(who, order, axis=0)
    scores, rows, columns = (np.concatenate(each) for each in zip(*by_row, strict=True))
    whose = np.broadcast_to(np.arange(evidence), best.shape)
    return (
        _sparse(scores, rows, columns, shape=(criteria, evidence)),
        _sparse(best.ravel(), whose.ravel(), who.ravel(), shape=(evidence, criteria)),
    )


def _sparse(scores: Grid, rows: Places, columns: Places, *, shape: tuple[int, int]) -> csr_matrix:
    kept = scores > 0
    return csr_matrix((scores[kept], (rows[kept], columns[kept])), shape=shape)
