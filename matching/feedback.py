"""What decisions on some criteria teach about the criteria that are still open.

The likeness of two pairs is how alike their criteria are, times how alike their statements are
(the same statement counting twice). On it, kernel ridge regression (a Gaussian process's mean)
predicts by how much a judgement will differ from what the score alone says. How far to believe it
is found out by leaving each judged criterion out, so that lessons which do not carry over are
given no weight.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dpotrf, dpotri
from scipy.sparse import csr_matrix
from scipy.special import expit

from matching.caution import alike, believed, gains_of
from matching.kinship import Kinship
from matching.rows import FINE, Grid, Places, cut

# How much a single judgement may be an exception (the ridge): as much as it may be the rule.
NOISE = 1.0
# Keeps the curve of expected confirmations finite where scores tell right from wrong perfectly.
FLATTENING = 0.004
# Strengths tried; 0 is always among them.
STRENGTHS = (0.0, 0.1, 0.2, 0.4, 0.8)
# Only the newest decisions are learnt from: the work grows with the cube of their number.
MOST_DECISIONS = 2_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt: how far statements (columns) gain or lose for criteria like the judged ones (rows)."""

    strength: float
    kin: Kinship
    judged: Places
    effect: Grid

    def moves(self, criteria: slice) -> Grid:
        """By how much each statement's score is to move for these criteria."""
        moves: Grid = self.strength * (self.kin.criteria.among(criteria, self.judged) @ self.effect)
        return moves


def moved(scores: Grid, moves: Grid) -> Grid:
    """Scores moved up or down, less and less as they near 1 or 0, so that they stay between."""
    room_below, room_above = np.maximum(scores, 1e-12), np.maximum(1.0 - scores, 1e-12)
    down = scores * np.exp(np.minimum(moves, 0.0) / room_below)
    up = 1.0 - (1.0 - scores) * np.exp(-np.maximum(moves, 0.0) / room_above)
    result: Grid = np.where(moves < 0, down, np.where(moves > 0, up, scores))
    return result


def lesson(kin: Kinship, judgements: Mapping[Pair, bool], scores: Sequence[float]) -> Lesson | None:
    """What these judgements of (criterion, statement) positions teach; None where it is nothing.

    `scores` are the pairs' scores without decisions, in the same order. Nothing is learnt from judgements
    that all agree.
    """
    pairs = list(judgements)[-MOST_DECISIONS:]
    if len({judgements[pair] for pair in pairs}) < 2:
        return None
    criteria, evidence = (np.array(side) for side in zip(*pairs, strict=True))
    verdicts: Grid = np.array([float(judgements[pair]) for pair in pairs], dtype=np.float64)
    score: Grid = np.array(scores[-MOST_DECISIONS:], dtype=np.float64)
    surprise = verdicts - _expected(score, verdicts)
    inverse = _inverse(_likeness(kin, criteria, evidence) + NOISE * np.eye(len(pairs)))
    weights = inverse @ surprise
    strength = _strength(inverse, weights, surprise, criteria=criteria, verdicts=verdicts, scores=score)
    if not strength:
        return None
    return _taught(kin, criteria, evidence, weights, strength)


def _expected(scores: Grid, verdicts: Grid) -> Grid:
    """How likely a confirmation is at each score: a logistic curve through the judgements."""
    # Newton's method on two parameters; the penalty on the slope alone is not the library's.
    terms = np.column_stack([np.ones_like(scores), scores])
    penalty = np.diag([1e-6, FLATTENING])
    curve = np.zeros(2)
    for _ in range(25):
        likely: Grid = expit(terms @ curve)
        slope = terms.T @ (verdicts - likely) - penalty @ curve
        bend = (terms * (likely * (1.0 - likely))[:, None]).T @ terms + penalty
        curve = curve + np.linalg.solve(bend, slope)
    return likely


def _inverse(grid: Grid) -> Grid:
    """The inverse of a symmetric grid whose own values all exceed 0, in a third of the general way's time."""
    factor, _ = dpotrf(grid, lower=1)
    half, _ = dpotri(factor, lower=1)
    inverse: Grid = np.tril(half)
    inverse += np.tril(half, -1).T
    return inverse


def _likeness(kin: Kinship, criteria: Places, evidence: Places) -> Grid:
    """Pair by pair: likeness of the criteria × (same statement + likeness of the statements)."""
    likeness: Grid = kin.evidence.each(evidence)
    likeness += evidence[:, None] == evidence[None, :]
    likeness *= kin.criteria.each(criteria)
    return likeness


def _strength(
    inverse: Grid, weights: Grid, surprise: Grid, *, criteria: Places, verdicts: Grid, scores: Grid
) -> float:
    """The strength under which judged criteria, each left out in turn, rank their pairs best."""
    gains: dict[int, Grid] = {}
    for own in alike(criteria, verdicts):
        # The prediction for a block that was left out, without fitting again.
        blocks = inverse[own[:, :, None], own[:, None, :]]
        foretold = surprise[own] - np.linalg.solve(blocks, weights[own][..., None])[..., 0]
        tried = np.multiply.outer(STRENGTHS, foretold)
        ranked_by = moved(np.broadcast_to(scores[own], tried.shape), tried)
        gains |= gains_of(criteria[own], verdicts[own], ranked_by)
    return believed(gains, STRENGTHS)


def _taught(kin: Kinship, criteria: Places, evidence: Places, weights: Grid, strength: float) -> Lesson:
    """The regression's weights gathered by judged criterion and spread over all statements."""
    judged, row = np.unique(criteria, return_inverse=True)
    offered, column = np.unique(evidence, return_inverse=True)
    # On a grain, as the rows are, so that no sum depends on the order of terms.
    by_pair = csr_matrix((cut(weights, FINE), (row, column)), shape=(len(judged), len(offered)))
    effect = by_pair @ kin.evidence.among(offered, slice(None))
    effect[:, offered] += by_pair.toarray()
    return Lesson(strength, kin, judged, effect)
