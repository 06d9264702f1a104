"""Plain text, dumps of Word documents and Markdown become documents of blocks."""

from __future__ import annotations

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Paragraph, Table
from mapper.intake.limits import DEFAULT_LIMITS, Limits
from mapper.intake.readers.text import read


def document(text: str, file: str = "notes.txt") -> Document:
    return read(text.encode(), file=file, limits=DEFAULT_LIMITS)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def only_table(text: str, file: str = "notes.txt") -> Table:
    (table,) = [b for b in document(text, file).blocks if isinstance(b, Table)]
    return table


def test_a_blank_line_ends_a_dumped_row() -> None:
    table = only_table("Before\n\tRef\n\tTitle\n\n\tA-1\n\tHarbours\n\n\nAfter\n")
    assert texts(table) == [["Ref", "Title"], ["A-1", "Harbours"]]


def test_a_dumped_table_ends_where_text_follows_two_blank_lines() -> None:
    blocks = document("\tRef\n\tTitle\n\n\nAfter\n").blocks
    assert isinstance(blocks[-1], Paragraph)
    assert blocks[-1].text == "After"


def test_a_second_paragraph_of_a_cell_stays_in_it() -> None:
    table = only_table("\tRule:\n\tTake ten credits.\n\nSee the overview.\n\n\n\tNotes:\n\tNone\n")
    assert texts(table) == [["Rule:", "Take ten credits.\nSee the overview."], ["Notes:", "None"]]


def test_an_empty_last_paragraph_does_not_cut_a_row_of_three() -> None:
    table = only_table("\tA\n\tB\n\tC\n\n\t1\n\n\t2\n\n\t3\n\n")
    assert texts(table) == [["A", "B", "C"], ["1", "2", "3"]]


def test_numbers_and_texts_set_side_by_side_stay_one_row() -> None:
    table = only_table(
        "\tOutcomes\n\tCriteria\n\n\t\n1 Know boats\n\n\t\n1.1\n\n\n\n1.2\n\t\nName a boat\n\nRow a boat\n\n\n\tEnd\n\t\n"
    )
    assert texts(table)[1] == ["1 Know boats", "1.1\n1.2", "Name a boat\nRow a boat"]


def test_word_bookmarks_are_taken_out_of_labels() -> None:
    assert texts(only_table("\t[bookmark: _GoBack]Credits:\n\t20\n")) == [["Credits:", "20"]]


def test_bullets_become_items_without_their_mark() -> None:
    (paragraph,) = document("· Tides and charts\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert (paragraph.text, paragraph.is_item) == ("Tides and charts", True)


def test_lines_that_a_tab_only_indents_are_paragraphs() -> None:
    assert all(isinstance(b, Paragraph) for b in document("\tFirst\n\n\tSecond\n").blocks)


def test_rows_separated_by_tabs_are_a_table() -> None:
    assert texts(only_table("Code\tTitle\nB1\tBoats\nB2\tNets\n"))[2] == ["B2", "Nets"]


def test_wrapped_lines_are_one_paragraph() -> None:
    line = "This paragraph was wrapped by an editor at about seventy characters and"
    (paragraph,) = document(f"{line}\ngoes on here.\n").blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == f"{line} goes on here."


def test_places_are_lines() -> None:
    table = only_table("One\n\n\tA\n\tB\n")
    assert table.locator.line == 3
    assert table.rows[0][1].locator.line == 4


def test_text_that_is_not_utf_8_is_read_with_a_finding() -> None:
    read_document = read("“Boats”".encode("cp1252"), file="old.txt", limits=DEFAULT_LIMITS)
    (paragraph,) = read_document.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "“Boats”"
    assert [f.subject for f in read_document.findings] == ["old.txt"]


def test_a_byte_order_mark_is_no_text() -> None:
    (paragraph,) = read(b"\xef\xbb\xbfBoats", file="a.txt", limits=DEFAULT_LIMITS).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == "Boats"


@pytest.mark.parametrize("content", [b"", b" \n\n", b"PK\x03\x04\x00\x00"])
def test_what_holds_no_text_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        read(content, file="a.txt", limits=DEFAULT_LIMITS)


def test_a_text_above_the_limits_is_unreadable() -> None:
    with pytest.raises(UnreadableError, match="2 lines"):
        read(b"a\nb\nc\n", file="a.txt", limits=Limits(max_rows=2))


MARKDOWN = """# Boats

Some **bold** text with a [link](https://example.org).

1. Row
2. Sail

| Code | Title |
|------|-------|
| B1 | Nets \\| lines |
"""


def test_markdown_headings_lists_and_tables_are_told_apart() -> None:
    heading, text, first, second, table = document(MARKDOWN, "module.md").blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(text, Paragraph)
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert isinstance(table, Table)
    assert (heading.text, heading.level) == ("Boats", 1)
    assert text.text == "Some bold text with a link."
    assert [first.number, second.number] == ["1", "2"]
    assert texts(table) == [["Code", "Title"], ["B1", "Nets | lines"]]


def test_a_markdown_table_in_a_text_file_is_read_as_one() -> None:
    assert texts(only_table("| A | B |\n|---|---|\n| 1 | 2 |\n")) == [["A", "B"], ["1", "2"]]


def test_columns_that_stand_under_one_another_are_a_table() -> None:
    text = (
        "Task         Weight  Length\n"
        "-----------  ------  -----------\n"
        "Deck log        55%  2,000 words\n"
        "Harbour         45%  one visit\n"
        "  report              and a talk\n"
    )
    assert texts(only_table(text)) == [
        ["Task", "Weight", "Length"],
        ["Deck log", "55%", "2,000 words"],
        ["Harbour report", "45%", "one visit and a talk"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "We sail at dawn.  We come back.\nWe rest.  Then we sail again.\n",
        "1.  Tie a knot\n2.  Read a chart\n",
        "Level:      6\nCredits:    20\n",
        "Deck log ..... 55%   (outcome 1)\nShore talk ... 45%   (outcome 2)\n",
    ],
)
def test_two_spaces_alone_make_no_table(text: str) -> None:
    assert not any(isinstance(b, Table) for b in document(text).blocks)


@pytest.mark.parametrize("first", ["**Level:** 6", "**Level**: 6", "Level: 6"])
def test_labelled_lines_of_markdown_are_paragraphs_of_their_own(first: str) -> None:
    made = document(f"# Knots\n\n{first}\nTutor: the harbour office\n", "unit.md")
    assert [p.text for p in made.paragraphs()] == ["Knots", "Level: 6", "Tutor: the harbour office"]


def test_a_wrapped_paragraph_of_markdown_is_one() -> None:
    made = document("We sail at dawn and\nNote: nobody sleeps.\n", "unit.md")
    assert [p.text for p in made.paragraphs()] == ["We sail at dawn and Note: nobody sleeps."]
