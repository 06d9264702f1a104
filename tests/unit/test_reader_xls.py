"""Workbooks of the older kind: a table a sheet, values as shown, merged cells, places as people name them."""

from __future__ import annotations

import struct

import pytest

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document
from mapper.intake.readers.xls import MACROS
from web.commands.made_xls import DATE, DIVISION, PADDED, PER_CENT, TRUE, Sheet, book, record, sheet


def read(content: bytes, **limits: int) -> Document:
    return read_document(content, file="modules.xls", limits=Limits(**limits))


def rows(document: Document, number: int = 0) -> list[list[str]]:
    table = document.blocks[number]
    assert isinstance(table, Table)
    return [[c.text for c in row] for row in table.rows]


def test_a_sheet_is_a_table_with_its_cells_named_as_people_name_them() -> None:
    document = read(book({"Modules": sheet({(0, 0): "Code", (0, 1): "Title", (2, 1): "Tides\nand winds"})}))
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert rows(document) == [["Code", "Title"], ["", ""], ["", "Tides\nand winds"]]
    assert table.title == "Modules"
    assert table.rows[2][1].locator.as_json() == {"sheet": "Modules", "row": 3, "cell": "B3"}


def test_values_stand_as_they_are_shown() -> None:
    values: Sheet = {
        (0, 0): 20.0,
        (0, 1): (0.4, PER_CENT),
        (0, 2): (38353.0, DATE),
        (0, 3): (7.0, PADDED),
        (0, 4): TRUE,
        (0, 5): 12.5,
    }
    assert rows(read(book({"a": sheet(values)}))) == [["20", "40%", "2005-01-01", "007", "Yes", "12.5"]]


def test_a_merged_cell_stands_once_with_its_spans() -> None:
    cells: Sheet = {(0, 0): "Assessment", (1, 0): "Log", (1, 1): "60%"}
    (table,) = read(book({"a": sheet(cells, [(0, 0, 0, 1)])})).blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column_span) for c in table.rows[0]] == [("Assessment", 2)]


@pytest.mark.parametrize("merged", [[(0, 65535, 0, 255)], [(0, 1, 0, 1), (0, 0, 0, 1)], [(5, 2, 9, 0)]])
def test_merges_that_reach_far_or_overlap_do_no_harm(merged: list[tuple[int, int, int, int]]) -> None:
    assert "Log" in str(rows(read(book({"a": sheet({(0, 0): "Log", (2, 2): "Exam"}, merged)}))))


def test_an_error_in_a_cell_is_told_with_its_place() -> None:
    (finding,) = read(book({"a": sheet({(0, 0): "Weight", (1, 0): DIVISION})})).findings
    assert finding.subject == "sheet a, cell A2"
    assert "#DIV/0!" in finding.message


def test_empty_sheets_are_left_out_and_hidden_ones_read_and_told() -> None:
    sheets = {"a": sheet({}), "b": sheet({(0, 0): "Tides"}), "c": sheet({(0, 0): "Winds"})}
    document = read(book(sheets, hidden=["c"]))
    assert [b.locator.as_json() for b in document.blocks] == [
        {"sheet": "b", "table": 1},
        {"sheet": "c", "table": 2},
    ]
    assert [f.subject for f in document.findings] == ["sheet c"]


def test_a_locked_workbook_is_said_to_be_locked() -> None:
    with pytest.raises(UnreadableError, match="locked with a password"):
        read(
            book(
                {"a": sheet({(0, 0): "Tides"})},
                before=record(0x002F, struct.pack("<HHHI", 1, 1, 1, 9) + bytes(44)),
            )
        )


def test_more_rows_than_the_limit_are_refused_with_the_setting() -> None:
    with pytest.raises(UnreadableError, match="12 rows") as caught:
        read(book({"a": sheet({(11, 0): "Tides"})}), max_rows=10)
    assert "MAPPER_MAX_ROWS" in caught.value.remedy


def test_macros_are_told_and_not_run() -> None:
    (finding,) = read(book({"a": sheet({(0, 0): "Tides"})}) + MACROS).findings
    assert "macros" in finding.message


@pytest.mark.parametrize("cut", [30, 90, 200])
def test_a_workbook_cut_short_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableError):
        read(book({"a": sheet({(0, 0): "Tides"})})[:cut])
