"""How a PDF's lines are spaced and how far they reach: what tells a wrapped line from a new paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from mapper.intake.readers.pdf_lines import Line

USUAL = 14.0
FEWEST = 4
LONG_LINE = 40
PADDING = 6.0
SENTENCE = 24


class Measure:
    """The usual distance from line to line, over all and by page and size, and the right margin."""

    def __init__(self, lines: Sequence[Line], *, right: float | None = None) -> None:
        self._right = right
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
            place: sorted(xs)[len(xs) * 4 // 5] for place, xs in reach.items() if len(xs) >= FEWEST
        }

    def is_far(self, last: Line, line: Line) -> bool:
        """Whether the gap is too wide to lie within any paragraph."""
        return line.top - last.top > max(1.45 * self._spacing, 1.75 * last.size)

    def is_parted(self, last: Line, line: Line) -> bool:
        """Whether the gap is wider than from line to line, or the next word had room on the last line."""
        usual = self._alike.get((last.page, round(last.size)))
        if usual is not None and line.top - last.top > 1.25 * usual:
            return True
        right = self._reach.get((last.page, last.column))
        if self._right is not None:
            # Labels are broken at will within their cells.
            right = self._right - PADDING if len(last.text) >= SENTENCE else None
        letters = len(line.text.split(" ", 1)[0]) + 1
        width = letters * (line.x1 - line.x0) / max(1, len(line.text))
        return right is not None and last.x1 + width < right - last.size / 2
