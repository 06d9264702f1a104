"""Tables in plain text whose columns stand under one another, two or more spaces apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

PIECE = re.compile(r"\S+(?: \S+)*")
RULER = re.compile(r"^[\s=+|_-]*[=_-]{3}[\s=+|_-]*$")
LISTED = re.compile(r"^(?:[-–*•o]|\(?(?:[A-Z]{0,4}\d{1,2}(?:\.\d{1,2})?|[a-z])[.):]?)$")
"""A list's number or bullet, which two columns alone may not begin with."""
LEADERS = re.compile(r"\.{3}|…|\||_{3}")
LONGEST_HEAD = 34
NEAR = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one column of one line, with its line (from 0) and its first and last place."""

    text: str
    line: int
    start: int
    end: int


Row = list[list[Piece]]
"""The pieces of each column, top to bottom."""


def columns_at(lines: Sequence[str], position: int) -> tuple[list[Row], int]:
    """The rows of the table that begins at `position`, and the position below it; no rows for none.

    The first line says where the columns are. A line that leaves the first column empty or indented, or all
    others, goes on the row above it.
    """
    heads = _pieces(lines, position)
    if len(heads) < 2 or not all(_may_head(piece) for piece in heads):
        return [], position
    if len(heads) == 2 and (LISTED.match(heads[0].text) or heads[0].text.endswith(":")):
        return [], position
    rows: list[Row] = [[[piece] for piece in heads]]
    at = position + 1
    while at < len(lines) and lines[at].strip():
        if not RULER.match(lines[at]):
            placed = _placed(_pieces(lines, at), heads)
            if placed is None or (len(heads) == 2 and placed[0] and not placed[1]):
                break
            if any(placed[1:]) and placed[0] and placed[0][0].start <= heads[0].start:
                rows.append(placed)
            else:
                rows[-1] = [above + below for above, below in zip(rows[-1], placed, strict=True)]
        at += 1
    return (rows, at) if len(rows) > 1 else ([], position)


def _pieces(lines: Sequence[str], at: int) -> list[Piece]:
    line = lines[at]
    if "\t" in line.strip():
        return []
    return [Piece(m[0], at, m.start(), m.end()) for m in PIECE.finditer(line)]


def _may_head(piece: Piece) -> bool:
    return (
        len(piece.text) <= LONGEST_HEAD and piece.text[-1] not in ".;!?," and not LEADERS.search(piece.text)
    )


def _placed(pieces: Sequence[Piece], heads: Sequence[Piece]) -> list[list[Piece]] | None:
    """The pieces by column; None where one stands under no head or two under one."""
    placed: list[list[Piece]] = [[] for _ in heads]
    for piece in pieces:
        under = [i for i, head in enumerate(heads) if abs(head.start - piece.start) <= NEAR] or [
            i for i, head in enumerate(heads) if piece.start < head.end and head.start < piece.end
        ]
        if len(under) != 1 or placed[under[0]]:
            return None
        placed[under[0]].append(piece)
    is_over = placed[0] and len(heads) > 2 and placed[0][0].end >= heads[1].start
    return None if is_over else placed
