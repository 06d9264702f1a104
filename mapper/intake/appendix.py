"""Appendix 1: what ILM asks a university for, which file is which, and what is still missing (seed 000)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Asked(StrEnum):
    """One of the four things that are asked for."""

    COURSE_OVERVIEW = "course overview"
    COURSE_PLANNER = "course planner"
    MODULE_INFORMATION = "module information"
    ASSESSMENT_INFORMATION = "assessment information"


class Travelled(StrEnum):
    """How a file reached us safely."""

    SECURE_LINK = "secure link"
    PROTECTED_ZIP = "protected zip"


EXPLAINED = {
    Asked.COURSE_OVERVIEW: "a handbook or a leaflet of the programme",
    Asked.COURSE_PLANNER: "what is taught when, year by year",
    Asked.MODULE_INFORMATION: "each module with its outcomes and content",
    Asked.ASSESSMENT_INFORMATION: "the tasks, their weights and lengths, and what they test",
}
"""What each is, in a few words for the person who is asked."""

FEWEST_OF_PLANNER = 3
FEWEST_OF_OVERVIEW = 2


@dataclass(frozen=True, slots=True)
class ReadFromFile:
    """How much was read from one file: counts of outcomes and so on, over all editions.

    `planned` counts modules of which it states the year or the option group, `facts` what it states
    of the programme as such.
    """

    facts: int = 0
    planned: int = 0
    outcomes: int = 0
    content: int = 0
    assessments: int = 0


@dataclass(frozen=True, slots=True)
class SuggestedLabel:
    """What a file seems to be, and what speaks for it; a person confirms it or does not."""

    asked: Asked
    reason: str


def suggest_labels(read: ReadFromFile) -> tuple[SuggestedLabel, ...]:
    """What the file seems to be by what was read from it, in ILM's order; nothing where nothing speaks."""
    return tuple(SuggestedLabel(asked, f"{said} read from it") for asked, said in _grounds(read))


def _grounds(read: ReadFromFile) -> Iterator[tuple[Asked, str]]:
    if read.facts >= FEWEST_OF_OVERVIEW:
        yield Asked.COURSE_OVERVIEW, f"{read.facts} facts of the programme were"
    if read.planned >= FEWEST_OF_PLANNER:
        yield Asked.COURSE_PLANNER, f"the year or option group of {read.planned} modules was"
    if read.outcomes or read.content:
        counted = [_counted(read.outcomes, "outcome"), _counted(read.content, "content item")]
        said = " and ".join(part for part in counted if part)
        yield Asked.MODULE_INFORMATION, f"{said} {_were(read.outcomes + read.content)}"
    if read.assessments:
        yield (
            Asked.ASSESSMENT_INFORMATION,
            f"{_counted(read.assessments, 'assessment')} {_were(read.assessments)}",
        )


def _counted(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}" if count else ""


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def still_to_ask(received: Iterable[Asked], *, level: str | None, size: str | None) -> tuple[str, ...]:
    """What is still to be asked for, in ILM's order: each missing thing, then level and size wanted."""
    known = set(received)
    missing = [f"{asked.capitalize()}: {EXPLAINED[asked]}" for asked in Asked if asked not in known]
    if not level:
        missing.append("The level of ILM qualification that is wanted")
    if not size:
        missing.append("The length of ILM qualification that is wanted: award, certificate or diploma")
    return tuple(missing)
