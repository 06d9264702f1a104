"""The Word features that the sample documents use: styles, tables, lists, the mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from mapper.intake.limits import SAMPLE_MARK
from sample_programmes.numbering import use_own_bullet
from sample_programmes.office import MADE_ON, settle

INK = RGBColor(0x1F, 0x3A, 0x4D)
PALE = "E8EFF3"
WARM = "FCE9D2"
FONT = "Arial"
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = (
    f"<w:tblBorders {nsdecls('w')}>"
    + "".join(f'<w:{side} w:val="single" w:sz="4" w:color="A9B8C2"/>' for side in _SIDES)
    + "</w:tblBorders>"
)
_PADDING = (
    f"<w:tblCellMar {nsdecls('w')}>"
    '<w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
)
HEADINGS = {"Title": 24, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11}


def new_document(title: str, *, margin_cm: float, point: float) -> WordDocument:
    """An empty A4 document in UK English with the samples' styles and the mark in its footer."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(margin_cm)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    _style_text(document, point)
    footer = section.footer.paragraphs[0]
    footer.text = f"{SAMPLE_MARK}\t\t"
    _add_field(footer, "PAGE")
    facts = document.core_properties
    facts.title, facts.author, facts.comments = title, "", SAMPLE_MARK
    facts.created = facts.modified = MADE_ON.replace(tzinfo=None)
    facts.last_modified_by = ""
    return document


def save(document: WordDocument, path: Path) -> None:
    """Write the document with fixed dates."""
    document.save(str(path))
    settle(path)


def add_mark(document: WordDocument) -> None:
    """A shaded line that says that the document is invented."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(SAMPLE_MARK)
    run.bold = True
    run.font.color.rgb = RGBColor(0x7A, 0x3B, 0x00)
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), WARM)
    paragraph._p.get_or_add_pPr().append(shading)


def add_bullets(place: WordDocument | _Cell, items: Iterable[str], *, point: float | None = None) -> None:
    """A real bulleted list; in a cell it takes the place of the first, empty paragraph."""
    for item in items:
        paragraph = _free_paragraph(place)
        paragraph.style = "List Bullet"
        run = paragraph.add_run(item)
        if point:
            run.font.size = Pt(point)


def add_table(place: WordDocument, widths_cm: Sequence[float], *, style: str = "Table Grid") -> Table:
    """A table without rows, with fixed column widths."""
    table: Table = place.add_table(rows=0, cols=len(widths_cm), style=style)
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    # Word wants these in the order of its schema.
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(parse_xml(_BORDERS))
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(parse_xml(_PADDING))
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    return table


def add_row(table: Table, texts: Sequence[str], *, bold: bool = False, fill: str = "") -> tuple[_Cell, ...]:
    """A row of plain texts; each cell takes its column's width."""
    cells = tuple(table.add_row().cells)  # type: ignore[no-untyped-call] # python-docx leaves it so
    for cell, column, text in zip(cells, table.columns, texts, strict=True):
        cell.width = column.width
        write(cell, text, bold=bold)
        if fill:
            shade(cell, fill)
    keep_together(table, len(table.rows) - 1)
    return cells


def write(cell: _Cell, text: str, *, bold: bool = False, point: float | None = None) -> None:
    """Put text in the cell, one paragraph for each line."""
    for line in text.split("\n") if text else ():
        paragraph = _free_paragraph(cell)
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(line)
        run.bold = bold
        if point:
            run.font.size = Pt(point)


def shade(cell: _Cell, fill: str) -> None:
    """Give the cell a background, six hexadecimal digits."""
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), fill)
    cell._tc.get_or_add_tcPr().append(shading)


def repeat_header(table: Table) -> None:
    """Show the first row again on each page that the table reaches."""
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def keep_together(table: Table, row: int) -> None:
    """Never break this row across pages."""
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def keep_with_next(cells: Iterable[_Cell]) -> None:
    """Keep the row of these cells on the page of the row after it."""
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def centre(cell: _Cell) -> None:
    """Centre the cell's text."""
    for paragraph in cell.paragraphs:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _free_paragraph(place: WordDocument | _Cell) -> Paragraph:
    if isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].text:
        paragraph: Paragraph = place.paragraphs[0]
        return paragraph
    return place.add_paragraph()


def _style_text(document: WordDocument, point: float) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(point)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.rPr.append(language)
    normal.paragraph_format.space_after = Pt(4)
    document.styles["Footer"].font.size = Pt(8)
    for name, size in HEADINGS.items():
        _style_heading(document, name, size)
    document.styles["List Bullet"].paragraph_format.space_after = Pt(2)
    use_own_bullet(document)
    subtitle = document.styles["Subtitle"]
    subtitle.font.italic, subtitle.font.size, subtitle.font.color.rgb = False, Pt(13), INK
    _drop_theme_font(subtitle)


def _style_heading(document: WordDocument, name: str, size: int) -> None:
    style = document.styles[name]
    _drop_theme_font(style)
    style.font.size, style.font.bold = Pt(size), True
    style.font.color.rgb = INK
    style.paragraph_format.space_before = Pt(size if name != "Title" else 0)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.keep_with_next = True
    border = style.element.pPr.find(qn("w:pBdr")) if name == "Title" else None
    if border is not None:
        style.element.pPr.remove(border)


def _drop_theme_font(style: CharacterStyle) -> None:
    run = style.element.get_or_add_rPr()
    fonts = run.get_or_add_rFonts()
    for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[theme]
    spacing = run.find(qn("w:spacing"))
    if spacing is not None:
        run.remove(spacing)
    style.font.name = FONT


def _add_field(paragraph: Paragraph, name: str) -> None:
    run = paragraph.add_run()
    for kind in ("begin", None, "end"):
        part = OxmlElement("w:instrText" if kind is None else "w:fldChar")
        if kind is None:
            part.text = name
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
