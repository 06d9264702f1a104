"""Prose set in columns: read down one column and then down the next. Pure: no PDF library.

A table without rules looks alike, so columns of prose must be wide, their lines must fill them as
wrapped text does, and their gaps must not stand level with one another as those between rows do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from mapper.intake.readers.pdf_lines import Line, Segment, Word, lines_of

FEWEST_LINES = 6
SHORTEST = 24
"""Letters of the usual line of a column."""
FILLED = 0.55
"""Which part of a column's lines end near its right edge."""
EDGE = 0.2
NEAR = 3.0
GUTTER = 4.0
MOST_ALIKE = 2.4
"""How many times wider one column may be than the other."""
CANDIDATES = 6
WIDEST_SPACE = 0.7
"""Between words, in letters' size: less than elsewhere, as gutters can be narrow."""


def lines_in_reading_order(words: Sequence[Word], *, page: int) -> list[Line]:
    """The page's lines from top to bottom; where prose runs in columns, column after column.

    Lines of a column carry its number, counted from 1 on the page; all others carry 0.
    """
    columns = _columns(words, page)
    made = []
    count = 0
    for is_column, part in columns:
        count += is_column
        made += [replace(line, column=count if is_column else 0) for line in lines_of(part, page=page)]
    return made


def _columns(
    words: Sequence[Word], page: int, *, is_column: bool = False
) -> Iterator[tuple[bool, Sequence[Word]]]:
    """The words of each column, and of what stands over, between or under columns, in reading order."""
    found = _columns_in(lines_of(words, page=page, widest_space=WIDEST_SPACE))
    parts: tuple[list[Word], ...] = ([], [], [], [])
    for word in words if found else ():
        top, bottom, start = found or (0.0, 0.0, 0.0)
        middle = (word.top + word.bottom) / 2
        is_right = word.x0 > start - NEAR
        parts[0 if middle < top else 3 if middle > bottom else 1 + is_right].append(word)
    above, left, right, below = parts
    if not left or not right:
        yield is_column, words
        return
    yield is_column, above
    yield from _columns(left, page, is_column=True)
    yield from _columns(right, page, is_column=True)
    yield from _columns(below, page, is_column=is_column)


def _columns_in(lines: Sequence[Line]) -> tuple[float, float, float] | None:
    """Top and bottom of the first run of columns, and where its right column begins."""
    segments = [segment for line in lines for segment in line.segments]
    if len(segments) < 2 * FEWEST_LINES:
        return None
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    starts = Counter(round(s.x0) for s in segments if 0.28 < (s.x0 - left) / max(1.0, right - left) < 0.75)
    for start, count in starts.most_common(CANDIDATES):
        if count + starts[start - 1] + starts[start + 1] < FEWEST_LINES:
            break
        for first, last in _runs(lines, float(start)):
            if _is_prose(lines[first : last + 1], float(start)):
                bottom = max(line.bottom for line in lines[first : last + 1])
                return lines[first].top, bottom, float(start)
    return None


def _runs(lines: Sequence[Line], start: float) -> Iterator[tuple[int, int]]:
    """Runs of lines that keep the gutter free, from the first to the last that a column needs."""
    begun: int | None = None
    for at, line in enumerate([*lines, None]):
        if line is not None and not any(_crosses(s, start) for s in line.segments):
            begun = at if begun is None else begun
            continue
        if begun is not None:
            yield from _trimmed(lines, begun, at - 1, start)
        begun = None


def _crosses(segment: Segment, start: float) -> bool:
    return segment.x0 < start - NEAR and segment.x1 > start - GUTTER


def _trimmed(lines: Sequence[Line], first: int, last: int, start: float) -> Iterator[tuple[int, int]]:
    """The run without what stands over or under both columns although it reaches over one only."""
    sides = [at for at in range(first, last + 1) if lines[at].x1 > start]
    if not sides:
        return
    yield sides[0], _end(lines, sides, last, start)


def _end(lines: Sequence[Line], sides: Sequence[int], last: int, start: float) -> int:
    """How far down a left column goes that is longer than the right one; what follows is none of it."""
    end = sides[-1]
    while last > end and last + 1 < len(lines) and _is_heading(lines[last], lines[last + 1]):
        last -= 1
    rest = _pieces(lines[end + 1 : last + 1], start, right=False)
    edge = _edge(_pieces(lines[sides[0] : end + 1], start, right=False))
    if sum(piece.x1 > edge for piece in rest) > len(rest) / 3:
        return last
    while end < last and lines[end + 1].top - lines[end].top <= 1.6 * lines[end + 1].size:
        end += 1
    return end


def _is_heading(line: Line, below: Line) -> bool:
    return line.size > below.size + 1 or (line.is_bold and not below.is_bold)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What of a line lies in one column."""

    top: float
    x0: float
    x1: float
    letters: int


def _pieces(lines: Sequence[Line], start: float, *, right: bool) -> list[_Piece]:
    found = []
    for line in lines:
        own = [s for s in line.segments if (s.x0 >= start - NEAR) is right]
        if own:
            letters = sum(len(s.text) + 1 for s in own)
            found.append(_Piece(line.top, own[0].x0, max(s.x1 for s in own), letters))
    return found


def _is_prose(lines: Sequence[Line], start: float) -> bool:
    sides = [_pieces(lines, start, right=right) for right in (False, True)]
    if min(map(len, sides)) < FEWEST_LINES:
        return False
    widths = [max(p.x1 for p in side) - min(p.x0 for p in side) for side in sides]
    if max(widths) > MOST_ALIKE * min(widths):
        return False
    is_wide = all(median(p.letters for p in side) >= SHORTEST for side in sides)
    return is_wide and all(map(_fills, sides)) and not _has_rows(*sides)


def _fills(side: Sequence[_Piece]) -> bool:
    edge = _edge(side)
    return sum(piece.x1 > edge for piece in side) >= FILLED * len(side)


def _edge(side: Sequence[_Piece]) -> float:
    """Beyond where a line ends that wrapped."""
    right, left = max((p.x1 for p in side), default=0.0), min((p.x0 for p in side), default=0.0)
    return right - EDGE * (right - left)


def _has_rows(left: Sequence[_Piece], right: Sequence[_Piece]) -> bool:
    """Whether most gaps of one side stand level with gaps of the other, as between a table's rows."""
    gaps = [_gaps([piece.top for piece in side]) for side in (left, right)]
    fewer, more = sorted(gaps, key=len)
    level = sum(any(abs(top - other) <= 2 for other in more) for top in fewer)
    return len(fewer) >= 2 and level >= 0.6 * len(fewer)


def _gaps(tops: Sequence[float]) -> list[float]:
    """Where a line stands further below the one before than is usual."""
    steps = [b - a for a, b in pairwise(tops) if b > a]
    usual = sorted(steps)[len(steps) // 4] if steps else 0.0
    return [b for a, b in pairwise(tops) if b - a > 1.25 * usual]
