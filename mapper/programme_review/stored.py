"""A programme's reading as JSON and back, with every source and finding: what a draft keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.values import FieldSource, Finding, Locator, Origin, Severity, Sources


def reading_as_json(reading: ProgrammeReading) -> dict[str, Any]:
    """The whole reading as documents gave it; `reading_from_json` makes an equal one of it."""
    return {
        **reading.as_json(),
        "sources": {name: source.as_json() for name, source in reading.sources.items()},
    }


def reading_from_json(said: Mapping[str, Any]) -> ProgrammeReading:
    """The reading that `reading_as_json` wrote."""
    return ProgrammeReading(
        **said["programme"],
        modules=tuple(_module(module) for module in said["modules"]),
        findings=tuple(finding_from_json(finding) for finding in said["findings"]),
        sources=_sources(said["sources"]),
    )


def _module(said: Mapping[str, Any]) -> ModuleReading:
    facts = {name: value for name, value in said.items() if name != "fields"}
    return ModuleReading(
        **{
            **facts,
            "prerequisites": tuple(said["prerequisites"]),
            "learning_outcomes": tuple(OutcomeReading(**o) for o in said["learning_outcomes"]),
            "assessments": _assessments(said["assessments"]),
            "content": tuple(said["content"]),
            "sources": _sources(said["fields"]),
        }
    )


def _assessments(said: Sequence[Mapping[str, Any]]) -> tuple[AssessmentReading, ...]:
    return tuple(AssessmentReading(**{**a, "outcomes": tuple(a["outcomes"])}) for a in said)


def _sources(said: Mapping[str, Any]) -> Sources:
    return {
        path: FieldSource(
            Origin(source["origin"]),
            Locator.from_json(source["file"], source["locator"]),
            source.get("value"),
        )
        for path, source in said.items()
    }


def finding_from_json(said: Mapping[str, Any]) -> Finding:
    """The finding that `Finding.as_json` wrote."""
    place = Locator.from_json(said["file"], said["locator"]) if "locator" in said else None
    return Finding(Severity(said["severity"]), said["subject"], said["message"], said["remedy"], place)
