"""A specification's draft and its edition: what was read beside where, what people made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mapper.drafts.differences import Change, Differences, PartDifference
from mapper.drafts.fields import (
    Kind,
    ReadField,
    Value,
    fields_of,
    find_field,
    part_name,
    part_of,
)
from mapper.errors import MapperError
from mapper.intake.readings import SpecificationReading, UnitReading
from mapper.moments import day_in_words
from mapper.queries.drafts import DraftPage, OfferRow
from mapper.queries.findings import ORDER
from mapper.values import Finding, Origin, Severity


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with the field at a path, or with a whole form."""

    field: str
    message: str

    @classmethod
    def of(cls, error: MapperError) -> Fault:
        """The fault that the error tells."""
        return cls(error.subject, f"{error.message} {error.remedy}".strip())


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field beside its place; where a person corrected it, what was read, by whom and when."""

    field: ReadField
    own_file: str
    person: str

    @property
    def value(self) -> str:
        """The value as a person would type it, empty where nothing is stated."""
        return in_words(self.field.value)

    @property
    def said(self) -> str:
        """The value for people, empty where nothing is stated."""
        if self.field.form.kind is Kind.DAY and self.value:
            return day_in_words(date.fromisoformat(self.value))
        return in_a_row(self.value)

    @property
    def place(self) -> str:
        """Where it was read, with the file where that is not the specification's own.

        A table is named by its number alone, without the heading that it stands under.
        """
        source = self.field.source
        if source is None:
            return ""
        at = source.locator
        words = str(at if at.table is None else replace(at, heading=None))
        return ", ".join(p for p in ("" if at.file in ("", self.own_file) else at.file, words) if p)

    @property
    def is_corrected(self) -> bool:
        """Whether a person set it."""
        return self.field.source is not None and self.field.source.origin is Origin.PERSON

    @property
    def was_read(self) -> str:
        """What was read before a person corrected it."""
        return in_a_row(in_words(self.field.source.value if self.field.source else None)) or "nothing"

    @property
    def is_long(self) -> bool:
        """Whether it takes more than a line to write."""
        return self.field.form.kind in (Kind.PASSAGE, Kind.LINES)

    @property
    def control(self) -> str:
        """The id of its control on the page."""
        return self.field.path.replace("[", "-").replace("].", "-").replace(".", "-")


def in_words(value: Value | bool) -> str:
    """A value as a person would type it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value:g}"


def in_a_row(text: str) -> str:
    """Several lines as one, for people."""
    return " · ".join(text.splitlines())


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit of a draft with its fields by name, and how it stands to the last edition."""

    position: int
    unit: UnitReading
    fields: Mapping[str, ShownField]
    difference: PartDifference | None
    is_corrected: bool

    @property
    def part(self) -> str:
        """What its page of corrections is called."""
        return f"unit-{self.position}"

    @property
    def criteria(self) -> int:
        """How many criteria it has."""
        return sum(len(lo.criteria) for lo in self.unit.learning_outcomes)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A unit that another replaces for learners registered from a day, None where that is unknown."""

    replaced: str
    replacement: str
    registered_from: date | None


def replaced_in(reading: SpecificationReading) -> tuple[Replaced, ...]:
    """The units that others replace, in the reading's order."""
    return tuple(
        Replaced(
            s.replaced,
            s.replacement,
            date.fromisoformat(s.registered_from) if s.registered_from else None,
        )
        for s in reading.substitutions
    )


@dataclass(frozen=True, slots=True)
class DraftView:
    """The preview of a draft."""

    row: DraftPage
    accepted: tuple[str, ...]
    fault: Fault | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the draft holds invented content."""
        return self.row.is_sample

    @property
    def reading(self) -> SpecificationReading:
        """What would be published."""
        return self.row.draft.reading

    @property
    def findings(self) -> tuple[tuple[Finding, str], ...]:
        """The findings, errors first, each with the part in which it could be mended."""
        ordered = sorted(self.reading.findings, key=lambda f: ORDER[f.severity])
        return tuple((f, self.row.draft.part_of_finding(f)) for f in ordered)

    @property
    def pressing(self) -> tuple[tuple[Finding, str], ...]:
        """Errors and warnings."""
        return tuple(row for row in self.findings if row[0].severity is not Severity.INFO)

    @property
    def remarks(self) -> tuple[tuple[Finding, str], ...]:
        """Findings of severity info."""
        return tuple(row for row in self.findings if row[0].severity is Severity.INFO)

    @property
    def grave(self) -> tuple[Finding, ...]:
        """The findings that publishing must name."""
        return tuple(f for f, _ in self.findings if f.severity is Severity.ERROR)

    def count(self, severity: str) -> int:
        """How many findings weigh so much."""
        return sum(f.severity.value == severity for f in self.reading.findings)

    @property
    def qualifications(self) -> tuple[tuple[ShownField, ...], ...]:
        """The fields of each qualification, in one order."""
        return tuple(
            self.shown(fields_of(self.reading, f"qualification-{n}"))
            for n, _ in enumerate(self.reading.qualifications, 1)
        )

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """The units that others replace."""
        return replaced_in(self.reading)

    @property
    def units(self) -> tuple[ShownUnit, ...]:
        """The units in order."""
        corrected = self.row.draft.corrected_parts
        return tuple(
            ShownUnit(
                position=n,
                unit=unit,
                fields={f.field.path: f for f in self.shown(fields_of(self.reading, f"unit-{n}"))},
                difference=self.row.differences.of_unit(unit.ref) if self.row.differences else None,
                is_corrected=f"unit-{n}" in corrected,
            )
            for n, unit in enumerate(self.reading.units, 1)
        )

    @property
    def held(self) -> tuple[tuple[str, str, ShownField], ...]:
        """The corrections that hold: part, its name, the field."""
        found = []
        for correction in self.row.draft.held:
            field = find_field(self.reading, correction.path)
            if field:
                part = part_of(correction.path)
                found.append((part, part_name(self.reading, part), self.shown((field,))[0]))
        return tuple(found)

    def shown(self, fields: tuple[ReadField, ...]) -> tuple[ShownField, ...]:
        """The fields as the page shows them."""
        return tuple(
            ShownField(f, self.row.file, self.row.name_of(f.source.by if f.source else None)) for f in fields
        )

    def refs(self) -> tuple[tuple[int, str], ...]:
        """The units to choose from: position from 0, reference and title."""
        return tuple((n, f"{u.ref or 'no reference'} {u.title}") for n, u in enumerate(self.reading.units))

    @property
    def waiting(self) -> tuple[OfferRow, ...]:
        """Offered wording that nobody attached yet."""
        return tuple(offer for offer in self.row.offers if offer.unit is None)

    @property
    def attached(self) -> tuple[OfferRow, ...]:
        """Offered wording that somebody attached."""
        return tuple(offer for offer in self.row.offers if offer.unit is not None)

    @property
    def summary(self) -> tuple[tuple[str, int], ...]:
        """How many qualifications, units and replaced units were added, removed or changed."""
        return summary_of(self.row.differences)


def summary_of(differences: Differences | None) -> tuple[tuple[str, int], ...]:
    """How many parts of a comparison were added, removed, changed or stayed."""
    parts = differences.parts if differences else ()
    return tuple(
        (change.value, count) for change in Change if (count := sum(part.change is change for part in parts))
    )


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """The form that corrects a part of a draft; `typed` is what a person had filled in, by path.

    `unkept` is what stood in a form that was refused because the draft had moved on.
    """

    draft: DraftView
    part: str
    typed: Mapping[str, str]
    fault: Fault | None = None
    unkept: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_sample(self) -> bool:
        """Whether the draft holds invented content."""
        return self.draft.is_sample

    @property
    def name(self) -> str:
        """The part for people."""
        return part_name(self.draft.reading, self.part)

    @property
    def fields(self) -> tuple[ShownField, ...]:
        """All fields of the part."""
        return self.draft.shown(fields_of(self.draft.reading, self.part))

    @property
    def differing(self) -> tuple[tuple[ShownField, str], ...]:
        """The fields that a refused form had otherwise than they stand, each with what stood there."""
        typed = [(f, self.unkept.get(f.field.path)) for f in self.fields]
        return tuple((f, t) for f, t in typed if t is not None and t.split() != f.value.split())

    @property
    def facts(self) -> tuple[ShownField, ...]:
        """The fields of the part itself, without its wording."""
        return tuple(f for f in self.fields if not f.field.about)

    @property
    def wording(self) -> tuple[Mapping[str, ShownField], ...]:
        """The learning outcomes and criteria in order, each as its fields by name."""
        rows: dict[str, dict[str, ShownField]] = {}
        for f in self.fields:
            if f.field.about:
                rows.setdefault(f.field.path.rpartition(".")[0], {})[f.field.form.name] = f
        return tuple(rows.values())

    def count(self, row: Mapping[str, ShownField], names: Sequence[str]) -> int:
        """How many items the named lists of an outcome or criterion hold."""
        return sum(len(row[name].value.splitlines()) for name in names)

    def opens(self, row: Mapping[str, ShownField], names: Sequence[str]) -> bool:
        """Whether the named lists are shown at once: one is at fault, or somebody corrected it."""
        at_fault = self.fault.field if self.fault else ""
        return any(row[name].field.path == at_fault or row[name].is_corrected for name in names)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings on the part."""
        return tuple(f for f, part in self.draft.findings if part == self.part)

    @property
    def fault_control(self) -> str:
        """The id of the control that the fault is about."""
        paths = {f.field.path: f.control for f in self.fields}
        return paths.get(self.fault.field, "main") if self.fault else "main"
