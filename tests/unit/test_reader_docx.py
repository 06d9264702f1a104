"""Word documents: headings, counted numbers, spans, and what is not text."""

from __future__ import annotations

import io
from typing import Any

import docx
import docx.enum.style
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


CHOICES = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def xml(source: Any, inner: str) -> None:
    """Put this markup (w: and mc: are declared) at the end of the document's body."""
    body = source.element.body
    body.insert(len(body) - 1, parse_xml(inner.replace(">", f" {nsdecls('w')} {CHOICES}>", 1)))


def test_two_lists_of_one_definition_count_on_and_a_start_override_restarts() -> None:
    source = docx.Document()
    add_list(source, [("decimal", "%1.")])
    again = f'<w:num {nsdecls("w")} w:numId="{{}}"><w:abstractNumId w:val="77"/>{{}}</w:num>'
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = source.part.numbering_part.element
    numbering.append(parse_xml(again.format(78, "")))
    numbering.append(parse_xml(again.format(79, restart)))
    for list_id in ("77", "78", "79", "79"):
        item(source, "Tie a knot", list_id)
    assert [p.number for p in paragraphs(read(source))] == ["1", "2", "5", "6"]


def test_a_level_that_never_restarts_counts_on_under_the_next_item() -> None:
    source = docx.Document()
    list_id = add_list(source, [("decimal", "LO%1"), ("decimal", "%2-")])
    level = source.part.numbering_part.element.findall(f".//{qn('w:lvl')}")[1]
    level.insert(2, parse_xml(f'<w:lvlRestart {nsdecls("w")} w:val="0"/>'))
    for depth in (0, 1, 1, 0, 1):
        item(source, "Tie a knot", list_id, depth)
    assert [p.number for p in paragraphs(read(source))] == ["LO1", "1", "2", "LO2", "3"]


def test_a_style_numbers_its_paragraphs_at_the_level_bound_to_it() -> None:
    source = docx.Document()
    list_id = add_list(source, [("decimal", "%1"), ("decimal", "%1.%2")])
    levels = source.part.numbering_part.element.findall(f".//{qn('w:lvl')}")
    for level, style in zip(levels, ("Heading1", "Heading2"), strict=False):
        level.insert(2, parse_xml(f'<w:pStyle {nsdecls("w")} w:val="{style}"/>'))
        properties = source.styles.element.find(f".//w:style[@w:styleId='{style}']", levels[0].nsmap).pPr
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{list_id}"/></w:numPr>'))
    source.add_heading("Tides", 1)
    source.add_heading("Spring tides", 2)
    found = paragraphs(read(source))
    assert [(p.number, p.level, p.text) for p in found] == [("1", 1, "Tides"), ("1.1", 2, "Spring tides")]


def test_an_empty_list_item_is_counted_as_word_counts_it() -> None:
    source = docx.Document()
    list_id = add_list(source, [("decimal", "%1.")])
    for text in ("Tie a knot", "", "Read a chart"):
        item(source, text, list_id)
    assert [(p.number, p.text) for p in paragraphs(read(source))] == [
        ("1", "Tie a knot"),
        ("3", "Read a chart"),
    ]


def test_a_line_break_before_a_label_parts_the_lines_and_any_other_is_a_space() -> None:
    source = docx.Document()
    source.add_paragraph("Module code: HB101\nCredits: 20")
    source.add_paragraph("Explain how the\nharbour works")
    assert [p.text for p in paragraphs(read(source))] == [
        "Module code: HB101",
        "Credits: 20",
        "Explain how the harbour works",
    ]


def test_the_prompt_of_an_empty_form_field_is_not_read_and_a_filled_one_is() -> None:
    source = docx.Document()
    field = (
        "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    xml(source, field.format("<w:showingPlcHdr/>", "Click here"))
    xml(source, field.format("", "Twenty credits"))
    assert [p.text for p in paragraphs(read(source))] == ["Twenty credits"]


def test_hidden_words_and_contents_lists_are_not_read() -> None:
    source = docx.Document()
    paragraph = source.add_paragraph("seen")
    paragraph.add_run(" unseen").font.hidden = True
    source.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    source.add_paragraph("Tides 4", style="toc 1")
    assert [p.text for p in paragraphs(read(source))] == ["seen"]


def test_a_deleted_row_is_not_read() -> None:
    source = docx.Document()
    table = source.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "stands", "was deleted"
    table.rows[1]._tr.get_or_add_trPr().append(OxmlElement("w:del"))
    assert [[c.text for c in row] for row in tables(read(source))[0].rows] == [["stands"]]


def test_a_text_box_is_read_once_although_word_writes_it_twice() -> None:
    source = docx.Document()
    source.add_paragraph("Anchor")
    box = "<w:txbxContent><w:p><w:r><w:t>Twenty credits</w:t></w:r></w:p></w:txbxContent>"
    xml(
        source,
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>",
    )
    assert [p.text for p in paragraphs(read(source))] == ["Anchor", "Twenty credits"]


def test_footnotes_are_told_and_their_marks_are_no_text() -> None:
    source = docx.Document()
    run = source.add_paragraph("Tides").add_run()
    run._r.append(parse_xml(f'<w:footnoteReference {nsdecls("w")} w:id="1"/>'))
    document = read(source)
    assert [p.text for p in paragraphs(document)] == ["Tides"]
    assert "there are 1" in document.findings[0].message


@pytest.mark.parametrize(("sign", "shown"), [("F0FE", "☒"), ("F0A8", "☐"), ("F0E0", "")])
def test_ticked_boxes_of_symbol_fonts_are_read(sign: str, shown: str) -> None:
    source = docx.Document()
    run = source.add_paragraph("Individual").add_run()
    run._r.append(parse_xml(f'<w:sym {nsdecls("w")} w:font="Wingdings" w:char="{sign}"/>'))
    assert paragraphs(read(source))[0].text == f"Individual{shown}"


def form_field(inner: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'


@pytest.mark.parametrize(
    ("inner", "shown"),
    [
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "☒"),
        ('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "☐"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="5"/><w:listEntry w:val="6"/></w:ddList>', "6"),
        ('<w:textInput><w:default w:val="prompt"/></w:textInput>', ""),
    ],
)
def test_an_old_form_field_shows_its_tick_or_its_choice(inner: str, shown: str) -> None:
    source = docx.Document()
    source.add_paragraph("Level")._p.append(
        parse_xml(form_field(inner).replace("<w:r>", f"<w:r {nsdecls('w')}>", 1))
    )
    (paragraph,) = paragraphs(read(source))
    assert paragraph.text == f"Level{shown}"


def test_outcomes_parted_by_line_breaks_are_paragraphs_and_a_broken_sentence_is_one() -> None:
    source = docx.Document()
    for lines in (["LO1 Tie a knot", "LO2 Read a chart"], ["We sail", "at dawn"]):
        run = source.add_paragraph().add_run(lines[0])
        run.add_break()
        run.add_text(lines[1])
    assert [p.text for p in paragraphs(read(source))] == [
        "LO1 Tie a knot",
        "LO2 Read a chart",
        "We sail at dawn",
    ]


def test_words_struck_through_are_left_out_and_told() -> None:
    source = docx.Document()
    source.add_paragraph("Credits")
    source.add_paragraph("Twenty ").add_run("thirty").font.strike = True
    document = read(source)
    assert [p.text for p in paragraphs(document)] == ["Credits", "Twenty"]
    (finding,) = document.findings
    assert "struck through" in finding.message
    assert finding.locator is not None
    assert finding.locator.as_json() == {"paragraph": 2}


def test_lines_whose_parts_stand_behind_tabs_are_rows_of_a_table() -> None:
    source = docx.Document()
    for text in ("Title\tTides", "Level\t\t6", "LO1\tSail", "LO2\tLand", "a\tlone\trow"):
        source.add_paragraph(text)
    document = read(source)
    (table,) = tables(document)
    assert [[c.text for c in row] for row in table.rows] == [["Title", "Tides"], ["Level", "6"]]
    assert table.rows[1][1].locator.as_json() == {"paragraph": 2}
    assert [p.text for p in paragraphs(document)] == ["LO1 Sail", "LO2 Land", "a lone row"]
