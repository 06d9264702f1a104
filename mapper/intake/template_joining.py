"""Several readings as one: modules are joined by code, and what is said first stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from mapper.intake.readings import ModuleReading, ProgrammeReading
from mapper.values import Finding, Severity, Sources

Reading = TypeVar("Reading", ModuleReading, ProgrammeReading)
PROGRAMME_FACTS = ("title", "award", "level", "credits", "duration", "mode")
MODULE_FACTS = ("code", "title", "level", "credits", "status", "option_group", "year", "pass_mark")
LISTS = ("prerequisites", "learning_outcomes", "assessments", "content", "learning_strategy")


def join_readings(readings: Sequence[ProgrammeReading]) -> ProgrammeReading:
    """The programme that the readings state together, earlier ones first where they differ.

    A list of a module (its outcomes, its assessments) is taken whole from the first reading that
    has it. What differs is a finding.
    """
    joined = readings[0]
    for other in readings[1:]:
        findings = [*joined.findings, *other.findings]
        whole = _filled(joined, other, PROGRAMME_FACTS, findings)
        joined = replace(
            whole, modules=tuple(_joined(joined.modules, other.modules, findings)), findings=tuple(findings)
        )
    return joined


def _joined(
    first: Sequence[ModuleReading], second: Sequence[ModuleReading], findings: list[Finding]
) -> Iterator[ModuleReading]:
    further = {_code(module): module for module in second if module.code}
    own = [_code(module) for module in first]
    for module in first:
        same = further.get(_code(module)) if own.count(_code(module)) == 1 else None
        yield _filled(module, same, (*MODULE_FACTS, *LISTS), findings) if same else module
    yield from (m for m in second if not m.code or own.count(_code(m)) != 1)


def _code(module: ModuleReading) -> str:
    return "".join((module.code or "").split()).casefold()


def _filled(first: Reading, second: Reading, names: Sequence[str], findings: list[Finding]) -> Reading:
    """The first reading, with what only the second says."""
    sources: Sources = dict(first.sources)
    values = {}
    for name in names:
        one, other = getattr(first, name), getattr(second, name)
        if other in (None, ()):
            continue
        if one in (None, ()):
            values[name] = other
            sources |= {at: s for at, s in second.sources.items() if at == name or at.startswith(f"{name}[")}
        elif one != other and name != "code":
            findings.append(_conflict(first, second, name))
    return replace(first, **values, sources=sources)


def _conflict(first: Reading, second: Reading, name: str) -> Finding:
    what = name.replace("_", " ")
    verb = "are" if what.endswith("s") and name != "credits" else "is"
    subject = (first.code if isinstance(first, ModuleReading) else None) or first.title or "the programme"
    found = next((s for at, s in second.sources.items() if at == name or at.startswith(f"{name}[")), None)
    return Finding(
        Severity.WARNING,
        subject,
        f"The {what} {verb} not the same in all files; what the template says was kept.",
        f"Check which {what} {verb} right and correct the other file.",
        found.locator if found else None,
    )
