"""Tables that rules draw on a PDF's page, and the words in their cells. Measures as in `pdf_lines`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mapper.intake.readers.pdf_lines import Word
from mapper.intake.readers.pdf_rivers import completed
from mapper.intake.readers.pdf_words import Rule

NEAR = 3.0
SHORTEST = 3.0
LONG = 12.0
MOST_RULES = 4000
SMALLEST_EMPTY = 150.0

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell by row and column from 0, with its spans, its right side and its words."""

    row: int
    column: int
    row_span: int
    column_span: int
    right: float
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on a page: its box (left, top, right, bottom) and its cells in reading order."""

    box: Box
    cells: tuple[GridCell, ...]


def grids_of(rules: Sequence[Rule], words: Sequence[Word]) -> tuple[Grid, ...]:
    """The page's ruled tables from top to bottom; frames, shades and marked lines are none."""
    if len(rules) > MOST_RULES:
        # A drawing or a map; each pair of lines would be tried for a crossing.
        rules = [rule for rule in rules if max(rule.x1 - rule.x0, rule.bottom - rule.top) > LONG][:MOST_RULES]
    found = _grids(rules, words)
    free = [w for w in words if not any(is_in(w, grid.box) for grid in found)]
    bare = [r for r in rules if not any(lies_in((r.x0, r.top, r.x1, r.bottom), grid.box) for grid in found)]
    found += _grids(completed(bare, free), free)
    return tuple(sorted(found, key=lambda grid: grid.box[1]))


def _grids(rules: Sequence[Rule], words: Sequence[Word]) -> list[Grid]:
    left = list(words)
    found = []
    for box, cells in _ruled(rules):
        grid = _grid(box, cells, [w for w in left if is_in(w, box)])
        if grid:
            found.append(grid)
            left = [w for w in left if not is_in(w, box)]
    return found


def is_in(word: Word, box: Box) -> bool:
    """Whether the word's middle lies in the box."""
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _ruled(rules: Sequence[Rule]) -> Iterator[tuple[Box, list[Box]]]:
    """Tables that rules draw, the outer where one lies in another (a shaded line in a cell)."""
    from pdfplumber import table as ruled

    edges = ruled.merge_edges([_edge(rule) for rule in rules], NEAR, NEAR, NEAR, NEAR)
    edges = [e for e in edges if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) >= SHORTEST]
    cells = ruled.intersections_to_cells(ruled.edges_to_intersections(edges, NEAR, NEAR))
    tables: list[tuple[Box, list[Box]]] = [(_around(group), group) for group in ruled.cells_to_tables(cells)]
    kept: list[tuple[Box, list[Box]]] = []
    for table in sorted(tables, key=lambda t: -_area(t[0])):
        if not any(lies_in(table[0], other[0]) for other in kept):
            kept.append(table)
    yield from sorted(kept, key=lambda t: t[0][1])


def _edge(rule: Rule) -> dict[str, Any]:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.is_level else "v",
        "object_type": "line",
    }


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def lies_in(box: Box, other: Box) -> bool:
    """Whether the box lies within the other, to two points."""
    return (
        box[0] >= other[0] - 2
        and box[1] >= other[1] - 2
        and box[2] <= other[2] + 2
        and box[3] <= other[3] + 2
    )


def _grid(box: Box, boxes: Sequence[Box], words: Sequence[Word]) -> Grid | None:
    """The table's cells with their words; None for what is no table: a frame, a shade, marked lines."""
    filled = [(b, tuple(w for w in words if is_in(w, b))) for b in boxes]
    filled = [(b, inside) for b, inside in filled if inside or _area(b) > SMALLEST_EMPTY]
    if sum(bool(inside) for _, inside in filled) < 2:
        return None
    if len({round(b[0] / 4) for b, inside in filled if inside}) < 2:
        return None
    xs = _edges([b[0] for b, _ in filled] + [b[2] for b, _ in filled])
    ys = _edges([b[1] for b, _ in filled] + [b[3] for b, _ in filled])
    placed: dict[tuple[int, int], GridCell] = {}
    for b, inside in filled:
        row, column = _index(ys, b[1]), _index(xs, b[0])
        height, width = max(1, _index(ys, b[3]) - row), max(1, _index(xs, b[2]) - column)
        if (row, column) not in placed or inside:
            placed[row, column] = GridCell(row, column, height, width, b[2], inside)
    covered = {w for cell in placed.values() for w in cell.words}
    lost = [w for w in words if w not in covered]
    if len(lost) > len(words) * 0.2:
        return None
    cells = sorted(placed.values(), key=lambda c: (c.row, c.column))
    return Grid(box, tuple(_with_lost(cells, lost)))


def _with_lost(cells: list[GridCell], lost: Sequence[Word]) -> list[GridCell]:
    """Words between the rules go to the cell whose words are nearest, so that none is lost."""
    for word in lost:
        nearest = min(
            (i for i, c in enumerate(cells) if c.words),
            key=lambda i: min(abs(w.top - word.top) + abs(w.x0 - word.x0) / 4 for w in cells[i].words),
        )
        c = cells[nearest]
        cells[nearest] = replace(c, words=(*c.words, word))
    return cells


def _edges(values: Iterable[float]) -> list[float]:
    """The distinct edges, those within 3 points taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > NEAR:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))
