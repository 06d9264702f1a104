"""Which units are guaranteed, and the awards that they make, by either measure.

One missed criterion refers the whole unit, so that a unit is guaranteed only with all its criteria; a
unit without criteria (its wording was not imported) never is. The rules of combination are judged by
`mapper.catalogue`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mapper.catalogue.facts import QualificationFacts, UnitFacts
from mapper.catalogue.proposal import Proposal, propose_selection
from mapper.paths.values import CriterionVerdict, Verdict
from mapper.values import Size

SIZES = tuple(size.value for size in Size)


class Measure(StrEnum):
    """What counts as met: the module completed (ILM's guidance), or the component passed (stricter)."""

    MODULE = "by module"
    COMPONENT = "by component"

    def verdict(self, said: CriterionVerdict) -> Verdict:
        """The verdict by this measure."""
        return said.by_module if self is Measure.MODULE else said.by_component


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit with the verdicts on its criteria, in order."""

    ref: str
    verdicts: tuple[CriterionVerdict, ...]

    def is_guaranteed(self, measure: Measure) -> bool:
        """Whether every criterion is met on every path."""
        return bool(self.verdicts) and not self.open_criteria(measure)

    def open_criteria(self, measure: Measure) -> tuple[str, ...]:
        """Ids of the criteria that some learner does not meet, or that are undetermined."""
        return tuple(v.criterion for v in self.verdicts if measure.verdict(v) is not Verdict.GUARANTEED)


@dataclass(frozen=True, slots=True)
class AwardReach:
    """A qualification, and a valid selection of guaranteed units for it where there is one.

    Where there is none, the proposal's findings say why.
    """

    qualification: QualificationFacts
    measure: Measure
    selection: Proposal

    @property
    def is_guaranteed(self) -> bool:
        """Whether guaranteed units alone make up the qualification."""
        return bool(self.selection.units)


def unit_standings(
    units: Mapping[str, Sequence[str]], verdicts: Iterable[CriterionVerdict]
) -> tuple[UnitStanding, ...]:
    """The units in order, from the ids of their criteria; a criterion without verdict is undetermined."""
    known = {v.criterion: v for v in verdicts}

    def found(criterion: str) -> CriterionVerdict:
        unknown = CriterionVerdict(criterion, Verdict.UNDETERMINED, Verdict.UNDETERMINED)
        return known.get(criterion, unknown)

    return tuple(UnitStanding(ref, tuple(map(found, criteria))) for ref, criteria in units.items())


def award_reach(
    standings: Sequence[UnitStanding],
    *,
    qualifications: Sequence[QualificationFacts],
    known: Mapping[str, UnitFacts],
    measure: Measure,
    registered_on: date,
) -> tuple[AwardReach, ...]:
    """What each qualification can rest on, the smallest first (size, then least credits, then order).

    `known` are the units' facts by reference, as the evaluator takes them.
    """
    certain = {s.ref: (1.0,) * len(s.verdicts) for s in standings if s.is_guaranteed(measure)}
    return tuple(
        AwardReach(
            qualification,
            measure,
            propose_selection(
                qualification=qualification, known=known, chances=certain, registered_on=registered_on
            ),
        )
        for qualification in sorted(qualifications, key=_size)
    )


def largest_guaranteed(reaches: Sequence[AwardReach]) -> AwardReach | None:
    """The largest award of the reaches, which are ordered, that every graduate can claim."""
    return next((reach for reach in reversed(reaches) if reach.is_guaranteed), None)


def next_award(reaches: Sequence[AwardReach]) -> AwardReach | None:
    """The smallest award above the largest that is guaranteed; None where there is no larger one."""
    largest = largest_guaranteed(reaches)
    first = reaches.index(largest) + 1 if largest else 0
    return reaches[first] if first < len(reaches) else None


def _size(qualification: QualificationFacts) -> tuple[int, float]:
    known = SIZES.index(qualification.size) if qualification.size in SIZES else len(SIZES)
    return known, qualification.credits_min or 0
