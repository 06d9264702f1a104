"""PDF documents with text: ruled tables, tables without rules, paragraphs and list items by page.

Running headers and footers are left out, so that they never split a list. A page without text is
a finding, for it is a picture: nothing is made up for it.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.pdf_columns import runs_of
from mapper.intake.readers.pdf_lines import (
    Line,
    Word,
    body_size,
    heading_level,
    lines_of,
    passages_of,
    without_furniture,
)
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

# What pdfminer raises on damaged pages, besides its own errors.
DAMAGE = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class _Grid:
    """A ruled table on a page: its box, and its cells by row and column from 0 with spans."""

    box: tuple[float, float, float, float]
    cells: tuple[tuple[int, int, int, int, tuple[Word, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Page:
    number: int
    height: float
    words: tuple[Word, ...]
    grids: tuple[_Grid, ...]


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The document in reading order.

    UnreadableError for one that is locked, damaged, longer than the limit, or has no text at all.
    """
    count = _page_count(content, file)
    if count > limits.max_pages:
        raise UnreadableError(
            f"The document has {count:,} pages; at most {limits.max_pages:,} are read.",
            subject=file,
            remedy="Hand in the part with the modules, or raise MAPPER_MAX_PAGES.",
        )
    findings: list[Finding] = []
    pages = list(_pages(content, file, findings))
    if not any(page.words or page.grids for page in pages):
        raise UnreadableError(
            "No page holds text: the document looks like a scan.",
            subject=file,
            remedy="Hand in the document that the PDF was made from, or a PDF with text.",
        )
    blocks = tuple(_blocks(pages, file))
    return Document(file=file, format="pdf", blocks=blocks, pages=count, findings=tuple(findings))


def _page_count(content: bytes, file: str) -> int:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        count = len(document)
        document.close()
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
    return count


def _pages(content: bytes, file: str, findings: list[Finding]) -> Iterator[_Page]:
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    damage = (*DAMAGE, PDFException, PdfminerException)
    try:
        with pdfplumber.open(io.BytesIO(content)) as opened:
            for source in opened.pages:
                try:
                    page = _page(source)
                except damage:
                    findings.append(_unread(file, source.page_number, "is damaged and was not read"))
                    continue
                if not page.words and not page.grids:
                    findings.append(_unread(file, page.number, "holds no text, only a picture or nothing"))
                yield page
                source.close()
    except damage as error:
        raise UnreadableError(
            "The document is damaged and cannot be read.",
            subject=file,
            remedy="Get a whole copy, or export the PDF again.",
        ) from error


def _unread(file: str, number: int, what: str) -> Finding:
    return Finding(
        Severity.WARNING,
        f"page {number}",
        f"This page {what}.",
        "If it says anything of modules, hand in a version with text.",
        Locator(file=file, page=number),
    )


def _page(source: Any) -> _Page:
    words = [
        Word(
            text=squeeze(w["text"]),
            x0=w["x0"],
            x1=w["x1"],
            top=w["top"],
            bottom=w["bottom"],
            size=w["size"],
            is_bold="bold" in w["fontname"].lower() or "black" in w["fontname"].lower(),
        )
        for w in source.extract_words(extra_attrs=["fontname", "size"])
        if squeeze(w["text"])
    ]
    grids = []
    for box, cells in _ruled(source):
        inside = [w for w in words if _is_in(w, box)]
        grid = _grid(box, cells, inside)
        if grid:
            grids.append(grid)
            words = [w for w in words if not _is_in(w, box)]
    return _Page(source.page_number, float(source.height), tuple(words), tuple(grids))


def _ruled(source: Any) -> Iterator[tuple[tuple[float, float, float, float], list[Any]]]:
    """Tables that rules draw, the outer where one lies in another (a shaded line in a cell)."""
    found = sorted(source.find_tables(), key=lambda t: -_area(t.bbox))
    kept: list[Any] = []
    for table in found:
        if not any(_lies_in(table.bbox, other.bbox) for other in kept):
            kept.append(table)
    for table in sorted(kept, key=lambda t: t.bbox[1]):
        yield table.bbox, [cell for cell in table.cells if cell]


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _lies_in(box: Sequence[float], other: Sequence[float]) -> bool:
    return (
        box[0] >= other[0] - 2
        and box[1] >= other[1] - 2
        and box[2] <= other[2] + 2
        and box[3] <= other[3] + 2
    )


def _is_in(word: Word, box: Sequence[float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _grid(
    box: tuple[float, float, float, float], boxes: Sequence[Sequence[float]], words: Sequence[Word]
) -> _Grid | None:
    """The table's cells with their words; None for what is no table: a frame, a shade, marked lines."""
    filled = [(b, tuple(w for w in words if _is_in(w, b))) for b in boxes]
    filled = [(b, inside) for b, inside in filled if inside or _area(b) > 150]
    if sum(bool(inside) for _, inside in filled) < 2:
        return None
    if len({round(b[0] / 4) for b, inside in filled if inside}) < 2:
        return None
    xs = _edges([b[0] for b, _ in filled] + [b[2] for b, _ in filled])
    ys = _edges([b[1] for b, _ in filled] + [b[3] for b, _ in filled])
    placed: dict[tuple[int, int], tuple[int, int, int, int, tuple[Word, ...]]] = {}
    for b, inside in filled:
        row, column = _index(ys, b[1]), _index(xs, b[0])
        height, width = max(1, _index(ys, b[3]) - row), max(1, _index(xs, b[2]) - column)
        if (row, column) not in placed or inside:
            placed[row, column] = (row, column, height, width, inside)
    covered = {w for *_, inside in placed.values() for w in inside}
    lost = [w for w in words if w not in covered]
    if len(lost) > len(words) * 0.2:
        return None
    cells = sorted(placed.values(), key=lambda c: (c[0], c[1]))
    return _Grid(box, tuple(_with_lost(cells, lost)))


def _with_lost(
    cells: list[tuple[int, int, int, int, tuple[Word, ...]]], lost: Sequence[Word]
) -> list[tuple[int, int, int, int, tuple[Word, ...]]]:
    """Words between the rules go to the cell whose words are nearest, so that none is lost."""
    for word in lost:
        nearest = min(
            (i for i, c in enumerate(cells) if c[4]),
            key=lambda i: min(abs(w.top - word.top) + abs(w.x0 - word.x0) / 4 for w in cells[i][4]),
        )
        row, column, height, width, inside = cells[nearest]
        cells[nearest] = (row, column, height, width, (*inside, word))
    return cells


def _edges(values: Iterable[float]) -> list[float]:
    """The distinct edges, those within 3 points taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > 3:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _blocks(pages: Sequence[_Page], file: str) -> Iterator[Block]:
    lines = [lines_of(page.words, page=page.number) for page in pages]
    flow = without_furniture(lines, [page.height for page in pages])
    body = body_size([line for page in flow for line in page])
    tables = _Numbers()
    pending: list[Line] = []
    for page, left in zip(pages, flow, strict=True):
        rest = list(left)
        for grid in page.grids:
            above = [line for line in rest if line.top < grid.box[1]]
            rest = [line for line in rest if line.top >= grid.box[1]]
            yield from _text(pending + above, file, body, tables)
            pending = []
            yield _table(grid, page.number, file, tables)
        pending += rest
    yield from _text(pending, file, body, tables)


class _Numbers:
    """Counts the tables of each page from 1."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}

    def next(self, page: int) -> int:
        """The number of the next table on the page."""
        self._seen[page] = self._seen.get(page, 0) + 1
        return self._seen[page]


def _text(lines: Sequence[Line], file: str, body: float, tables: _Numbers) -> Iterator[Block]:
    at = 0
    for run in runs_of(lines):
        if isinstance(run[0], Line):
            text = [line for line in run if isinstance(line, Line)]
            at += len(text)
            for passage in passages_of(text):
                yield Paragraph(
                    squeeze(passage.text),
                    Locator(file=file, page=passage.page),
                    number=passage.number,
                    level=heading_level(passage, body=body),
                    is_item=passage.is_item,
                )
            continue
        rows = [row for row in run if isinstance(row, list)]
        page = lines[at].page
        place = Locator(file=file, page=page, table=tables.next(page))
        at += sum(max(cell.count("\n") + 1 for cell in row) for row in rows)
        yield Table(
            rows=tuple(tuple(_plain_cells(row, number, place)) for number, row in enumerate(rows, 1)),
            locator=place,
        )


def _plain_cells(row: Sequence[str], number: int, place: Locator) -> Iterator[Cell]:
    for column, text in enumerate(row, 1):
        at = Locator(file=place.file, page=place.page, table=place.table, row=number, cell=str(column))
        whole = squeeze(text.replace("\n", " "))
        paragraphs = (Paragraph(whole, at),) if whole else ()
        yield Cell(paragraphs, row=number, column=column, locator=at)


def _table(grid: _Grid, page: int, file: str, tables: _Numbers) -> Table:
    number = tables.next(page)
    height = max(row + span for row, _, span, _, _ in grid.cells)
    rows: list[list[Cell]] = [[] for _ in range(height)]
    for row, column, row_span, column_span, words in grid.cells:
        place = Locator(file=file, page=page, table=number, row=row + 1, cell=str(column + 1))
        passages = passages_of(lines_of(words, page=page)) if words else []
        rows[row].append(
            Cell(
                paragraphs=tuple(
                    Paragraph(squeeze(p.text), place, number=p.number, is_item=p.is_item) for p in passages
                ),
                row=row + 1,
                column=column + 1,
                row_span=row_span,
                column_span=column_span,
                locator=place,
            )
        )
    return Table(rows=tuple(tuple(row) for row in rows), locator=Locator(file=file, page=page, table=number))
