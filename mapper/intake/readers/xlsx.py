"""Workbooks (.xlsx): a table for each sheet, with each cell's place as people name it ("B4")."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mapper.errors import UnreadableError
from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.cell_values import as_shown
from mapper.intake.readers.damage import DAMAGE
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


MERGE = re.compile(
    rb"mergeCell[^>]*?ref\s*=\s*[\"']\$?([A-Za-z]{1,4})\$?(\d{1,8}):\$?([A-Za-z]{1,4})\$?(\d{1,8})"
)
MOST_MERGED = 1_000_000
MOST_CELLS = 2_000_000
WIDEST_MERGE = 256
"""A merge may name a million rows; beyond this it only counts as far as the sheet's contents reach."""


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The workbook with one table a sheet, empty sheets left out.

    A formula counts with the value that was saved with it. UnreadableError for a workbook that
    cannot be opened or has more rows than the limit.
    """
    _check_merges(content, file)
    formulas = _opened(content, file, values=False)
    has_formulas = any(cell.data_type == "f" for s in formulas.worksheets for cell in s._cells.values())
    values = _opened(content, file, values=True) if has_formulas else formulas
    blocks: list[Table] = []
    findings: list[Finding] = []
    number = 0
    for sheet in values.worksheets:
        reader = _Sheet(file, sheet, formulas[sheet.title], number + 1, limits)
        table = reader.table()
        findings += reader.findings
        if table is None:
            continue
        number += 1
        blocks.append(table)
        if sheet.sheet_state != "visible":
            findings.append(
                Finding(
                    Severity.INFO,
                    f"sheet {sheet.title}",
                    "This sheet is hidden; it was read all the same.",
                    "Remove it if it should not count.",
                    Locator(file=file, sheet=sheet.title),
                )
            )
    return Document(file=file, format="xlsx", blocks=tuple(blocks), findings=tuple(findings))


def _check_merges(content: bytes, file: str) -> None:
    """Raises UnreadableError for merges so large that opening them, cell by cell, would not end."""
    area = 0
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    area += sum(map(_area, MERGE.finditer(package.read(part))))
    except DAMAGE as error:
        raise _damaged(file) from error
    if area > MOST_MERGED:
        raise UnreadableError(
            f"The workbook merges {area:,} cells; at most {MOST_MERGED:,} are read.",
            subject=file,
            remedy="Undo the merges that reach beyond the sheet's contents, and save it again.",
        )


def _area(merge: re.Match[bytes]) -> int:
    """The cells of a merge as written ("A1:C2")."""
    columns = [0, 0]
    for at, letters in enumerate((merge[1], merge[3])):
        for letter in letters.upper():
            columns[at] = columns[at] * 26 + letter - 64
    return (abs(columns[1] - columns[0]) + 1) * (abs(int(merge[4]) - int(merge[2])) + 1)


def _damaged(file: str) -> UnreadableError:
    return UnreadableError(
        "The workbook is damaged and cannot be opened.",
        subject=file,
        remedy="Open it in Excel, save it again as .xlsx, and hand it in anew.",
    )


def _opened(content: bytes, file: str, *, values: bool) -> Workbook:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    damage: tuple[type[Exception], ...] = (InvalidFileException, *DAMAGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it cannot write, not of what is lost
            return load_workbook(io.BytesIO(content), data_only=values)
    except damage as error:
        raise _damaged(file) from error


class _Sheet:
    """One sheet within the rows and columns that hold anything, whatever is formatted beyond them."""

    def __init__(
        self, file: str, values: Worksheet, formulas: Worksheet, number: int, limits: Limits
    ) -> None:
        self._file, self._values, self._formulas, self._number = file, values, formulas, number
        said = {at for at, cell in formulas._cells.items() if cell.value is not None}
        self._last_row = max((row for row, _ in said), default=0)
        self._last_column = max((column for _, column in said), default=0)
        if self._last_row > limits.max_rows:
            raise UnreadableError(
                f"Sheet {values.title} has {self._last_row:,} rows; at most {limits.max_rows:,} are read.",
                subject=file,
                remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
            )
        for merged in values.merged_cells.ranges:
            if (merged.min_row, merged.min_col) in said:
                self._last_row = max(self._last_row, min(merged.max_row, WIDEST_MERGE))
                self._last_column = max(self._last_column, min(merged.max_col, WIDEST_MERGE))
        if self._last_row * self._last_column > MOST_CELLS:
            raise UnreadableError(
                f"Sheet {values.title} reaches over {self._last_row:,} rows and {self._last_column:,} columns.",
                subject=file,
                remedy="Take out what stands far from the modules, and save it again.",
            )
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        for merged in values.merged_cells.ranges:
            rows = range(merged.min_row, min(merged.max_row, self._last_row) + 1)
            columns = range(merged.min_col, min(merged.max_col, self._last_column) + 1)
            self._spans[merged.min_row, merged.min_col] = (max(1, len(rows)), max(1, len(columns)))
            self._covered.update((r, c) for r in rows for c in columns)
        self._covered -= set(self._spans)
        self.findings: list[Finding] = []

    def table(self) -> Table | None:
        """The sheet's rows up to the last that holds anything; None where none does."""
        if not self._last_row:
            return None
        area = self._values.iter_rows(max_row=self._last_row, max_col=self._last_column)
        rows = [tuple(self._cells(row)) for row in area]
        while rows and not any(cell.text for cell in rows[-1]):
            rows.pop()
        if not rows:
            return None
        place = Locator(file=self._file, sheet=self._values.title, table=self._number)
        return Table(rows=tuple(rows), locator=place, title=self._values.title)

    def _cells(self, row: tuple[Any, ...]) -> Iterator[Cell]:
        for source in row:
            at = (source.row, source.column)
            if at in self._covered:
                continue
            place = Locator(file=self._file, sheet=self._values.title, row=source.row, cell=source.coordinate)
            row_span, column_span = self._spans.get(at, (1, 1))
            text = self._text(source, place)
            lines = [line for part in text.split("\n") if (line := squeeze(part))]
            yield Cell(
                paragraphs=tuple(Paragraph(line, place) for line in lines),
                row=source.row,
                column=source.column,
                row_span=row_span,
                column_span=column_span,
                locator=place,
            )

    def _text(self, source: Any, place: Locator) -> str:
        value = source.value
        if value is None:
            formula = self._formulas[source.coordinate].value
            if isinstance(formula, str) and formula.startswith("="):
                self._unreadable(place, "The cell holds a formula whose value was never saved.")
            return ""
        if source.data_type == "e":
            self._unreadable(place, f"The cell holds the error {value}.")
            return ""
        return as_shown(value, source.number_format or "")

    def _unreadable(self, place: Locator, message: str) -> None:
        self.findings.append(
            Finding(
                Severity.ERROR,
                f"sheet {place.sheet}, cell {place.cell}",
                message,
                "Open the workbook in Excel, mend the cell and save it.",
                place,
            )
        )
