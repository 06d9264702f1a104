"""What is taken off a statement that suits other criteria better, where decisions tell that it serves few.

In one mapping a statement evidences a single criterion, in another a dozen that are near each other. No
score can tell which; decisions can, so that without them nothing is taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from matching.caution import alike, believed, gains_of
from matching.feedback import MOST_DECISIONS, Pair
from matching.rows import Grid, Places, Scores

SUITS_OTHERS = "suits others better"
# The shares of a score that may be taken off; 0 is always among them.
SHARES = (0.0, 0.1, 0.2, 0.3)
# The score's ratio to the statement's best counts squared so often: at nine tenths most is taken off.
SQUARED = 4


@dataclass(frozen=True, slots=True)
class Rivals:
    """By statement the best score that it has with any criterion, and the share that may be taken off."""

    share: float
    best: Scores

    @classmethod
    def learnt(cls, scores: Scores, judgements: Mapping[Pair, bool]) -> Rivals | None:
        """What judgements of (criterion, statement) positions teach of these scores; None where it is nothing.

        Each judged criterion tells under which share its pairs rank best.
        """
        pairs = list(judgements)[-MOST_DECISIONS:]
        if not pairs:
            return None
        criteria, evidence = (np.array(side) for side in zip(*pairs, strict=True))
        verdicts: Grid = np.array([float(judgements[pair]) for pair in pairs], dtype=np.float64)
        best, own = scores.max(axis=0), scores[criteria, evidence]
        tried = np.stack([own + cls(share, best).part(own, evidence) for share in SHARES])
        gains: dict[int, Grid] = {}
        for places in alike(criteria, verdicts):
            gains |= gains_of(criteria[places], verdicts[places], tried[:, places])
        share = believed(gains, SHARES)
        return cls(share, best) if share else None

    def part(self, scores: Scores, columns: Places | slice = slice(None)) -> Scores:
        """What is added to these scores of the statements at `columns`: 0 for the best, else less; in units."""
        ratio: Grid = scores / np.maximum(self.best[columns], 1)
        # Products alone are the same on every machine; powers are not.
        for _ in range(SQUARED):
            ratio = ratio * ratio
        off: Scores = np.trunc(self.share * (ratio - 1.0) * scores).astype(np.int32)
        return off
