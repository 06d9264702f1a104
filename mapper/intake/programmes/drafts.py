"""Modules and components while they are being read: values with their places, not yet settled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from mapper.values import Finding, Locator, Origin

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Found:
    """A value with the place where it stands."""

    value: Scalar
    locator: Locator
    origin: Origin = Origin.READ


@dataclass(frozen=True, slots=True)
class OutcomeDraft:
    """An outcome; `group` tells lists apart that stand in different places."""

    number: str | None
    text: str
    locator: Locator
    group: int = 0


class Rank(IntEnum):
    """How much a mention of a component says: a list of names, prose, a form, a table of weights."""

    NAMED = 0
    PROSE = 1
    FORM = 2
    TABLE = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of a brief; a lower `order` is taken first where room is short."""

    text: str
    locator: Locator
    order: int


@dataclass(slots=True)
class AssessmentDraft:
    """A component as one place of a document describes it; `group` is that place."""

    rank: Rank
    locator: Locator
    group: int = 0
    facts: dict[str, Found] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    outcomes_at: Locator | None = None
    passages: list[Passage] = field(default_factory=list)
    prose_outcomes: list[str] = field(default_factory=list)
    prose_at: Locator | None = None
    under: str = ""
    """The heading that the table stands under."""

    def text(self, name: str) -> str:
        """The fact as text, empty where it is not known."""
        return str(self.facts[name].value) if name in self.facts else ""

    @property
    def weight(self) -> float | None:
        """The weight in per cent of the module, where it is known."""
        found = self.facts.get("weight")
        return float(found.value) if found else None

    def learn(self, name: str, value: Scalar | None, locator: Locator) -> None:
        """Keep the value unless nothing was said or one is known already."""
        if value is not None and value != "" and name not in self.facts:
            self.facts[name] = Found(value, locator)

    def take(self, other: AssessmentDraft) -> None:
        """Add what another mention of the same component says."""
        for name, found in other.facts.items():
            self.facts.setdefault(name, found)
        if not self.outcomes and other.outcomes:
            self.outcomes, self.outcomes_at = list(other.outcomes), other.outcomes_at
        if not self.prose_outcomes and other.prose_outcomes:
            self.prose_outcomes, self.prose_at = list(other.prose_outcomes), other.prose_at
        self.passages.extend(other.passages)


@dataclass(slots=True)
class ModuleDraft:
    """A module as one or more documents describe it."""

    locator: Locator
    facts: dict[str, Found] = field(default_factory=dict)
    inferred: dict[str, Found] = field(default_factory=dict)
    outcomes: list[OutcomeDraft] = field(default_factory=list)
    stray_outcomes: list[OutcomeDraft] = field(default_factory=list)
    assessments: list[AssessmentDraft] = field(default_factory=list)
    content: list[Found] = field(default_factory=list)
    prerequisites: list[Found] = field(default_factory=list)
    strategy: list[Found] = field(default_factory=list)
    heading: Found | None = None
    joined_to: ModuleDraft | None = None
    files: list[str] = field(default_factory=list)
    tested_in: list[tuple[str, str, Locator]] = field(default_factory=list)
    """Component as named, outcome, place: from tables of outcomes that say where each is tested."""
    findings: list[Finding] = field(default_factory=list)
    shares: list[AssessmentDraft] = field(default_factory=list)
    """What briefs say of their own weights in a sentence; they count where nothing else gives weights."""

    tested_groups: list[int] = field(default_factory=list)
    """Groups of stray outcomes that stand under words such as "Learning outcomes assessed"."""

    @property
    def code(self) -> str | None:
        """The module's code as written."""
        return str(self.facts["code"].value) if "code" in self.facts else None

    @property
    def title(self) -> str | None:
        """The module's title as written."""
        return str(self.facts["title"].value) if "title" in self.facts else None

    @property
    def name(self) -> str:
        """What findings call the module."""
        return " ".join(part for part in (self.code, self.title) if part) or "the module without a name"

    @property
    def is_named(self) -> bool:
        """Whether a code or a title is known."""
        return bool(self.code or self.title)

    @property
    def says_something(self) -> bool:
        """Whether anything but a name was read."""
        return bool(self.outcomes or self.stray_outcomes or self.assessments or self.content)

    @property
    def can_be_module(self) -> bool:
        """Whether it is a module although nothing names it: slides and guides have a list of topics, too."""
        return bool(self.outcomes or self.stray_outcomes or self.assessments)

    def learn(self, name: str, value: Scalar | None, locator: Locator) -> None:
        """Keep the value; a second, different one is not kept (see `joining` for conflicts)."""
        if value is not None and value != "" and name not in self.facts:
            self.facts[name] = Found(value, locator)

    def each_list(self) -> Iterator[tuple[list[Found], str]]:
        """The lists of plain values with their names."""
        yield self.content, "content"
        yield self.prerequisites, "prerequisites"
        yield self.strategy, "learning_strategy"


@dataclass(slots=True)
class ProgrammeDraft:
    """The programme's own facts while documents are read."""

    facts: dict[str, Found] = field(default_factory=dict)

    def learn(self, name: str, value: Scalar | None, locator: Locator) -> None:
        """Keep the first value."""
        if value is not None and value != "" and name not in self.facts:
            self.facts[name] = Found(value, locator)
