"""Workbooks of the older kind (.xls): a table for each sheet, as from .xlsx. Macros are never run."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from io import StringIO
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.cell_values import as_shown
from mapper.intake.readers.damage import DAMAGE
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

MACROS = "_VBA_PROJECT".encode("utf-16-le")
MOST_CELLS = 2_000_000


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The workbook with one table a sheet, empty sheets left out.

    A formula counts with the value that was saved with it. UnreadableError for a workbook that is
    locked, cannot be opened, or has more rows than the limit.
    """
    book = _opened(content, file)
    blocks: list[Table] = []
    findings: list[Finding] = []
    for sheet in book.sheets():
        reader = _Sheet(file, book, sheet, len(blocks) + 1, limits)
        table = reader.table()
        findings += reader.findings
        if table is None:
            continue
        blocks.append(table)
        if sheet.visibility:
            findings.append(
                Finding(
                    Severity.INFO,
                    f"sheet {sheet.name}",
                    "This sheet is hidden; it was read all the same.",
                    "Remove it if it should not count.",
                    Locator(file=file, sheet=sheet.name),
                )
            )
    if MACROS in content:
        findings.append(
            Finding(
                Severity.INFO,
                file,
                "The workbook holds macros; none was run, only what was saved in its cells was read.",
                "Save it as .xlsx if you do not need them.",
                Locator(file=file),
            )
        )
    return Document(file=file, format="xls", blocks=tuple(blocks), findings=tuple(findings))


def _opened(content: bytes, file: str) -> Any:
    import xlrd  # type: ignore[import-untyped]  # it carries no types
    from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]  # as above

    try:
        return xlrd.open_workbook(
            file_contents=content, logfile=StringIO(), formatting_info=True, ragged_rows=True
        )
    except (xlrd.XLRDError, CompDocError, struct.error, *DAMAGE) as error:
        if "encrypted" in str(error):
            raise UnreadableError(
                "The workbook is locked with a password.",
                subject=file,
                remedy="Save a copy without the password and hand that in.",
            ) from error
        raise UnreadableError(
            "The workbook is damaged and cannot be opened.",
            subject=file,
            remedy="Open it in Excel, save it as .xlsx, and hand that in.",
        ) from error


class _Sheet:
    """One sheet within the rows and columns that hold anything."""

    def __init__(self, file: str, book: Any, sheet: Any, number: int, limits: Limits) -> None:
        self._file, self._book, self._sheet, self._number = file, book, sheet, number
        said = [
            (row, column)
            for row in range(sheet.nrows)
            for column, value in enumerate(sheet.row_values(row))
            if value != ""
        ]
        self._rows = max((row + 1 for row, _ in said), default=0)
        self._columns = max((column + 1 for _, column in said), default=0)
        if self._rows > limits.max_rows:
            raise UnreadableError(
                f"Sheet {sheet.name} has {self._rows:,} rows; at most {limits.max_rows:,} are read.",
                subject=file,
                remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
            )
        if self._rows * self._columns > MOST_CELLS:
            raise UnreadableError(
                f"Sheet {sheet.name} reaches over {self._rows:,} rows and {self._columns:,} columns.",
                subject=file,
                remedy="Take out what stands far from the modules, and save it again.",
            )
        self._spans: dict[tuple[int, int], tuple[int, int]] = {}
        self._covered: set[tuple[int, int]] = set()
        for top, bottom, left, right in sheet.merged_cells:
            self._merge(top, min(bottom, self._rows), left, min(right, self._columns))
        self.findings: list[Finding] = []

    def _merge(self, top: int, bottom: int, left: int, right: int) -> None:
        """Cells of rows and columns from 0, ends excluded; a merge over another is left out."""
        inside = {(row, column) for row in range(top, bottom) for column in range(left, right)}
        if inside and not inside & (self._covered | set(self._spans)):
            self._spans[top, left] = (bottom - top, right - left)
            self._covered |= inside - {(top, left)}

    def table(self) -> Table | None:
        """The sheet's rows up to the last that holds anything; None where none does."""
        rows = [tuple(self._cells(row)) for row in range(self._rows)]
        if not any(cell.text for row in rows for cell in row):
            return None
        place = Locator(file=self._file, sheet=self._sheet.name, table=self._number)
        return Table(rows=tuple(rows), locator=place, title=self._sheet.name)

    def _cells(self, row: int) -> Iterator[Cell]:
        from xlrd import colname

        sources = self._sheet.row(row)
        for column in range(self._columns):
            if (row, column) in self._covered:
                continue
            place = Locator(
                self._file, sheet=self._sheet.name, row=row + 1, cell=f"{colname(column)}{row + 1}"
            )
            text = self._text(sources[column], place) if column < len(sources) else ""
            lines = [line for part in text.split("\n") if (line := squeeze(part))]
            row_span, column_span = self._spans.get((row, column), (1, 1))
            yield Cell(
                paragraphs=tuple(Paragraph(line, place) for line in lines),
                row=row + 1,
                column=column + 1,
                row_span=row_span,
                column_span=column_span,
                locator=place,
            )

    def _text(self, source: Any, place: Locator) -> str:
        import xlrd

        if source.ctype == xlrd.XL_CELL_ERROR:
            said = xlrd.error_text_from_code.get(source.value, source.value)
            self.findings.append(
                Finding(
                    Severity.ERROR,
                    f"sheet {place.sheet}, cell {place.cell}",
                    f"The cell holds the error {said}.",
                    "Open the workbook in Excel, mend the cell and save it.",
                    place,
                )
            )
            return ""
        return as_shown(self._value(source), self._format(source))

    def _value(self, source: Any) -> Any:
        """The number, date, claim or text; a date that no calendar has stays a number."""
        import xlrd

        if source.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(source.value)
        if source.ctype == xlrd.XL_CELL_DATE:
            try:
                return xlrd.xldate_as_datetime(source.value, self._book.datemode)
            except (ValueError, OverflowError):
                return source.value
        return source.value

    def _format(self, source: Any) -> str:
        try:
            known = self._book.format_map[self._book.xf_list[source.xf_index].format_key]
        except (LookupError, TypeError):
            return ""
        return str(known.format_str)
