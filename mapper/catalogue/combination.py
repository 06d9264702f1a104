"""Judges a choice of units against a qualification's rule of combination: the one place that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mapper.catalogue.facts import GroupRule, Limit, QualificationFacts, RefRange, UnitFacts
from mapper.values import Finding, Severity

FROM_RULE = "rules of combination"
FROM_FIELD = "Credit Value"
FROM_FOOTNOTE = "footnote on replaced units"
FROM_TITLE = "note in the unit's title"
FROM_TABLES = "overview of units"
SIZES = ("award", "certificate", "diploma")


@dataclass(frozen=True, slots=True)
class CombinationResult:
    """The judgement on a selection, as given.

    `valid` is None where nothing is broken but something could not be judged. `credits` counts
    every known unit each time it is named; `units` echoes the selection in order.
    """

    valid: bool | None
    credits: float
    units: tuple[str, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """The answer of `mapper check-combination --json`."""
        return {
            "valid": self.valid,
            "credits": self.credits,
            "units": self.units,
            "findings": [f.as_json() for f in self.findings],
        }


def check_combination(
    *,
    qualification: QualificationFacts,
    units: Sequence[str],
    known: Mapping[str, UnitFacts],
    registered_on: date,
    already_achieved: Collection[str] = (),
) -> CombinationResult:
    """Whether the units, named by reference, add up to the qualification for such a learner.

    `known` are unit facts by reference, of this specification and, so that their credits count
    and the finding can name them, of others. A learner registered on `registered_on` may take a
    replaced unit if that was before the date of replacement, or if it is `already_achieved`.
    An error finding is a broken rule; a warning says what could not be judged, or which unit
    already achieved is unknown, which leaves the judgement as it is.
    """
    chosen = [known[ref] for ref in units if ref in known]
    own = [unit for unit in chosen if _is_own(unit, qualification)]
    findings = [
        *_naming(qualification, units, known),
        *_admission(qualification, own),
        *_restrictions(qualification, own),
        *_replacements(qualification, units, registered_on, set(already_achieved)),
        *_mandatory(qualification, units, known),
        *_credits(qualification, chosen, is_complete=len(chosen) == len(units)),
        *_numbers(qualification, units),
        *_groups(qualification, own, known),
        *_doubts(qualification, chosen),
        *_unclear(qualification, own, known),
        *qualification.notes,
    ]
    is_broken = any(f.severity is Severity.ERROR for f in findings)
    is_doubtful = any(f.severity is Severity.WARNING for f in findings)
    return CombinationResult(
        valid=False if is_broken else None if is_doubtful else True,
        credits=_sum(chosen),
        units=tuple(units),
        findings=(*findings, *_unknown_achieved(qualification, already_achieved, known)),
    )


def _is_own(unit: UnitFacts, qualification: QualificationFacts) -> bool:
    return None in (qualification.specification, unit.specification) or (
        qualification.specification == unit.specification
    )


def _sum(units: Iterable[UnitFacts]) -> float:
    return sum(unit.credits or 0 for unit in units)


def _broken(subject: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, subject, message, remedy)


def _naming(
    qualification: QualificationFacts, units: Sequence[str], known: Mapping[str, UnitFacts]
) -> Iterator[Finding]:
    if not units:
        yield _broken(qualification.title, "No unit was chosen.", "Choose the units to be claimed.")
    for ref, times in Counter(units).items():
        if times > 1:
            yield _broken(
                f"Unit {ref}", f"Unit {ref} is named {times} times; it counts once.", "Name each unit once."
            )
        if ref not in known:
            yield _broken(
                f"Unit {ref}",
                f"Unit {ref} is in no specification that is known here.",
                f"Check the reference against the {FROM_TABLES}.",
            )
        elif not _is_own(known[ref], qualification):
            yield _broken(
                f"Unit {ref}",
                f"Unit {ref} belongs to another specification, not to {qualification.specification}.",
                f"Choose the unit of {qualification.specification}, if it has one.",
            )


def _admission(qualification: QualificationFacts, own: Iterable[UnitFacts]) -> Iterator[Finding]:
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return
    for unit in dict.fromkeys(own):
        if not rule.admits(unit):
            yield _broken(
                f"Unit {unit.ref}",
                f"Unit {unit.ref} is not among the units that count towards the {qualification.title} ({FROM_RULE}).",
                "Leave it out, or choose another qualification.",
            )


def _restrictions(qualification: QualificationFacts, own: Iterable[UnitFacts]) -> Iterator[Finding]:
    for unit in dict.fromkeys(own):
        said = (unit.restriction or "").lower()
        sizes = [size for size in SIZES if size in said]
        if not sizes or qualification.size is None:
            continue
        is_barred = "not " in f"{said} "
        if (qualification.size in sizes) is is_barred:
            yield _broken(
                f"Unit {unit.ref}",
                f"Unit {unit.ref} is marked “{unit.restriction}” and does not count towards the "
                f"{qualification.title} ({FROM_TITLE}).",
                "Leave it out, or choose another qualification.",
            )


def _replacements(
    qualification: QualificationFacts, units: Sequence[str], registered_on: date, achieved: set[str]
) -> Iterator[Finding]:
    for replacement in qualification.replacements:
        if replacement.replaced not in units or replacement.replaced in achieved:
            continue
        since = replacement.registered_from
        if since is None:
            yield Finding(
                Severity.WARNING,
                f"Unit {replacement.replaced}",
                f"Unit {replacement.replaced} is replaced by {replacement.replacement}, from a date that is not known.",
                "Ask the awarding body from when the new unit must be taken.",
            )
        elif registered_on.isoformat() >= since:
            yield _broken(
                f"Unit {replacement.replaced}",
                f"Unit {replacement.replaced} is replaced by {replacement.replacement} for learners registered from "
                f"{_day(date.fromisoformat(since))} ({FROM_FOOTNOTE}).",
                f"Choose {replacement.replacement}, or show that {replacement.replaced} was already achieved.",
            )


def _unknown_achieved(
    qualification: QualificationFacts, achieved: Collection[str], known: Mapping[str, UnitFacts]
) -> Iterator[Finding]:
    replaced = {replacement.replaced for replacement in qualification.replacements}
    for ref in dict.fromkeys(achieved):
        if ref not in known and ref not in replaced:
            yield Finding(
                Severity.WARNING,
                f"Unit {ref}",
                f"Unit {ref}, given as already achieved, is in no specification that is known here; it was passed over.",
                f"Check the reference against the {FROM_TABLES}.",
            )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _mandatory(
    qualification: QualificationFacts, units: Sequence[str], known: Mapping[str, UnitFacts]
) -> Iterator[Finding]:
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return
    instead = {r.replaced: r.replacement for r in qualification.replacements}
    for ref in _each(rule.mandatory, known):
        if ref not in units and instead.get(ref) not in units:
            yield _broken(
                f"Unit {ref}", f"Unit {ref} is mandatory and was not chosen ({FROM_RULE}).", "Add it."
            )


def _each(ranges: Iterable[RefRange], known: Mapping[str, UnitFacts]) -> Iterator[str]:
    """The references of the ranges: the ends, and what is known to lie between them."""
    for refs in ranges:
        between = [ref for ref in known if ref in refs and ref not in (refs.first, refs.last)]
        yield from dict.fromkeys((refs.first, *sorted(between), refs.last))


def _credits(
    qualification: QualificationFacts, chosen: Sequence[UnitFacts], *, is_complete: bool
) -> Iterator[Finding]:
    total = _sum(chosen)
    is_certain = is_complete and all(unit.credits is not None for unit in chosen)
    rule = qualification.rule
    is_read = rule is not None and not rule.not_understood
    bounds = [(qualification.credits_min, qualification.credits_max, FROM_FIELD)]
    if rule is not None and is_read:
        bounds.insert(0, (rule.credits_min, rule.credits_max, FROM_RULE))
    lows = {low: source for low, _, source in reversed(bounds) if low is not None and total < low}
    highs = {high: source for _, high, source in reversed(bounds) if high is not None and total > high}
    for low, source in lows.items():
        if is_certain:
            yield _broken(
                qualification.title,
                f"{_counted(total, 'credit')} chosen; at least {low:g} are needed ({source}).",
                "Add units.",
            )
    for high, source in highs.items():
        yield _broken(
            qualification.title,
            f"{_counted(total, 'credit')} chosen; at most {high:g} may be taken ({source}).",
            "Leave units out.",
        )


def _counted(number: float, thing: str) -> str:
    return f"{number:g} {thing}{'' if number == 1 else 's'}"


def _numbers(qualification: QualificationFacts, units: Sequence[str]) -> Iterator[Finding]:
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return
    number = len(set(units))
    if rule.units_min is not None and number < rule.units_min:
        yield _broken(
            qualification.title,
            f"{_counted(number, 'unit')} chosen; at least {rule.units_min:g} are needed ({FROM_RULE}).",
            "Add units.",
        )
    if rule.units_max is not None and number > rule.units_max:
        yield _broken(
            qualification.title,
            f"{_counted(number, 'unit')} chosen; at most {rule.units_max:g} may be taken ({FROM_RULE}).",
            "Leave units out.",
        )


def _groups(
    qualification: QualificationFacts, own: Sequence[UnitFacts], known: Mapping[str, UnitFacts]
) -> Iterator[Finding]:
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return
    for group in rule.parts + rule.every_group(_tabled(qualification, known)):
        is_clear = isinstance(group, GroupRule) or all(map(group.is_clear, own))
        yield from _group(qualification, group, [unit for unit in own if group.holds(unit)], is_clear)


def _tabled(qualification: QualificationFacts, known: Mapping[str, UnitFacts]) -> Iterator[UnitFacts]:
    return (unit for unit in known.values() if _is_own(unit, qualification))


def _group(
    qualification: QualificationFacts, group: GroupRule | Limit, inside: Sequence[UnitFacts], is_clear: bool
) -> Iterator[Finding]:
    """Broken bounds of some of the units; too few is said only where it `is_clear` which they are."""
    amounts = (
        (_sum(inside), "credit", group.credits_min, group.credits_max),
        (len(set(inside)), "unit", group.units_min, group.units_max),
    )
    is_counted = all(unit.credits is not None for unit in inside)
    for number, thing, low, high in amounts:
        if low is not None and number < low and is_clear and (is_counted or thing == "unit"):
            yield _broken(
                qualification.title,
                f"{_counted(number, thing)} from {group.name}; at least {low:g} must be taken ({FROM_RULE}).",
                f"Add units of {group.name}." if isinstance(group, GroupRule) else f"Add {group.name}.",
            )
        if high is not None and number > high:
            yield _broken(
                qualification.title,
                f"{_counted(number, thing)} from {group.name}; at most {high:g} may be taken ({FROM_RULE}).",
                f"Leave out units of {group.name}."
                if isinstance(group, GroupRule)
                else f"Leave out some of {group.name}.",
            )


def _unclear(
    qualification: QualificationFacts, own: Sequence[UnitFacts], known: Mapping[str, UnitFacts]
) -> Iterator[Finding]:
    """What a condition of the rule needs to know and the unit tables do not say."""
    rule = qualification.rule
    if rule is None or rule.not_understood:
        return
    for unit in dict.fromkeys(own):
        if not all(limit.is_clear(unit) for limit in rule.limits):
            yield Finding(
                Severity.WARNING,
                f"Unit {unit.ref}",
                f"The level of unit {unit.ref} is not known, and the rule asks for units at a level.",
                "Correct the row of the unit in the specification and import it again.",
            )
    if rule.each_group and len(rule.every_group(_tabled(qualification, known))) < 2:
        yield Finding(
            Severity.WARNING,
            qualification.title,
            "The rule asks for something of each group, and it is not known which groups there are.",
            "Check the groups in the unit tables of the specification.",
        )


def _doubts(qualification: QualificationFacts, chosen: Iterable[UnitFacts]) -> Iterator[Finding]:
    """What keeps a selection from being called valid although nothing is broken."""
    rule = qualification.rule
    if rule is None or rule.not_understood:
        said = f": “{rule.not_understood}”" if rule else ""
        yield Finding(
            Severity.WARNING,
            qualification.title,
            "The rules of combination are not stated."
            if rule is None
            else f"The rules of combination were not understood{said}.",
            "Check the choice of units against the awarding body's own document.",
        )
    for unit in dict.fromkeys(chosen):
        if unit.credits is None:
            yield Finding(
                Severity.WARNING,
                f"Unit {unit.ref}",
                f"The credits of unit {unit.ref} are not known, so credits could not be counted.",
                "Correct the row of the unit in the specification and import it again.",
            )
