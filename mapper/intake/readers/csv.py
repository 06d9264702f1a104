"""Comma-, semicolon- and tab-separated lists (.csv): one table, a cell's lines as paragraphs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from mapper.errors import UnreadableError
from mapper.intake.document import Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.decoding import decoded
from mapper.values import Locator
from mapper.wording import squeeze

SEPARATORS = ",;\t|"
LONGEST_CELL = 1_000_000
MOST_CELLS = 1_000_000
BULLET = re.compile(r"^[•·▪◦●○‣⁃]\s*|^[-–*]\s+")


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The list as one table; a place is a row (the header is row 1) and a cell counted from 1.

    What is not UTF-8 is read as Windows-1252, which a finding says. UnreadableError for what holds
    no text, more rows than the limit, or quotation marks that never close.
    """
    text, findings = decoded(content, file=file)
    rows = _rows(text, file, limits)
    if not any(any(row) for row in rows):
        raise UnreadableError(
            "The list holds no text.", subject=file, remedy="Save it again with its content."
        )
    table = Table(
        rows=tuple(
            tuple(_cells(row, Locator(file=file, table=1, row=number))) for number, row in enumerate(rows, 1)
        ),
        locator=Locator(file=file, table=1),
    )
    return Document(file=file, format="csv", blocks=(table,), findings=findings)


def _rows(text: str, file: str, limits: Limits) -> list[list[str]]:
    """The rows; blank ones stay, so that a row's number is the one that a spreadsheet shows."""
    rows: list[list[str]] = []
    cells = 0
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if cells > MOST_CELLS:
                raise UnreadableError(
                    f"The list has more than {MOST_CELLS:,} cells by line {reader.line_num:,}.",
                    subject=file,
                    remedy="Leave out what is no module, and save it again.",
                )
            if len(rows) > limits.max_rows:
                raise UnreadableError(
                    f"The list has more than {limits.max_rows:,} rows.",
                    subject=file,
                    remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
                )
    except csv.Error as error:
        if "field larger" in str(error):
            raise UnreadableError(
                f"Near line {reader.line_num:,}, a cell is longer than {LONGEST_CELL:,} letters.",
                subject=file,
                remedy="Close its quotation marks, or shorten it, and save the list again.",
            ) from error
        raise UnreadableError(
            f"The list is damaged near line {reader.line_num:,}: a quotation mark is wrong or missing.",
            subject=file,
            remedy="Open it in a spreadsheet, mend the row, and save it again.",
        ) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _separator(text: str) -> str:
    """The sign that parts most of the first rows alike, quoted text aside; a comma where none does."""
    sample = re.sub(r'"(?:[^"]|"")*"', "", text[:200_000])
    lines = [line for line in sample.splitlines() if line.strip()][:20]

    def agreement(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=lambda n: (counts.count(n), n)) if counts else 0
        return (counts.count(usual), usual) if usual else (0, 0)

    return max(SEPARATORS, key=agreement)


def _cells(row: list[str], place: Locator) -> Iterator[Cell]:
    for column, text in enumerate(row, 1):
        at = Locator(file=place.file, table=place.table, row=place.row, cell=str(column))
        lines = [squeeze(line) for line in text.splitlines()]
        yield Cell(
            paragraphs=tuple(_paragraph(line, at) for line in lines if line),
            row=place.row or 1,
            column=column,
            locator=at,
        )


def _paragraph(line: str, place: Locator) -> Paragraph:
    bullet = BULLET.match(line)
    return Paragraph(line[bullet.end() :] if bullet else line, place, is_item=bool(bullet))
