"""The workbook, read back from its bytes."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from exports.documents import mapping_document
from exports.printed_sheet import CELL_LIMIT, LINE_HEIGHT, lines_taken, pieces
from exports.xlsx import mapping_xlsx
from mapper.record import MappingRecord
from mapper.values import Coverage
from tests.golden.mapped_units import ESSAY, TEAM_UNIT, TEAMS, criterion, link
from tests.golden.mapping_record import approval, mapping_record


def made_from(record: MappingRecord) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(mapping_xlsx(mapping_document(record))))


def with_quotation(quotation: str) -> MappingRecord:
    judged = criterion(
        1, "1.1", "Explain", Coverage.FULL, link(TEAMS, ESSAY, Coverage.FULL, quotation=quotation)
    )
    outcome = replace(TEAM_UNIT.learning_outcomes[0], criteria=(judged,))
    return replace(mapping_record(), units=(replace(TEAM_UNIT, learning_outcomes=(outcome,)),))


def quoted(book: Workbook) -> list[str]:
    """The pieces of quotation on the first unit's sheet, from the row after the outcome's."""
    sheet = book["9901-501"]
    head = next(row[0].row for row in sheet.iter_rows() if row[0].value == "LO")
    return [cell.value for cell in sheet["I"][head + 1 :] if cell.value]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return made_from(mapping_record())


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    units = ["9901-501", "9901-514", "9901-522"]
    assert book.sheetnames == ["Summary", *units, "Every path", "Matrix", "Modules", "Open criteria", "Notes"]


def test_every_criterion_stands_once_in_its_exact_wording_beside_its_state(book: Workbook) -> None:
    document = mapping_document(mapping_record())
    for unit in document.units:
        shown = [
            (r[1], r[2], r[3]) for r in book[unit.ref].iter_rows(values_only=True) if r[2] and r[0] != "LO"
        ]
        assert shown == [(c.number, c.text, c.state.value) for o in unit.outcomes for c in o.criteria]


def test_every_sheet_carries_every_stamp_in_its_repeated_rows_and_in_its_header() -> None:
    record = mapping_record()
    book = made_from(replace(record, approval=approval(record, is_full=False), is_sample=True))
    document = mapping_document(replace(record, approval=approval(record, is_full=False), is_sample=True))
    for sheet in book.worksheets:
        last = int(sheet.print_title_rows.split("$")[-1])
        repeated = [row[0] for row in sheet.iter_rows(max_row=last, values_only=True)]
        assert {stamp.text for stamp in document.stamps} <= set(repeated)
        assert all(stamp.short in sheet.oddHeader.left.text for stamp in document.stamps)


def test_every_sheet_prints_on_a4_landscape_as_wide_as_the_page(book: Workbook) -> None:
    for sheet in book.worksheets:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (
            "landscape",
            9,
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"


def test_heads_stay_in_view_while_rows_scroll(book: Workbook) -> None:
    for name in ("9901-501", "Matrix", "Modules", "Open criteria"):
        assert book[name].freeze_panes is not None


def test_headers_and_footers_keep_to_their_limit_and_spell_ampersands() -> None:
    record = replace(mapping_record(), programme_title="Law & Order " * 40)
    for sheet in made_from(record).worksheets:
        for part in (sheet.oddHeader, sheet.oddFooter):
            assert len(str(part)) <= 255
        assert "Law && Order" in sheet.oddFooter.left.text


@pytest.mark.parametrize("start", ["=1+1", "+44 1632", "-5 marks", "@home", "\tindented"])
def test_text_that_looks_like_a_formula_stays_text(start: str) -> None:
    book = made_from(with_quotation(start))
    cell = next(c for row in book["9901-501"].iter_rows() for c in row if c.value == start)
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_long_quotation_goes_on_in_further_rows_and_loses_nothing() -> None:
    quotation = " ".join(f"word{n}" for n in range(1500))
    shown = quoted(made_from(with_quotation(quotation)))
    assert len(shown) > 1
    assert "".join(shown) == quotation


def test_a_text_longer_than_a_cell_is_cut_with_a_note_of_where() -> None:
    book = made_from(with_quotation("x" * (CELL_LIMIT + 1)))
    (shown,) = quoted(book)
    assert len(shown) == CELL_LIMIT
    assert "[cut:" in shown
    notes = [row[0] for row in book["Notes"].iter_rows(values_only=True) if row[0]]
    assert any(note.startswith("Sheet 9901-501, cell I") for note in notes)


def test_a_row_is_as_high_as_its_longest_cell_takes_lines() -> None:
    book = made_from(with_quotation("A quotation of thirty letters. " * 20))
    sheet = book["9901-501"]
    heights = {row[8].value: sheet.row_dimensions[row[0].row].height for row in sheet.iter_rows()}
    long = next(height for text, height in heights.items() if text and text.startswith("A quotation"))
    assert 10 * LINE_HEIGHT < long < 16 * LINE_HEIGHT


def test_every_row_that_says_something_states_its_height(book: Workbook) -> None:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            if any(cell.value for cell in row):
                assert sheet.row_dimensions[row[0].row].height, f"{sheet.title}, row {row[0].row}"


@pytest.mark.parametrize(
    ("text", "lines"),
    [("", 1), ("one two", 1), ("one two three", 2), ("one\n\ntwo", 3), ("x" * 100_000, 8334)],
)
def test_lines_are_counted_by_word_and_by_break(text: str, lines: int) -> None:
    assert lines_taken(text, style="Text", width=10) == lines


def test_pieces_joined_are_the_text_again() -> None:
    text = "  A first line\nand a second, " + "then much more " * 300
    assert "".join(pieces(text, width=20)) == text
    assert pieces("", width=20) == [""]


def test_dates_are_dates(book: Workbook) -> None:
    dates = [row[13] for row in book["9901-501"].iter_rows(values_only=True) if row[13] and row[0] != "LO"]
    assert {d.date().isoformat() for d in dates} == {"2026-10-14"}


def test_odd_references_become_sheet_names_that_excel_accepts() -> None:
    odd = [replace(TEAM_UNIT, ref=ref) for ref in ("9901/501", "9901/501", "Summary", "'", "x" * 60)]
    names = made_from(replace(mapping_record(), units=tuple(odd))).sheetnames
    assert len({name.lower() for name in names}) == len(names)
    assert all(len(name) <= 31 and not set("[]:*?/\\") & set(name) for name in names)


def test_a_unit_without_wording_has_a_sheet_that_says_so(book: Workbook) -> None:
    said = [row[0] for row in book["9901-522"].iter_rows(values_only=True)]
    assert any(text and "was not imported" in text for text in said)


def test_the_workbook_says_what_it_is_and_when_it_was_made(book: Workbook) -> None:
    assert book.properties.title is not None
    assert book.properties.title.startswith("Mapping document: BA (Hons) Enterprise & Practice")
    assert book.properties.created.isoformat() == "2026-11-21T16:05:00"
