"""What coverage means on every path to the award: one door, `judge`, over plain values.

The semantics are those of `mapper verdicts` in the command line contract. Pure: no store, no clock.
"""

from __future__ import annotations

from mapper.paths.reading import Reading, read_structure
from mapper.paths.values import Criterion, CriterionVerdict, Learner, Structure, Verdict
from mapper.paths.verdicts import Judged, judge

__all__ = [
    "Criterion",
    "CriterionVerdict",
    "Judged",
    "Learner",
    "Reading",
    "Structure",
    "Verdict",
    "judge",
    "read_structure",
]
