"""A programme's draft as it now stands: the reading with its changes, its findings and doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapper.intake.readings import ProgrammeReading
from mapper.programme_review.changes import Change, replay, standing
from mapper.programme_review.doubts import (
    WHOLE,
    WITHIN,
    Doubt,
    doubts_of,
    field_named,
    unlisted_outcomes,
    weights_total,
)
from mapper.programme_review.parts import Part, PartKind, Parts, put_together, source_of, take_apart
from mapper.values import Finding, Locator, Origin, Severity

OF_THE_PROGRAMME = "the programme"
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """A finding with the key of the module, or of the programme's facts, that it is about, if any.

    `is_changed` says that somebody changed that part since, so that it may be mended.
    """

    finding: Finding
    part: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class StandingProgramme:
    """What would enter the programme: the parts as read, as they stand, and what is amiss with them.

    `findings` are errors first; `answered` are those of the documents that changes have settled.
    """

    as_read: Parts
    parts: Parts
    changes: tuple[Change, ...]
    findings: tuple[StandingFinding, ...]
    answered: tuple[Finding, ...]
    doubts: Mapping[str, tuple[Doubt, ...]]

    @property
    def reading(self) -> ProgrammeReading:
        """The reading to accept, with the findings that stand."""
        return put_together(self.parts, findings=tuple(f.finding for f in self.findings))

    @property
    def dropped(self) -> tuple[tuple[Part, Part | None], ...]:
        """The dropped modules, and the dropped items of modules that stand, with their module."""
        modules = [(m, None) for m in self.parts.modules if m.is_dropped]
        items = [(item, m) for m in self.parts.standing for item in m.items if item.is_dropped]
        return (*modules, *items)

    def findings_of(self, key: str) -> tuple[StandingFinding, ...]:
        """The findings on a module, or on the programme's facts."""
        return tuple(f for f in self.findings if f.part == key)


def stand(reading: ProgrammeReading, changes: Sequence[Change] = ()) -> StandingProgramme:
    """The draft with its changes; what follows from the parts alone is judged anew."""
    as_read = take_apart(reading)
    parts = replay(as_read, changes)
    before, now = list(derived_findings(as_read)), list(derived_findings(parts))
    outdated, current = {_said(f) for f in before}, {_said(f) for f in now}
    placed, answered = [], []
    for finding in reading.findings:
        key = _part_of(finding, as_read, parts)
        if (_said(finding) in outdated and _said(finding) not in current) or _is_answered(
            finding, key, as_read, parts
        ):
            answered.append(finding)
        else:
            placed.append(_placed(finding, key, as_read, parts))
    told = {_said(f) for f in reading.findings}
    for finding in now:
        if _said(finding) not in told | outdated:
            key = _part_of(finding, parts, parts)
            placed.append(StandingFinding(finding, key, is_changed=False))
    by_part: dict[str, list[Finding]] = {}
    for row in placed:
        # What was said of a module that was merged into another says nothing of the other's fields.
        if _names(row.finding, as_read.find(row.part)):
            by_part.setdefault(row.part, []).append(row.finding)
    return StandingProgramme(
        as_read=as_read,
        parts=parts,
        changes=standing(changes),
        findings=tuple(sorted(placed, key=lambda f: ORDER[f.finding.severity])),
        answered=tuple(answered),
        doubts={p.key: doubts_of(p, by_part.get(p.key, ())) for p in (parts.facts, *parts.standing)},
    )


def _said(finding: Finding) -> tuple[str, str]:
    return finding.subject, finding.message


def _placed(finding: Finding, key: str, as_read: Parts, parts: Parts) -> StandingFinding:
    return StandingFinding(finding, key, is_changed=bool(key) and as_read.find(key) != parts.find(key))


def _part_of(finding: Finding, named: Parts, parts: Parts) -> str:
    """The key of the part that a finding's subject names; a merged module's is that which took it in."""
    if finding.subject == OF_THE_PROGRAMME:
        return parts.facts.key
    for module in named.modules:
        if _names(finding, module):
            if parts.find(module.key):
                return module.key
            return next((m.key for item in module.items if (m := parts.module_of(item.key))), "")
    return ""


def _names(finding: Finding, part: Part | None) -> bool:
    if part is None:
        return False
    if part.kind is PartKind.PROGRAMME:
        return finding.subject == OF_THE_PROGRAMME
    return finding.subject in (part.name, part.values["code"], part.values["title"])


def _is_answered(finding: Finding, key: str, as_read: Parts, parts: Parts) -> bool:
    """Whether its module is dropped, or a person set the field that it names."""
    part = parts.find(key) if key else None
    if part is None:
        return False
    source = source_of(part, field_named(finding))
    return part.is_dropped or (source is not None and source.origin is Origin.PERSON)


def derived_findings(parts: Parts) -> Iterator[Finding]:
    """All findings that follow from the parts alone, in the words that the reading has for them."""
    times = Counter(str(m.values["code"]) for m in parts.standing if m.values["code"])
    for module in parts.standing:
        if times[str(module.values["code"])] > 1:
            yield Finding(
                Severity.WARNING,
                module.name,
                f"The code {module.values['code']} stands for more than one module.",
                "Merge them, or give each module its own code.",
                _place(module),
            )
        yield from module.findings
        yield from _of_assessments(module)


def _of_assessments(module: Part) -> Iterator[Finding]:
    assessments = module.of_kind(PartKind.ASSESSMENT)
    for assessment in assessments:
        missing = unlisted_outcomes(module, assessment)
        if missing:
            yield Finding(
                Severity.WARNING,
                module.name,
                f"“{_named(assessment)}” is said to test outcome {', '.join(missing)}, which the module does not list.",
                "Check the reference, or add the outcome that is missing.",
                _place(assessment),
            )
    unweighted = [a for a in assessments if a.values["weight"] is None]
    if unweighted and len(unweighted) < len(assessments):
        names = ", ".join(f"“{_named(a)}”" for a in unweighted)
        yield Finding(
            Severity.INFO,
            module.name,
            f"No weight was found for {names}.",
            "Enter the weight by hand if the component counts towards the module.",
            _place(unweighted[0]),
        )
    total = weights_total(module)
    if total is not None and abs(total - WHOLE) > WITHIN:
        yield Finding(
            Severity.WARNING,
            module.name,
            f"The weights of its assessments total {total:g} per cent, not 100; they were kept as written.",
            "Check the weights, or add the component that is missing.",
            _place(assessments[0]),
        )


def _named(assessment: Part) -> str:
    named = assessment.values["title"] or assessment.values["type"] or "an assessment without a title"
    return str(named)


def _place(part: Part) -> Locator | None:
    return next((s.locator for s in part.sources.values() if s.locator.file), None)
