"""How much rests on one component: criteria that nothing else could meet, and a small one with many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from mapper.paths.values import Structure
from mapper.values import Finding, Severity

# Our assumptions, to be looked at by people: nobody's rules state such numbers.
MANY_CRITERIA = 8
SMALL_WEIGHT = Fraction(20)
MANY_FOR_A_SMALL_ONE = 4


@dataclass(frozen=True, slots=True)
class Reliance:
    """A component, and the criteria that are met by no evidence without it, in order."""

    assessment: str
    module: str
    weight: Fraction | None
    criteria: tuple[str, ...]


def reliance(structure: Structure) -> tuple[Reliance, ...]:
    """Each component on which a criterion rests alone, the most relied on first, then as in the file."""
    resting: dict[str, list[str]] = {}
    for criterion in structure.criteria:
        sets = [set(one) for one in criterion.any_of if one]
        for name in set.intersection(*sets) if sets else ():
            resting.setdefault(name, []).append(criterion.id)
    found = [
        Reliance(a.id, m.code, a.weight, tuple(resting[a.id]))
        for m in structure.modules
        for a in m.assessments
        if a.id in resting
    ]
    return tuple(sorted(found, key=lambda r: -len(r.criteria)))


def reliance_findings(structure: Structure) -> Iterator[Finding]:
    """A warning for each component that carries many criteria, or several in spite of a small weight."""
    for one in reliance(structure):
        count = len(one.criteria)
        is_small = one.weight is not None and one.weight <= SMALL_WEIGHT
        if count < (MANY_FOR_A_SMALL_ONE if is_small else MANY_CRITERIA):
            continue
        size = f", of only {float(one.weight or 0):g} per cent of its module," if is_small else ""
        yield Finding(
            Severity.WARNING,
            f"assessment {one.assessment}",
            f"{count} criteria rest on {one.assessment} of module {one.module}{size} alone.",
            "Check that one piece of work can show so much, or name further evidence.",
        )
