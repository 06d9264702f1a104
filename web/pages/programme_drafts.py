"""A programme's draft: findings first, then its modules one by one, each field beside where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from mapper.drafts.differences import Change as Differing
from mapper.drafts.differences import PartDifference
from mapper.programme_review.changes import Change, last_standing
from mapper.programme_review.doubts import Doubt, weights_total
from mapper.programme_review.fields import FIELDS, FieldForm, as_typed, in_words, label_of
from mapper.programme_review.parts import Part, PartKind, source_of
from mapper.programme_review.passages import Blocks, Snippet, snippet_at
from mapper.programme_review.standing import StandingFinding
from mapper.queries.programme_drafts import ProgrammeDraftPage
from mapper.queries.programme_reading import ComparedProgramme
from mapper.values import FieldSource, Finding, Locator, Origin, Severity
from web.pages.told_changes import ToldChange, told


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused: what is amiss, with which field of which part, and what was typed into it."""

    part: str
    field: str
    message: str
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field as it stands beside the snippet that it was read from."""

    part: Part
    form: FieldForm
    source: FieldSource | None
    snippet: Snippet | None
    doubt: Doubt | None
    person: str

    @property
    def value(self) -> str:
        """For people, empty where nothing is stated."""
        return in_words(self.part.values[self.form.name])

    @property
    def typed(self) -> str:
        """As its control shows it."""
        return as_typed(self.form, self.part.values[self.form.name])

    @property
    def control(self) -> str:
        """The id of its control on the page."""
        return f"{row_of(self.part.key)}-{self.form.name}"

    @property
    def place(self) -> Locator | None:
        """Where it was read, or would have been; None where that is not known."""
        return self.source.locator if self.source and self.source.locator.file else None

    @property
    def is_of_person(self) -> bool:
        """Whether a person set or confirmed it."""
        return self.source is not None and self.source.origin is Origin.PERSON

    @property
    def was_read(self) -> str:
        """What was read before a person set it."""
        return in_words(self.source.value if self.source else None) or "nothing"

    @property
    def set_at(self) -> datetime | None:
        """When a person set it."""
        return self.source.at if self.source else None


def row_of(key: str) -> str:
    """A part's key as an id on a page."""
    return key.replace(".", "-")


@dataclass(frozen=True, slots=True)
class ShownPart:
    """A part with its fields by name."""

    part: Part
    fields: Mapping[str, ShownField]

    @property
    def row(self) -> str:
        """Its id on the page."""
        return row_of(self.part.key)

    @property
    def label(self) -> str:
        """For people."""
        return label_of(self.part)


@dataclass(frozen=True, slots=True)
class ModuleRow:
    """A module in the index of a draft."""

    part: Part
    doubts: int

    def count(self, kind: str) -> int:
        """How many items of a kind it has."""
        return len(self.part.of_kind(PartKind(kind)))

    @property
    def weights(self) -> float | None:
        """What the weights of its assessments add up to, None where one is unknown."""
        return weights_total(self.part)


@dataclass(frozen=True, slots=True)
class DraftView:
    """What all pages of a draft share."""

    row: ProgrammeDraftPage
    compared: ComparedProgramme | None = None
    differences: tuple[PartDifference, ...] = ()
    texts: Mapping[str, Blocks] = field(default_factory=dict)
    refused: Refused | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the draft holds invented content."""
        return self.row.is_sample

    @property
    def name(self) -> str:
        """The programme's title, or what stands for it."""
        return self.row.title or "A programme without a title"

    @property
    def modules(self) -> tuple[ModuleRow, ...]:
        """The modules that stand, in order."""
        draft = self.row.draft
        return tuple(ModuleRow(m, len(draft.doubts[m.key])) for m in draft.parts.standing)

    @property
    def doubt_count(self) -> int:
        """How many doubts there are in all."""
        return sum(map(len, self.row.draft.doubts.values()))

    @property
    def findings(self) -> tuple[tuple[str, str, tuple[StandingFinding, ...]], ...]:
        """The findings by what they are about: its key, its name, and them; those with errors first."""
        groups: dict[tuple[str, str], list[StandingFinding]] = {}
        for row in self.row.draft.findings:
            part = self.row.draft.parts.find(row.part) if row.part else None
            groups.setdefault((row.part, label_of(part) if part else row.finding.subject), []).append(row)
        return tuple((key, name, tuple(rows)) for (key, name), rows in groups.items())

    def count(self, severity: str) -> int:
        """How many findings weigh so much."""
        return sum(f.finding.severity.value == severity for f in self.row.draft.findings)

    def item_count(self, kind: str) -> int:
        """How many items of a kind would enter."""
        return sum(len(m.of_kind(PartKind(kind))) for m in self.row.draft.parts.standing)

    @property
    def changes(self) -> tuple[ToldChange, ...]:
        """What people changed, the last first; what was taken back stands beside."""
        return told(self.row)

    @property
    def standing_changes(self) -> tuple[ToldChange, ...]:
        """What people changed and nobody took back, in order."""
        return tuple(change for change in reversed(self.changes) if not change.is_taken_back)

    @property
    def last(self) -> Change | None:
        """The change that could be taken back."""
        return last_standing(self.row.all_changes)

    @property
    def changed_modules(self) -> tuple[PartDifference, ...]:
        """What differs from the last edition."""
        return tuple(d for d in self.differences if d.change is not Differing.SAME)

    @property
    def facts(self) -> ShownPart:
        """The programme's own facts."""
        return self.shown(self.row.draft.parts.facts, self.row.draft.doubts[self.row.draft.parts.facts.key])

    def shown(self, part: Part, doubts: tuple[Doubt, ...]) -> ShownPart:
        """A part with its fields, each with the doubt about it."""
        of_field = {d.field: d for d in doubts if d.part == part.key and d.field}
        found = {}
        for form in FIELDS[part.kind]:
            source = source_of(part, form.name)
            place = source.locator if source else Locator()
            wanted = source.value if source and source.origin is Origin.PERSON else part.values[form.name]
            found[form.name] = ShownField(
                part=part,
                form=form,
                source=source,
                snippet=snippet_at(self.texts.get(place.file, ()), place, in_words(wanted)),
                doubt=of_field.get(form.name),
                person=self.row.name_of(source.by if source else None),
            )
        return ShownPart(part, found)

    def typed_in(self, part: str, name: str, otherwise: str) -> str:
        """What a person had typed into a form that was refused, else what stands."""
        if self.refused and self.refused.part == part:
            return self.refused.typed.get(name, otherwise)
        return otherwise

    def is_refused(self, part: str, name: str = "") -> bool:
        """Whether the refused form is that of a part (and the fault with a field of it)."""
        return bool(self.refused and self.refused.part == part and (not name or self.refused.field == name))

    def place_in_words(self, place: Locator) -> str:
        """A place for people; the file is named where the draft has several, or nothing else is known."""
        words = str(place)
        if words and len(self.row.documents) == 1:
            return words
        return ", ".join(part for part in (place.file, words) if part)

    @property
    def grave(self) -> tuple[Finding, ...]:
        """The errors that stand."""
        findings = (f.finding for f in self.row.draft.findings)
        return tuple(f for f in findings if f.severity is Severity.ERROR)

    def forms(self, kind: str) -> tuple[FieldForm, ...]:
        """The fields of a new item of a kind, or of a new module; of that the few that name it."""
        forms = FIELDS[PartKind(kind)]
        return forms[:4] if kind == "module" else forms

    def label(self, part: Part) -> str:
        """A part for people."""
        return label_of(part)

    def label_of(self, key: str) -> str:
        """The part with a key, for people."""
        part = self.row.draft.parts.find(key)
        return label_of(part) if part else ""

    @property
    def fault_link(self) -> str:
        """The id of the control that the fault is about."""
        if self.refused is None:
            return "main"
        return f"{row_of(self.refused.part)}-{self.refused.field}" if self.refused.field else "main"
