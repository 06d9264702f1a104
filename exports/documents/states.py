"""The five states of a criterion, and how many criteria are in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mapper.record import CriterionRecord, state_of


class State(StrEnum):
    """What a document says of a criterion's coverage; only the first counts as covered."""

    FULL = "full"
    PART = "part"
    SUSPECT = "suspect"
    NONE = "none"
    NOT_JUDGED = "not judged"

    @property
    def meaning(self) -> str:
        """The state explained in one sentence."""
        return MEANINGS[self]


MEANINGS = {
    State.FULL: "Somebody judged that the evidence named meets the whole criterion.",
    State.PART: "Somebody judged that the evidence named meets some of the criterion; more is needed.",
    State.SUSPECT: (
        "The criterion or the evidence has changed since it was judged. The judgement is shown,"
        " and does not count until somebody confirms it."
    ),
    State.NONE: "Somebody looked, and found nothing in the programme that evidences the criterion.",
    State.NOT_JUDGED: "Nobody has judged the criterion yet. It counts as uncovered.",
}


def criterion_state(criterion: CriterionRecord) -> State:
    """The criterion's state; suspect even where only what is suspect was ever judged of it."""
    return State.SUSPECT if criterion.is_suspect else State(state_of(criterion))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many criteria are in each state."""

    full: int = 0
    part: int = 0
    suspect: int = 0
    none: int = 0
    not_judged: int = 0

    @property
    def total(self) -> int:
        """All criteria counted."""
        return self.full + self.part + self.suspect + self.none + self.not_judged

    @property
    def open(self) -> int:
        """Those that are not fully covered, suspect ones among them."""
        return self.total - self.full

    @property
    def by_state(self) -> tuple[tuple[State, int], ...]:
        """Every state with its count, best first."""
        return tuple(
            zip(State, (self.full, self.part, self.suspect, self.none, self.not_judged), strict=True)
        )

    @property
    def in_words(self) -> str:
        """The states that occur: "12 full, 3 part, 5 not judged"."""
        return ", ".join(f"{count} {state}" for state, count in self.by_state if count) or "no criteria"


def tally(criteria: Iterable[CriterionRecord]) -> Tally:
    """How many of the criteria are in each state."""
    counts = Counter(criterion_state(c) for c in criteria)
    return Tally(
        full=counts[State.FULL],
        part=counts[State.PART],
        suspect=counts[State.SUSPECT],
        none=counts[State.NONE],
        not_judged=counts[State.NOT_JUDGED],
    )
