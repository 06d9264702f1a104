"""Reads the overview of units: tables of reference, title, level, credits and guided learning hours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.readings import UnitReading
from mapper.intake.specification.labels import (
    OFQUAL_REF,
    REF,
    Label,
    as_number,
    label_of,
    without_footnotes,
)
from mapper.values import FieldSource, Finding, Locator, Origin, Severity
from mapper.wording import squeeze

GROUP = re.compile(
    r"^((?:optional |mandatory )?group\s+[A-Z0-9]+)\b|^((?:mandatory|optional|core|additional)(?: units?)?)\b(?=\W*$|\s*(?:group|units))",
    re.IGNORECASE,
)
RESTRICTION = re.compile(
    r"\s*[(\[]([^()\[\]]*\b(?:only|awards?|certificates?|diplomas?|mandatory|optional|barred|not available)\b[^()\[\]]*)[)\]]$",
    re.IGNORECASE,
)
CODED_REF = re.compile(r"^(\d{4})-(\d{3})$")
FIGURES = (Label.LEVEL, Label.CREDITS, Label.GLH)


@dataclass(slots=True)
class UnitRows:
    """What the tables gave so far: units in order, and what was wrong with rows."""

    units: list[UnitReading] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, unit: UnitReading) -> None:
        """Keep the unit, or say what is wrong with naming it again."""
        known = next((u for u in self.units if u.ref == unit.ref), None)
        if known is None:
            self.units.append(unit)
            return
        differing = [
            name
            for name in ("title", "level", "credits", "glh", "group", "restriction")
            if getattr(known, name) != getattr(unit, name)
        ]
        place = unit.sources["ref"].locator
        message = f"Unit {unit.ref} is listed twice" + (
            f", with a different {' and '.join(differing)}; the first row was used." if differing else "."
        )
        severity = Severity.ERROR if differing else Severity.WARNING
        remedy = "Ask the awarding body which row holds." if differing else "Nothing needs to be done."
        self.findings.append(Finding(severity, f"Unit {unit.ref}", message, remedy, place))


Columns = Mapping[Label, int]


def unit_columns(table: Table) -> tuple[int, Columns] | None:
    """The header's row index and columns (from 0) if the table lists units, else None."""
    for index, row in enumerate(table.grid()[:4]):
        columns: dict[Label, int] = {}
        for column, cell in enumerate(row):
            label = label_of(cell.text) if cell else None
            if label is not None and label not in columns:
                columns[label] = column
        if {Label.REF, Label.TITLE} <= columns.keys() and columns.keys() & set(FIGURES):
            return index, columns
    return None


def read_unit_tables(document: Document) -> UnitRows:
    """The units of all tables that list them, in the document's order, each reference once."""
    rows = UnitRows()
    group: str | None = None
    last: tuple[Columns, int] | None = None
    for block in document.blocks:
        if isinstance(block, Paragraph):
            group = _group_after(block, group)
            continue
        found = unit_columns(block)
        width = len(block.grid()[0]) if block.rows else 0
        if found:
            last = found[1], width
            group = _read_rows(block, found[0] + 1, found[1], _group_of(block.title) or group, rows)
        elif last and width == last[1] and _goes_on(block, last[0]):
            group = _read_rows(block, 0, last[0], group, rows)
    return rows


def _group_after(paragraph: Paragraph, group: str | None) -> str | None:
    named = _group_of(paragraph.text) if len(paragraph.text) < 60 else None
    return named or (None if paragraph.level is not None else group)


def _group_of(text: str) -> str | None:
    match = GROUP.match(without_footnotes(text))
    if not match:
        return None
    name = squeeze(match[1] or match[2])
    return name[0].upper() + name[1:]


def _goes_on(table: Table, columns: Columns) -> bool:
    """Whether a table without a header continues the list: its rows begin with coded references."""
    firsts = [_text(row, columns[Label.REF]) for row in table.grid()]
    return any(CODED_REF.match(without_footnotes(text)) for text in firsts)


def _text(row: list[Cell | None], column: int) -> str:
    cell = row[column] if column < len(row) else None
    return squeeze(cell.text) if cell else ""


def _read_rows(table: Table, start: int, columns: Columns, group: str | None, rows: UnitRows) -> str | None:
    for index, row in enumerate(table.grid()[start:], start):
        cells = {id(cell): cell for cell in row if cell and cell.text.strip()}
        if not cells:
            continue
        first = next(iter(cells.values()))
        ref = without_footnotes(_text(row, columns[Label.REF]))
        if label_of(ref) is Label.REF:
            continue
        if len(cells) == 1:
            group = _alone(first, group, rows, columns)
        elif not REF.match(ref):
            rows.findings.append(_unread_row(table, index, ref))
        else:
            rows.add(_unit(row, columns, group, rows))
    return group


def _alone(cell: Cell, group: str | None, rows: UnitRows, columns: Columns) -> str | None:
    """A row with one filled cell names a group, or goes on with a title broken over pages."""
    text = squeeze(cell.text)
    if named := _group_of(text):
        return named
    is_rest_of_title = cell.column == columns[Label.TITLE] + 1 and cell.column_span == 1
    if is_rest_of_title and cell.row <= 2 and rows.units:
        title, restriction = split_title(f"{rows.units[-1].title} {text}")
        rows.units[-1] = replace(
            rows.units[-1], title=title, restriction=restriction or rows.units[-1].restriction
        )
    return group


def split_title(text: str) -> tuple[str, str | None]:
    """A unit's title without footnote marks, and the bracketed note on who may take it."""
    title = without_footnotes(text)
    match = RESTRICTION.search(title)
    return (title[: match.start()], squeeze(match[1])) if match else (title, None)


def _unit(row: list[Cell | None], columns: Columns, group: str | None, rows: UnitRows) -> UnitReading:
    ref = without_footnotes(_text(row, columns[Label.REF]))
    place = next(cell.locator for cell in row if cell and cell.text.strip())
    title, restriction = split_title(_text(row, columns[Label.TITLE]))
    figures = {label: as_number(_text(row, columns[label])) for label in FIGURES if label in columns}
    for label, value in figures.items():
        if value is None:
            rows.findings.append(_unread_figure(ref, label, _text(row, columns[label]), place))
    level = figures.get(Label.LEVEL)
    own_group = _text(row, columns[Label.GROUP]) if Label.GROUP in columns else ""
    return UnitReading(
        ref=ref,
        title=title,
        restriction=restriction,
        level=int(level) if level is not None else None,
        credits=figures.get(Label.CREDITS),
        glh=figures.get(Label.GLH),
        group=_group_of(own_group) or own_group or group,
        sources={"ref": FieldSource(Origin.READ, place)},
    )


def _unread_figure(ref: str, label: Label, text: str, place: Locator) -> Finding:
    said = f"“{text}” is no single number" if text else "the cell is empty"
    return Finding(
        Severity.ERROR,
        f"Unit {ref}",
        f"The {label.value} of unit {ref} could not be read: {said}.",
        "Correct the row in the document and import it again.",
        place,
    )


def _unread_row(table: Table, index: int, ref: str) -> Finding:
    place = table.rows[index][0].locator if table.rows[index] else table.locator
    return Finding(
        Severity.ERROR,
        "Overview of units",
        f"Row {index + 1} of a table of units has no reference that can be read (“{ref}”), and was left out.",
        "Correct the row in the document and import it again.",
        place,
    )


def specification_code(units: Iterator[UnitReading] | list[UnitReading]) -> str | None:
    """The code that all coded references begin with (8607 of 8607-531), if it is only one."""
    codes = {match[1] for unit in units if unit.ref and (match := CODED_REF.match(unit.ref))}
    return codes.pop() if len(codes) == 1 else None


def is_unit(unit: UnitReading) -> bool:
    """Whether a row is surely a unit, and not a module of a programme: by its wording or its reference."""
    is_referenced = unit.ref and (CODED_REF.match(unit.ref) or OFQUAL_REF.fullmatch(unit.ref))
    return bool(unit.learning_outcomes or is_referenced)
