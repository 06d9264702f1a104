"""Tables without rules: lines whose segments stand under one another, as labels and values do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mapper.intake.readers.pdf_lines import LEADERS, MARKER, Line, Segment

NEAR = 6.0
LONG = 45


def runs_of(lines: Sequence[Line]) -> Iterator[list[Line] | list[list[str]]]:
    """The lines in order, parted into runs of text (lines) and tables (rows of cells' texts).

    A table is at least two lines of several segments that begin at the same places; a line of one
    segment that begins at a later column goes on the cell above. A single line counts where its
    label ends with a colon.
    """
    text: list[Line] = []
    at = 0
    while at < len(lines):
        table, used = _table_at(lines, at)
        if table is None:
            text.append(lines[at])
            at += 1
            continue
        if text:
            yield text
            text = []
        yield table
        at += used
    if text:
        yield text


def starts_of(lines: Sequence[Line], at: int) -> int:
    """How many lines from `at` a table without rules takes, 0 where none begins there."""
    return _table_at(lines, at)[1]


def _table_at(lines: Sequence[Line], at: int) -> tuple[list[list[str]] | None, int]:
    first = lines[at]
    if not _is_row(first):
        return None, 0
    columns = [s.x0 for s in first.segments]
    rows = [[s.text for s in first.segments]]
    used, full = 1, 1
    for before, line in zip(lines[at:], lines[at + 1 :], strict=False):
        if (line.page, line.column) != (
            first.page,
            first.column,
        ) or line.top - before.bottom > 2.2 * line.size:
            break
        places = [_column(columns, s) for s in line.segments]
        if None in places or len(set(places)) != len(places):
            break
        is_full = 3 <= len(columns) == len(line.segments)
        if places[0] == 0 and (is_full or _is_row(line)):
            rows.append([""] * len(columns))
            full += 1
        elif places[0] == 0 or not _is_close(before, line):
            break
        for place, segment in zip(places, line.segments, strict=True):
            cell = rows[-1][place or 0]
            rows[-1][place or 0] = f"{cell}\n{segment.text}" if cell else segment.text
        used += 1
    is_table = full >= 2 or (len(columns) == 2 and first.segments[0].text.endswith(":"))
    return (rows, used) if is_table else (None, 0)


def _is_row(line: Line) -> bool:
    """Whether the line has columns: several segments, no contents line, no list item, not two texts."""
    if len(line.segments) < 2 or LEADERS.search(line.text) or re.search(r"\.{3,}\s*\d+$", line.text):
        return False
    first = line.segments[0].text
    if MARKER.fullmatch(f"{first} ") or MARKER.match(line.text) or re.fullmatch(r"[\d.]+", first):
        return False
    return not all(len(s.text) > LONG for s in line.segments)


def _column(columns: Sequence[float], segment: Segment) -> int | None:
    near = [i for i, x in enumerate(columns) if abs(x - segment.x0) <= NEAR]
    return near[0] if near else None


def _is_close(before: Line, line: Line) -> bool:
    return line.top - before.bottom < 0.9 * line.size
