"""The layout of the programme template: its parts, their columns, and the mark that each part carries.

`exports.intake_forms` writes it, `mapper.intake.programmes.template_form` reads it. Whoever changes a
part or a label makes the next version, so that a file filled in long ago is never read as something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

NAME = "Mapper programme template"
VERSION = 1
MARK = f"{NAME} {VERSION}"
_MARKED = re.compile(rf"(?:(?P<part>\w+) · )?{NAME} (?P<version>\d+)")


class Part(StrEnum):
    """A table of the template: sheets of the workbook, tables of the Word form."""

    PROGRAMME = "Programme"
    MODULES = "Modules"
    MODULE = "Module"
    OUTCOMES = "Outcomes"
    ASSESSMENTS = "Assessments"
    CONTENT = "Content"


class Kind(StrEnum):
    """What a cell may hold."""

    TEXT = "text"
    NUMBER = "number"
    PER_CENT = "per cent"
    NUMBER_OR_WORD = "number or word"
    YES_NO = "yes or no"
    LIST = "list"
    OUTCOMES = "outcomes"


@dataclass(frozen=True, slots=True)
class Field:
    """A column, or a row of a form: `name` is the field of the reading that it holds."""

    name: str
    label: str
    kind: Kind = Kind.TEXT


MODULE_CODE = Field("module", "Module code")
"""Stands before the other columns where a table holds rows of several modules."""

PROGRAMME = (
    Field("title", "Title"),
    Field("award", "Award"),
    Field("level", "Level", Kind.NUMBER_OR_WORD),
    Field("credits", "Credits", Kind.NUMBER),
    Field("duration", "Duration"),
    Field("mode", "Mode"),
)
MODULE = (
    Field("code", "Code"),
    Field("title", "Title"),
    Field("level", "Level", Kind.NUMBER_OR_WORD),
    Field("credits", "Credits", Kind.NUMBER),
    Field("status", "Status"),
    Field("option_group", "Option group"),
    Field("year", "Year", Kind.NUMBER_OR_WORD),
    Field("pass_mark", "Pass mark (%)", Kind.PER_CENT),
    Field("prerequisites", "Prerequisites", Kind.LIST),
    Field("learning_strategy", "Learning strategy"),
)
OUTCOME = (Field("number", "Number"), Field("text", "Learning outcome"))
ASSESSMENT = (
    Field("title", "Title"),
    Field("type", "Type"),
    Field("weight", "Weight (%)", Kind.PER_CENT),
    Field("length", "Length"),
    Field("description", "Description"),
    Field("outcomes", "Outcomes tested", Kind.OUTCOMES),
    Field("must_pass", "Must pass", Kind.YES_NO),
)
CONTENT = (Field("text", "Content"),)

FIELDS = {
    Part.PROGRAMME: PROGRAMME,
    Part.MODULES: MODULE,
    Part.MODULE: MODULE,
    Part.OUTCOMES: OUTCOME,
    Part.ASSESSMENTS: ASSESSMENT,
    Part.CONTENT: CONTENT,
}
FORMS = frozenset((Part.PROGRAMME, Part.MODULE))
"""Parts with a field in each row, its label before it; the others have a field in each column."""


def title_of(part: Part) -> str:
    """What stands in the first cell of a part, by which it is known again."""
    return f"{part} · {MARK}"


def marked(text: str) -> tuple[str | None, int] | None:
    """The part's name (None on the page of guidance) and the version that a mark states."""
    found = _MARKED.fullmatch(text.strip())
    return (found["part"], int(found["version"])) if found else None
