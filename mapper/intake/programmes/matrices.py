"""Tables of nothing but ticks: which outcome is tested by which component."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.document import Cell
from mapper.intake.programmes.events import Column, Row, Value
from mapper.intake.programmes.references import read_references
from mapper.intake.programmes.wording import codes
from mapper.values import Locator

TESTED_IN = "tested in"
"""The entity of a column of an outcome table that is headed by a component, or says which ones test it."""

TICKS = frozenset(("x", "✓", "✔", "√", "y", "yes", "•", "●", "✗x", "ü", "þ", "☒", "☑", "*"))
_EMPTY = frozenset(("", "-", "–", "—", "☐", "n", "no"))
_OUTCOME = re.compile(r"(?:[A-Z]{0,4}LO|outcome|[A-Z])?[\s_-]?\d{1,2}(?:\.\d{1,2})?|[a-h]", re.I)

Grid = Sequence[Sequence[Cell | None]]


def only_ticks(grid: Grid, column: int) -> bool:
    """Whether the column holds ticks and empty cells alone, and at least one tick."""
    has_tick = False
    # Up to the first other word alone: it is asked of a table once for each of its rows.
    for text in (_text(row[column]).lower() for row in grid if column < len(row)):
        if text not in TICKS and text not in _EMPTY:
            return False
        has_tick = has_tick or text in TICKS
    return has_tick


def names_outcome(text: str) -> bool:
    """Whether a head says which outcome, and no more ("LO2", "3", "K1")."""
    return bool(_OUTCOME.fullmatch(text.strip())) and len(read_references(text.strip())) == 1


def read_matrix(grid: Grid, place: Locator) -> tuple[Row, ...] | None:
    """A row for each outcome with what its ticks stand under; None where the table is no such matrix.

    A map of modules or of programme outcomes is a matrix of no module: it gives no rows.
    """
    columns = [i for i in range(1, len(grid[0])) if _text(grid[0][i])] if len(grid) > 1 else []
    ticked = [i for i in columns if only_ticks(grid[1:], i)]
    if not ticked or not all(i in ticked or _is_empty(grid[1:], i) for i in columns):
        return None
    heads = [_text(grid[0][i]) for i in columns]
    names = [_text(row[0]) for row in grid[1:] if _text(row[0])]
    if any(codes(text) for text in (*heads, *names)):
        return ()
    if all(names_outcome(text) for text in names):
        return () if all(names_outcome(text) for text in heads) else _rows(grid, columns, place)
    if all(names_outcome(text) for text in heads):
        turned = [list(line) for line in zip(*grid, strict=True)]
        return _rows(turned, range(1, len(turned[0])), place)
    return None


def _rows(grid: Grid, columns: Sequence[int], place: Locator) -> tuple[Row, ...]:
    out = []
    for line in grid[1:]:
        cells: dict[Column, Value] = {("outcome", "number"): _value(line[0])}
        cells |= {(TESTED_IN, _text(grid[0][i])): _value(line[i]) for i in columns if _text(line[i])}
        out.append(Row(cells, line[0].locator if line[0] else place))
    return tuple(out)


def _is_empty(grid: Grid, column: int) -> bool:
    return all(_text(row[column]) in _EMPTY for row in grid)


def _value(cell: Cell | None) -> Value:
    return cell.paragraphs if cell else ()


def _text(cell: Cell | None) -> str:
    return " ".join(cell.text.split()) if cell else ""
