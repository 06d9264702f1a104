"""PDF documents with text: ruled tables, tables without rules, paragraphs and list items by page.

Running headers and footers are left out, so that they never split a list. A page without text is
a finding, for it is a picture: nothing is made up for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.pdf_columns import runs_of
from mapper.intake.readers.pdf_frames import FIRST_COLUMN, frames_of, lines_with_frames
from mapper.intake.readers.pdf_grids import Box, Grid, grids_of, is_in
from mapper.intake.readers.pdf_lines import (
    Line,
    Word,
    body_size,
    lines_of,
    without_furniture,
)
from mapper.intake.readers.pdf_measure import PADDING, margins_of
from mapper.intake.readers.pdf_passages import (
    Passage,
    heading_level,
    joined_at_line_end,
    passages_of,
    words_in,
)
from mapper.intake.readers.pdf_words import Frame, rules_of, words_of
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    grids: tuple[Grid, ...]
    frames: tuple[Box, ...]


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The document in reading order.

    UnreadableError for one that is locked, damaged, longer than the limit, or has no text at all.
    """
    opened = _opened(content, file)
    try:
        return _document(opened, file, limits)
    finally:
        opened.close()


def _document(opened: Any, file: str, limits: Limits) -> Document:
    count = len(opened)
    if count > limits.max_pages:
        raise UnreadableError(
            f"The document has {count:,} pages; at most {limits.max_pages:,} are read.",
            subject=file,
            remedy="Hand in the part with the modules, or raise MAPPER_MAX_PAGES.",
        )
    findings: list[Finding] = []
    pages = list(_pages(opened, file, findings))
    if not any(page.words or page.grids for page in pages):
        raise UnreadableError(
            "No page holds text: the document looks like a scan.",
            subject=file,
            remedy="Hand in the document that the PDF was made from, or a PDF with text.",
        )
    blocks = tuple(_blocks(pages, file))
    return Document(file=file, format="pdf", blocks=blocks, pages=count, findings=tuple(findings))


def _opened(content: bytes, file: str) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableError(
                "The document is locked with a password.",
                subject=file,
                remedy="Save a copy without the password and hand that in.",
            ) from error
        raise UnreadableError(
            "The document is damaged or cut short and cannot be opened.",
            subject=file,
            remedy="Get a whole copy, or export the PDF again.",
        ) from error


def _pages(opened: Any, file: str, findings: list[Finding]) -> Iterator[_Page]:
    import pypdfium2

    for index in range(len(opened)):
        try:
            source = opened[index]
            words = words_of(source)
            frame = Frame(source)
            rules = rules_of(source) if words else ()
            grids = grids_of(rules, words) if words else ()
            source.close()
        except pypdfium2.PdfiumError:
            findings.append(_unread(file, index + 1, "is damaged and was not read"))
            continue
        if not words:
            findings.append(_unread(file, index + 1, "holds no text, only a picture or nothing"))
        free = tuple(w for w in words if not any(is_in(w, grid.box) for grid in grids))
        yield _Page(index + 1, frame.width, frame.height, free, grids, frames_of(rules, free, grids))


def _unread(file: str, number: int, what: str) -> Finding:
    return Finding(
        Severity.WARNING,
        f"page {number}",
        f"This page {what}.",
        "If it says anything of modules, hand in a version with text.",
        Locator(file=file, page=number),
    )


def _blocks(pages: Sequence[_Page], file: str) -> Iterator[Block]:
    lines = [lines_with_frames(page.words, page.frames, page=page.number) for page in pages]
    flow = without_furniture(lines, [page.height for page in pages])
    kept = [line for page in flow for line in page]
    in_grids = (cell.words for page in pages for grid in page.grids for cell in grid.cells)
    known = words_in(
        [*(line.text for line in kept), *(" ".join(w.text for w in words) for words in in_grids)]
    )
    writer = _Writer(file, body_size(kept), known, _margins(pages, flow))
    pending: list[Line] = []
    for page, left in zip(pages, flow, strict=True):
        rest = list(left)
        for grid in page.grids:
            above = [line for line in rest if line.top < grid.box[1]]
            rest = [line for line in rest if line.top >= grid.box[1]]
            yield from writer.text(pending + above)
            pending = []
            yield writer.table(grid, page.number)
        pending += rest
    yield from writer.text(pending)


def _margins(pages: Sequence[_Page], flow: Sequence[Sequence[Line]]) -> dict[tuple[int, int], float]:
    extents = [
        (
            page.width,
            [*((line.x0, line.x1) for line in lines), *((g.box[0], g.box[2] - PADDING) for g in page.grids)],
        )
        for page, lines in zip(pages, flow, strict=True)
    ]
    margins = {(page.number, 0): margin for page, margin in zip(pages, margins_of(extents), strict=True)}
    for page in pages:
        for column, frame in enumerate(page.frames, FIRST_COLUMN):
            margins[page.number, column] = frame[2] - PADDING
    return margins


class _Writer:
    """Makes blocks of lines and grids, counting the tables of each page from 1."""

    def __init__(
        self, file: str, body: float, known: frozenset[str], margins: Mapping[tuple[int, int], float]
    ) -> None:
        self._file, self._body, self._known, self._margins = file, body, known, margins
        self._tables: dict[int, int] = {}

    def text(self, lines: Sequence[Line]) -> Iterator[Block]:
        at = 0
        for run in runs_of(lines):
            if isinstance(run[0], Line):
                text = [line for line in run if isinstance(line, Line)]
                at += len(text)
                passages = passages_of(text, known=self._known, margins=self._margins)
                yield from map(self._paragraph, passages)
                continue
            rows = [row for row in run if isinstance(row, list)]
            place = self._next_table(lines[at].page)
            at += sum(max(cell.count("\n") + 1 for cell in row) for row in rows)
            made = (tuple(self._plain_cells(row, number, place)) for number, row in enumerate(rows, 1))
            yield Table(rows=tuple(made), locator=place)

    def _paragraph(self, passage: Passage) -> Paragraph:
        level = heading_level(passage, body=self._body)
        return Paragraph(
            squeeze(passage.text),
            Locator(file=self._file, page=passage.page),
            number=passage.number,
            level=level,
            is_item=passage.is_item and level is None,
        )

    def _next_table(self, page: int) -> Locator:
        self._tables[page] = self._tables.get(page, 0) + 1
        return Locator(file=self._file, page=page, table=self._tables[page])

    def _plain_cells(self, row: Sequence[str], number: int, place: Locator) -> Iterator[Cell]:
        for column, text in enumerate(row, 1):
            at = replace(place, row=number, cell=str(column))
            first, *further = text.split("\n")
            for line in further:
                first = joined_at_line_end(first, line, known=self._known)
            whole = squeeze(first)
            yield Cell((Paragraph(whole, at),) if whole else (), row=number, column=column, locator=at)

    def table(self, grid: Grid, page: int) -> Table:
        place = self._next_table(page)
        height = max(c.row + c.row_span for c in grid.cells)
        rows: list[list[Cell]] = [[] for _ in range(height)]
        for found in grid.cells:
            at = replace(place, row=found.row + 1, cell=str(found.column + 1))
            lines = lines_of(found.words, page=page)
            passages = passages_of(lines, right=found.right, known=self._known)
            rows[found.row].append(
                Cell(
                    tuple(Paragraph(squeeze(p.text), at, p.number, None, p.is_item) for p in passages),
                    row=found.row + 1,
                    column=found.column + 1,
                    row_span=found.row_span,
                    column_span=found.column_span,
                    locator=at,
                )
            )
        return Table(rows=tuple(tuple(row) for row in rows), locator=place)
