"""How long the work for a unit should be at most, where the ILM Assessment Service says it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mapper.assessment_service.rules import FEE_BLOCK_WORDS, WORD_COUNT, Fact, Source
from mapper.catalogue.facts import RefRange

LOWEST_LEVEL, HIGHEST_LEVEL = 2, 5
LEADERSHIP_WORDS = 5_000
COACHING_WORDS = {"8585-300": 5_000, "8588-500": 8_000}
NONE_RECOMMENDED = (RefRange("8585-301", "8585-303"), RefRange("8588-501", "8588-503"))
"""Coaching and mentoring units, which are shown by a portfolio."""

_LEADERSHIP = re.compile(r"\bleadership\s*(?:and|&|\+)\s*management\b", re.IGNORECASE)
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–−"), "-")


class Stated(StrEnum):
    """Whether the document gives a number of words for a unit."""

    UP_TO = "up to"
    NONE = "none recommended"
    NOT_STATED = "not stated"


@dataclass(frozen=True, slots=True)
class WordGuidance:
    """The guidance for one unit: `words` is set where a number is stated, `why` is one sentence."""

    stated: Stated
    why: str
    words: int | None = None
    source: Source = WORD_COUNT

    def __str__(self) -> str:
        """For people: "up to 5,000 words", "none recommended", "not stated"."""
        return f"{self.stated} {self.words:,} words" if self.words else self.stated.value


BEYOND = (
    Fact("It is guidance: no work is referred because of its length alone.", WORD_COUNT),
    Fact(
        "What exceeds it may be rejected. Then either a fee is agreed (that of a resubmission for "
        f"every {FEE_BLOCK_WORDS:,} words more), or the learner shortens it with the centre’s help and it is sent "
        "again without charge.",
        WORD_COUNT,
    ),
    Fact(
        "Work that loses sight of the criteria may be referred, and great length can be a sign of that. What is "
        "shorter than recommended for its task is unlikely to pass.",
        WORD_COUNT,
    ),
)
"""What the guidance means where it is exceeded or not reached."""

PORTFOLIO = Fact(
    "A portfolio is sent: every form filled in at some length, a matrix that leads to the evidence for each criterion, "
    "and some writing that links it to the criteria and their verbs. Recordings of sessions need not be sent.",
    WORD_COUNT,
)
"""What is sent for the units without a recommended number of words."""


def word_guidance(
    ref: str, *, level: int | None, qualification_title: str, qualification_level: int | None
) -> WordGuidance:
    """The guidance for a unit taken towards a qualification; never inferred from similar units.

    The document speaks of units of Leadership and Management qualifications of levels 2 to 5; where the
    unit or its qualification is of another or unknown level, that is not stated (seed 002, Word Count).
    """
    own = " ".join(ref.translate(_HYPHENS).split())
    if own in COACHING_WORDS:
        return WordGuidance(Stated.UP_TO, "Stated for this very unit.", COACHING_WORDS[own])
    if any(own in refs for refs in NONE_RECOMMENDED):
        return WordGuidance(Stated.NONE, "Stated for this very unit, which is shown by a portfolio.")
    if not _LEADERSHIP.search(qualification_title):
        return WordGuidance(
            Stated.NOT_STATED,
            "Numbers are given for Leadership and Management qualifications and some coaching units only.",
        )
    for what, number in (("the qualification", qualification_level), ("the unit", level)):
        if number is None:
            return WordGuidance(Stated.NOT_STATED, f"The level of {what} is not known.")
        if not LOWEST_LEVEL <= number <= HIGHEST_LEVEL:
            return WordGuidance(
                Stated.NOT_STATED,
                f"Numbers are given for levels {LOWEST_LEVEL} to {HIGHEST_LEVEL}, and {what} is of level {number}.",
            )
    return WordGuidance(
        Stated.UP_TO,
        f"Stated for Leadership and Management, levels {LOWEST_LEVEL} to {HIGHEST_LEVEL}.",
        LEADERSHIP_WORDS,
    )
