"""The samples open, say that they are invented, and hold what their README promises."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pdfplumber
import pytest

import sample_programmes
from mapper.intake.limits import SAMPLE_MARK
from sample_programmes import MESSY_HANDBOOK_DOCX, MESSY_HANDBOOK_PDF, SPECIFICATION, TIDY_PROGRAMME
from sample_programmes.build_handbook import build_handbook
from sample_programmes.build_specification import build_specification
from sample_programmes.build_workbook import build_workbook

FILES = (SPECIFICATION, TIDY_PROGRAMME, MESSY_HANDBOOK_DOCX, MESSY_HANDBOOK_PDF)
UNITS = ("701", "702", "703", "704", "705", "706")
MARKS = re.compile(r"Pass \[(\d+)/(\d+)\]")


@cache
def word_text(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def workbook_text(path: Path) -> str:
    book = openpyxl.load_workbook(path)
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )


@cache
def pdf_text(path: Path) -> str:
    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text() for page in pdf.pages)


def parts_of(path: Path) -> dict[str, bytes]:
    """An office file's parts unpacked, as packed bytes differ between builds of zlib."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def tables_of_the_specification() -> list[list[list[str]]]:
    """The specification's tables as rows of cell texts, merged cells repeated."""
    tables = docx.Document(str(SPECIFICATION)).tables
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]


READERS: dict[str, Callable[[Path], str]] = {".docx": word_text, ".xlsx": workbook_text, ".pdf": pdf_text}


def rows_of(sheet: str) -> list[dict[str, Any]]:
    rows = openpyxl.load_workbook(TIDY_PROGRAMME)[sheet].iter_rows(values_only=True)
    header = [str(name) for name in next(rows)]
    return [dict(zip(header, row, strict=True)) for row in rows]


def criteria_and_marks() -> Iterator[tuple[str, str, int, int]]:
    """Unit, criterion number, pass marks and marks, from the mark sheets in document order."""
    unit = 0
    for rows in tables_of_the_specification():
        unit += rows[0][0] == "Title:"
        for row in rows:
            if row[0].startswith("AC ") and (marks := MARKS.fullmatch(row[2])):
                yield UNITS[unit - 1], row[0].split()[1], int(marks[1]), int(marks[2])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_says_that_it_is_invented(path: Path) -> None:
    assert SAMPLE_MARK in READERS[path.suffix](path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_sample_is_small(path: Path) -> None:
    assert path.stat().st_size < 500_000


def test_the_marks_of_every_unit_add_up_to_one_hundred() -> None:
    totals: Counter[str] = Counter()
    for unit, _, _, marks in criteria_and_marks():
        totals[unit] += marks
    assert totals == dict.fromkeys(UNITS, 100)


def test_half_of_the_marks_is_a_pass_for_every_criterion() -> None:
    assert all(2 * needed == marks for _, _, needed, marks in criteria_and_marks())


def test_every_criterion_of_a_unit_page_stands_on_its_mark_sheet() -> None:
    pages = []
    for rows in tables_of_the_specification():
        if rows[0][0] == "Title:":
            pages += [n for row in rows for n in re.findall(r"^\d\.\d$", row[1], re.M)]
    assert pages == [number for _, number, _, _ in criteria_and_marks()]
    assert len(pages) == 56


def test_criterion_numbers_and_wordings_stand_in_cells_of_their_own() -> None:
    rows = [row for table in tables_of_the_specification() if table[0][0] == "Title:" for row in table]
    outcomes = [row for row in rows if re.match(r"\d\.\d\n", row[1])]
    assert len(outcomes) == 20
    for _, numbers, wordings in outcomes:
        assert len(numbers.split()) == len([line for line in wordings.splitlines() if line])


def test_three_qualifications_have_accreditation_numbers_of_their_own() -> None:
    assert sorted(set(re.findall(r"699/\d{4}/\d", word_text(SPECIFICATION)))) == [
        "699/0001/1",
        "699/0002/3",
        "699/0003/5",
    ]


def test_the_tidy_programme_gives_one_hundred_and_eighty_credits_on_every_path() -> None:
    modules = rows_of("Modules")
    taken = sum(m["Credits"] for m in modules if m["Status"] == "Core")
    options = [m for m in modules if m["Option group"]]
    assert len(modules) == 8
    assert {m["Credits"] for m in options} == {20}
    assert len(options) == 2
    assert taken + 20 == 180


def test_the_weights_of_every_tidy_module_add_up_to_one_hundred() -> None:
    totals: Counter[str] = Counter()
    for row in rows_of("Assessments"):
        totals[row["Module code"]] += row["Weight (%)"]
    assert totals == {m["Code"]: 100 for m in rows_of("Modules")}


def test_every_outcome_that_a_tidy_assessment_tests_exists() -> None:
    known = {(row["Module code"], str(row["Number"])) for row in rows_of("Outcomes")}
    tested = {
        (row["Module code"], number)
        for row in rows_of("Assessments")
        for number in str(row["Outcomes tested"]).split(", ")
    }
    assert tested <= known


def test_every_tidy_assessment_is_described_in_sixty_to_one_hundred_and_twenty_words() -> None:
    lengths = [len(row["Description"].split()) for row in rows_of("Assessments")]
    assert all(60 <= length <= 120 for length in lengths)


def test_word_numbers_the_outcomes_of_the_handbook() -> None:
    document = docx.Document(str(MESSY_HANDBOOK_DOCX))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    places = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    outcome = next(p for p in places if p.text.startswith("Describe the purposes"))
    assert outcome._p.pPr.numPr is not None


def test_the_handbook_says_the_same_in_word_and_in_pdf() -> None:
    codes = re.compile(r"BMG\d{3}")
    assert set(codes.findall(pdf_text(MESSY_HANDBOOK_PDF))) == set(
        codes.findall(word_text(MESSY_HANDBOOK_DOCX))
    )
    assert len(set(codes.findall(pdf_text(MESSY_HANDBOOK_PDF)))) == 16


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (build_specification, SPECIFICATION),
        (build_workbook, TIDY_PROGRAMME),
        (build_handbook, MESSY_HANDBOOK_DOCX),
    ],
    ids=lambda thing: getattr(thing, "__name__", ""),
)
def test_a_rebuilt_sample_has_the_same_parts(
    build: Callable[[Path], None], path: Path, tmp_path: Path
) -> None:
    build(tmp_path / path.name)
    assert parts_of(tmp_path / path.name) == parts_of(path)


def test_the_paths_lie_beside_the_package() -> None:
    package = Path(sample_programmes.__file__).parent
    assert all(path.parent == package for path in FILES)
