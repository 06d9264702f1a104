"""What the catalogue knows of a qualification: frozen facts, and rules of combination as values.

A rule is what its awarding body's text says, taken apart; the text itself is not kept here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

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
class Limit:
    """What a rule says of some units, whatever their group: those named, or those at some levels.

    Without `refs` it holds the units from `level_min` to `level_max`. `is_admitting` says that the
    rule lists the references as part of what may be taken, and not only as barring each other.
    """

    name: str
    refs: tuple[RefRange, ...] = ()
    level_min: int | None = None
    level_max: int | None = None
    credits_min: float | None = None
    credits_max: float | None = None
    units_min: int | None = None
    units_max: int | None = None
    is_admitting: bool = False

    def holds(self, unit: UnitFacts) -> bool:
        """Whether the unit is one of them; one of unknown level is at no level."""
        if self.refs:
            return any(unit.ref in r for r in self.refs)
        low, high = self.level_min or 0, self.level_max
        return unit.level is not None and low <= unit.level and (high is None or unit.level <= high)

    def is_clear(self, unit: UnitFacts) -> bool:
        """Whether it is known if the unit is one of them."""
        return bool(self.refs) or unit.level is not None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of combination. None stands for a bound that the rule does not state.

    `admitted` are references named for no one group. `limits` are on some of the units, and the
    bounds of `each_group` hold for every group by itself, those of the unit tables where the rule names fewer than two.
    `not_understood` holds the words that could not be taken apart; such a rule must never count as
    kept.
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
    limits: tuple[Limit, ...] = ()
    each_group: GroupRule | None = None

    def every_group(self, units: Iterable[UnitFacts]) -> tuple[GroupRule, ...]:
        """Each group with the bounds that hold for every one: the groups that the rule names, or
        where it names fewer than two, those of these units, too."""
        if self.each_group is None:
            return ()
        own = {group.name: group for group in self.groups}
        tabled = sorted({unit.group for unit in units if unit.group}) if len(own) < 2 else []
        groups = own | {name: GroupRule(name) for name in tabled if name not in own}
        bounds = {f"{kind}_{end}": None for kind in ("credits", "units") for end in ("min", "max")}
        said = {name: getattr(self.each_group, name) for name in bounds}
        return tuple(replace(group, **said) for group in groups.values())

    @property
    def parts(self) -> tuple[GroupRule | Limit, ...]:
        """The groups and limits that the rule states bounds of."""
        return (*self.groups, *self.limits)

    def admits(self, unit: UnitFacts) -> bool:
        """Whether the unit may count: listed, mandatory, or in a group that the rule names as a whole."""
        if any(unit.ref in r for r in self.excluded):
            return False
        if any(unit.ref in r for r in (*self.mandatory, *self.admitted)):
            return True
        if any(group.holds(unit) for group in self.groups if group.refs or not self.admitted):
            return True
        if self.admitted or self.is_mandatory_alone:
            return False
        return not self.groups or (self._only_caps and unit.group not in {g.name for g in self.groups})

    @property
    def _only_caps(self) -> bool:
        """Whether the groups named are only held to a maximum of a whole, the rest of which is open."""
        has_whole = self.credits_min is not None or self.units_min is not None
        return has_whole and all(
            (g.credits_min, g.units_min) == (None, None) and (g.credits_max, g.units_max) != (None, None)
            for g in self.groups
        )

    def named(self) -> Iterable[RefRange]:
        """Every reference and range that the rule names."""
        yield from (*self.admitted, *self.mandatory, *self.excluded)
        for some in self.parts:
            yield from some.refs


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
