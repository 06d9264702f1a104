"""Wording from other documents: which unit it seems to belong to, and a unit with it attached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mapper.intake.readings import (
    CriterionReading,
    Descriptors,
    LearningOutcomeReading,
    SpecificationReading,
    UnitReading,
)
from mapper.intake.specification.checks import unit_name
from mapper.intake.specification.labels import match_key, wording_key
from mapper.intake.wording import OfferedUnit, title_of_file
from mapper.values import Finding, Locator, Severity

CODE = re.compile(r"^(?:unit\s*)?(?:\d{4}[-\s])?[a-z]{0,2}\d{1,4}(?:\.\d+)?\b[\s:–-]*", re.IGNORECASE)
REF = re.compile(r"\b\d{4}-\d{3}\b")


@dataclass(frozen=True, slots=True)
class Addition:
    """Another document of a draft with what it offers; `passed_over` is what of its archive was not tried."""

    id: int
    file: str
    offered: tuple[OfferedUnit, ...]
    findings: tuple[Finding, ...]
    is_sample: bool = False
    passed_over: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Attachment:
    """That a person attached an offered unit (`position` in its addition) to a unit (from 0)."""

    addition_id: int
    position: int
    unit: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """The unit of the draft (from 0) that offered wording seems to belong to, and why."""

    unit: int
    reason: str


def propose(reading: SpecificationReading, offered: OfferedUnit, *, file: str) -> Proposal | None:
    """The one unit with the same title, else with the reference or title that the file's name gives.

    Letter case, punctuation, a code before the title and what stands in brackets are passed over.
    None where no unit or more than one is alike: then a person chooses.
    """
    unit = offered.unit
    by_title = _alike(reading, unit.title)
    if by_title is not None:
        return Proposal(by_title, "the same title")
    refs = [u.ref for u in reading.units]
    if unit.ref and refs.count(unit.ref) == 1:
        return Proposal(refs.index(unit.ref), "the same reference; the title differs")
    named = REF.search(f"{unit.title} {file}")
    if named and refs.count(named[0]) == 1:
        return Proposal(refs.index(named[0]), "the reference in its name")
    by_file = _alike(reading, title_of_file(file)) if len(file) > 1 else None
    return None if by_file is None else Proposal(by_file, "the title in the file’s name")


def _alike(reading: SpecificationReading, title: str) -> int | None:
    wanted = {key for key in (match_key(title), match_key(CODE.sub("", title))) if key}
    found = [n for n, unit in enumerate(reading.units) if match_key(unit.title) in wanted]
    return found[0] if len(found) == 1 else None


def attach(
    reading: SpecificationReading, additions: Sequence[Addition], attachments: Sequence[Attachment]
) -> SpecificationReading:
    """The reading with the attached wording, pages of units before mark sheets; findings say what differs."""
    by_id = {addition.id: addition for addition in additions}
    wanted = []
    for attachment in attachments:
        addition = by_id.get(attachment.addition_id)
        if addition and attachment.position < len(addition.offered) and attachment.unit < len(reading.units):
            wanted.append((addition, addition.offered[attachment.position], attachment.unit))
    units = list(reading.units)
    findings = list(reading.findings)
    names: dict[tuple[int, str], str] = {}
    for addition, offered, n in sorted(wanted, key=lambda w: w[1].is_mark_sheet):
        names[addition.id, unit_name(offered.unit)] = unit_name(units[n])
        units[n], said = _with_wording(units[n], offered, file=addition.file)
        findings.extend(said)
    used = {addition.id: addition for addition, _, _ in wanted}
    findings.extend(
        replace(f, subject=names.get((addition.id, f.subject), f.subject))
        for addition in used.values()
        for f in addition.findings
    )
    return replace(reading, units=tuple(units), findings=tuple(dict.fromkeys(findings)))


def _with_wording(
    unit: UnitReading, offered: OfferedUnit, *, file: str
) -> tuple[UnitReading, tuple[Finding, ...]]:
    other = offered.unit
    if unit.marks_total is None and "marks_total" in other.sources:
        sources = {**unit.sources, "marks_total": other.sources["marks_total"]}
        unit = replace(unit, marks_total=other.marks_total, sources=sources)
    if not unit.learning_outcomes:
        made = replace(unit, purpose=unit.purpose or other.purpose, learning_outcomes=other.learning_outcomes)
        return made, tuple(_other_figures(unit, other, file))
    given = {c.number: c for lo in other.learning_outcomes for c in lo.criteria}
    outcomes = tuple(
        replace(lo, criteria=tuple(_filled(c, given.get(c.number)) for c in lo.criteria))
        for lo in unit.learning_outcomes
    )
    return replace(unit, learning_outcomes=outcomes), (
        *_other_figures(unit, other, file),
        *_other_words(unit, given, file),
    )


def _filled(criterion: CriterionReading, given: CriterionReading | None) -> CriterionReading:
    """The criterion with marks and descriptors that it lacks, where the words are the same."""
    if given is None or wording_key(given.text) != wording_key(criterion.text):
        return criterion
    own, other = criterion.descriptors, given.descriptors
    sources = {name: source for name, source in given.sources.items() if name not in ("text", "number")}
    return replace(
        criterion,
        marks=given.marks if criterion.marks is None else criterion.marks,
        pass_marks=given.pass_marks if criterion.pass_marks is None else criterion.pass_marks,
        descriptors=other if own == Descriptors() else own,
        sources={**sources, **criterion.sources},
    )


def _other_figures(unit: UnitReading, other: UnitReading, file: str) -> Iterator[Finding]:
    for name, label in (("level", "level"), ("credits", "credits"), ("glh", "guided learning hours")):
        listed, stated = getattr(unit, name), getattr(other, name)
        if None not in (listed, stated) and listed != stated:
            yield Finding(
                Severity.WARNING,
                unit_name(unit),
                f"The specification gives {listed:g} as the {label}, “{file}” {stated:g}; the specification's was used.",
                "Ask the awarding body which figure holds.",
            )


def _other_words(unit: UnitReading, given: dict[str, CriterionReading], file: str) -> Iterator[Finding]:
    own = {c.number: c for lo in unit.learning_outcomes for c in lo.criteria}
    differing = [
        n for n, c in own.items() if n in given and wording_key(given[n].text) != wording_key(c.text)
    ]
    lacking = [n for n in own if n not in given]
    more = [n for n in given if n not in own]
    told = (
        (differing, f"worded differently in “{file}”; the wording that was here first was kept"),
        (lacking, f"not in “{file}”"),
        (more, f"in “{file}” only and was left out"),
    )
    for numbers, what in told:
        if numbers:
            subject = (
                f"Criterion {numbers[0]} is" if len(numbers) == 1 else f"Criteria {', '.join(numbers)} are"
            )
            said = what.replace("was left out", "were left out") if len(numbers) > 1 else what
            yield Finding(
                Severity.WARNING,
                unit_name(unit),
                f"{subject} {said}.",
                "Ask the awarding body which document holds, and correct the draft by hand.",
                _place(own[numbers[0]] if numbers[0] in own else given[numbers[0]]),
            )


def _place(read: CriterionReading | LearningOutcomeReading) -> Locator | None:
    source = read.sources.get("text")
    return source.locator if source else None
