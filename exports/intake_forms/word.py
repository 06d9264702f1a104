"""The programme template as a Word form: guidance, then the tables of the programme and each module."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from exports.intake_forms import guidance
from exports.intake_forms.content import FormContent, ModuleRows, Row, Value, as_text, refuse_too_many
from exports.sheet_styles import NAVY, QUIET, RED
from mapper.intake.template_layout import FIELDS, MARK, Field, Kind, Part, title_of

EMPTY_FORMS = 6
SPARE_ROWS = {Part.OUTCOMES: 6, Part.ASSESSMENTS: 4, Part.CONTENT: 6}
SPARE_WHERE_FILLED = 2
FORM_WIDTHS = (4.0, 13.0, 9.0)
WIDTHS = {
    Part.OUTCOMES: (2.5, 23.5),
    Part.ASSESSMENTS: (4.5, 3.0, 2.2, 2.8, 8.5, 2.8, 2.2),
    Part.CONTENT: (26.0,),
}
LISTS = (Part.OUTCOMES, Part.ASSESSMENTS, Part.CONTENT)
HEAD_FILL, BAND_FILL = NAVY, "EEF2F5"


def form_docx(content: FormContent) -> bytes:
    """The document; without modules it has a few empty forms."""
    refuse_too_many(_rows_in(content), remedy="Download the workbook instead.")
    document = docx.Document()
    _lay_out(document)
    _add_guidance(document, content)
    document.add_heading("The programme", level=1)
    _add_form(document, Part.PROGRAMME, content.programme)
    for number, module in enumerate(content.modules or [_empty_module()] * EMPTY_FORMS, 1):
        document.add_heading(f"Module {number}", level=1).paragraph_format.page_break_before = True
        _add_form(document, Part.MODULE, module.facts)
        for part, rows in zip(LISTS, (module.outcomes, module.assessments, module.content), strict=True):
            document.add_paragraph()
            _add_list(document, part, rows)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _rows_in(content: FormContent) -> int:
    """All rows of the modules' tables, which count together in Word."""
    heads = 1 + len(FIELDS[Part.MODULE]) + len(LISTS) * (2 + SPARE_WHERE_FILLED)
    return sum(heads + len(m.outcomes) + len(m.assessments) + len(m.content) for m in content.modules)


def _empty_module() -> ModuleRows:
    return ModuleRows("", (None,) * len(FIELDS[Part.MODULE]), (), (), ())


def _lay_out(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21.0)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10)
    normal.paragraph_format.space_after = Pt(3)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)
    for name in ("Title", "Heading 1"):
        font = document.styles[name].font
        font.name, font.color.rgb = "Arial", RGBColor.from_string(NAVY)
    document.styles["Title"].font.size = Pt(18)
    document.styles["Heading 1"].font.size = Pt(13)
    document.core_properties.title = guidance.TITLE
    document.core_properties.author = "Mapper"
    document.core_properties.language = "en-GB"


def _add_guidance(document: Any, content: FormContent) -> None:
    _colour(document.add_paragraph(MARK), QUIET)
    document.add_paragraph(guidance.TITLE, style="Title")
    if content.stamp:
        _colour(document.add_paragraph(content.stamp), RED, bold=True)
    for sentence in guidance.OF_WORD:
        document.add_paragraph(sentence, style="List Bullet")
    said = [
        (part, field.label, *guidance.guidance_on(part, field))
        for part, fields in guidance.guided_parts(has_forms=True)
        if part in LISTS
        for field in fields
    ]
    table = _table(document, 1 + len(said), (4.0, 4.5, 11.5, 6.0))
    for at, (row, values) in enumerate(
        zip(_rows(table), [("Table", "Column", "What to enter", "For example"), *said], strict=True)
    ):
        for cell, value in zip(row, values, strict=True):
            _write(cell, value, fill=HEAD_FILL if at == 0 else None)


def _add_form(document: Any, part: Part, values: Row) -> None:
    fields = FIELDS[part]
    table = _table(document, 1 + len(fields), FORM_WIDTHS)
    rows = list(_rows(table))
    _write(rows[0][0].merge(rows[0][-1]), title_of(part), fill=HEAD_FILL)
    for (label, cell, hint), field, value in zip(rows[1:], fields, values, strict=True):
        said, example = guidance.guidance_on(part, field)
        _write(label, field.label, bold=True, fill=BAND_FILL)
        _write(cell, as_text(value))
        _write(hint, f"{said} For example: {example}", quiet=True)


def _add_list(document: Any, part: Part, rows: Sequence[Row]) -> None:
    fields = FIELDS[part]
    spare: Row = (None,) * len(fields)
    filled = [*rows, *[spare] * (SPARE_WHERE_FILLED if rows else SPARE_ROWS[part])]
    table = _table(document, 2 + len(filled), WIDTHS[part])
    for head in table._tbl.tr_lst[:2]:
        head.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeated on each page
    first, heads, *others = _rows(table)
    _write(first[0].merge(first[-1]), title_of(part), fill=HEAD_FILL)
    for cell, field in zip(heads, fields, strict=True):
        _write(cell, field.label, bold=True, fill=BAND_FILL)
    for cells, row in zip(others, filled, strict=True):
        for cell, field, value in zip(cells, fields, row, strict=True):
            _fill(cell, field, value)


def _fill(cell: _Cell, field: Field, value: Value) -> None:
    if field.kind is Kind.YES_NO:
        cell.paragraphs[0]._p.append(_choice(as_text(value)))
    else:
        _write(cell, as_text(value))


def _choice(chosen: str) -> Any:
    """A drop-down of yes and no; without a choice it shows a prompt, which is no text."""
    control, properties, content = (OxmlElement(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent"))
    if not chosen:
        properties.append(OxmlElement("w:showingPlcHdr"))
    choices = OxmlElement("w:dropDownList")
    for word in ("yes", "no"):
        item = OxmlElement("w:listItem")
        item.set(qn("w:displayText"), word)
        item.set(qn("w:value"), word)
        choices.append(item)
    properties.append(choices)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = chosen or "choose"
    if not chosen:
        look, colour = OxmlElement("w:rPr"), OxmlElement("w:color")
        colour.set(qn("w:val"), QUIET)
        look.append(colour)
        run.append(look)
    run.append(text)
    content.append(run)
    control.append(properties)
    control.append(content)
    return control


def _table(document: Any, rows: int, widths: Sequence[float]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row in _rows(table):
        for cell, width in zip(row, widths, strict=True):
            cell.width = Cm(width)
    return table


def _rows(table: Table) -> Iterator[list[_Cell]]:
    """The cells by row; python-docx's own way to them takes quadratic time."""
    for row in table._tbl.tr_lst:
        yield [_Cell(cell, table) for cell in row.tc_lst]


def _write(
    cell: _Cell, text: str, *, bold: bool = False, fill: str | None = None, quiet: bool = False
) -> None:
    """Writes the text, a paragraph for each line."""
    for at, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        if line:
            run = paragraph.add_run(line)
            run.bold = bold or fill == HEAD_FILL or None
            if fill == HEAD_FILL:
                run.font.color.rgb = RGBColor.from_string("FFFFFF")
            if quiet:
                run.font.size, run.font.color.rgb = Pt(8.5), RGBColor.from_string(QUIET)
    if fill:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shading.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().append(shading)


def _colour(paragraph: Any, colour: str, *, bold: bool = False) -> None:
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb, run.bold = Pt(9), RGBColor.from_string(colour), bold
