"""What the catalogue knows of a qualification: frozen facts, and rules of combination as values.

A rule is what its awarding body's text says, taken apart; the text itself is not kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from mapper.values import Finding

NUMBERED = re.compile(r"^(.*?)(\d+)$")


@dataclass(frozen=True, slots=True)
class RefRange:
    """References from first to last, both included; a single one is both."""

    first: str
    last: str

    def __contains__(self, ref: object) -> bool:
        """Whether the reference lies in the range: same code, number between the ends."""
        ends = [NUMBERED.match(str(r)) for r in (self.first, ref, self.last)]
        low, own, high = ends
        if not (low and own and high) or not low[1] == own[1] == high[1]:
            return ref in {self.first, self.last}
        return int(low[2]) <= int(own[2]) <= int(high[2])

    def __str__(self) -> str:
        """For people: "8607-501 to 8607-520"."""
        return self.first if self.first == self.last else f"{self.first} to {self.last}"


@dataclass(frozen=True, slots=True)
class GroupRule:
    """What a rule says of one group. Without `refs`, the group is what the unit tables list in it."""

    name: str
    refs: tuple[RefRange, ...] = ()
    credits_min: float | None = None
    credits_max: float | None = None
    units_min: int | None = None
    units_max: int | None = None

    def holds(self, unit: UnitFacts) -> bool:
        """Whether the unit counts in this group."""
        return any(unit.ref in r for r in self.refs) if self.refs else unit.group == self.name


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of combination. None stands for a bound that the rule does not state.

    `admitted` are references named for no one group. `not_understood` holds the words that could
    not be taken apart; such a rule must never count as kept.
    """

    credits_min: float | None = None
    credits_max: float | None = None
    units_min: int | None = None
    units_max: int | None = None
    admitted: tuple[RefRange, ...] = ()
    groups: tuple[GroupRule, ...] = ()
    mandatory: tuple[RefRange, ...] = ()
    excluded: tuple[RefRange, ...] = ()
    is_mandatory_alone: bool = False
    not_understood: str | None = None

    def admits(self, unit: UnitFacts) -> bool:
        """Whether the unit may count: listed, mandatory, or in a group that the rule names as a whole."""
        if any(unit.ref in r for r in self.excluded):
            return False
        if any(unit.ref in r for r in (*self.mandatory, *self.admitted)):
            return True
        if any(group.holds(unit) for group in self.groups if group.refs or not self.admitted):
            return True
        return not (self.admitted or self.groups or self.is_mandatory_alone)

    def named(self) -> Iterable[RefRange]:
        """Every reference and range that the rule names."""
        yield from (*self.admitted, *self.mandatory, *self.excluded)
        for group in self.groups:
            yield from group.refs


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit's row in its specification's tables."""

    ref: str
    title: str
    restriction: str | None = None
    level: int | None = None
    credits: float | None = None
    glh: float | None = None
    group: str | None = None

    @property
    def specification(self) -> str | None:
        """The code that the reference begins with (8607 of 8607-531); None where it has none."""
        code, hyphen, _ = self.ref.partition("-")
        return code if hyphen and code.isdigit() else None


@dataclass(frozen=True, slots=True)
class Replacement:
    """`replacement` must be taken instead of `replaced` by learners registered from that day (ISO)."""

    replaced: str
    replacement: str
    registered_from: str | None


@dataclass(frozen=True, slots=True)
class QualificationFacts:
    """A qualification with its rule; `rule` None means that its document states none.

    `credits_min` and `credits_max` are those of the Credit Value field. `duration` is as written,
    a limit where the document states one; shipped facts have none. `notes` are remarks of severity
    info that a choice of units must come with, whether it keeps the rules or not.
    """

    title: str
    accreditation_number: str
    specification: str | None
    size: str | None = None
    level: int | None = None
    credits_min: float | None = None
    credits_max: float | None = None
    glh: float | None = None
    average_glh: float | None = None
    tqt: float | None = None
    start_date: str | None = None
    rule: Rule | None = None
    replacements: tuple[Replacement, ...] = field(default=())
    duration: str | None = None
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class SpecificationFacts:
    """One specification's qualifications and units, in its own order."""

    code: str | None
    title: str | None
    level: int | None
    qualifications: tuple[QualificationFacts, ...]
    units: tuple[UnitFacts, ...]
