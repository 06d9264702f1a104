"""Workbooks (.xlsx): a table for each sheet, with each cell's place as people name it ("B4")."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from mapper.errors import UnreadableError
from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The workbook with one table a sheet, empty sheets left out.

    A formula counts with the value that was saved with it. UnreadableError for a workbook that
    cannot be opened or has more rows than the limit.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        values = load_workbook(io.BytesIO(content), data_only=True)
        formulas = load_workbook(io.BytesIO(content), data_only=False)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        EOFError,
        OSError,
    ) as error:
        raise UnreadableError(
            "The workbook is damaged and cannot be opened.",
            subject=file,
            remedy="Open it in Excel, save it again as .xlsx, and hand it in anew.",
        ) from error
    blocks: list[Table] = []
    findings: list[Finding] = []
    number = 0
    for sheet in values.worksheets:
        if (sheet.max_row or 0) > limits.max_rows:
            raise UnreadableError(
                f"Sheet {sheet.title} has {sheet.max_row:,} rows; at most {limits.max_rows:,} are read.",
                subject=file,
                remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
            )
        reader = _Sheet(file, sheet, formulas[sheet.title], number + 1)
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


class _Sheet:
    def __init__(self, file: str, values: Worksheet, formulas: Worksheet, number: int) -> None:
        self._file, self._values, self._formulas, self._number = file, values, formulas, number
        self._spans = {
            (m.min_row, m.min_col): (m.max_row - m.min_row + 1, m.max_col - m.min_col + 1)
            for m in values.merged_cells.ranges
        }
        self._covered = {
            (r, c)
            for m in values.merged_cells.ranges
            for r in range(m.min_row, m.max_row + 1)
            for c in range(m.min_col, m.max_col + 1)
        } - set(self._spans)
        self.findings: list[Finding] = []

    def table(self) -> Table | None:
        """The sheet's rows up to the last that holds anything; None where none does."""
        rows = [tuple(self._cells(row)) for row in self._values.iter_rows()]
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
        return _written(value, source.number_format or "")

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


def _written(value: Any, number_format: str) -> str:
    """The value as a person sees it: dates as ISO, 0.4 in a per cent cell as "40%"."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        if "%" in number_format:
            return f"{round(value * 100, 6):g}%"
        return f"{value:.10g}"
    return str(value)
