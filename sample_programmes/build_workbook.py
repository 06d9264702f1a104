"""Builds the tidy programme: a workbook with a sheet for each kind of row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from mapper.intake.limits import SAMPLE_MARK
from sample_programmes import content
from sample_programmes.office import MADE_ON, settle

INK = "1F3A4D"
PALE = "E8EFF3"
FONT = "Arial"
LINE = Border(bottom=Side(style="thin", color="C9D3D9"))
TOP = Alignment(vertical="top", wrap_text=True)
POINTS_PER_LINE = 13.5

Row = Sequence[str | int | float]


def build_workbook(path: Path) -> None:
    """Write the tidy programme to `path`."""
    programme = content.read("ma_programme")
    modules = content.read_all("ma_7*")
    book = Workbook()
    book.remove(book.worksheets[0])
    _about(book.create_sheet("About"), programme["about"])
    _facts(book.create_sheet("Programme"), programme)
    _table(book.create_sheet("Modules"), _MODULES, (_module_row(m) for m in modules))
    _table(book.create_sheet("Outcomes"), _OUTCOMES, _outcome_rows(modules))
    _table(book.create_sheet("Assessments"), _ASSESSMENTS, _assessment_rows(modules))
    _table(
        book.create_sheet("Content"), _CONTENT, ([m["code"], item] for m in modules for item in m["content"])
    )
    book.properties.title = programme["title"]
    book.properties.creator = SAMPLE_MARK
    book.properties.created = MADE_ON.replace(tzinfo=None)
    book.save(path)
    settle(path)


_MODULES = {
    "Code": 11,
    "Title": 34,
    "Level": 8,
    "Credits": 9,
    "Status": 11,
    "Option group": 17,
    "Year": 7,
    "Pass mark": 8,
    "Prerequisites": 15,
    "Learning strategy": 70,
}
_OUTCOMES = {"Module code": 13, "Number": 9, "Learning outcome": 100}
_ASSESSMENTS = {
    "Module code": 13,
    "Title": 27,
    "Type": 19,
    "Weight (%)": 11,
    "Length": 18,
    "Description": 90,
    "Outcomes tested": 11,
    "Must pass": 8,
}
_CONTENT = {"Module code": 13, "Content": 80}


def _module_row(module: dict[str, Any]) -> Row:
    keys = ("code", "title", "level", "credits", "status", "option_group", "year", "pass_mark")
    return [*(module[key] for key in keys), module["prerequisites"], module["learning_strategy"]]


def _outcome_rows(modules: Iterable[dict[str, Any]]) -> Iterable[Row]:
    for module in modules:
        for number, text in enumerate(module["outcomes"], start=1):
            yield [module["code"], number, text]


def _assessment_rows(modules: Iterable[dict[str, Any]]) -> Iterable[Row]:
    keys = ("title", "type", "weight", "length", "description", "tested", "must_pass")
    for module in modules:
        for assessment in module["assessments"]:
            yield [module["code"], *(assessment[key] for key in keys)]


def _about(sheet: Worksheet, about: dict[str, Any]) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 22
    sheet.column_dimensions["B"].width = 84
    sheet["A1"] = about["title"]
    sheet["A1"].font = Font(name=FONT, size=16, bold=True, color=INK)
    sheet["A2"] = about["lead"]
    sheet["A2"].font = Font(name=FONT, size=10, color="4A5A66")
    sheet.merge_cells("A4:B4")
    sheet["A4"] = SAMPLE_MARK
    sheet["A4"].font = Font(name=FONT, size=11, bold=True, color="7A3B00")
    for cell in sheet[4]:
        cell.fill = PatternFill("solid", fgColor="FCE9D2")
    sheet["A4"].alignment = Alignment(vertical="center", indent=1)
    sheet.row_dimensions[1].height = 26
    sheet.row_dimensions[4].height = 24
    for number, (label, text) in enumerate(about["notes"], start=6):
        _pair(sheet, number, label, text)
    _page(sheet)


def _facts(sheet: Worksheet, programme: dict[str, Any]) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width = 18
    sheet.column_dimensions["B"].width = 60
    for number, label in enumerate(("Title", "Award", "Level", "Credits", "Duration", "Mode"), start=1):
        _pair(sheet, number, label, programme[label.lower()])
    _page(sheet)


def _pair(sheet: Worksheet, number: int, label: str, value: str | int) -> None:
    for column, said in ((1, label), (2, value)):
        cell = sheet.cell(row=number, column=column, value=said)
        cell.font = Font(name=FONT, size=10, bold=column == 1, color=INK if column == 1 else "000000")
        cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
        cell.border = LINE
    sheet.cell(row=number, column=1).fill = PatternFill("solid", fgColor=PALE)
    width = sheet.column_dimensions["B"].width
    sheet.row_dimensions[number].height = 6 + POINTS_PER_LINE * _lines(str(value), width)


def _table(sheet: Worksheet, widths: dict[str, int], rows: Iterable[Row]) -> None:
    sheet.append(list(widths))
    for column, width in enumerate(widths.values(), start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        cell = sheet.cell(row=1, column=column)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.row_dimensions[1].height = 32
    for row in rows:
        sheet.append([None if value == "" else value for value in row])
        _dress(sheet, sheet.max_row, list(widths.values()), row)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    _page(sheet)


def _dress(sheet: Worksheet, number: int, widths: Sequence[int], row: Row) -> None:
    for cell in sheet[number]:
        cell.font = Font(name=FONT, size=10)
        cell.border = LINE
        cell.alignment = Alignment(
            vertical="top", wrap_text=True, horizontal="center" if isinstance(cell.value, int) else None
        )
    lines = max(_lines(str(value), width) for value, width in zip(row, widths, strict=True))
    sheet.row_dimensions[number].height = 6 + POINTS_PER_LINE * lines


def _lines(text: str, width: float) -> int:
    """How many lines the text takes in a column so many characters wide, words kept whole."""
    count, used = 1, 0
    for word in text.split():
        if used and used + 1 + len(word) > width * 1.12:
            count, used = count + 1, 0
        used += len(word) + bool(used)
    return count


def _page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1" if sheet.freeze_panes else None
    if footer := sheet.oddFooter:
        footer.left.text = SAMPLE_MARK
        footer.right.text = "&A, page &P of &N"
