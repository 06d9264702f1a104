"""Framed boxes that stand beside the text, as a module's facts often do: read on their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mapper.intake.readers.pdf_grids import NEAR, Box, Grid, is_in, lies_in
from mapper.intake.readers.pdf_lines import Line, Word, lines_of
from mapper.intake.readers.pdf_prose import lines_in_reading_order
from mapper.intake.readers.pdf_words import Rule

FEWEST_LINES = 3
WIDEST = 0.6
"""Of the width that the page's words take."""
MOST_RULES = 400
NARROWEST = 60.0
LOWEST = 30.0
FIRST_COLUMN = 100
"""The number of the first frame's lines as a column, beyond those of any prose."""


def frames_of(rules: Sequence[Rule], words: Sequence[Word], grids: Sequence[Grid]) -> tuple[Box, ...]:
    """The boxes, drawn or shaded, with several lines inside and several lines beside them."""
    bare = [r for r in rules if not any(lies_in((r.x0, r.top, r.x1, r.bottom), grid.box) for grid in grids)]
    if not words or not 0 < len(bare) <= MOST_RULES:
        return ()
    width = max(w.x1 for w in words) - min(w.x0 for w in words)
    found: list[Box] = []
    for box in sorted(_boxes(bare), key=lambda b: (b[0] - b[2]) * (b[3] - b[1])):
        is_new = not any(lies_in(box, other) for other in found)
        if is_new and box[2] - box[0] < WIDEST * width and _stands_beside(box, words):
            found.append(box)
    return tuple(sorted(found, key=lambda b: b[1]))


def _boxes(rules: Sequence[Rule]) -> Iterator[Box]:
    """Boxes whose four sides are drawn."""
    level = [r for r in rules if r.is_level and r.x1 - r.x0 >= NARROWEST]
    upright = [r for r in rules if not r.is_level]
    for top in level:
        for bottom in level:
            is_pair = abs(top.x0 - bottom.x0) < NEAR and abs(top.x1 - bottom.x1) < NEAR
            if not is_pair or bottom.top - top.top < LOWEST:
                continue
            sides = [r.x0 for r in upright if r.top < top.top + NEAR and r.bottom > bottom.top - NEAR]
            if all(any(abs(x - side) < NEAR for side in sides) for x in (top.x0, top.x1)):
                yield top.x0, top.top, top.x1, bottom.top


def _stands_beside(box: Box, words: Sequence[Word]) -> bool:
    inside = {round(w.top) for w in words if is_in(w, box)}
    beside = {
        round(w.top)
        for w in words
        if not is_in(w, box) and box[1] <= (w.top + w.bottom) / 2 <= box[3] and not box[0] <= w.x0 <= box[2]
    }
    return min(len(inside), len(beside)) >= FEWEST_LINES


def lines_with_frames(words: Sequence[Word], frames: Sequence[Box], *, page: int) -> list[Line]:
    """The page's lines in reading order; those of each frame together, where the frame begins."""
    rest = [w for w in words if not any(is_in(w, frame) for frame in frames)]
    lines = lines_in_reading_order(rest, page=page)
    for number, frame in enumerate(frames):
        own = lines_of([w for w in words if is_in(w, frame)], page=page)
        at = next((i for i, line in enumerate(lines) if line.top >= frame[1]), len(lines))
        lines[at:at] = [replace(line, column=FIRST_COLUMN + number) for line in own]
    return lines
