"""What the extractors read from documents: plain values in the shape of the command line contract.

`as_json` of each gives exactly the contract's keys; None stands for what the document does not
say, never for a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mapper.values import FieldSource, Finding, Sources, no_sources


@dataclass(frozen=True, slots=True)
class Descriptors:
    """Sufficiency descriptors of one criterion; None where the mark sheet has no such column."""

    referral: tuple[str, ...] | None = None
    pass_: tuple[str, ...] | None = None
    good_pass: tuple[str, ...] | None = None

    def as_json(self) -> dict[str, object]:
        """Keys referral, pass and good_pass; lists or null."""
        return {"referral": self.referral, "pass": self.pass_, "good_pass": self.good_pass}


@dataclass(frozen=True, slots=True)
class CriterionReading:
    """One criterion; `text` is the awarding body's wording, exactly (white space squeezed)."""

    number: str
    text: str
    verb: str | None = None
    verbs: tuple[str, ...] = ()
    marks: float | None = None
    pass_marks: float | None = None
    descriptors: Descriptors = Descriptors()
    shared_with: tuple[str, ...] = ()
    sources: Mapping[str, FieldSource] = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The contract's keys; `shared_with` only where the criterion is shared."""
        said: dict[str, object] = {
            "number": self.number,
            "text": self.text,
            "verb": self.verb,
            "verbs": self.verbs,
            "marks": self.marks,
            "pass_marks": self.pass_marks,
            "descriptors": self.descriptors.as_json(),
        }
        if self.shared_with:
            said["shared_with"] = self.shared_with
        return said


@dataclass(frozen=True, slots=True)
class LearningOutcomeReading:
    """One learning outcome of a unit with its criteria, in the document's order."""

    number: str
    text: str
    indicative_content: tuple[str, ...] = ()
    criteria: tuple[CriterionReading, ...] = ()
    sources: Mapping[str, FieldSource] = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "number": self.number,
            "text": self.text,
            "indicative_content": self.indicative_content,
            "criteria": [c.as_json() for c in self.criteria],
        }


@dataclass(frozen=True, slots=True)
class UnitReading:
    """One unit row of a specification, with its wording where the document carries it.

    `marks_total` is what the unit's mark sheet states as the total of its marks.
    """

    ref: str | None
    title: str
    restriction: str | None = None
    level: int | None = None
    credits: float | None = None
    glh: float | None = None
    group: str | None = None
    purpose: str | None = None
    marks_total: float | None = None
    learning_outcomes: tuple[LearningOutcomeReading, ...] = ()
    sources: Mapping[str, FieldSource] = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The contract's keys and the purpose."""
        return {
            "ref": self.ref,
            "title": self.title,
            "restriction": self.restriction,
            "level": self.level,
            "credits": self.credits,
            "glh": self.glh,
            "group": self.group,
            "purpose": self.purpose,
            "learning_outcomes": [lo.as_json() for lo in self.learning_outcomes],
        }


@dataclass(frozen=True, slots=True)
class QualificationReading:
    """One qualification; credits and hours as numbers, induction, support and duration as written."""

    title: str
    accreditation_number: str
    size: str | None = None
    level: int | None = None
    credits_min: float | None = None
    credits_max: float | None = None
    glh: float | None = None
    average_glh: float | None = None
    tqt: float | None = None
    start_date: str | None = None
    induction: str | None = None
    tutorial_support: str | None = None
    duration: str | None = None
    rule_text: str | None = None
    sources: Mapping[str, FieldSource] = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The contract's keys; `start_date` as YYYY-MM-DD."""
        return {
            "title": self.title,
            "accreditation_number": self.accreditation_number,
            "size": self.size,
            "level": self.level,
            "credits_min": self.credits_min,
            "credits_max": self.credits_max,
            "glh": self.glh,
            "average_glh": self.average_glh,
            "tqt": self.tqt,
            "start_date": self.start_date,
            "induction": self.induction,
            "tutorial_support": self.tutorial_support,
            "duration": self.duration,
            "rule_text": self.rule_text,
        }


@dataclass(frozen=True, slots=True)
class SubstitutionReading:
    """A unit that replaces another for learners registered from a date (YYYY-MM-DD); whole refs."""

    replaced: str
    replacement: str
    registered_from: str | None

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "replaced": self.replaced,
            "replacement": self.replacement,
            "registered_from": self.registered_from,
        }


@dataclass(frozen=True, slots=True)
class SpecificationReading:
    """A specification, or unit specifications alone, as read from one document."""

    code: str | None
    title: str | None
    level: int | None
    qualifications: tuple[QualificationReading, ...] = ()
    units: tuple[UnitReading, ...] = ()
    substitutions: tuple[SubstitutionReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: Mapping[str, FieldSource] = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The answer of `mapper read-specification --json`."""
        return {
            "specification": {"code": self.code, "title": self.title, "level": self.level},
            "qualifications": [q.as_json() for q in self.qualifications],
            "units": [u.as_json() for u in self.units],
            "substitutions": [s.as_json() for s in self.substitutions],
            "findings": [f.as_json() for f in self.findings],
        }


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """A module's outcome; `number` as the document shows it, None where it is unnumbered."""

    number: str | None
    text: str

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {"number": self.number, "text": self.text}


@dataclass(frozen=True, slots=True)
class AssessmentReading:
    """An assessment component; `weight` in per cent of the module, `outcomes` as written."""

    title: str | None
    type: str | None = None
    weight: float | None = None
    length: str | None = None
    description: str | None = None
    outcomes: tuple[str, ...] = ()
    must_pass: bool | None = None

    def as_json(self) -> dict[str, object]:
        """The contract's keys."""
        return {
            "title": self.title,
            "type": self.type,
            "weight": self.weight,
            "length": self.length,
            "description": self.description,
            "outcomes": self.outcomes,
            "must_pass": self.must_pass,
        }


@dataclass(frozen=True, slots=True)
class ModuleReading:
    """One module. Keys of `sources` are paths of the contract: `credits`, `assessments[0].weight`."""

    code: str | None
    title: str | None
    level: int | float | str | None = None
    credits: float | None = None
    status: str | None = None
    option_group: str | None = None
    year: int | str | None = None
    pass_mark: float | None = None
    prerequisites: tuple[str, ...] = ()
    learning_outcomes: tuple[OutcomeReading, ...] = ()
    assessments: tuple[AssessmentReading, ...] = ()
    content: tuple[str, ...] = ()
    learning_strategy: str | None = None
    sources: Sources = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The contract's keys, `fields` last."""
        return {
            "code": self.code,
            "title": self.title,
            "level": self.level,
            "credits": self.credits,
            "status": self.status,
            "option_group": self.option_group,
            "year": self.year,
            "pass_mark": self.pass_mark,
            "prerequisites": self.prerequisites,
            "learning_outcomes": [o.as_json() for o in self.learning_outcomes],
            "assessments": [a.as_json() for a in self.assessments],
            "content": self.content,
            "learning_strategy": self.learning_strategy,
            "fields": {path: source.as_json() for path, source in self.sources.items()},
        }


@dataclass(frozen=True, slots=True)
class ProgrammeReading:
    """A programme's facts and modules as read from its documents together."""

    title: str | None = None
    award: str | None = None
    level: int | float | str | None = None
    credits: float | None = None
    duration: str | None = None
    mode: str | None = None
    modules: tuple[ModuleReading, ...] = ()
    findings: tuple[Finding, ...] = ()
    sources: Sources = field(default_factory=no_sources)

    def as_json(self) -> dict[str, object]:
        """The answer of `mapper read-programme --json`."""
        return {
            "programme": {
                "title": self.title,
                "award": self.award,
                "level": self.level,
                "credits": self.credits,
                "duration": self.duration,
                "mode": self.mode,
            },
            "modules": [m.as_json() for m in self.modules],
            "findings": [f.as_json() for f in self.findings],
        }
