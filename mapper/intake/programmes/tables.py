"""Tables read as what they are: records under a header, label and value forms, or neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.intake.document import Cell, Table
from mapper.intake.programmes.cells import (
    are_touching,
    is_labelled,
    label_of,
    place_of,
    said_cells,
    text_of_cell,
)
from mapper.intake.programmes.events import Entry, Event, Line, Records, Row, last_places
from mapper.intake.programmes.figures import read_weight
from mapper.intake.programmes.headers import Header, read_header
from mapper.intake.programmes.heads import names_groups, under_groups
from mapper.intake.programmes.lines import events_of_paragraph
from mapper.intake.programmes.matrices import read_matrix
from mapper.intake.programmes.two_rows import headings_that_hold, heads_of_two_rows, labels_over_values
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import CODE

_GRADE = re.compile(
    r"\d{1,3}\s*(?:%\s*)?[-–]\s*\d{1,3}\s*%?|^(?:1st|2[.:][12]|2:1|3rd|fail|pass|[A-F][+-]?)$", re.I
)

_MAX_LABEL_WORDS = 8
_OUTCOME_LINE = re.compile(r"(?:[A-Z]{1,5}\s?\d{1,2}|\d{1,2}(?:\.\d)?)[.:)]\s+\S+\s+\S+")
Grid = list[list[Cell | None]]


def events_of_table(
    table: Table,
    vocabulary: Vocabulary,
    *,
    context: Sequence[str] = (),
    before: Sequence[Event] = (),
    lead: str = "",
) -> list[Event]:
    """What the table says, in order; tables of marks inside a component or of grades say nothing.

    `context` are the headings above it, `before` the events so far: a table that goes on after a
    page break goes on under the header of the last one. `lead` is the line just above the table.
    """
    places = tuple(p for p in (*context, table.locator.sheet, table.title) if p)
    return _Reading(table, vocabulary, places, before, lead).events()


class _Reading:
    """One pass over a table's rows."""

    def __init__(
        self,
        table: Table,
        vocabulary: Vocabulary,
        places: tuple[str, ...],
        before: Sequence[Event],
        lead: str,
    ) -> None:
        self.table = table
        self.vocabulary = vocabulary
        self.places = places
        self.before = before
        self.lead = lead
        self.stands_at = last_places(before, {p for p in (*places, lead) if p})
        self.grid: Grid = table.grid()
        above = vocabulary.section(places[-1]) if places else None
        self.section = vocabulary.section(table.title) if table.title else above
        before_last = vocabulary.section(places[-2]) if len(places) > 1 else None
        self.in_assessment = above == "assessment" or (above is None and before_last == "assessment")
        self.in_outcomes = above == "outcomes"
        self.is_form = self._is_form()
        self.label_columns = self._find_label_columns()

    def events(self) -> list[Event]:
        if self._is_inner_marks():
            return []
        if (rows := read_matrix(self.grid, self.table.locator)) is not None:
            columns = frozenset(column for row in rows for column in row.cells)
            return (
                [Records(columns, rows, self.table.locator, self.places, self.lead, self.stands_at)]
                if rows
                else []
            )
        if (turned := self._turned()) is not None:
            return [turned]
        out: list[Event] = []
        index = 0
        while index < len(self.grid):
            header = self._header(index)
            if header and names_groups(self.grid[index]) and self._header(index + 1):
                index += 1
                continue
            start = index + 1
            if header is None and (header := self._two_rows_header(index)):
                start += 1
            if header:
                records, index = self._records(header, start)
                out.append(records)
                continue
            if facts := self._facts_below(index):
                out.extend(facts)
                index += 2
                continue
            said = said_cells(self.grid[index])
            self.lead = self._heading(said[0]) if len(said) == 1 else ""
            out.extend(self._row_events(index))
            index += 1
        return list(_joined(out))

    def _header(self, index: int) -> Header | None:
        """The header that the row is, together with heads of groups above it."""
        if index >= len(self.grid):
            return None
        heads = under_groups(self.grid[index], self.grid[index - 1] if index else None)
        return self._read_header(heads, index + 1)

    def _read_header(self, heads: Sequence[Cell | None], start: int) -> Header | None:
        """The header that the heads are for the rows from there on."""
        return read_header(
            heads,
            self.vocabulary,
            after=self.grid[start:],
            section=self.section,
            in_assessment=self.in_assessment,
        )

    def _two_rows_header(self, index: int) -> Header | None:
        """The header that the row makes together with the next one, which it spans."""
        if index + 2 >= len(self.grid) or names_groups(self.grid[index]):
            return None
        heads = heads_of_two_rows(self.grid[index], self.grid[index + 1], self.vocabulary)
        return self._read_header(heads, index + 2) if heads else None

    def _facts_below(self, index: int) -> list[Entry]:
        """Facts whose labels are the row and whose values are the next one."""
        if index + 1 >= len(self.grid):
            return []
        return labels_over_values(self.grid[index], self.grid[index + 1], self.vocabulary)

    def _is_form(self) -> bool:
        labels = 0
        for row in self.grid:
            cells = said_cells(row)
            if len(cells) >= 2 and self.vocabulary.knows(label_of(cells[0])):
                labels += 1
        return labels >= 2 or (labels == 1 and len(self.grid) <= 2)

    def _is_inner_marks(self) -> bool:
        first = next((cells for row in self.grid if len(cells := said_cells(row)) >= 2), [])
        if self._read_header(first, 1):
            return False
        texts = [label_of(cell) for cell in first]
        if sum(bool(_GRADE.search(text)) for text in texts if len(text) < 40) >= 3:
            return True
        if len(first) == 2 and self.vocabulary.is_inner_marks(texts[1]) and self._counts_below():
            return True
        return not self.is_form and any(self.vocabulary.is_inner_marks(text) for text in texts)

    def _counts_below(self) -> bool:
        """Whether the second of two columns holds numbers alone below its head."""
        below = [text_of_cell(cells[1]) for row in self.grid if len(cells := said_cells(row)) == 2][1:]
        return bool(below) and all(re.fullmatch(r"\d{1,3}\s?%?", text) for text in below)

    def _turned(self) -> Records | None:
        """A table with its labels down the first column and one component in each further column."""
        labels = [label_of(row[0]) if row and row[0] else "" for row in self.grid]
        if (modules := self._turned_modules(labels)) is not None:
            return modules
        fields = [self.vocabulary.assessment(label) for label in labels]
        if fields.count("weight") != 1 or len({f for f in fields if f}) < 2:
            return None
        weights = [text_of_cell(cell) for cell in self.grid[fields.index("weight")][1:]]
        if len(weights) < 2 or sum(read_weight(text) is not None for text in weights) < 2:
            return None
        return self._turn()

    def _turned_modules(self, labels: Sequence[str]) -> Records | None:
        """A table with its labels down the first column and one module in each further column."""
        facts = [self.vocabulary.module(label) for label in labels]
        if facts.count("code") != 1 or len({fact for fact in facts if fact}) < 3:
            return None
        named = [text_of_cell(cell) for cell in self.grid[facts.index("code")][1:]]
        if len(named) < 2 or len(set(named)) < len(named) or not all(map(CODE.fullmatch, named)):
            return None
        return self._turn()

    def _turn(self) -> Records | None:
        turned = [list(column) for column in zip(*self.grid, strict=True)]
        header = read_header(turned[0], self.vocabulary, after=turned[1:])
        if not header:
            return None
        rows = [
            Row(header.cells(row), place_of(row) or self.table.locator)
            for row in turned[1:]
            if said_cells(row)
        ]
        return Records(
            header.columns, tuple(rows), self.table.locator, self.places, self.lead, self.stands_at
        )

    def _records(self, header: Header, start: int) -> tuple[Records, int]:
        rows: list[Row] = []
        under: tuple[str, ...] = ()
        was_heading = False
        index = start
        while index < len(self.grid):
            row = self.grid[index]
            cells = said_cells(row)
            again = self._read_header(row, index + 1)
            if (again and again.columns != header.columns) or (again is None and self._facts_below(index)):
                break
            if self.is_form and len(cells) <= 2 and cells and self._opens_form_row(cells):
                break
            index += 1
            if again or not cells:
                continue
            if len(cells) == 1 and header.width > 1 and header.needs_more_than(row):
                heading = self._heading(cells[0])
                kept = under if was_heading else headings_that_hold(under, heading)
                under = (*kept, heading)
                was_heading = True
                continue
            was_heading = False
            place = place_of(row) or self.table.locator
            rows.append(Row(header.cells(row), place, under, header.ticked(row)))
        return Records(
            header.columns, tuple(rows), self.table.locator, self.places, self.lead, self.stands_at
        ), index

    def _heading(self, cell: Cell) -> str:
        """What a cell alone in its row says of the rows below it; where it stands is kept."""
        text = text_of_cell(cell)
        self.stands_at[text] = cell.locator
        return text

    def _opens_form_row(self, cells: list[Cell]) -> bool:
        label = label_of(cells[0])
        return len(label.split()) <= 8 and bool(
            self.vocabulary.section(label) or self.vocabulary.module(label) not in (None, "type", "status")
        )

    def _row_events(self, index: int) -> Iterator[Event]:
        cells = [cell for cell in said_cells(self.grid[index], keep_empty=True) if cell.row == index + 1]
        said = [cell for cell in cells if cell.text.strip()]
        if not said:
            return
        if len(said) == 1 and not self._is_continued(index, said[0]):
            yield from self._single(said[0])
            return
        if self._is_continued(index, said[0]):
            yield Entry("", (tuple(cell.paragraphs for cell in said),), said[0].locator)
            return
        if self.in_outcomes and any(_OUTCOME_LINE.match(p.text) for p in said[0].paragraphs):
            yield from (Line(p) for p in said[0].paragraphs if p.text)
            return
        labelled = sum(is_labelled(cell, self.vocabulary) for cell in said)
        if labelled >= 2 and labelled * 2 > len(said):
            for cell in said:
                yield from self._single(cell)
            return
        yield from self._pairs(cells)

    def _is_continued(self, index: int, first: Cell) -> bool:
        """Whether the row goes on with the value above: its label column is empty."""
        return index > 0 and first.column > self._label_columns() and len(self.grid[index]) > 1

    def _label_columns(self) -> int:
        starts = [cells[0].column for row in self.grid if len(cells := said_cells(row)) >= 2]
        return max(set(starts), key=starts.count) if starts else 1

    def _single(self, cell: Cell) -> Iterator[Event]:
        lines = [p for p in cell.paragraphs if p.text]
        label = lines[0].text
        if section := self.vocabulary.section(label, is_marked=False):
            self.in_outcomes = section == "outcomes"
        if len(lines) > 1 and len(label.split()) <= 12 and self.vocabulary.knows(label):
            yield Entry(label, ((tuple(lines[1:]),),), lines[0].locator)
            return
        for line in lines:
            yield from events_of_paragraph(line, self.vocabulary, after=self.table)

    def _is_label(self, cell: Cell) -> bool:
        """Whether the cell holds a label: a known one, or any text in a column of such."""
        return self.vocabulary.knows(label_of(cell)) or (
            cell.column in self.label_columns and len(label_of(cell).split()) <= _MAX_LABEL_WORDS
        )

    def _find_label_columns(self) -> frozenset[int]:
        """Columns but the first in which a known label stands between two values."""
        return frozenset(
            cells[at].column
            for row in self.grid
            if (cells := said_cells(row))
            for at in range(2, len(cells) - 1)
            if self.vocabulary.knows(label_of(cells[at])) and self.vocabulary.knows(label_of(cells[at - 2]))
        )

    def _pairs(self, cells: list[Cell]) -> Iterator[Event]:
        said = [cell for cell in cells if cell.text.strip()]
        colons = label_of(said[0], keep_colon=True).endswith(":")
        starts = [0]
        for i in range(1, len(said)):
            label = label_of(said[i], keep_colon=True)
            is_next = i + 1 < len(said) or bool(cells and cells[-1] is not said[i])
            follows_label = i - 1 in starts and are_touching(said[i - 1], said[i], cells)
            is_label = label.endswith(":") if colons else self._is_label(said[i])
            if is_next and not follows_label and is_label:
                starts.append(i)
        for at, end in zip(starts, [*starts[1:], len(said)], strict=True):
            values = tuple(cell.paragraphs for cell in said[at + 1 : end])
            yield Entry(label_of(said[at]), (values,) if values else (), said[at].locator)


def _joined(events: Sequence[Event]) -> Iterator[Event]:
    """Entries with the rows that went on without a label joined to them."""
    held: Entry | None = None
    for event in events:
        if isinstance(event, Entry) and not event.label:
            if held:
                held = Entry(held.label, (*held.rows, *event.rows), held.locator)
            continue
        if held:
            yield held
        held = event if isinstance(event, Entry) else None
        if held is None:
            yield event
    if held:
        yield held
