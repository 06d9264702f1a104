"""How a PDF's lines are spaced and how far they reach: what tells a wrapped line from a new paragraph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from types import MappingProxyType

from mapper.intake.readers.pdf_lines import Line

USUAL = 14.0
FEWEST = 4
MANY = 10
"""So many long lines tell how far lines reach, even where some of them are short."""
LONG_LINE = 40
PADDING = 6.0
SENTENCE = 24


class Measure:
    """The usual distance from line to line, over all and by page and size, and the right margin.

    `margins` are the right margins by page and column, for where these lines are too few to show theirs.
    """

    def __init__(
        self,
        lines: Sequence[Line],
        *,
        right: float | None = None,
        margins: Mapping[tuple[int, int], float] = MappingProxyType({}),
    ) -> None:
        self._right, self._margins = right, margins
        gaps: list[float] = []
        alike: dict[tuple[int, int], list[float]] = {}
        reach: dict[tuple[int, int], list[float]] = {}
        for line in lines:
            if len(line.text) > LONG_LINE:
                reach.setdefault((line.page, line.column), []).append(line.x1)
        for a, b in pairwise(lines):
            if (a.page, a.column) == (b.page, b.column) and 0 < b.top - a.top < 3 * a.size:
                gaps.append(b.top - a.top)
                alike.setdefault((a.page, round(a.size)), []).append(b.top - a.top)
        self._spacing = median(gaps) if gaps else USUAL
        # The lower quarter, as in a list every second gap may be one between items.
        self._alike = {k: sorted(v)[len(v) // 4] for k, v in alike.items() if len(v) >= FEWEST}
        # Not the longest, as one line may reach beyond the margin.
        self._reach = {
            (page, column): max(
                sorted(xs)[len(xs) * 4 // 5],
                self._margins.get((page, column), 0.0) if len(xs) < MANY else 0.0,
            )
            for (page, column), xs in reach.items()
            if len(xs) >= FEWEST
        }

    def is_far(self, last: Line, line: Line) -> bool:
        """Whether the gap is too wide to lie within any paragraph."""
        return line.top - last.top > max(1.45 * self._spacing, 1.75 * last.size)

    def is_parted(self, last: Line, line: Line) -> bool:
        """Whether the gap is wider than from line to line, or the next word had room on the last line."""
        usual = self._alike.get((last.page, round(last.size)))
        if usual is not None and line.top - last.top > 1.25 * usual:
            return True
        return self.has_room(last, line)

    def has_room(self, last: Line, line: Line, *, words: int = 1) -> bool:
        """Whether the line's first words would have stood on the last line, had it been wrapped."""
        right = self._reach.get((last.page, last.column))
        if self._right is not None:
            # Labels are broken at will within their cells.
            is_label = len(last.text) < SENTENCE and (last.is_bold or line.is_bold)
            right = None if is_label else self._right - PADDING
        elif right is None:
            right = self._margins.get((last.page, last.column))
        letters = len(" ".join(line.text.split(" ")[:words])) + 1
        width = letters * (line.x1 - line.x0) / max(1, len(line.text))
        return right is not None and last.x1 + width < right - last.size / 2

    def fills(self, line: Line) -> bool:
        """Whether the line is one word as wide as its cell, so that it may have been broken there."""
        is_word = " " not in line.text and line.text.isalpha()
        return self._right is not None and is_word and line.x1 > self._right - PADDING - line.size


Extent = tuple[float, float]
"""From where to where a line or a table reaches."""


def margins_of(pages: Sequence[tuple[float, Sequence[Extent]]]) -> list[float]:
    """The right margin of each page; pages of one width share theirs.

    A page is given by its width and the extents of its lines and tables. Where no two of them end
    near the furthest, or all far from the edge, the margin is taken to be as wide as the left one.
    """
    extents: dict[int, list[Extent]] = {}
    for width, own in pages:
        extents.setdefault(round(width), []).extend(own)
    margins = {width: _margin(width, own) for width, own in extents.items()}
    return [margins[round(width)] for width, _ in pages]


def _margin(width: float, extents: Sequence[Extent]) -> float:
    if not extents:
        return width
    left, furthest = min(x0 for x0, _ in extents), max(x1 for _, x1 in extents)
    near = sum(x1 > furthest - 0.03 * width for _, x1 in extents)
    return furthest if near > 1 and furthest > 0.75 * width else max(furthest, width - left)
