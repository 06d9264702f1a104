"""Word documents: headings, counted numbers, spans, and what is not text."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.readers import read_document
from mapper.intake.readers.docx_numbering import in_format


def read(document: Any) -> Document:
    out = io.BytesIO()
    document.save(out)
    return read_document(out.getvalue(), file="handbook.docx")


def paragraphs(document: Document) -> list[Paragraph]:
    return [b for b in document.blocks if isinstance(b, Paragraph)]


def tables(document: Document) -> list[Table]:
    return [b for b in document.blocks if isinstance(b, Table)]


def add_list(document: Any, formats: list[tuple[str, str]]) -> str:
    """The id of a new list whose levels have these formats and patterns."""
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{f}"/><w:lvlText w:val="{p}"/></w:lvl>'
        for i, (f, p) in enumerate(formats)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    num = f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
    numbering.append(parse_xml(num))
    return "77"


def item(document: Any, text: str, num_id: str, level: int = 0) -> None:
    properties = document.add_paragraph(text)._p.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", num_id)):
        child = OxmlElement(name)
        child.set(qn("w:val"), value)
        numbered.append(child)
    properties.append(numbered)


def test_headings_carry_their_level_and_what_follows_stands_under_them() -> None:
    source = docx.Document()
    source.add_heading("Leading people", level=2)
    source.add_paragraph("Twenty credits")
    heading, text = paragraphs(read(source))
    assert heading.level == 2
    assert text.level is None
    assert text.locator.heading == "Leading people"


def test_automatic_numbers_are_counted_level_by_level_and_are_no_part_of_the_text() -> None:
    source = docx.Document()
    numbered = add_list(source, [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)")])
    for text, level in (("one", 0), ("one one", 1), ("one two", 1), ("a", 2), ("two", 0), ("two one", 1)):
        item(source, text, numbered, level)
    said = [(p.number, p.text) for p in paragraphs(read(source))]
    assert said == [
        ("1", "one"),
        ("1.1", "one one"),
        ("1.2", "one two"),
        ("a", "a"),
        ("2", "two"),
        ("2.1", "two one"),
    ]


def test_a_bullet_is_an_item_without_a_number() -> None:
    source = docx.Document()
    item(source, "point", add_list(source, [("bullet", "•")]))
    (point,) = paragraphs(read(source))
    assert point.is_item
    assert point.number is None


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [(4, "lowerRoman", "iv"), (9, "upperRoman", "IX"), (28, "lowerLetter", "bb"), (3, "decimalZero", "03")],
)
def test_numbers_are_written_in_words_formats(number: int, style: str, written: str) -> None:
    assert in_format(number, style) == written


def test_merged_cells_span_and_stand_once() -> None:
    source = docx.Document()
    grid = source.add_table(rows=3, cols=3)
    grid.cell(0, 0).merge(grid.cell(0, 2)).text = "across"
    grid.cell(1, 0).merge(grid.cell(2, 0)).text = "down"
    grid.cell(2, 2).text = "corner"
    (table,) = tables(read(source))
    assert (table.rows[0][0].text, table.rows[0][0].column_span) == ("across", 3)
    assert (table.rows[1][0].text, table.rows[1][0].row_span) == ("down", 2)
    assert [c.text for c in table.rows[2]] == ["", "corner"]
    assert table.rows[2][1].locator.as_json()["cell"] == "3"


def test_a_nested_table_follows_the_one_around_it_and_its_text_stands_once() -> None:
    source = docx.Document()
    outer = source.add_table(rows=1, cols=1).cell(0, 0)
    outer.text = "outer"
    outer.add_table(rows=1, cols=1).cell(0, 0).text = "inner"
    document = read(source)
    assert [[c.text for row in t.rows for c in row] for t in tables(document)] == [["outer"], ["inner"]]


def test_deleted_words_are_not_read_and_inserted_ones_are() -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("kept ")._p
    deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>gone</w:delText></w:r></w:del>"
    inserted = f"<w:ins {nsdecls('w')}><w:r><w:t>added</w:t></w:r></w:ins>"
    paragraph.append(parse_xml(deleted))
    paragraph.append(parse_xml(inserted))
    assert [p.text for p in paragraphs(read(source))] == ["kept added"]


def test_a_picture_that_stands_alone_is_told_with_its_place() -> None:
    source = docx.Document()
    source.add_paragraph("The plan:")
    run = source.add_paragraph().add_run()
    run._r.append(OxmlElement("w:drawing"))
    (finding,) = read(source).findings
    assert "picture" in finding.message
    assert finding.locator is not None
    assert finding.locator.paragraph == 2


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableError, match="no text"):
        read(docx.Document())
