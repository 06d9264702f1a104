"""Workbooks as a person sees them, each cell with its place."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from mapper.errors import UnreadableError
from mapper.intake.document import Document, Table
from mapper.intake.limits import Limits
from mapper.intake.readers import read_document
from mapper.values import Severity


def read(book: Workbook, limits: Limits | None = None) -> Document:
    out = io.BytesIO()
    book.save(out)
    return read_document(out.getvalue(), file="modules.xlsx", limits=limits or Limits())


def table(document: Document) -> Table:
    first = document.blocks[0]
    assert isinstance(first, Table)
    return first


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (30, "General", "30"),
        (30.0, "General", "30"),
        (7.5, "General", "7.5"),
        (0.4, "0%", "40%"),
        (0.07, "0%", "7%"),
        (0.125, "0%", "12.5%"),
        (12345678901, "General", "12345678901"),
        (0.1 + 0.2, "General", "0.3"),
        (42, "0000", "0042"),
        (True, "General", "Yes"),
        (datetime(2026, 5, 1), "dd/mm/yyyy", "2026-05-01"),  # noqa: DTZ001  workbooks hold no zones
        (date(2026, 5, 1), "dd/mm/yyyy", "2026-05-01"),
        ("  two   words ", "General", "two words"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(value: object, number_format: str, shown: str) -> None:
    book = Workbook()
    book.active["A1"] = value
    book.active["A1"].number_format = number_format
    assert table(read(book)).rows[0][0].text == shown


def test_a_cell_knows_its_sheet_and_its_name() -> None:
    book = Workbook()
    book.active.title = "Modules"
    book.active["B2"] = "Leading"
    cell = table(read(book)).rows[1][1]
    assert cell.locator.as_json() == {"sheet": "Modules", "row": 2, "cell": "B2"}


def test_merged_cells_are_one_cell_that_spans() -> None:
    book = Workbook()
    book.active["A1"] = "Year 1"
    book.active.merge_cells("A1:C2")
    book.active["A3"] = "below"
    first = table(read(book)).rows[0][0]
    assert (first.text, first.row_span, first.column_span) == ("Year 1", 2, 3)


def test_a_formula_without_a_saved_value_is_an_unreadable_cell() -> None:
    book = Workbook()
    book.active["A1"] = "Weight"
    book.active["B7"] = "=SUM(B1:B6)"
    (finding,) = read(book).findings
    assert finding.severity is Severity.ERROR
    assert "cell B7" in finding.subject
    assert finding.remedy


def test_an_error_value_is_an_unreadable_cell_and_not_a_text() -> None:
    book = Workbook()
    book.active["A1"] = "Weight"
    book.active["A2"] = "#REF!"
    document = read(book)
    assert "#REF!" in document.findings[0].message
    assert "#REF!" not in [p.text for p in document.paragraphs()]


def test_empty_sheets_are_left_out_and_hidden_ones_are_told() -> None:
    book = Workbook()
    book.active["A1"] = "shown"
    book.create_sheet("Empty")
    hidden = book.create_sheet("Old")
    hidden["A1"] = "kept apart"
    hidden.sheet_state = "hidden"
    document = read(book)
    assert [b.title for b in document.blocks if isinstance(b, Table)] == ["Sheet", "Old"]
    assert "hidden" in document.findings[0].message


def test_more_rows_than_the_limit_are_refused_with_the_setting() -> None:
    book = Workbook()
    book.active["A11"] = "far below"
    with pytest.raises(UnreadableError, match="11 rows") as caught:
        read(book, Limits(max_rows=10))
    assert "MAPPER_MAX_ROWS" in caught.value.remedy


def test_a_merge_over_a_whole_row_counts_only_as_far_as_a_table_may_reach() -> None:
    book = Workbook()
    book.active["A1"] = "Modules"
    book.active.merge_cells("A1:XFD1")
    book.active["A3"] = "HB101"
    rows = table(read(book)).rows
    assert [row[0].text for row in rows] == ["Modules", "", "HB101"]
    assert rows[0][0].column_span <= 256


def test_a_merge_over_a_whole_sheet_is_refused_before_it_is_opened() -> None:
    book = Workbook()
    book.active["A1"] = "Modules"
    book.active.merge_cells("A1:B2")
    made, out = io.BytesIO(), io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as small, zipfile.ZipFile(out, "w") as large:
        for part in small.namelist():
            large.writestr(part, small.read(part).replace(b"A1:B2", b"A1:XFD1048576"))
    with pytest.raises(UnreadableError, match="merges"):
        read_document(out.getvalue(), file="modules.xlsx")


def test_formats_beyond_the_contents_make_no_rows() -> None:
    book = Workbook()
    book.active["A1"] = "Code"
    book.active["A900000"].font = Font(bold=True)
    assert len(table(read(book)).rows) == 1


def test_lines_of_a_cell_are_paragraphs_of_it() -> None:
    book = Workbook()
    book.active["A1"] = "Tie a knot\nRead a chart"
    assert [p.text for p in table(read(book)).rows[0][0].paragraphs] == ["Tie a knot", "Read a chart"]
