"""Readings as JSON and back, with every source and finding: what a draft keeps in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from typing import Any

from mapper.intake.readings import (
    CriterionReading,
    Descriptors,
    LearningOutcomeReading,
    QualificationReading,
    SpecificationReading,
    SubstitutionReading,
    UnitReading,
)
from mapper.values import FieldSource, Finding, Locator, Origin, Severity


def reading_as_json(reading: SpecificationReading) -> dict[str, Any]:
    """The whole reading; `reading_from_json` makes an equal one of it."""
    said: dict[str, Any] = _plain(reading)
    return said


def reading_from_json(said: Mapping[str, Any]) -> SpecificationReading:
    """The reading that `reading_as_json` wrote."""
    return SpecificationReading(
        code=said["code"],
        title=said["title"],
        level=said["level"],
        qualifications=tuple(_qualification(q) for q in said.get("qualifications", ())),
        units=tuple(unit_from_json(u) for u in said.get("units", ())),
        substitutions=tuple(SubstitutionReading(**s) for s in said.get("substitutions", ())),
        findings=findings_from_json(said.get("findings", ())),
        sources=_sources(said),
    )


def unit_as_json(unit: UnitReading) -> dict[str, Any]:
    """The whole unit; `unit_from_json` makes an equal one of it."""
    said: dict[str, Any] = _plain(unit)
    return said


def unit_from_json(said: Mapping[str, Any]) -> UnitReading:
    """The unit that `unit_as_json` wrote."""
    outcomes = tuple(_outcome(lo) for lo in said.get("learning_outcomes", ()))
    return UnitReading(**{**said, "learning_outcomes": outcomes, "sources": _sources(said)})


def findings_as_json(findings: Sequence[Finding]) -> list[Any]:
    """The findings in their order; `findings_from_json` makes equal ones of them."""
    return [_plain(finding) for finding in findings]


def findings_from_json(said: Sequence[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The findings that `findings_as_json` wrote."""
    return tuple(
        Finding(
            **{
                **f,
                "severity": Severity(f["severity"]),
                "locator": Locator(**f["locator"]) if "locator" in f else None,
            }
        )
        for f in said
    )


def _plain(value: Any) -> Any:
    """Dataclasses as objects without what is at its default; tuples as lists, moments as text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name: _plain(getattr(value, f.name))
            for f in fields(value)
            if not _is_default(f.default, f.default_factory, getattr(value, f.name))
        }
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime) else value


def _is_default(default: Any, factory: Any, value: Any) -> bool:
    if factory is not MISSING:
        return bool(value == factory())
    return bool(default is not MISSING and value == default)


def _sources(said: Mapping[str, Any]) -> dict[str, FieldSource]:
    return {
        name: FieldSource(
            origin=Origin(source["origin"]),
            locator=Locator(**source["locator"]),
            value=source.get("value"),
            by=source.get("by"),
            at=datetime.fromisoformat(source["at"]) if "at" in source else None,
        )
        for name, source in said.get("sources", {}).items()
    }


def _qualification(said: Mapping[str, Any]) -> QualificationReading:
    return QualificationReading(**{**said, "sources": _sources(said)})


def _outcome(said: Mapping[str, Any]) -> LearningOutcomeReading:
    return LearningOutcomeReading(
        number=said["number"],
        text=said["text"],
        indicative_content=tuple(said.get("indicative_content", ())),
        criteria=tuple(_criterion(c) for c in said.get("criteria", ())),
        sources=_sources(said),
    )


def _criterion(said: Mapping[str, Any]) -> CriterionReading:
    return CriterionReading(
        **{
            **said,
            "verbs": tuple(said.get("verbs", ())),
            "shared_with": tuple(said.get("shared_with", ())),
            "descriptors": Descriptors(
                **{kind: tuple(texts) for kind, texts in said.get("descriptors", {}).items()}
            ),
            "sources": _sources(said),
        }
    )
