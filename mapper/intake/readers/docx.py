"""Word documents (.docx): paragraphs with their headings and counted numbers, tables with spans.

What was deleted under tracked changes is not read, what was inserted is. Headers, footers and
comments are no part of the text, nor are hidden words, tables of contents, and the grey prompts of
empty form fields. Word holds no pages, so places are headings, paragraphs, tables, rows and cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.damage import DAMAGE
from mapper.intake.readers.decoding import visible
from mapper.intake.readers.docx_numbering import Numbering, W, numbering_of
from mapper.intake.readers.docx_tabs import parts_at_tabs, with_tables_of_tabs
from mapper.intake.readers.docx_words import boxes_in, is_struck_through, is_unseen, texts_of
from mapper.intake.readers.line_breaks import parted
from mapper.values import Finding, Locator, Severity
from mapper.wording import squeeze

PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")
WIDEST = 200
"""A cell may claim any width; no table is wider."""
CONTAINERS = {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}moveTo", f"{W}smartTag", f"{W}customXml"}


def read(content: bytes, *, file: str, limits: Limits) -> Document:
    """The document's body in reading order; UnreadableError where it cannot be opened or is empty."""
    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        opened = docx.Document(io.BytesIO(content))
        body, styles, numbered = opened.element.body, opened.styles.element, _numbering_root(opened)
    except (OpcError, etree.LxmlError, *DAMAGE) as error:
        raise UnreadableError(
            "The document is damaged and cannot be opened.",
            subject=file,
            remedy="Open it in Word, save it again as .docx, and hand it in anew.",
        ) from error
    reader = _Body(file, _styles(styles), numbering_of(numbered), limits)
    blocks = tuple(with_tables_of_tabs(reader.blocks(body), reader.parts))
    if not blocks and not reader.pictures:
        raise UnreadableError(
            "The document holds no text.", subject=file, remedy="Hand in the document with its text."
        )
    return Document(file=file, format="docx", blocks=blocks, findings=tuple(reader.findings()))


def _numbering_root(opened: Any) -> Any:
    try:
        return opened.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return None


class _Style:
    """What a paragraph style says: its heading level, and the list that it belongs to."""

    __slots__ = ("based_on", "level", "name", "num_id", "num_level", "style_id")

    def __init__(self, element: Any) -> None:
        self.style_id = element.get(f"{W}styleId") or ""
        self.name = _val(element.find(f"{W}name")) or ""
        self.based_on = _val(element.find(f"{W}basedOn"))
        self.level = _outline(element.find(f"{W}pPr"))
        heading = re.fullmatch(r"heading (\d)", self.name.lower())
        if heading:
            self.level = int(heading[1])
        elif self.name.lower() == "title":
            self.level = 1
        self.num_id, self.num_level = _numpr(element.find(f"{W}pPr"))


def _styles(root: Any) -> dict[str, _Style]:
    paragraphs = (s for s in root.iter(f"{W}style") if s.get(f"{W}type") == "paragraph")
    return {element.get(f"{W}styleId"): _Style(element) for element in paragraphs}


def _val(element: Any) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _outline(properties: Any) -> int | None:
    value = None if properties is None else _val(properties.find(f"{W}outlineLvl"))
    return int(value) + 1 if value and value.isdigit() and int(value) < 9 else None


def _numpr(properties: Any) -> tuple[str | None, int | None]:
    numbered = None if properties is None else properties.find(f"{W}numPr")
    if numbered is None:
        return None, None
    level = _val(numbered.find(f"{W}ilvl"))
    return _val(numbered.find(f"{W}numId")), int(level) if level and level.isdigit() else None


class _Body:
    """Walks the body once, counting paragraphs, tables and list items."""

    def __init__(self, file: str, styles: dict[str, _Style], numbering: Numbering, limits: Limits) -> None:
        self._file, self._styles, self._numbering, self._limits = file, styles, numbering, limits
        self._heading: str | None = None
        self._paragraphs = self._tables = self._rows = 0
        self.pictures: list[Locator] = []
        self.footnotes = 0
        self.struck: Locator | None = None
        self.parts: dict[Locator, tuple[str, ...]] = {}
        """What stands between the tabs of each line that has such, by its place."""

    def blocks(self, parent: Any) -> Iterator[Block]:
        """Paragraphs and tables under `parent`, in order; a nested table follows the one around it."""
        for child in parent:
            if child.tag == f"{W}p":
                yield from self._paragraph_with_boxes(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag in CONTAINERS and not is_unseen(child):
                yield from self.blocks(child)

    def _paragraph_with_boxes(self, element: Any) -> Iterator[Block]:
        paragraph = self._paragraph(element, self._place())
        if paragraph.text and not self._is_contents(element):
            yield from _lines(paragraph, element)
        for box in boxes_in(element):
            yield from self.blocks(box)

    def _is_contents(self, element: Any) -> bool:
        style, _ = self._style_of(element)
        return style is not None and re.fullmatch(r"toc \d", style.name.lower()) is not None

    def _place(self) -> Locator:
        self._paragraphs += 1
        return Locator(file=self._file, heading=self._heading, paragraph=self._paragraphs)

    def _paragraph(self, element: Any, place: Locator) -> Paragraph:
        written = visible("".join(texts_of(element)))
        text = squeeze(written)
        style, level = self._style_of(element)
        num_id, num_level = self._list_of(element, style)
        number = None
        is_item = num_id is not None and num_id != "0"
        if is_item and num_id is not None and (text or not _is_struck(element)):
            number = self._numbering.next_label(num_id, num_level or 0)
        if not text and any(True for tag in PICTURES for _ in element.iter(tag)) and not boxes_in(element):
            self.pictures.append(place)
        if parts := parts_at_tabs(written):
            self.parts[place] = parts
        if self.struck is None and any(map(is_struck_through, element.iter(f"{W}r"))):
            self.struck = place
        self.footnotes += sum(1 for _ in element.iter(f"{W}footnoteReference"))
        if level is not None and text:
            self._heading = text[:120]
            place = replace(place, heading=self._heading)
        return Paragraph(text, place, number=number, level=level, is_item=is_item)

    def _style_of(self, element: Any) -> tuple[_Style | None, int | None]:
        """The paragraph's style, and its heading level: its own, else that of its style's ancestors."""
        properties = element.find(f"{W}pPr")
        style = (
            self._styles.get(_val(properties.find(f"{W}pStyle")) or "") if properties is not None else None
        )
        own = _outline(properties)
        if own is not None:
            return style, own
        return style, next((s.level for s in self._ancestry(style) if s.level is not None), None)

    def _ancestry(self, style: _Style | None) -> Iterator[_Style]:
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            yield style
            style = self._styles.get(style.based_on or "")

    def _list_of(self, element: Any, style: _Style | None) -> tuple[str | None, int | None]:
        num_id, level = _numpr(element.find(f"{W}pPr"))
        for ancestor in self._ancestry(style):
            if num_id is None and ancestor.num_id is not None:
                bound = self._numbering.level_of_style(ancestor.num_id, style.style_id if style else "")
                num_id, level = ancestor.num_id, level if level is not None else bound
            level = level if level is not None else ancestor.num_level
        return num_id, level

    def _table(self, element: Any) -> Iterator[Table]:
        self._tables += 1
        number = self._tables
        nested: list[Any] = []
        rows: list[tuple[Cell, ...]] = []
        open_cells: dict[int, int] = {}
        spans: dict[tuple[int, int], int] = {}
        for row_number, row in enumerate(_children(element, "tr"), 1):
            self._rows += 1
            if self._rows > self._limits.max_rows:
                raise UnreadableError(
                    f"The document's tables have more than {self._limits.max_rows:,} rows.",
                    subject=self._file,
                    remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
                )
            cells = []
            column = 1 + _grid(row, "gridBefore")
            for cell in _children(row, "tc"):
                width = _grid(cell.find(f"{W}tcPr"), "gridSpan") or 1
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in open_cells:
                    first = open_cells[column]
                    spans[first, column] = row_number - first + 1
                else:
                    if merge is not None:
                        open_cells[column] = row_number
                    else:
                        open_cells.pop(column, None)
                    cells.append(self._cell(cell, number, row_number, column, width))
                    nested += _children(cell, "tbl")
                column += width
            rows.append(tuple(cells))
        place = Locator(file=self._file, heading=self._heading, table=number)
        yield Table(rows=tuple(tuple(_spanned(c, spans) for c in row) for row in rows), locator=place)
        for inner in nested:
            yield from self._table(inner)

    def _cell(self, element: Any, table: int, row: int, column: int, width: int) -> Cell:
        place = Locator(file=self._file, heading=self._heading, table=table, row=row, cell=str(column))
        paragraphs = [
            line
            for source in _cell_paragraphs(element)
            for line in _lines(self._paragraph(source, place), source)
            if line.text
        ]
        return Cell(tuple(paragraphs), row=row, column=column, column_span=width, locator=place)

    def findings(self) -> Iterator[Finding]:
        """One finding for all pictures that stand alone, with their places, and one for all footnotes."""
        if self.footnotes:
            yield Finding(
                Severity.INFO,
                "footnotes",
                f"The text of footnotes was not read; there are {self.footnotes}.",
                "If one says anything of modules or units, write it into the text.",
            )
        if self.struck:
            yield Finding(
                Severity.INFO,
                "text struck through",
                "Words that are struck through were left out as deleted.",
                "If some of them still hold, take the line through them away; the first stand here.",
                self.struck,
            )
        if self.pictures:
            where = ", ".join(str(place) for place in self.pictures[:5])
            more = f" and {len(self.pictures) - 5} more" if len(self.pictures) > 5 else ""
            yield Finding(
                Severity.INFO,
                "pictures",
                f"What stands in pictures was not read ({where}{more}).",
                "If a picture shows modules, outcomes or weights, type them into the document.",
                self.pictures[0],
            )


def _lines(paragraph: Paragraph, element: Any) -> Iterator[Paragraph]:
    """The paragraph, parted at those line breaks that begin a statement of its own."""
    first, *further = parted(visible("".join(texts_of(element))))
    yield replace(paragraph, text=first)
    for part in further:
        yield replace(paragraph, text=part, number=None, level=None, is_item=False)


def _spanned(cell: Cell, spans: dict[tuple[int, int], int]) -> Cell:
    height = spans.get((cell.row, cell.column), 1)
    if height == 1:
        return cell
    return Cell(cell.paragraphs, cell.row, cell.column, height, cell.column_span, cell.locator)


def _children(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{W}{name}" and not _is_deleted(child):
            yield child
        elif child.tag in CONTAINERS and not (name == "p" and is_unseen(child)):
            yield from _children(child, name)


def _is_deleted(element: Any) -> bool:
    return any(element.find(f"{W}{path}") is not None for path in (f"trPr/{W}del", f"tcPr/{W}cellDel"))


def _cell_paragraphs(cell: Any) -> Iterator[Any]:
    """The cell's own paragraphs, with those of text boxes in them; nested tables come on their own."""
    for paragraph in _children(cell, "p"):
        yield paragraph
        for box in boxes_in(paragraph):
            yield from _children(box, "p")


def _grid(properties: Any, name: str) -> int:
    found = None if properties is None else next(iter(properties.iter(f"{W}{name}")), None)
    value = _val(found)
    return min(int(value), WIDEST) if value and value.isdigit() else 0


def _is_struck(paragraph: Any) -> bool:
    """Whether the paragraph itself is deleted; an empty list item that stands is counted."""
    return paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
