"""Reads plain text: hard-wrapped prose, tab-separated rows, and text dumps of Word documents.

In such a dump each cell of a table is a line that begins with a tab, further paragraphs of the
cell follow without one, a blank line ends a row and a second one the table. An empty paragraph in
a cell looks the same as the end of a row, so rows are put together again by their width.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.decoding import decoded
from mapper.intake.readers.markdown import is_markdown, markdown_blocks
from mapper.intake.readers.text_columns import Piece, Row, columns_at
from mapper.values import Locator

BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
BULLET = re.compile(r"^(?:[·•▪◦●○‣⁃]|[-–*o](?=\s))\s*")
TABBED = re.compile(r"^ ?\t")
NUMBER_ALONE = re.compile(r"^\d+(?:\.\d+)*[.)]?$")
BEGINS_NUMBERED = re.compile(r"^\(?(?:\d+(?:\.\d+)*|[a-z])[.)]?\s")
UNDERLINE = re.compile(r"^(={3,}|-{3,})\s*$")
WRAP_WIDTH = 100
"""Text whose longest line is no longer than this may have been wrapped by an editor."""


@dataclass(slots=True)
class _Line:
    number: int
    text: str


@dataclass(slots=True)
class _CellLines:
    lines: list[_Line] = field(default_factory=list)
    start: int = 0

    @property
    def words(self) -> list[str]:
        return [line.text for line in self.lines if line.text]


_Row = list[_CellLines]


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The document of a .txt or .md file; places are lines, counted from 1.

    A text that is not UTF-8 is read as Windows-1252, which a finding says. Raises
    `UnreadableError` for what is too large, is no text, or holds none.
    """
    if len(content) > limits.max_bytes:
        raise UnreadableError(
            f"The file is larger than {limits.max_bytes // (1024 * 1024)} MB.",
            subject=file,
            remedy="Split it, or save only the part that is needed.",
        )
    text, findings = decoded(content, file=file)
    if not text.strip():
        raise UnreadableError("The file holds no text.", subject=file, remedy="Save it again and check it.")
    lines = text.splitlines()
    if len(lines) > limits.max_rows:
        raise UnreadableError(
            f"The file has more than {limits.max_rows:,} lines.",
            subject=file,
            remedy="Save only the part that is needed.",
        )
    suffix = PurePath(file).suffix.lower()
    if suffix in {".md", ".markdown"} or is_markdown(lines):
        return Document(file=file, format="md", blocks=markdown_blocks(lines, file=file), findings=findings)
    return Document(file=file, format="txt", blocks=_plain_blocks(lines, file=file), findings=findings)


def _plain_blocks(lines: Sequence[str], *, file: str) -> tuple[Block, ...]:
    blocks: list[Block] = []
    tables = 0
    is_wrapped = max(map(len, lines), default=0) <= WRAP_WIDTH
    position = 0
    while position < len(lines):
        line = lines[position]
        if TABBED.match(line):
            rows, position = _dumped_rows(lines, position)
            tables += len(rows) > 0 and max(map(len, rows)) > 1
            blocks.extend(_table_blocks(rows, file=file, number=tables))
        elif (count := _separated_rows(lines, position)) > 1:
            tables += 1
            blocks.append(_separated_table(lines, position, count, file=file, number=tables))
            position += count
        elif (found := columns_at(lines, position))[0]:
            tables += 1
            blocks.append(_aligned_table(found[0], file=file, number=tables))
            position = found[1]
        elif line.strip():
            paragraph, position = _paragraph(lines, position, file=file, is_wrapped=is_wrapped)
            blocks.append(paragraph)
        else:
            position += 1
    return tuple(blocks)


def _dumped_rows(lines: Sequence[str], position: int) -> tuple[list[_Row], int]:
    """The rows of the dumped table that begins at `position`, and where it ends."""
    rows: list[_Row] = []
    blanks = 0
    while position < len(lines):
        line = BOOKMARK.sub("", lines[position])
        if TABBED.match(line):
            if blanks or not rows:
                rows.append([])
            rows[-1].append(_CellLines([_Line(position + 1, line.strip())], position + 1))
            blanks = 0
        elif not line.strip():
            blanks += 1
        elif _belongs_to_cell(line, blanks, rows[-1]):
            rows[-1][-1].lines.append(_Line(position + 1, line.strip()))
            blanks = 0
        else:
            break
        position += 1
    return _whole_rows(rows), position


def _belongs_to_cell(line: str, blanks: int, row: _Row) -> bool:
    """Whether a line without a tab is one more paragraph of the row's last cell."""
    if blanks == 0:
        # Dumps of several documents follow each other with nothing between but one space.
        return not (line.startswith(" ") and line.isupper() and len(line.split()) > 1)
    if blanks == 1:
        return True
    if NUMBER_ALONE.match(line.strip()):
        return bool(row[-1].words) and bool(NUMBER_ALONE.match(row[-1].words[-1]))
    numbers = row[-2].words if len(row) > 1 else []
    return all(map(NUMBER_ALONE.match, numbers)) and len(row[-1].words) < len(numbers)


def _whole_rows(rows: list[_Row]) -> list[_Row]:
    """Rows put together again that were cut at an empty last paragraph of a cell."""
    whole: list[_Row] = []
    position = 0
    while position < len(rows):
        count = _rows_to_join(rows, position, len(whole[-1]) if whole else 0)
        whole.append([cell for row in rows[position : position + count] for cell in row])
        position += count
    return whole


def _rows_to_join(rows: list[_Row], position: int, width: int) -> int:
    row, after = rows[position], rows[position + 1] if position + 1 < len(rows) else None
    if after is None:
        return 1
    if len(row) == 1 and len(after) > 1 and after[0].words and all(map(NUMBER_ALONE.match, after[0].words)):
        return 2 if row[0].words and BEGINS_NUMBERED.match(row[0].words[0]) else 1
    if width == 2 and len(row) == len(after) == 1:
        is_label = [bool(c.words) and c.words[-1].endswith(":") for c in (row[0], after[0])]
        return 2 if is_label == [True, False] else 1
    return _rows_of_width(rows[position:], width) if width > 2 else 1


def _rows_of_width(rows: list[_Row], width: int) -> int:
    """How many pieces from the first on make one row as wide as the row before; 1 if none do."""
    total = 0
    for count, piece in enumerate(rows, 1):
        total += len(piece)
        if total == width and count > 1:
            return count
        # A row cut in two was cut after words: an empty cell is not followed by an empty paragraph.
        if total >= width or not piece[-1].words:
            return 1
    return 1


def _table_blocks(rows: list[_Row], *, file: str, number: int) -> list[Block]:
    if max(map(len, rows), default=0) < 2:
        return [
            _text_paragraph(line.text, Locator(file=file, line=line.number))
            for row in rows
            for cell in row
            for line in cell.lines
            if line.text
        ]
    made = tuple(
        tuple(_cell(cell, file=file, table=number, row=r, column=c) for c, cell in enumerate(row, 1))
        for r, row in enumerate(rows, 1)
    )
    return [Table(rows=made, locator=Locator(file=file, table=number, line=rows[0][0].start))]


def _cell(cell: _CellLines, *, file: str, table: int, row: int, column: int) -> Cell:
    place = Locator(file=file, table=table, row=row, line=cell.start)
    paragraphs = (
        _text_paragraph(line.text, Locator(file=file, table=table, row=row, line=line.number))
        for line in cell.lines
    )
    return Cell(paragraphs=tuple(p for p in paragraphs if p.text), row=row, column=column, locator=place)


def _text_paragraph(text: str, locator: Locator, level: int | None = None) -> Paragraph:
    text = " ".join(BOOKMARK.sub("", text).split())
    bullet = BULLET.match(text)
    return Paragraph(
        text=text[bullet.end() :] if bullet else text, locator=locator, level=level, is_item=bool(bullet)
    )


def _separated_rows(lines: Sequence[str], position: int) -> int:
    """How many lines from here on are rows of one table, their cells separated by tabs."""
    width = lines[position].strip().count("\t")
    count = 0
    while width and position + count < len(lines):
        line = lines[position + count]
        if TABBED.match(line) or not line.strip() or line.rstrip().count("\t") != width:
            break
        count += 1
    return count


def _separated_table(lines: Sequence[str], position: int, count: int, *, file: str, number: int) -> Table:
    rows: list[_Row] = [
        [_CellLines([_Line(n + 1, text.strip())], n + 1) for text in lines[n].split("\t")]
        for n in range(position, position + count)
    ]
    return Table(
        rows=tuple(
            tuple(_cell(cell, file=file, table=number, row=r, column=c) for c, cell in enumerate(row, 1))
            for r, row in enumerate(rows, 1)
        ),
        locator=Locator(file=file, table=number, line=position + 1),
    )


def _aligned_table(rows: Sequence[Row], *, file: str, number: int) -> Table:
    made: list[_Row] = [
        [_CellLines(_joined(pieces), (pieces or row[0])[0].line + 1) for pieces in row] for row in rows
    ]
    return Table(
        rows=tuple(
            tuple(_cell(cell, file=file, table=number, row=r, column=c) for c, cell in enumerate(row, 1))
            for r, row in enumerate(made, 1)
        ),
        locator=Locator(file=file, table=number, line=made[0][0].start),
    )


def _joined(pieces: Sequence[Piece]) -> list[_Line]:
    """A cell's lines as one, as its column wraps it."""
    return [_Line(pieces[0].line + 1, " ".join(p.text for p in pieces))] if pieces else []


def _paragraph(lines: Sequence[str], position: int, *, file: str, is_wrapped: bool) -> tuple[Paragraph, int]:
    """The paragraph that begins at `position`, wrapped lines joined, and where it ends."""
    locator = Locator(file=file, line=position + 1)
    text, position = lines[position].strip(), position + 1
    if position < len(lines) and (rule := UNDERLINE.match(lines[position])) and len(text) > 1:
        return _text_paragraph(text, locator, level=1 if rule[1][0] == "=" else 2), position + 1
    while is_wrapped and position < len(lines) and _continues(lines[position - 1], lines[position]):
        text, position = f"{text} {lines[position].strip()}", position + 1
    return _text_paragraph(text, locator), position


def _continues(before: str, line: str) -> bool:
    text = line.strip()
    if not text or "\t" in line or BULLET.match(text) or BEGINS_NUMBERED.match(text):
        return False
    is_indented = line[0] == " " and bool(BULLET.match(before.strip()) or before[:1] == " ")
    return (len(before.rstrip()) >= 55 or is_indented) and not before.rstrip().endswith((":", "|"))
