"""Small structures as JSON of the command line contract, for tests to change where it matters to them."""

from __future__ import annotations

from typing import Any

from mapper.paths import CriterionVerdict, Judged, Verdict, judge, read_structure

GUARANTEED, CONDITIONAL = Verdict.GUARANTEED, Verdict.CONDITIONAL
NOT_COVERED, UNDETERMINED = Verdict.NOT_COVERED, Verdict.UNDETERMINED


def part(name: str, weight: float | None = 100, **rules: Any) -> dict[str, Any]:
    """An assessment that counts by component, and may fail where the others make up for it."""
    return {"id": name, "weight": weight, "pass_mark": 40, "must_pass": False, "choice": False} | rules


def module(code: str, *parts: dict[str, Any], **rules: Any) -> dict[str, Any]:
    """A module of 20 credits passed at 40, with one assessment called CODE.0 where none is given."""
    stated = {"credits": 20, "pass_mark": 40, "every_component": False, "compensatable": False} | rules
    return {"code": code, **stated, "assessments": list(parts or (part(f"{code}.0"),))}


def programme(
    *modules: dict[str, Any], structure: object = None, evidence: Any = (), **rules: Any
) -> dict[str, Any]:
    """All modules core unless a structure is given; `evidence` is the any_of of the criterion 1.1."""
    return {
        "modules": list(modules),
        "structure": {"all": [m["code"] for m in modules]} if structure is None else structure,
        "compensation_credits": 0,
        "criteria": [{"id": "1.1", "any_of": [list(one) for one in evidence]}],
    } | rules


def judged(given: object) -> Judged:
    """What the door says, with the findings of the reading before its own."""
    reading = read_structure(given)
    said = judge(reading.structure)
    return Judged(said.verdicts, (*reading.findings, *said.findings))


def verdict(given: object) -> CriterionVerdict:
    """The verdict on the only criterion."""
    (only,) = judged(given).verdicts
    return only


def words(given: object) -> tuple[Verdict, Verdict]:
    """By module, by component."""
    said = verdict(given)
    return said.by_module, said.by_component
