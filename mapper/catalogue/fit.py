"""Whether a programme's level and length suit a qualification: said beside a ranking, never scored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mapper.catalogue.facts import QualificationFacts

LEVEL = re.compile(r"(?<!\d)[3-8](?!\d)")
# Their numbers are not those of the FHEQ and the RQF, where a level is the same number in both.
OTHER_FRAMEWORKS = re.compile(r"\b(?:scqf|nfq|eqf|cqfw|ahe|aqf)\b", re.IGNORECASE)
NUMBERS_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
LENGTH = re.compile(rf"(\d+(?:\.\d+)?|{'|'.join(NUMBERS_IN_WORDS)})[ -]?(year|month|week)", re.IGNORECASE)
MONTHS = {"year": 12.0, "month": 1.0, "week": 12 / 52}


class Suits(StrEnum):
    """Whether the programme suits the qualification in one respect."""

    YES = "fits"
    NO = "does not fit"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Fit:
    """The judgement in one respect, and one sentence with the figures it rests on."""

    suits: Suits
    said: str


@dataclass(frozen=True, slots=True)
class ProgrammeFacts:
    """What is known of a programme's size, as its documents word it; module levels in any order."""

    level: str | None = None
    credits: float | None = None
    duration: str | None = None
    module_levels: tuple[str | None, ...] = ()


def level_fit(programme: ProgrammeFacts, qualification: QualificationFacts) -> Fit:
    """Whether the programme reaches the qualification's level.

    Without a level of its own the programme is taken at the highest of its modules. Levels of the
    FHEQ and the RQF bear the same numbers; those of another framework are not converted.
    """
    wanted = qualification.level
    if wanted is None:
        return Fit(Suits.UNKNOWN, "The qualification's level is not stated.")
    of_modules = [level for level in map(_level, programme.module_levels) if level is not None]
    own = _level(programme.level)
    if own is None and not of_modules:
        return Fit(Suits.UNKNOWN, "The programme's level is not stated.")
    reached = own if own is not None else max(of_modules)
    source = "The programme is" if own is not None else "The highest modules are"
    if reached < wanted:
        return Fit(Suits.NO, f"{source} level {reached}, below level {wanted}.")
    if of_modules:
        high = sum(level >= wanted for level in of_modules)
        share = f"{high} of {len(programme.module_levels)} modules are level {wanted} or above."
        return Fit(Suits.YES if high else Suits.NO, share)
    return Fit(Suits.YES, f"{source} level {reached}.")


def _level(text: str | None) -> int | None:
    if text is None or OTHER_FRAMEWORKS.search(text):
        return None
    found = set(LEVEL.findall(text))
    return int(found.pop()) if len(found) == 1 else None


def duration_fit(programme: ProgrammeFacts, qualification: QualificationFacts) -> Fit:
    """Whether the programme is large enough, and short enough where the qualification states a limit.

    Size is compared in credits, one of which stands for ten hours of learning on both sides.
    """
    fits = [fit for fit in (_size(programme, qualification), _time(programme, qualification)) if fit]
    suits = next((s for s in (Suits.NO, Suits.YES) if any(f.suits is s for f in fits)), Suits.UNKNOWN)
    return Fit(suits, " ".join(fit.said for fit in fits))


def _size(programme: ProgrammeFacts, qualification: QualificationFacts) -> Fit:
    needed, had = qualification.credits_min, programme.credits
    if needed is None:
        return Fit(Suits.UNKNOWN, "The qualification's credits are not stated.")
    if had is None:
        return Fit(Suits.UNKNOWN, "The programme's credits are not stated.")
    return Fit(
        Suits.YES if had >= needed else Suits.NO, f"{had:g} credits, where at least {needed:g} are needed."
    )


def _time(programme: ProgrammeFacts, qualification: QualificationFacts) -> Fit | None:
    limit, takes = _months(qualification.duration), _months(programme.duration)
    if limit is None:
        return None
    if takes is None:
        return Fit(
            Suits.UNKNOWN, f"To be completed in {limit:g} months; the programme's duration is not stated."
        )
    return Fit(
        Suits.YES if takes <= limit else Suits.NO,
        f"{takes:g} months, to be completed in {limit:g}.",
    )


def _months(text: str | None) -> float | None:
    """The only length that the text states."""
    found: Sequence[tuple[str, str]] = LENGTH.findall(text or "")
    if len(found) != 1:
        return None
    number, unit = (part.lower() for part in found[0])
    count = NUMBERS_IN_WORDS.index(number) + 1 if number in NUMBERS_IN_WORDS else float(number)
    return round(count * MONTHS[unit], 1)
