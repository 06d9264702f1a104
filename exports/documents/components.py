"""Which assessment component a piece of evidence belongs to, and what modules are called."""

from __future__ import annotations

from collections.abc import Iterable

from exports.documents.words import per_cent
from mapper.record import AssessmentRecord, LinkRecord, ModuleRecord

COMPONENT_UNKNOWN = "component unknown"


def module_name(code: str | None, title: str | None) -> str:
    """ "LD501 Leading people", as far as it is known."""
    return " ".join(part for part in (code, title) if part) or "module not named"


def assessment_name(assessment: AssessmentRecord) -> str:
    """ "Strategy report, 40 %", or that the weight is not known."""
    weight = "weight not stated" if assessment.weight is None else per_cent(assessment.weight)
    return f"{assessment.title}, {weight}"


def component_names(link: LinkRecord, modules: Iterable[ModuleRecord]) -> tuple[str, ...]:
    """The components that carry the evidence, with their weights; empty where none is known.

    An outcome may be tested by several; the record then names them with semicolons between.
    """
    if link.component is None:
        return ()
    module = next((m for m in modules if (m.code, m.title) == (link.module_code, link.module_title)), None)
    known = module.assessments if module else ()
    if whole := _name(link.component, known):
        return (whole,)
    parts = [_name(part, known) for part in link.component.split("; ")]
    return tuple(part for part in parts if part) if all(parts) else (link.component,)


def _name(component: str, known: Iterable[AssessmentRecord]) -> str | None:
    """The name of the assessment that is meant; None where none is, or different ones could be."""
    names = {assessment_name(a) for a in known if component in _spellings(a)}
    return names.pop() if len(names) == 1 else None


def _spellings(assessment: AssessmentRecord) -> set[str]:
    title, weight = assessment.title, assessment.weight
    spellings = {title, assessment_name(assessment)}
    if weight is not None:
        spellings |= {f"{title}, {weight:g} %", f"{title}, {weight:g}%"}
    return spellings
