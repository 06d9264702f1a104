"""What a person should look at before a programme is accepted: doubtful fields, module by module."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from mapper.intake.readings import AssessmentReading, OutcomeReading
from mapper.programme_review.fields import FIELDS, in_words
from mapper.programme_review.parts import PROGRAMME_KEY, Part, PartKind, Value, source_of
from mapper.statements import tested_outcomes
from mapper.values import Finding, Origin, Severity

WHOLE = 100
WITHIN = 0.01
WANTED = {
    PartKind.PROGRAMME: ("title",),
    PartKind.MODULE: ("title", "level", "credits"),
    PartKind.ASSESSMENT: ("weight",),
}
SAID_OF_A_FIELD = re.compile(r"The ([a-z][a-z ]*?) (?:is )?“")


class Why(StrEnum):
    """Why a field is doubtful, in a word."""

    INFERRED = "inferred"
    MISSING = "missing"
    CONFLICTING = "conflicting"
    WEIGHTS = "weights"
    REFERENCE = "reference"
    NO_EVIDENCE = "no evidence"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful field of a part; where a whole list of a module is, `field` is empty and `of_list` its kind.

    `offered` is an inferred value that a person could take.
    """

    part: str
    field: str
    why: Why
    message: str
    offered: Value = None
    of_list: PartKind | None = None

    @property
    def can_be_confirmed(self) -> bool:
        """Whether a person could say that the field is right as it stands."""
        # A programme must have a title before it is accepted.
        is_needed = self.part == PROGRAMME_KEY and self.why is Why.MISSING
        return (
            bool(self.field) and not is_needed and self.why in (Why.MISSING, Why.CONFLICTING, Why.NO_EVIDENCE)
        )


def doubts_of(part: Part, findings: Sequence[Finding] = ()) -> tuple[Doubt, ...]:
    """The doubts about a module and its items, or about the programme's facts, in the page's order.

    `findings` are those about it that stand; one that names a field makes it doubtful.
    """
    found = list(_of_fields(part, findings))
    if part.kind is PartKind.MODULE:
        found += _of_lists(part)
        for kind in (PartKind.OUTCOME, PartKind.ASSESSMENT, PartKind.CONTENT):
            for item in part.of_kind(kind):
                found += _of_fields(item, ())
                if kind is PartKind.ASSESSMENT:
                    found += _of_references(part, item)
    return tuple(found)


def _of_fields(part: Part, findings: Sequence[Finding]) -> Iterator[Doubt]:
    is_told = bool(part.sources)  # of one field that nobody knows the place of, none of the others is told
    conflicts = {field_named(f): f for f in findings if f.severity is not Severity.INFO}
    for form in FIELDS[part.kind]:
        source, value = source_of(part, form.name), part.values[form.name]
        is_settled = source is not None and source.origin is Origin.PERSON
        if source is not None and source.origin is Origin.INFERRED:
            said = f"{form.label} {in_words(source.value)} was inferred, not read."
            yield Doubt(part.key, form.name, Why.INFERRED, said, offered=source.value)
        elif is_settled:
            continue
        elif form.name in conflicts:
            yield Doubt(part.key, form.name, Why.CONFLICTING, conflicts[form.name].message)
        elif value is None and form.name in WANTED.get(part.kind, ()):
            yield Doubt(part.key, form.name, Why.MISSING, f"{form.label}: nothing was read.")
        elif value not in (None, ()) and not is_told:
            is_told = True
            yield Doubt(
                part.key, form.name, Why.NO_EVIDENCE, f"{form.label}: it is not known where it was read."
            )


def _of_lists(module: Part) -> Iterator[Doubt]:
    for kind, name in ((PartKind.OUTCOME, "outcome"), (PartKind.ASSESSMENT, "assessment")):
        if not module.of_kind(kind):
            yield Doubt(module.key, "", Why.MISSING, f"No {name} was read.", of_list=kind)
    numbers = Counter(str(o.values["number"]) for o in module.of_kind(PartKind.OUTCOME) if o.values["number"])
    if twice := [number for number, times in numbers.items() if times > 1]:
        said = f"More than one outcome has the number {', '.join(twice)}."
        yield Doubt(module.key, "", Why.REFERENCE, said, of_list=PartKind.OUTCOME)
    total = weights_total(module)
    if total is not None and abs(total - WHOLE) > WITHIN:
        said = f"The weights of its assessments total {total:g} per cent, not 100."
        yield Doubt(module.key, "", Why.WEIGHTS, said, of_list=PartKind.ASSESSMENT)


def weights_total(module: Part) -> float | None:
    """What the weights add up to in per cent; None where one is unknown or there is none."""
    weights = [a.values["weight"] for a in module.of_kind(PartKind.ASSESSMENT)]
    known = [float(w) for w in weights if isinstance(w, int | float)]
    return sum(known) if known and len(known) == len(weights) else None


def _of_references(module: Part, assessment: Part) -> Iterator[Doubt]:
    missing = unlisted_outcomes(module, assessment)
    source = source_of(assessment, "outcomes")
    if missing and not (source and source.origin is Origin.PERSON):
        said = f"It is said to test outcome {', '.join(missing)}, which the module does not list."
        yield Doubt(assessment.key, "outcomes", Why.REFERENCE, said)


def unlisted_outcomes(module: Part, assessment: Part) -> tuple[str, ...]:
    """The outcomes that an assessment refers to, as written, and that the module does not list.

    Nothing where the module lists no outcome at all.
    """
    outcomes = [
        OutcomeReading(o.values["number"] if isinstance(o.values["number"], str) else None, "")
        for o in module.of_kind(PartKind.OUTCOME)
    ]
    named = assessment.values["outcomes"]
    if not outcomes or not isinstance(named, tuple):
        return ()
    return tuple(n for n in named if not tested_outcomes(AssessmentReading(None, outcomes=(n,)), outcomes))


def field_named(finding: Finding) -> str:
    """The field that a finding tells of ("The pass mark is “40” …"), empty where it names none."""
    match = SAID_OF_A_FIELD.match(finding.message)
    return match[1].replace(" ", "_") if match else ""
