"""PDFs with text: reading order, tables with and without rules, items, furniture, pages without text."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document
from mapper.intake.readers.pdf_passages import joined_at_line_end

FURNITURE = """
@page { font: 9pt "DejaVu Sans"; @top-center { content: "Invented handbook 26" }
        @bottom-center { content: "Page " counter(page) } }
"""
STYLE = """
@page { size: A4; margin: 25mm }
body { font: 10pt "DejaVu Sans"; } h1 { font-size: 18pt } h2 { font-size: 13pt }
table { border-collapse: collapse } td { border: 1px solid black; padding: 4px }
"""


def made(body: str, style: str = STYLE) -> bytes:
    from weasyprint import HTML

    return bytes(HTML(string=f"<html><style>{style}</style><body>{body}</body></html>").write_pdf())


def read(body: str, *, style: str = STYLE, **limits: int) -> Document:
    return read_document(made(body, style), file="handbook.pdf", limits=Limits(**limits))


def texts(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def test_a_wrapped_paragraph_is_one_paragraph_on_its_page() -> None:
    sentence = "The seminar meets on the shore and talks about the tide. " * 6
    (paragraph,) = read(f"<p>{sentence}</p>").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == sentence.strip()
    assert paragraph.locator.as_json() == {"page": 1}


def test_list_items_keep_their_numbers_apart_and_their_wrapped_lines_together() -> None:
    long = "Explain how the harbour works through every season of the year and why it silts up again " * 2
    document = read(f"<ol><li>{long}</li><li>Plan a voyage</li></ol><ul><li>Ropes</li></ul>")
    items = [b for b in document.blocks if isinstance(b, Paragraph)]
    assert [(i.number, i.text) for i in items] == [
        ("1", long.strip()),
        ("2", "Plan a voyage"),
        (None, "Ropes"),
    ]
    assert all(i.is_item for i in items)


def test_running_headers_and_footers_are_left_out_and_do_not_split_a_sentence() -> None:
    sentence = "and so the crew goes on to learn about the sea without any pause at all "
    document = read(f"<p>{'Once more the boat goes out ' + sentence * 160}.</p>", style=STYLE + FURNITURE)
    assert (document.pages or 0) >= 3
    assert len(texts(document)) == 1
    assert "Invented handbook" not in texts(document)[0]
    assert "Page" not in texts(document)[0]


def test_headings_have_levels_and_running_text_has_none() -> None:
    document = read("<h1>Harbour Studies</h1><h2>Aims</h2><p>" + "To sail well and to come home. " * 8)
    levels = [b.level for b in document.blocks if isinstance(b, Paragraph)]
    assert levels == [1, 2, None]


def test_a_ruled_table_gives_cells_with_spans_and_places() -> None:
    document = read("<table><tr><td colspan=2>Assessment</td></tr><tr><td>Log</td><td>60%</td></tr></table>")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[0][0].column_span == 2
    assert [c.text for c in table.rows[1]] == ["Log", "60%"]
    assert table.rows[1][1].locator.as_json() == {"page": 1, "table": 1, "row": 2, "cell": "2"}


def test_labels_and_values_without_rules_are_a_table() -> None:
    row = "<div><span style='display:inline-block;width:60mm'>{}</span><span>{}</span></div>"
    document = read(row.format("Module Code", "HB101") + row.format("Credits", "20"))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [[c.text for c in r] for r in table.rows] == [["Module Code", "HB101"], ["Credits", "20"]]


def test_a_page_without_text_is_told_by_its_number() -> None:
    parts = (
        "<p>first</p>",
        "<div style='break-before:page'></div>",
        "<p style='break-before:page'>third</p>",
    )
    (finding,) = read("".join(parts)).findings
    assert finding.subject == "page 2"
    assert "no text" in finding.message


def test_a_document_of_pictures_alone_is_refused_as_a_scan() -> None:
    with pytest.raises(UnreadableError, match="scan"):
        read_document(made("<div></div>", style=""), file="scan.pdf")


def test_more_pages_than_the_limit_are_refused_with_the_setting() -> None:
    with pytest.raises(UnreadableError, match="2 pages") as caught:
        read("<p>one</p><p style='break-before:page'>two</p>", max_pages=1)
    assert "MAPPER_MAX_PAGES" in caught.value.remedy


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("a self-", "managed plan", "a self-managed plan"),
        ("develop\u00ad", "ment", "development"),
        ("one", "two", "one two"),
        ("2020 -", "2021", "2020 - 2021"),
        ("organi-", "sation of work", "organi-sation of work"),
    ],
)
def test_a_word_parted_at_a_line_end_loses_no_letter(first: str, second: str, whole: str) -> None:
    assert joined_at_line_end(first, second) == whole


@pytest.mark.parametrize(
    ("known", "whole"),
    [
        ({"organisation"}, "the organisation"),
        ({"organisation", "organi-sation"}, "the organi-sation"),
        ({"sation"}, "the organi-sation"),
    ],
)
def test_a_hyphen_goes_only_where_the_document_writes_the_word_without_it(
    known: set[str], whole: str
) -> None:
    assert joined_at_line_end("the organi-", "sation", known=known) == whole


def test_outcomes_named_at_a_lines_start_are_paragraphs_of_their_own_and_keep_their_name() -> None:
    lines = "<br>".join(
        ["You will be able to", "LO1 tie a knot that holds in a storm", "LO2 read a chart as in LO1 and LO2"]
    )
    assert texts(read(f"<p>{lines}</p>"))[1:] == [
        "LO1 tie a knot that holds in a storm",
        "LO2 read a chart as in LO1 and LO2",
    ]


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    long = "The seminar meets on the shore and talks about the tide, the wind and the weather of the week. "
    lines = ["Overview of the tides", "Examples of winds", "Crucial considerations"]
    document = read(f"<p>{long * 6}</p><div>{'<br>'.join(lines)}</div>")
    assert texts(document)[1:] == lines


def test_a_table_whose_rules_only_run_down_has_the_rows_that_its_pieces_bound() -> None:
    style = STYLE + "table { width: 120mm } td { border-width: 0 1px; height: 12mm; vertical-align: top }"
    rows = [("LO", "Learning outcome"), ("1", "Tie a knot"), ("2", "Read a chart")]
    cells = "".join(f"<tr><td style='width:20mm'>{a}</td><td>{b}</td></tr>" for a, b in rows)
    (table,) = read(
        f"<table style='border-collapse:separate;border-spacing:0'>{cells}</table>", style=style
    ).blocks
    assert isinstance(table, Table)
    assert [tuple(c.text for c in row) for row in table.rows] == rows


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    import pypdfium2

    text = "<table><tr><td>Log</td><td>60%</td></tr><tr><td>Exam</td><td>40%</td></tr></table><p>after it"
    opened = pypdfium2.PdfDocument(made(text))
    page = opened[0]
    width, height = page.get_size()
    # The page's contents are turned one way and the page the other, as drivers print landscape pages.
    turned = {90: (0, 1, -1, 0, height, 0), 180: (-1, 0, 0, -1, width, height), 270: (0, -1, 1, 0, 0, width)}
    for drawn in page.get_objects(max_depth=1):
        drawn.transform(pypdfium2.PdfMatrix(*turned[turn]))
    page.gen_content()
    if turn != 180:
        page.set_mediabox(0, 0, height, width)
        page.set_cropbox(0, 0, height, width)
    page.set_rotation(turn)
    out = io.BytesIO()
    opened.save(out)
    opened.close()
    table, after = read_document(out.getvalue(), file="turned.pdf").blocks
    assert isinstance(table, Table)
    assert [[c.text for c in row] for row in table.rows] == [["Log", "60%"], ["Exam", "40%"]]
    assert isinstance(after, Paragraph)
    assert after.text == "after it"


def test_a_document_with_a_password_is_said_to_be_locked() -> None:
    key = "<" + "0f" * 32 + ">"
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        f"<</Filter/Standard/V 1/R 2/P -4/O{key}/U{key}>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"<</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>\nstartxref\n{len(body)}\n%%EOF"
    body += f"xref\n0 5\n0000000000 65535 f \n{table}trailer{trailer}".encode()
    with pytest.raises(UnreadableError, match="password"):
        read_document(body, file="locked.pdf")


def test_labelled_lines_set_tight_are_paragraphs_of_their_own() -> None:
    lines = ["Weighting: 65%", "Word limit: 2,800 words", "Hand-in: noon on a Friday"]
    assert texts(read(f"<p>{'<br>'.join(lines)}</p>")) == lines


def test_a_figure_begins_a_line_of_its_own_where_the_line_above_had_room() -> None:
    lines = ["Sailing by night", "30 credits | Level 7"]
    assert texts(read(f"<p>{'<br>'.join(lines)}</p>")) == lines


def test_a_sentence_that_wraps_before_a_figure_or_a_label_keeps_its_wording() -> None:
    sentence = (
        "The crew sails for 12 hours and rests for 12, which the Rule of Rest: Part 4 asks of all. " * 9
    )
    assert texts(read(f"<p>{sentence}</p>")) == [sentence.strip()]


def test_a_line_that_ends_in_the_midst_of_a_phrase_goes_on_in_the_next() -> None:
    assert texts(read("<p>Feedback by the<br>Harbour Master</p>")) == ["Feedback by the Harbour Master"]


def test_numbers_that_a_sentence_lists_across_lines_are_no_list_items() -> None:
    text = "The log, which is worth half, tests the outcomes 1.1, 1.2,<br>2.1. It has 900 words."
    assert texts(read(f"<p>{text}</p>")) == [text.replace("<br>", " ")]


def test_short_lines_of_a_cell_are_paragraphs_and_a_wrapped_label_is_one() -> None:
    style = STYLE + "td { width: 40mm }"
    (table,) = read(
        "<table><tr><td><b>Title of the<br>unit</b></td><td>Essay<br>Exam</td></tr></table>", style=style
    ).blocks
    assert isinstance(table, Table)
    assert [[p.text for p in c.paragraphs] for c in table.rows[0]] == [
        ["Title of the unit"],
        ["Essay", "Exam"],
    ]


def test_a_word_that_a_narrow_cell_breaks_without_a_hyphen_is_whole() -> None:
    style = STYLE + "td { width: 18mm; overflow-wrap: anywhere } table { table-layout: fixed; width: 46mm }"
    (table,) = read("<table><tr><td>Assessment</td><td>60</td></tr></table>", style=style).blocks
    assert isinstance(table, Table)
    assert table.rows[0][0].text == "Assessment"


def test_three_columns_that_stand_close_together_are_a_table() -> None:
    style = STYLE + "td { border: 0; padding: 1px 12px 1px 0 }"
    rows = [["Element", "Weighting", "Outcomes"], ["Log", "30%", "1"], ["Voyage plan", "70%", "2"]]
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    (table,) = read(f"<table>{body}</table>", style=style).blocks
    assert isinstance(table, Table)
    assert [[c.text for c in row] for row in table.rows] == rows


def test_a_box_of_facts_beside_the_text_is_read_on_its_own() -> None:
    style = STYLE + ".box { float: left; width: 40mm; border: 1px solid } .text { margin-left: 50mm }"
    prose = "Harbours silt up, and we ask why. " * 12
    facts = ["Level 6", "Credits 20", "Semester 2"]
    body = f"<div class=box>{'<br>'.join(facts)}</div><div class=text>{prose}</div>"
    assert texts(read(body, style=style)) == [*facts, prose.strip()]


@pytest.mark.shared
def test_a_real_handbook_of_forty_pages_is_read_in_time(shared_dir: Path) -> None:
    longest = max((shared_dir / "corpus" / "hei").glob("*/*.pdf"), key=lambda path: path.stat().st_size)
    start = time.process_time()
    document = read_document(longest.read_bytes(), file=longest.name)
    assert time.process_time() - start < 0.15 * (document.pages or 0)
