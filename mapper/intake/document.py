"""What every reader gives: a document as blocks and tables, each with its place.

Readers know formats and nothing of modules or units; extractors know modules or units and
nothing of formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.values import Finding, Locator

NOWHERE = Locator()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph or list item.

    `text` has its white space squeezed and holds no automatic number or bullet; `number` is the
    automatic list number as shown ("1", "1.2", "a"), None for bullets and plain text; `level` is
    the heading level from 1, None where the format does not mark it as a heading.
    """

    text: str
    locator: Locator
    number: str | None = None
    level: int | None = None
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, named once however many grid positions it spans; positions from 1."""

    paragraphs: tuple[Paragraph, ...]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    locator: Locator = NOWHERE

    @property
    def text(self) -> str:
        """All paragraphs, a line each, without automatic numbers."""
        return "\n".join(p.text for p in self.paragraphs if p.text)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells in reading order; a cell spanning rows stands in its first row only."""

    rows: tuple[tuple[Cell, ...], ...]
    locator: Locator
    title: str = ""

    def grid(self) -> list[list[Cell | None]]:
        """The cells by grid position, spanning cells repeated; rows padded to one width."""
        width = max((c.column + c.column_span - 1 for row in self.rows for c in row), default=0)
        out: list[list[Cell | None]] = [[None] * width for _ in self.rows]
        for row in self.rows:
            for cell in row:
                for r in range(cell.row - 1, min(cell.row - 1 + cell.row_span, len(out))):
                    for c in range(cell.column - 1, cell.column - 1 + cell.column_span):
                        out[r][c] = cell
        return out


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read. `pages` is None for formats that hold no pages.

    `findings` name what could not be read, each with its place; nothing is left out silently.
    """

    file: str
    format: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    findings: tuple[Finding, ...] = ()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph in reading order, those in table cells included."""
        for block in self.blocks:
            if isinstance(block, Paragraph):
                yield block
            else:
                for row in block.rows:
                    for cell in row:
                        yield from cell.paragraphs
