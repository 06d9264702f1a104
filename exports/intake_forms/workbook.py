"""The programme template as a workbook: guidance, and a sheet for each part with its checks."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from exports.intake_forms import guidance
from exports.intake_forms.content import FormContent, Row, Value, as_text, refuse_too_many
from exports.printed_sheet import LINE_HEIGHT, height_of, lines_taken
from exports.sheet_styles import add_styles
from mapper.errors import InvalidError
from mapper.intake.template_layout import FIELDS, MARK, MODULE_CODE, Field, Kind, Part, title_of
from mapper.intake.template_text import (
    CONTINUED,
    LIST_SEPARATORS,
    MOST_IN_CELL,
    OUTCOME_SEPARATORS,
    number_in,
    pieces,
)

LAST_CHECKED_ROW = 2_000
FIRST_ROW = 3
SPARE_ROWS = {Part.MODULES: 40, Part.OUTCOMES: 200, Part.ASSESSMENTS: 120, Part.CONTENT: 200}
WIDTHS = {
    "module": 16, "code": 16, "title": 32, "level": 10, "credits": 10, "status": 14, "option_group": 22, "year": 8,
    "pass_mark": 11, "prerequisites": 24, "learning_strategy": 60, "number": 10, "text": 90, "type": 20, "weight": 11,
    "length": 16, "description": 60, "outcomes": 16, "must_pass": 10,
}  # fmt: skip
SUGGESTED = {"status": guidance.STATUSES, "mode": guidance.MODES}
A4 = "9"


def form_xlsx(content: FormContent) -> bytes:
    """The workbook: Guidance, Programme, Modules, Outcomes, Assessments, Content."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    _add_guidance(book, content)
    _add_programme(book, content)
    _add_rows(book, Part.MODULES, [module.facts for module in content.modules])
    for part in (Part.OUTCOMES, Part.ASSESSMENTS, Part.CONTENT):
        _add_rows(book, part, list(_rows_of(content, part)), names_modules=True)
    book.active = 0
    book.properties.title = guidance.TITLE
    book.properties.creator = "Mapper"
    book.properties.language = "en-GB"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _rows_of(content: FormContent, part: Part) -> Iterator[Row]:
    for module in content.modules:
        rows = {
            Part.OUTCOMES: module.outcomes,
            Part.ASSESSMENTS: module.assessments,
            Part.CONTENT: module.content,
        }
        for row in rows[part]:
            yield (module.reference, *row)


def _sheet(book: Workbook, name: str, widths: Sequence[int]) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _put(sheet: Worksheet, row: int, column: int, value: Value, style: str) -> None:
    """Writes a cell; text stays text, whatever it looks like to a workbook."""
    cell = sheet.cell(row, column)
    cell.style = style
    if value is None:
        return
    if isinstance(value, int | float):
        text = as_text(value)
        is_exact = number_in(text) == value and abs(value) < 1e9 and round(value, 6) == value
        if is_exact:
            cell.value = value
            return
        value = text
    cell.value = value
    cell.data_type = "s"  # a formula, or what a workbook calls an error, is no text to openpyxl
    if value.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def _add_guidance(book: Workbook, content: FormContent) -> None:
    widths = (18, 20, 80, 30)
    sheet = _sheet(book, "Guidance", widths)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.fitToHeight = 1
    _put(sheet, 1, 1, MARK, "Subject")
    _put(sheet, 2, 1, guidance.TITLE, "Title line")
    row = 3
    for sentence in (content.stamp, *guidance.OF_WORKBOOK):
        if sentence:
            _put(sheet, row, 1, sentence, "Stamp" if sentence == content.stamp else "Sentence")
            lines = lines_taken(sentence, style="Sentence", width=sum(widths))
            sheet.row_dimensions[row].height = lines * LINE_HEIGHT + 3
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
            row += 1
    row += 1
    for at, head in enumerate(("Sheet", "Column", "What to enter", "For example"), 1):
        _put(sheet, row, at, head, "Head")
    for part, fields in guidance.guided_parts(has_forms=False):
        columns = (*([MODULE_CODE] if part in _NAMING else []), *fields)
        for field in columns:
            row += 1
            said = (part, field.label, *guidance.guidance_on(part, field))
            styles = ("Text", "Wording", "Text", "Text")
            for at, (text, style) in enumerate(zip(said, styles, strict=True), 1):
                _put(sheet, row, at, text, style)
            sheet.row_dimensions[row].height = height_of(said, styles=styles, widths=widths)
    for merged in (1, 2):
        sheet.merge_cells(start_row=merged, start_column=1, end_row=merged, end_column=4)


_NAMING = (Part.OUTCOMES, Part.ASSESSMENTS, Part.CONTENT)


def _add_programme(book: Workbook, content: FormContent) -> None:
    widths = (16, 60, 70)
    sheet = _sheet(book, Part.PROGRAMME, widths)
    _put(sheet, 1, 1, title_of(Part.PROGRAMME), "Subject")
    row = 2
    for field, value in zip(FIELDS[Part.PROGRAMME], content.programme, strict=True):
        first = row
        for piece in _pieces(value, field):
            _put(sheet, row, 1, field.label if row == first else CONTINUED, "Wording")
            _put(sheet, row, 2, piece, "Text")
            sheet.cell(row, 2).number_format = _format(field)
            styles = ("Wording", "Text")
            sheet.row_dimensions[row].height = height_of((field.label, piece), styles=styles, widths=widths)
            row += 1
        _check(sheet, Part.PROGRAMME, field, f"B{first}")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=2)
    sheet.freeze_panes = "B2"


def _add_rows(book: Workbook, part: Part, rows: list[Row], *, names_modules: bool = False) -> None:
    fields = (MODULE_CODE, *FIELDS[part]) if names_modules else FIELDS[part]
    sheet = _sheet(book, part, [WIDTHS[field.name] for field in fields])
    _put(sheet, 1, 1, title_of(part), "Subject")
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=min(4, len(fields)))
    for at, field in enumerate(fields, 1):
        _put(sheet, 2, at, field.label, "Head")
        area = f"{get_column_letter(at)}{FIRST_ROW}:{get_column_letter(at)}{LAST_CHECKED_ROW}"
        _check(sheet, part, field, area)
    at = FIRST_ROW
    for row in rows:
        at = _put_row(sheet, at, fields, row)
    refuse_too_many(at - 1, remedy="Import the documents that it was read from instead.")
    for _ in range(SPARE_ROWS[part]):
        at = _put_row(sheet, at, fields, (None,) * len(fields))
    sheet.freeze_panes = "B3"
    sheet.print_title_rows = "1:2"


def _put_row(sheet: Worksheet, at: int, fields: Sequence[Field], row: Row) -> int:
    """Writes a row, and further ones where a text is longer than a cell; gives the next free one."""
    first, *others = fields
    if isinstance(row[0], str) and len(row[0]) > MOST_IN_CELL // 2 and len(fields) > 1:
        raise InvalidError(
            "This module code is too long for a workbook.",
            subject=row[0][:40],
            remedy="Correct the code first, or download the Word form.",
        )
    columns = [_pieces(value, field) for field, value in zip(others, row[1:], strict=True)]
    for number, values in enumerate(zip_longest(*columns) if columns else [()]):
        head = row[0] if number == 0 else CONTINUED
        for column, (field, value) in enumerate(zip((first, *others), (head, *values), strict=True), 1):
            _put(sheet, at, column, value, "Text")
            sheet.cell(at, column).number_format = _format(field)
        _fit(sheet, at, (head, *values), fields)
        at += 1
    return at


def _fit(sheet: Worksheet, at: int, values: Sequence[Value], fields: Sequence[Field]) -> None:
    """States the height of a row that holds text; one to be filled in grows as it is."""
    if any(isinstance(value, str) for value in values):
        widths = [WIDTHS[field.name] for field in fields]
        height = height_of(values, styles=["Text"] * len(values), widths=widths)
        sheet.row_dimensions[at].height = height


def _pieces(value: Value, field: Field) -> list[Value]:
    """The value in as many parts as it needs cells; text alone ever needs more than one."""
    if not isinstance(value, str):
        return [value]
    parting = {Kind.LIST: LIST_SEPARATORS, Kind.OUTCOMES: OUTCOME_SEPARATORS}.get(field.kind, "")
    return list(pieces(value, separators=parting))


def _format(field: Field) -> str:
    """Numbers as they are; all else as text, lest "1, 2" or "3/4" turn into a number or a date."""
    return "General" if field.kind in {Kind.NUMBER, Kind.PER_CENT} else "@"


def _check(sheet: Worksheet, part: Part, field: Field, area: str) -> None:
    """What the workbook asks of the cells, and the guidance shown beside one that is chosen."""
    said, example = guidance.guidance_on(part, field)
    rule = _rule(field)
    rule.promptTitle, rule.prompt = field.label, f"{said} For example: {example}"
    rule.showInputMessage = True
    rule.errorTitle = field.label
    sheet.add_data_validation(rule)
    rule.add(area)


def _rule(field: Field) -> DataValidation:
    if field is MODULE_CODE:
        last = f"$A${LAST_CHECKED_ROW}"
        codes = f"OFFSET(Modules!$A${FIRST_ROW},0,0,MAX(1,COUNTA(Modules!$A${FIRST_ROW}:{last})),1)"
        rule = DataValidation("list", formula1=codes, allow_blank=True, errorStyle="warning")
        return _told(rule, "No row of the sheet Modules has this code.")
    if field.kind is Kind.YES_NO:
        rule = DataValidation("list", formula1='"yes,no"', allow_blank=True)
        return _told(rule, "Choose yes or no, or leave the cell empty.")
    if field.name in SUGGESTED:
        # A university's own word is as good as those that are offered.
        choices = ",".join(SUGGESTED[field.name])
        return DataValidation("list", formula1=f'"{choices}"', allow_blank=True, showErrorMessage=False)
    if field.kind in {Kind.NUMBER, Kind.PER_CENT}:
        most = 100 if field.kind is Kind.PER_CENT else 1_000
        rule = DataValidation(
            "decimal", operator="between", formula1="0", formula2=str(most), allow_blank=True
        )
        return _told(rule, f"Enter a number between 0 and {most:,}, without a per cent sign.")
    return DataValidation(allow_blank=True)


def _told(rule: DataValidation, message: str) -> DataValidation:
    rule.showErrorMessage, rule.error = True, message
    return rule
