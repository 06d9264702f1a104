"""What a specification must be told of before it is published, beside what its reading found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from mapper.drafts.fields import place_of
from mapper.intake.readings import SpecificationReading, UnitReading
from mapper.intake.specification.checks import (
    numbering_findings,
    rule_findings,
    total_findings,
    unit_name,
    wording_findings,
)
from mapper.values import Finding, Severity


def structure_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """References and numbers that stand twice, and units without a reference."""
    yield from _twice_listed(reading)
    for n, unit in enumerate(reading.units, 1):
        if not unit.ref:
            yield Finding(
                Severity.ERROR,
                unit_name(unit),
                f"The unit, the {n}. of the document, has no reference, so it is left out of the edition.",
                "Enter its reference, or attach its wording to the unit that it belongs to.",
                place_of(unit, "title"),
            )
        yield from _criteria(unit)


def _twice_listed(reading: SpecificationReading) -> Iterator[Finding]:
    rows = [(u.ref, unit_name(u), "Reference", place_of(u, "ref")) for u in reading.units if u.ref]
    rows += [
        (q.accreditation_number, q.title, "Accreditation number", place_of(q, "title"))
        for q in reading.qualifications
    ]
    seen: set[tuple[str, str]] = set()
    for code, name, kind, place in rows:
        if (kind, code) in seen:
            yield Finding(
                Severity.ERROR,
                name,
                f"{kind} {code or '(none)'} stands twice; what carries it second is left out of the edition.",
                "Correct one of them, or ask the awarding body which holds.",
                place,
            )
        seen.add((kind, code))


def _criteria(unit: UnitReading) -> Iterator[Finding]:
    numbers = Counter(c.number for lo in unit.learning_outcomes for c in lo.criteria)
    repeated = [number for number, times in numbers.items() if times > 1]
    if repeated:
        yield Finding(
            Severity.ERROR,
            unit_name(unit),
            f"The number {repeated[0]} stands beside more than one criterion."
            if len(repeated) == 1
            else f"The numbers {', '.join(repeated)} each stand beside more than one criterion.",
            "Correct the numbers as the awarding body's document has them.",
            place_of(unit, "title"),
        )


def marks_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """One remark for each worded unit whose criteria have no marks: marks are optional (seed 004)."""
    for unit in reading.units:
        criteria = [c for lo in unit.learning_outcomes for c in lo.criteria]
        unmarked = [c.number for c in criteria if c.marks is None]
        if unmarked:
            which = "No criterion has" if len(unmarked) == len(criteria) else f"{', '.join(unmarked)}: no"
            yield Finding(
                Severity.INFO,
                unit_name(unit),
                f"{which} marks; marks are optional.",
                "Attach the unit's mark sheet if there is one.",
                place_of(unit, "title"),
            )


def figures_findings(reading: SpecificationReading) -> Iterator[Finding]:
    """Figures that cannot both hold: less credits at most than at least, more marks to pass than there are."""
    for q in reading.qualifications:
        if q.credits_min is not None and q.credits_max is not None and q.credits_max < q.credits_min:
            yield Finding(
                Severity.WARNING,
                q.title,
                f"At most {q.credits_max:g} credits are stated, but at least {q.credits_min:g}.",
                "Compare both with the awarding body's document, and correct the one that is wrong.",
                place_of(q, "credits_max"),
            )
    for unit in reading.units:
        for c in (c for lo in unit.learning_outcomes for c in lo.criteria):
            if c.marks is not None and c.pass_marks is not None and c.pass_marks > c.marks:
                yield Finding(
                    Severity.WARNING,
                    unit_name(unit),
                    f"Criterion {c.number} passes with {c.pass_marks:g} marks, but has {c.marks:g} only.",
                    "Compare both with the mark sheet, and correct the one that is wrong.",
                    place_of(c, "marks"),
                )


def derived_findings(reading: SpecificationReading) -> tuple[Finding, ...]:
    """All findings that follow from the reading alone, and so change with each correction."""
    return (
        *structure_findings(reading),
        *figures_findings(reading),
        *numbering_findings(reading),
        *rule_findings(reading),
        *total_findings(reading),
        *wording_findings(reading),
        *marks_findings(reading),
    )


def judged_anew(reading: SpecificationReading, *, before: SpecificationReading) -> SpecificationReading:
    """The reading whose findings are what its documents gave, and what follows from it as it now stands.

    `before` is the reading that its earlier findings may have followed from.
    """
    outdated = set(derived_findings(before))
    kept = [f for f in reading.findings if f not in outdated]
    return replace(reading, findings=tuple(dict.fromkeys((*kept, *derived_findings(reading)))))


def publishable(reading: SpecificationReading) -> SpecificationReading:
    """The reading as an edition can hold it: units with a reference, each code once, the first of it.

    What is left out stays among the findings.
    """
    said = structure_findings(reading)
    units = {unit.ref: unit for unit in reversed(reading.units) if unit.ref}
    qualifications = {q.accreditation_number: q for q in reversed(reading.qualifications)}
    return replace(
        reading,
        units=tuple(u for u in reading.units if u.ref and units[u.ref] is u),
        qualifications=tuple(
            q for q in reading.qualifications if qualifications[q.accreditation_number] is q
        ),
        findings=tuple(dict.fromkeys((*reading.findings, *said))),
    )
