"""A worksheet laid out for paper: styles, stamps, repeated head rows, safe and bounded cells."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from textwrap import wrap
from typing import cast

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.documents.stamps import Stamp
from exports.documents.words import shortened
from exports.sheet_styles import INDENT_WIDTH, RED

CELL_LIMIT = 32_767  # characters that a cell can hold (Excel specifications and limits)
CUT = " … [cut: a cell holds no more; the PDF of this document has the whole text]"
PRINTED_LINES = 26  # of ten-point text stay below the highest row that Excel allows, 409 points
LINE_HEIGHT = 13.5
TITLE_HEIGHT = 22
TURNED_HEIGHT = 190
HIGHEST = 409  # points
# Letters that fit a column for each one of its width, which counts figures of the default font.
LETTERS = {
    "Text": 1.2,
    "Repeated": 1.2,
    "Subject": 1.2,
    "Sentence": 1.2,
    "Quotation": 1.35,
    "Title line": 0.7,
}
LETTERS_IN_BOLD = 1.08
RISKY_STARTS = ("=", "+", "-", "@", "\t", "\r")
HEAD_LIMIT = 255  # characters of a header or footer, codes included
A4 = 9

Value = str | int | float | date | None


def pieces(text: str, *, width: int) -> list[str]:
    """The text in pieces that print whole in a column `width` characters wide; joined, the text again."""
    found, room = [""], 0.0
    for word in re.findall(r"\s*\S+\s*", text):
        cost = len(word) + width * word.count("\n")
        if found[-1] and room + cost > width * PRINTED_LINES:
            found.append("")
            room = 0.0
        found[-1] += word
        room += cost
    return found


def lines_taken(text: str, *, style: str, width: float) -> int:
    """About how many lines the text takes in a column, rather one too many than one too few.

    Programs fit a row to its text in their own way or, where cells are merged, not at all; only a stated
    height keeps lines from running into each other everywhere.
    """
    room = max(1, int(width * LETTERS.get(style, LETTERS_IN_BOLD)))
    if len(text) > room * HIGHEST / LINE_HEIGHT:
        return math.ceil(len(text) / room)
    return sum(max(1, len(wrap(line, room))) for line in text.split("\n"))


def height_of(values: Sequence[Value], *, styles: Sequence[str], widths: Sequence[float]) -> float:
    """The height in points at which the highest cell of a table's row shows whole, as far as Excel allows."""
    cells = zip(values, styles, widths, strict=False)
    taken = [lines_taken(v, style=s, width=w - INDENT_WIDTH) for v, s, w in cells if isinstance(v, str)]
    return min(HIGHEST, max(taken, default=1) * LINE_HEIGHT + 3)


def bounded(text: str) -> str:
    """The text, or as much of it as a cell holds with a note that it was cut."""
    return text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - len(CUT)] + CUT


class PrintedSheet:
    """A worksheet filled from the top, a row at a time, that prints on A4 landscape, fit to width."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        *,
        title: str,
        subject: str,
        stamps: Sequence[Stamp],
        widths: Sequence[int],
    ) -> None:
        self.sheet: Worksheet = book.create_sheet(name)
        self.widths = widths
        self.row = 0
        for place, width in enumerate(widths, start=1):
            self.sheet.column_dimensions[get_column_letter(place)].width = width
        self._set_up_print(subject, stamps)
        self.add_line(title, "Title line")
        for stamp in stamps:
            self.add_line(stamp.text, "Stamp" if stamp.is_warning else "Reported")
        self.add_line(subject, "Subject")

    def add_line(self, text: str, style: str) -> None:
        """One text across the whole width."""
        self.row += 1
        self._put(1, text, style)
        if len(self.widths) > 1:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.widths)
            )
        lines = lines_taken(text, style=style, width=sum(self.widths))
        self._set_height(lines, TITLE_HEIGHT if style == "Title line" else LINE_HEIGHT)

    def add_space(self) -> None:
        """An empty row."""
        self.row += 1

    def add_head(
        self,
        headings: Sequence[str],
        *,
        is_repeated: bool = True,
        turned_from: int = 0,
        figures_from: int = 0,
    ) -> None:
        """The head of a table; where repeated, it and all above stand on every printed page.

        Headings from position `turned_from` on (counted from 1) run upwards, and those from
        `figures_from` on stand above the figures of their column.
        """
        self.row += 1
        for place, heading in enumerate(headings, start=1):
            if turned_from and place >= turned_from:
                self._put(place, heading, "Turned head")
            else:
                is_figure = figures_from and place >= figures_from
                self._put(place, heading, "Figure head" if is_figure else "Head")
        if turned_from:
            self.sheet.row_dimensions[self.row].height = TURNED_HEIGHT
        else:
            self._fit_height(headings, ["Head"] * len(headings))
        if is_repeated:
            self.sheet.print_title_rows = f"1:{self.row}"
            self.sheet.freeze_panes = f"A{self.row + 1}"

    def add_row(self, values: Sequence[Value], styles: Sequence[str]) -> None:
        """One row of a table, a style per value."""
        self.row += 1
        for place, (value, style) in enumerate(zip(values, styles, strict=True), start=1):
            self._put(place, value, style)
        self._fit_height(values, styles)

    def _fit_height(self, values: Sequence[Value], styles: Sequence[str]) -> None:
        """Makes the row as high as its highest cell."""
        height = height_of(values, styles=styles, widths=self.widths)
        self.sheet.row_dimensions[self.row].height = height

    def _set_height(self, lines: int, line_height: float) -> None:
        self.sheet.row_dimensions[self.row].height = min(HIGHEST, lines * line_height + 3)

    def add_filter(self, *, head_row: int) -> None:
        """Lets the reader filter the rows from `head_row` to here."""
        if self.row > head_row:
            self.sheet.auto_filter.ref = f"A{head_row}:{get_column_letter(len(self.widths))}{self.row}"

    def _put(self, column: int, value: Value, style: str) -> None:
        cell = cast(
            Cell, self.sheet.cell(row=self.row, column=column)
        )  # rows are merged after they are written
        cell.style = style
        if isinstance(value, str):
            # Set as text: a quotation that opens with = must never be worked out as a formula.
            cell.value = bounded(value)
            cell.data_type = "s"
            if value.startswith(RISKY_STARTS):
                cell.quotePrefix = True
        else:
            cell.value = value
            if isinstance(value, date):
                cell.number_format = "d mmm yyyy"

    def _set_up_print(self, subject: str, stamps: Sequence[Stamp]) -> None:
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = A4
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.7
        sheet.page_margins.header = sheet.page_margins.footer = 0.3
        header, footer = cast(HeaderFooterItem, sheet.oddHeader), cast(HeaderFooterItem, sheet.oddFooter)
        header.left.text = _head_text(" · ".join(stamp.short for stamp in stamps), room=215)
        header.left.size = 8
        header.left.font = "Arial,Bold"
        header.left.color = RED
        footer.left.text = _head_text(subject, room=150)
        footer.left.size = 8
        footer.right.text = "Page &P of &N"
        footer.right.size = 8


def _head_text(text: str, *, room: int) -> str:
    """The text for a header or footer, where & opens a code; the whole may not pass HEAD_LIMIT."""
    line = " ".join(text.split())
    return shortened(line, limit=room - line.count("&")).replace("&", "&&")
