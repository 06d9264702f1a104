"""What an assessment owes to the outcomes that it tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.rows import Scores
from matching.values import DISCOUNT, Evidence


@dataclass(frozen=True, slots=True)
class Heirs:
    """Columns of the statements that inherit, each with the columns they inherit from."""

    sources: Mapping[int, tuple[int, ...]]

    @classmethod
    def of(cls, evidence: Sequence[Evidence]) -> Heirs | None:
        """Who inherits from whom; ids that no statement has, and a statement's own, are passed over."""
        column = {e.id: position for position, e in enumerate(evidence)}
        sources = {
            position: tuple(column[i] for i in e.inherits if i in column and i != e.id)
            for position, e in enumerate(evidence)
            if e.inherits
        }
        known = {heir: columns for heir, columns in sources.items() if columns}
        return cls(known) if known else None

    def part(self, scores: Scores) -> Scores:
        """What lifts each heir to its best source's score at the discount; 0 where it stands higher.

        In units, as the scores are. Only a source's own score is inherited, never what it inherits itself.
        """
        lift: Scores = np.zeros_like(scores)
        for heir, columns in self.sources.items():
            promised = DISCOUNT * scores[:, list(columns)].max(axis=1)
            lift[:, heir] = np.maximum(promised.astype(np.int32) - scores[:, heir], 0)
        return lift
