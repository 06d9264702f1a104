"""PDFs with text: reading order, tables with and without rules, items, furniture, pages without text."""

from __future__ import annotations

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
    ],
)
def test_a_word_parted_at_a_line_end_loses_no_letter(first: str, second: str, whole: str) -> None:
    assert joined_at_line_end(first, second) == whole
