"""Units while they are being read: what a page has said so far."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from mapper.catalogue.verbs import verbs_of
from mapper.intake.readings import CriterionReading, LearningOutcomeReading, UnitReading
from mapper.intake.specification.labels import Label, as_number, hours_in
from mapper.values import FieldSource, Locator, Origin
from mapper.wording import squeeze


@dataclass(slots=True)
class CriterionDraft:
    """A criterion as its unit's page words it."""

    number: str
    text: str
    locator: Locator
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Criteria whose count differs from that of the numbers beside them: `count` texts, run together."""

    numbers: tuple[str, ...]
    count: int
    text: str
    locator: Locator


@dataclass(slots=True)
class OutcomeDraft:
    """A learning outcome, its criteria and content so far."""

    number: str
    text: str
    locator: Locator
    unpaired: Unpaired | None = None
    criteria: list[CriterionDraft] = field(default_factory=list)
    content: list[str] = field(default_factory=list)

    @property
    def position(self) -> str:
        """The number without letters before it: 3 of LO3."""
        return self.number.lstrip("LOlo ")


@dataclass(slots=True)
class UnitDraft:
    """A unit's page; `page_code` is what the page calls the unit besides its title (M5.30)."""

    locator: Locator
    said: dict[Label, str] = field(default_factory=dict)
    heading: str | None = None
    page_code: str | None = None
    outcomes: list[OutcomeDraft] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The title by its label, or else by the heading."""
        return self.said.get(Label.TITLE) or self.heading

    @property
    def name(self) -> str:
        """What findings call the unit."""
        ref = self.said.get(Label.REF) or self.page_code
        return f"Unit {ref}" if ref else f"Unit “{self.title}”" if self.title else "A unit without a title"

    @property
    def has_criteria(self) -> bool:
        """Whether there are criteria, be it that they could not be paired with their numbers."""
        return any(o.criteria or o.unpaired for o in self.outcomes)

    def is_described(self, labels: Collection[Label | None]) -> bool:
        """Whether the page was read so far that a table of those labels belongs to another unit.

        A reference may stand twice, in the heading and in the table.
        """
        return bool(self.outcomes or (self.said.keys() - {Label.REF}) & set(labels))

    def outcome(self, number: str) -> OutcomeDraft | None:
        """The outcome with that number, whether written 3 or LO3."""
        wanted = number.lstrip("LOlo ")
        return next((o for o in self.outcomes if o.position == wanted), None)

    def set_outcome(self, number: str, text: str, locator: Locator) -> OutcomeDraft:
        """The outcome of that number, made where it is new; its first wording stands."""
        known = self.outcome(number)
        if known is None:
            known = OutcomeDraft(number, squeeze(text), locator)
            self.outcomes.append(known)
        elif not known.text:
            known.text = squeeze(text)
        return known

    def reading(self) -> UnitReading:
        """The unit as read."""
        level = as_number(self.said.get(Label.LEVEL, ""))
        glh = self.said.get(Label.GLH)
        return UnitReading(
            ref=self.said.get(Label.REF),
            title=self.title or "",
            level=int(level) if level is not None else None,
            credits=as_number(self.said.get(Label.CREDITS, "")),
            glh=hours_in(glh) if glh else None,
            purpose=self.said.get(Label.PURPOSE),
            learning_outcomes=tuple(_outcome(o) for o in self.outcomes),
            sources={"title": FieldSource(Origin.READ, self.locator)},
        )


def _outcome(draft: OutcomeDraft) -> LearningOutcomeReading:
    return LearningOutcomeReading(
        number=draft.number,
        text=draft.text,
        indicative_content=tuple(draft.content),
        criteria=tuple(_criterion(c) for c in draft.criteria),
        sources={"text": FieldSource(Origin.READ, draft.locator)},
    )


def _criterion(draft: CriterionDraft) -> CriterionReading:
    verbs = verbs_of(draft.text)
    return CriterionReading(
        number=draft.number,
        text=draft.text,
        verb=verbs[0] if verbs else None,
        verbs=verbs,
        shared_with=draft.shared_with,
        sources={"text": FieldSource(Origin.READ, draft.locator)},
    )
