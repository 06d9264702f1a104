"""Reads mark sheets: marks, the least marks that pass, and sufficiency descriptors per criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.readings import Descriptors
from mapper.intake.specification.numbering import joined_texts
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

SHEET_TITLE = re.compile(r"^MARK[ -]?SHEET\s*[–—:-]?\s*(.*)$", re.IGNORECASE)
CRITERION = re.compile(r"^AC\s*(\d+\.\d+)\s*[.:]?\s*(.*)$", re.IGNORECASE)
SECTION = re.compile(
    r"^(?:Learning Outcome|LO)\s*/?\s*(?:Section)?\s*(\d+)\s*[:.]?\s*(?:\d+\s+)?(.*)$", re.IGNORECASE
)
COLUMN = re.compile(r"^(referral|refer|fail|good\s*pass|pass)\s*(?:\[([^\]]*)\])?$", re.IGNORECASE)
OUT_OF = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(\d+(?:\.\d+)?)")
MARKS = re.compile(
    r"^/\s*(\d+(?:\.\d+)?)\s*(?:\(?\s*min\w*\.?\s*(?:of\s*)?(\d+(?:\.\d+)?)\s*\)?)?$", re.IGNORECASE
)
NO_DESCRIPTOR = re.compile(
    r"^(?:pass or referral|section comments|verification comments|assessor feedback)", re.I
)
KINDS = {
    "referral": "referral",
    "refer": "referral",
    "fail": "referral",
    "pass": "pass",
    "goodpass": "good_pass",
}


@dataclass(slots=True)
class SheetRow:
    """One criterion on a mark sheet; `columns` are the descriptor columns it has, by kind."""

    number: str
    text: str
    locator: Locator
    marks: float | None = None
    pass_marks: float | None = None
    columns: dict[str, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class MarkSheet:
    """The mark sheet of one unit; `outcomes` are the outcomes' wordings by number."""

    title: str
    locator: Locator
    rows: list[SheetRow] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    total: float | None = None
    total_at: Locator | None = None


def is_sheet_title(text: str) -> bool:
    """Whether a paragraph opens a mark sheet."""
    return bool(SHEET_TITLE.match(text)) and len(text) < 250


def is_mark_sheet_table(table: Table) -> bool:
    """Whether a table belongs to a mark sheet: it has criteria to mark, or a total of marks."""
    texts = [squeeze(cell.text) for row in table.rows for cell in row]
    has_rows = any(CRITERION.match(t) for t in texts) and any(
        COLUMN.match(t) or MARKS.match(t) for t in texts
    )
    return has_rows or _is_total(texts)


def _is_total(texts: list[str]) -> bool:
    return len(texts) < 12 and any("total marks" in t.lower() for t in texts) and any(map(MARKS.match, texts))


def read_mark_sheets(document: Document) -> list[MarkSheet]:
    """The mark sheets in the document's order."""
    sheets: list[MarkSheet] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            if is_sheet_title(block.text):
                sheets.append(_opened(block.text, block.locator))
        elif is_mark_sheet_table(block):
            titles = [c for row in block.rows for c in row if is_sheet_title(squeeze(c.text))]
            if titles or not sheets:
                sheets.append(_opened(titles[0].text if titles else "", block.locator))
            _SheetTable(sheets[-1]).take(block)
    return [sheet for sheet in sheets if sheet.rows]


def _opened(text: str, locator: Locator) -> MarkSheet:
    match = SHEET_TITLE.match(squeeze(text))
    return MarkSheet(match[1] if match else "", locator)


class _SheetTable:
    """Takes the cells of a sheet's table in reading order."""

    def __init__(self, sheet: MarkSheet) -> None:
        self._sheet = sheet
        self._row: SheetRow | None = None
        self._columns: dict[str, int] = {}

    def take(self, table: Table) -> None:
        for row in table.rows:
            is_total = any("total" in cell.text.lower() for cell in row)
            for cell in row:
                self._take_cell(cell, squeeze(cell.text), is_total=is_total)

    def _take_cell(self, cell: Cell, text: str, *, is_total: bool) -> None:
        if not text:
            return
        if match := CRITERION.match(text):
            self._row = SheetRow(match[1], match[2], cell.locator, columns=dict(self._columns))
            self._sheet.rows.append(self._row)
        elif match := SECTION.match(text):
            self._row = None
            self._sheet.outcomes[match[1]] = match[2]
        elif match := COLUMN.match(text):
            self._take_column(match, cell)
        elif match := MARKS.match(text):
            self._take_marks(match, cell, is_total=is_total)
        elif self._row and self._row.columns and not NO_DESCRIPTOR.match(text):
            self._row.cells.append(cell)

    def _take_column(self, match: re.Match[str], cell: Cell) -> None:
        kind = KINDS[squeeze(match[1]).lower().replace(" ", "")]
        if self._row is None:
            self._columns[kind] = cell.column
            return
        self._row.columns[kind] = cell.column
        if kind == "pass" and match[2] and (stated := OUT_OF.search(match[2])):
            self._row.pass_marks, self._row.marks = _figure(stated[1]), _figure(stated[2])

    def _take_marks(self, match: re.Match[str], cell: Cell, *, is_total: bool) -> None:
        if is_total or self._row is None:
            self._sheet.total, self._sheet.total_at = _figure(match[1]), cell.locator
            return
        self._row.marks = _figure(match[1])
        self._row.pass_marks = _figure(match[2]) if match[2] else self._row.pass_marks
        self._row = None


def _figure(text: str) -> float:
    return float(text) if "." in text else int(text)


def descriptors_of(row: SheetRow, *, has_columns: bool) -> Descriptors | None:
    """The row's descriptors by column; None where it can't be told which cell is which.

    As many cells as columns are paired in order. Fewer are told apart by their position, which
    only a format with true columns (`has_columns`) gives.
    """
    kinds = list(row.columns)
    if len(row.cells) == len(kinds):
        said = dict(zip(kinds, row.cells, strict=True))
    elif has_columns and len(row.cells) < len(kinds):
        at = {column: kind for kind, column in row.columns.items()}
        if any(cell.column not in at for cell in row.cells):
            return None
        said = {at[cell.column]: cell for cell in row.cells}
    else:
        return None
    texts = {kind: tuple(joined_texts(said[kind].paragraphs)) if kind in said else () for kind in kinds}
    return Descriptors(texts.get("referral"), texts.get("pass"), texts.get("good_pass"))


def sheet_findings(sheet: MarkSheet, unit: str) -> Iterator[Finding]:
    """What is wrong with the marks and columns of a sheet itself; its total is `checks.total_findings`'."""
    for row in sheet.rows:
        if row.marks is not None and row.pass_marks is not None and row.pass_marks * 2 != row.marks:
            yield Finding(
                Severity.WARNING,
                unit,
                f"Criterion {row.number} passes with {row.pass_marks:g} of {row.marks:g} marks, which is not half of them.",
                "Ask the awarding body which figure holds.",
                row.locator,
            )
    names = {"referral": "referral", "pass": "pass", "good_pass": "good pass"}
    for kind, name in names.items():
        lacking = [row.number for row in sheet.rows if kind not in row.columns]
        if lacking:
            yield Finding(
                Severity.WARNING,
                unit,
                f"The mark sheet has no {name} column for {_listed(lacking)}.",
                "Judge these criteria by their own wording and the columns that are there.",
                sheet.locator,
            )


def _listed(numbers: list[str]) -> str:
    plural = "criteria" if len(numbers) > 1 else "criterion"
    return f"{plural} {', '.join(numbers)}"
