"""What extraction looks at in a document: headings, lines, entries of forms, tables of records."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mapper.intake.document import Paragraph
from mapper.values import Locator

Value = tuple[Paragraph, ...]
Column = tuple[str, str]
"""Entity and field: ("module", "code"), ("assessment", "weight") …"""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `depth` from 1 counts as in an outline, `number` is its own ("5.2.1"), where it has one."""

    text: str
    depth: int
    locator: Locator
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or list item of running text."""

    paragraph: Paragraph


@dataclass(frozen=True, slots=True)
class Entry:
    """A label with its value, row by row and cell by cell; `in_table` tells a form from a line."""

    label: str
    rows: tuple[tuple[Value, ...], ...]
    locator: Locator
    in_table: bool = True

    @property
    def paragraphs(self) -> Value:
        """The whole value as paragraphs."""
        return tuple(p for row in self.rows for value in row for p in value if p.text)

    @property
    def text(self) -> str:
        """The whole value, a paragraph a line."""
        return "\n".join(p.text for p in self.paragraphs)

    @property
    def place(self) -> Locator:
        """Where the value stands."""
        return self.paragraphs[0].locator if self.paragraphs else self.locator


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with a header; `under` are sub-headings of the table that stand above it."""

    cells: dict[Column, Value]
    locator: Locator
    under: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()

    def text(self, column: Column) -> str:
        """The cell's text, white space squeezed."""
        return " ".join(p.text for p in self.cells.get(column, ()) if p.text)

    def lines(self, column: Column) -> Value:
        """The cell's paragraphs that say something."""
        return tuple(p for p in self.cells.get(column, ()) if p.text)

    def place(self, column: Column) -> Locator:
        """Where the cell stands."""
        found = self.lines(column)
        return found[0].locator if found else self.locator


@dataclass(frozen=True, slots=True)
class Records:
    """A table with a header row that was understood; `lead` is the line just above it.

    `stands_at` says of the headings and the line above its rows where each stands.
    """

    columns: frozenset[Column]
    rows: tuple[Row, ...]
    locator: Locator
    context: tuple[str, ...] = ()
    lead: str = ""
    stands_at: Mapping[str, Locator] = field(default_factory=dict)

    @property
    def names_modules(self) -> bool:
        """Whether a column is about modules."""
        return any(entity == "module" for entity, _ in self.columns)

    @property
    def modules_named(self) -> set[str]:
        """The names of modules in the table; a table of several is about none of them alone."""
        columns = [("module", name) for name in ("code", "name", "title")]
        return {text for row in self.rows if (text := next((t for c in columns if (t := row.text(c))), ""))}


Event = Heading | Line | Entry | Records


def text_of(event: Event | None) -> str:
    """The text of a heading or line; nothing of a form or table."""
    if isinstance(event, Heading):
        return event.text
    return event.paragraph.text if isinstance(event, Line) else ""


def last_places(events: Sequence[Event], said: Collection[str]) -> dict[str, Locator]:
    """Where headings and lines of those words stand, each at its last."""
    found: dict[str, Locator] = {}
    for event in reversed(events):
        if (text := text_of(event)) in said and text:
            at = (
                event.locator
                if isinstance(event, Heading)
                else event.paragraph.locator
                if isinstance(event, Line)
                else None
            )
            if at:
                found.setdefault(text, at)
        if len(found) == len(said):
            break
    return found
