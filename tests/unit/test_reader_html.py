"""Saved web pages: what a person reads on them, and nothing that works behind."""

from __future__ import annotations

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.readers import read_document


def read(body: str | bytes) -> Document:
    content = f"<!DOCTYPE html><body>{body}</body>".encode() if isinstance(body, str) else body
    return read_document(content, file="module.html")


def paragraphs(document: Document) -> list[Paragraph]:
    return [b for b in document.blocks if isinstance(b, Paragraph)]


def test_headings_carry_their_level_and_what_follows_stands_under_them() -> None:
    heading, text = paragraphs(read("<h2>Harbour&nbsp;studies</h2><p>Twenty <b>credits</b>,<br>core</p>"))
    assert (heading.text, heading.level) == ("Harbour studies", 2)
    assert (text.text, text.level) == ("Twenty credits, core", None)
    assert text.locator.as_json() == {"heading": "Harbour studies", "paragraph": 2}


def test_numbered_lists_count_from_their_start_in_their_own_format() -> None:
    page = (
        '<ol start="3"><li>Plan</li><li value="7">Sail<ol type="a"><li>out</li></ol></li><li>Land</li></ol>'
    )
    assert [(p.number, p.text) for p in paragraphs(read(page))] == [
        ("3", "Plan"),
        ("7", "Sail"),
        ("a", "out"),
        ("8", "Land"),
    ]


def test_a_bullet_is_an_item_without_a_number() -> None:
    (item,) = paragraphs(read("<ul><li><p>Ropes</p></li></ul>"))
    assert (item.text, item.number, item.is_item) == ("Ropes", None, True)


def test_only_the_first_paragraph_of_an_item_opens_it() -> None:
    first, second = paragraphs(read("<ol><li><p>Ropes</p><p>of hemp</p></li></ol>"))
    assert (first.number, second.number, second.is_item) == ("1", None, False)


def test_scripts_styles_navigation_and_hidden_parts_are_not_read() -> None:
    page = (
        "<nav>Home</nav><script>let a = 'x'</script><style>p {}</style><!-- note -->"
        "<p hidden>off</p><p style='display: none'>off</p><p>on</p>"
    )
    assert [p.text for p in paragraphs(read(page))] == ["on"]


def test_spans_place_the_cells_of_the_rows_below() -> None:
    page = (
        "<table><caption>Year 1</caption><tr><th rowspan=2>Log</th><td colspan=2>40%</td></tr>"
        "<tr><td>LO1</td><td>LO2</td></tr></table>"
    )
    (table,) = read(page).blocks
    assert isinstance(table, Table)
    assert table.title == "Year 1"
    assert [[c.text if c else None for c in row] for row in table.grid()] == [
        ["Log", "40%", "40%"],
        ["Log", "LO1", "LO2"],
    ]
    assert table.rows[1][0].locator.as_json() == {"table": 1, "row": 2, "cell": "2"}


def test_a_nested_table_follows_the_one_around_it_and_its_text_stands_once() -> None:
    page = "<table><tr><td>Assessment<table><tr><td>Log</td></tr></table></td></tr></table>"
    outer, inner = read(page).blocks
    assert isinstance(outer, Table)
    assert isinstance(inner, Table)
    assert (outer.rows[0][0].text, inner.rows[0][0].text) == ("Assessment", "Log")


def test_items_in_a_cell_keep_their_numbers() -> None:
    (table,) = read(
        "<table><tr><td>1</td><td><ol><li>Explain</li><li>Assess</li></ol></td></tr></table>"
    ).blocks
    assert isinstance(table, Table)
    assert [(p.number, p.text) for p in table.rows[0][1].paragraphs] == [("1", "Explain"), ("2", "Assess")]


def test_soft_hyphens_are_no_part_of_a_word() -> None:
    assert paragraphs(read("<p>ex&shy;ams</p>"))[0].text == "exams"


def test_a_page_in_the_encoding_that_it_declares_is_read_without_doubt() -> None:
    document = read('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"))
    assert paragraphs(document)[0].text == "Łódź"
    assert document.findings == ()


def test_a_page_without_text_is_refused_with_a_way_out() -> None:
    with pytest.raises(UnreadableError, match="no text") as caught:
        read("<div id=app></div><script>start()</script>")
    assert "PDF" in caught.value.remedy


def test_a_description_list_is_a_table_of_terms_and_what_is_said_of_them() -> None:
    (table,) = read(
        "<dl><dt>Level</dt><dd>6</dd><div><dt>Tasks</dt><dd>Log</dd><dd>Talk</dd></div></dl>"
    ).blocks
    assert isinstance(table, Table)
    assert [[[p.text for p in c.paragraphs] for c in row] for row in table.rows] == [
        [["Level"], ["6"]],
        [["Tasks"], ["Log", "Talk"]],
    ]


def test_a_description_list_that_frames_a_page_keeps_its_headings() -> None:
    first, *_ = read("<dl><dt>Page</dt><dd><h2>Aims</h2><p>To sail</p></dd></dl>").blocks
    assert isinstance(first, Paragraph)


def test_line_breaks_part_labelled_lines_and_no_sentence() -> None:
    page = "<p><strong>Level</strong> 6<br><b>Credits:</b> 20<br>Tutor: the office<br>by the<br>quay</p>"
    said = [p.text for p in paragraphs(read(page))]
    assert said == ["Level 6", "Credits: 20", "Tutor: the office by the quay"]


def test_closed_panels_are_read_under_their_titles_and_other_hidden_parts_are_not() -> None:
    page = (
        "<h1>Tides</h1><button class=accordion>Aims</button><div class=panel hidden><h3>First</h3><p>Sail</p></div>"
        "<button>Tasks</button><div style='display:none'><p>Log</p></div>"
        "<a href='#more'>More</a><div id=more style='display:none'><p>Fees</p></div>"
        "<div class='modal' id=cookie hidden><a href='#cookie'>x</a><p>Cookies</p></div><p>End</p>"
    )
    said = [(p.text, p.level) for p in paragraphs(read(page))]
    assert said == [
        ("Tides", 1),
        ("Aims", 2),
        ("First", 3),
        ("Sail", None),
        ("Tasks", 2),
        ("Log", None),
        ("More", None),
        ("Fees", None),
        ("End", None),
    ]


def test_a_summary_is_a_heading_and_what_it_opens_stands_below_it() -> None:
    page = "<h2>Tides</h2><details><summary>Outcomes</summary><h2>Skills</h2><p>Sail</p></details><p>End</p>"
    said = paragraphs(read(page))
    assert [(p.text, p.level) for p in said[:3]] == [("Tides", 2), ("Outcomes", 3), ("Skills", 4)]
    assert said[-1].locator.heading == "Tides"
