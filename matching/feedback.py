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
from scipy.sparse import csr_matrix
from scipy.special import expit

from matching.lexical import Measure
from matching.rows import FINE, Grid, cut

# How much a single judgement may be an exception (the ridge): as much as it may be the rule.
NOISE = 1.0
# Keeps the curve of expected confirmations finite where scores tell right from wrong perfectly.
FLATTENING = 0.004
# Strengths tried; 0 is always among them.
STRENGTHS = (0.0, 0.1, 0.2, 0.4, 0.8)
# A strength above 0 is taken only when its gain exceeds so many standard errors of that gain.
CAUTION = 0.5
# Only the newest decisions are learnt from: the work grows with the cube of their number.
MOST_DECISIONS = 2_000

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learnt: how far statements (columns) gain or lose for criteria like the judged ones."""

    strength: float
    judged: csr_matrix
    effect: Grid

    def moves(self, criteria: csr_matrix) -> Grid:
        """By how much each statement's score is to move for these criteria (unit rows of words)."""
        moves: Grid = self.strength * ((criteria @ self.judged.T).toarray() @ self.effect)
        return moves


def moved(scores: Grid, moves: Grid) -> Grid:
    """Scores moved up or down, less and less as they near 1 or 0, so that they stay between."""
    room_below, room_above = np.maximum(scores, 1e-12), np.maximum(1.0 - scores, 1e-12)
    down = scores * np.exp(np.minimum(moves, 0.0) / room_below)
    up = 1.0 - (1.0 - scores) * np.exp(-np.maximum(moves, 0.0) / room_above)
    result: Grid = np.where(moves < 0, down, np.where(moves > 0, up, scores))
    return result


def lesson(words: Measure, judgements: Mapping[Pair, bool], scores: Sequence[float]) -> Lesson | None:
    """What these judgements of (criterion, statement) positions teach; None where it is nothing.

    `words` holds the unit rows of all criteria and statements; `scores` are the pairs' scores
    without decisions, in the same order. Nothing is learnt from judgements that all agree.
    """
    pairs = list(judgements)[-MOST_DECISIONS:]
    if len({judgements[pair] for pair in pairs}) < 2:
        return None
    criteria, evidence = (np.array(side) for side in zip(*pairs, strict=True))
    verdicts: Grid = np.array([float(judgements[pair]) for pair in pairs], dtype=np.float64)
    score: Grid = np.array(scores[-MOST_DECISIONS:], dtype=np.float64)
    surprise = verdicts - _expected(score, verdicts)
    inverse: Grid = np.linalg.inv(_likeness(words, criteria, evidence) + NOISE * np.eye(len(pairs))).astype(
        np.float64
    )
    strength = _strength(inverse, surprise, criteria, verdicts, score)
    if not strength:
        return None
    return _taught(words, criteria, evidence, inverse @ surprise, strength)


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


def _likeness(words: Measure, criteria: Grid, evidence: Grid) -> Grid:
    """Pair by pair: likeness of the criteria × (same statement + likeness of the statements)."""
    of_criteria = (words.criteria[criteria] @ words.criteria[criteria].T).toarray()
    of_evidence = (words.evidence[evidence] @ words.evidence[evidence].T).toarray()
    likeness: Grid = of_criteria * (of_evidence + (evidence[:, None] == evidence[None, :]))
    return likeness


def _strength(inverse: Grid, surprise: Grid, criteria: Grid, verdicts: Grid, scores: Grid) -> float:
    """The strength under which judged criteria, each left out in turn, rank their pairs best."""
    weights = inverse @ surprise
    gains = []
    for criterion in np.unique(criteria):
        own = np.flatnonzero(criteria == criterion)
        if not 0 < verdicts[own].sum() < len(own):
            continue
        # The prediction for a block that was left out, without fitting again.
        foretold = surprise[own] - np.linalg.solve(inverse[np.ix_(own, own)], weights[own])
        precision = [
            _average_precision(verdicts[own], moved(scores[own], strength * foretold))
            for strength in STRENGTHS
        ]
        gains.append(np.array(precision) - precision[0])
    if len(gains) < 2:
        return 0.0
    table = np.array(gains)
    doubt = table.std(axis=0, ddof=1) / np.sqrt(len(table))
    return STRENGTHS[int(np.argmax(table.mean(axis=0) - CAUTION * doubt))]


def _average_precision(verdicts: Grid, scores: Grid) -> float:
    right = np.flatnonzero(verdicts[np.argsort(-scores, kind="stable")]) + 1
    return float(np.mean(np.arange(1, len(right) + 1) / right))


def _taught(words: Measure, criteria: Grid, evidence: Grid, weights: Grid, strength: float) -> Lesson:
    """The regression's weights gathered by judged criterion and spread over all statements."""
    judged, row = np.unique(criteria, return_inverse=True)
    # On a grain, as the rows are, so that no sum depends on the order of terms.
    by_pair = csr_matrix((cut(weights, FINE), (row, evidence)), shape=(len(judged), words.evidence.shape[0]))
    spread = (by_pair @ words.evidence) @ words.evidence.T
    return Lesson(strength, words.criteria[judged], (by_pair + spread).toarray())
