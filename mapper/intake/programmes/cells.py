"""Cells of a row as those who read tables look at them."""

from __future__ import annotations

from collections.abc import Sequence

from mapper.intake.document import Cell
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.values import Locator

Cells = Sequence[Cell | None]
"""A row of a table by grid position: a cell that spans columns stands in each."""


def said_cells(row: Cells, *, keep_empty: bool = False) -> list[Cell]:
    """The row's cells, each once; those without text only on demand."""
    out: list[Cell] = []
    for cell in row:
        if cell is not None and not any(cell is seen for seen in out) and (keep_empty or cell.text.strip()):
            out.append(cell)
    return out


def are_touching(left: Cell, right: Cell, cells: Sequence[Cell]) -> bool:
    """Whether no empty cell stands between the two."""
    ids = [id(cell) for cell in cells]
    return ids.index(id(right)) - ids.index(id(left)) == 1


def label_of(cell: Cell, *, keep_colon: bool = False) -> str:
    """The cell's text in one line, as a label is looked up."""
    text = " ".join(cell.text.split())
    return text if keep_colon else text.removesuffix(":").strip()


def text_of_cell(cell: Cell | None) -> str:
    """The cell's text in one line; nothing of no cell."""
    return " ".join(cell.text.split()) if cell else ""


def place_of(row: Cells) -> Locator | None:
    """Where the row's first words stand."""
    return next((cell.locator for cell in row if cell is not None and cell.text.strip()), None)


def is_labelled(cell: Cell, vocabulary: Vocabulary) -> bool:
    """Whether the cell holds a label and, below or after a colon, its value."""
    lines = [p.text for p in cell.paragraphs if p.text]
    if len(lines) > 1:
        return vocabulary.knows(lines[0])
    label, colon, value = lines[0].partition(":")
    return bool(colon and value.strip()) and vocabulary.knows(label)
