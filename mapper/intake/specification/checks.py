"""What a specification says of itself that does not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.catalogue.from_reading import facts_of
from mapper.intake.readings import CriterionReading, LearningOutcomeReading, SpecificationReading, UnitReading
from mapper.values import Finding, Locator, Severity

PLACE = re.compile(r"(\d+)$")
LEAST_MARK = 0.01
"""Marks have two decimals at most; what is less comes from adding them as floating-point numbers."""


def numbering_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """Gaps in the numbers of outcomes and criteria, and criteria numbered for another outcome."""
    for unit in reading.units:
        name = unit_name(unit)
        outcomes = unit.learning_outcomes
        yield from _gaps([(lo.number, _place(lo)) for lo in outcomes], name, "learning outcome")
        for lo in outcomes:
            yield from _misplaced(lo, name)
        for series in _series(outcomes):
            yield from _gaps([(c.number, _place(c)) for c in series], name, "criterion")


def unit_name(unit: UnitReading) -> str:
    """What findings call a unit."""
    return f"Unit {unit.ref}" if unit.ref else f"Unit “{unit.title}”"


def _place(read: LearningOutcomeReading | CriterionReading) -> Locator | None:
    source = read.sources.get("text")
    return source.locator if source else None


def _series(outcomes: Sequence[LearningOutcomeReading]) -> list[list[CriterionReading]]:
    """Criteria that one count runs through: those of an outcome (1.1, 1.2), or of a grade (P1, P2)."""
    series: dict[str, list[CriterionReading]] = {}
    for lo in outcomes:
        for criterion in lo.criteria:
            series.setdefault(PLACE.sub("", criterion.number), []).append(criterion)
    return list(series.values())


def _gaps(numbered: Sequence[tuple[str, Locator | None]], unit: str, thing: str) -> Iterator[Finding]:
    before = 0
    for number, place in numbered:
        match = PLACE.search(number)
        if match is None:
            continue
        position, stem = int(match[1]), number[: match.start()]
        if position != before + 1:
            missing = ", ".join(f"{stem}{n}" for n in range(before + 1, position)) or f"{stem}{before + 1}"
            yield Finding(
                Severity.WARNING,
                unit,
                f"The numbers jump to {thing} {number}: {missing} is not there.",
                "Compare the unit with the awarding body's document; something may be missing.",
                place,
            )
        before = position


def _misplaced(lo: LearningOutcomeReading, unit: str) -> Iterator[Finding]:
    for criterion in lo.criteria:
        stem, dot, _ = criterion.number.partition(".")
        if dot and stem != lo.number.lstrip("LO "):
            yield Finding(
                Severity.ERROR,
                unit,
                f"Criterion {criterion.number} stands under learning outcome {lo.number}.",
                "Correct the number or the place in the document and import it again.",
                _place(criterion),
            )


def rule_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """Rules that were not understood, units that only a rule names, and units that no rule admits."""
    facts = facts_of(reading)
    refs = {unit.ref for unit in facts.units}
    rules = []
    for qualification, source in zip(facts.qualifications, reading.qualifications, strict=True):
        rule = qualification.rule
        if rule is None:
            continue
        place = source.sources["rule_text"].locator if "rule_text" in source.sources else None
        if rule.not_understood:
            yield Finding(
                Severity.WARNING,
                qualification.title,
                f"The rules of combination were not understood (“{rule.not_understood}”), so a choice of units "
                "cannot be checked against them.",
                "Check each choice of units against the awarding body's own document.",
                place,
            )
            continue
        rules.append(rule)
        # A range may have gaps; its ends, and what is named alone, must be there.
        named = dict.fromkeys(ref for r in rule.named() for ref in (r.first, r.last))
        for ref in named:
            if ref not in refs:
                yield Finding(
                    Severity.WARNING,
                    f"Unit {ref}",
                    f"The rules of combination of the {qualification.title} name unit {ref}, which no table lists.",
                    "Ask the awarding body for the unit, or correct the reference.",
                    place,
                )
    if len(rules) < len(facts.qualifications) or not rules:
        return
    unused = [unit.ref for unit in facts.units if not any(rule.admits(unit) for rule in rules)]
    if unused:
        yield Finding(
            Severity.INFO,
            "Overview of units",
            f"No rule of combination admits {_listed(unused)}.",
            "Choose no such unit, or ask the awarding body.",
        )


def total_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """Units whose marks do not add up to the total that their mark sheet states.

    Where a criterion has no marks, only too many marks are told: the rest may be its own.
    """
    for unit in reading.units:
        marks = [c.marks for lo in unit.learning_outcomes for c in lo.criteria]
        added, total = sum(m for m in marks if m is not None), unit.marks_total
        if total is None or abs(added - total) < LEAST_MARK or (None in marks and added < total):
            continue
        source = unit.sources.get("marks_total")
        yield Finding(
            Severity.WARNING,
            unit_name(unit),
            f"The marks of the criteria add up to {added:g}, but {total:g} are stated as the total.",
            "Compare each mark with the mark sheet; if it says so itself, ask the awarding body which marks hold.",
            source.locator if source else None,
        )


def wording_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """One note for all units without criteria."""
    bare = [unit_name(u).removeprefix("Unit ") for u in reading.units if not u.learning_outcomes]
    if bare:
        yield Finding(
            Severity.INFO,
            "Overview of units",
            f"The document holds no criteria of {len(bare)} unit{'s' if len(bare) > 1 else ''}: {_short(bare)}.",
            "Import the documents that hold the wording of the units that you choose.",
        )


def _listed(refs: Sequence[str]) -> str:
    return f"unit{'s' if len(refs) > 1 else ''} {_short(refs)}"


def _short(refs: Sequence[str]) -> str:
    shown = ", ".join(refs[:8])
    return f"{shown} and {len(refs) - 8} more" if len(refs) > 8 else shown
