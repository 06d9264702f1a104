"""Lists of comma-, semicolon- and tab-separated values."""

from __future__ import annotations

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document


def read(text: str | bytes, **limits: int) -> Document:
    content = text.encode() if isinstance(text, str) else text
    return read_document(content, file="modules.csv", limits=Limits(**limits))


def rows(document: Document) -> list[list[str]]:
    (table,) = document.blocks
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_found_from_the_rows(sign: str) -> None:
    text = f'Code{sign}Title\nHB101{sign}"Tides, winds; and | currents\tat sea"\n'
    assert rows(read(text)) == [["Code", "Title"], ["HB101", "Tides, winds; and | currents at sea"]]


def test_lines_within_a_cell_are_paragraphs_of_it() -> None:
    (table,) = read('Code,Outcomes\nHB101,"• Tie a knot\n• Read a chart\n"\n').blocks
    assert isinstance(table, Table)
    outcomes = table.rows[1][1].paragraphs
    assert [(p.text, p.is_item) for p in outcomes] == [("Tie a knot", True), ("Read a chart", True)]


def test_a_place_is_the_row_and_the_cell_that_a_spreadsheet_shows() -> None:
    (table,) = read("Code,Title\n\nHB101,Tides\n").blocks
    assert isinstance(table, Table)
    assert table.rows[2][1].locator.as_json() == {"table": 1, "row": 3, "cell": "2"}


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert rows(read("\ufeffCode,Title\nHB101,Tides".encode()))[0][0] == "Code"


def test_a_list_that_is_not_utf_8_is_read_with_a_finding() -> None:
    document = read("Code,Title\nHB101,Café work".encode("cp1252"))
    assert rows(document)[1][1] == "Café work"
    assert "Windows-1252" in document.findings[0].message


def test_a_list_that_says_utf_16_is_read_without_doubt() -> None:
    document = read("Code,Title\nHB101,Café work".encode("utf-16"))
    assert rows(document)[1][1] == "Café work"
    assert document.findings == ()


def test_a_quotation_mark_that_never_closes_is_told_with_its_line() -> None:
    with pytest.raises(UnreadableError, match="line 3"):
        read('Code,Title\nHB101,Tides\nHB102,"Winds\n')


def test_more_rows_than_the_limit_are_refused_with_the_setting() -> None:
    with pytest.raises(UnreadableError, match="2 rows") as caught:
        read("a,b\nc,d\ne,f\n", max_rows=2)
    assert "MAPPER_MAX_ROWS" in caught.value.remedy
