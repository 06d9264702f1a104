"""From a PDF's words to lines, paragraphs and columns of labels and values. Pure: no PDF library.

Measures are points (1/72 inch) from the page's top left corner.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

BULLETS = "•●○◦▪■□–‣⁃∙·➢➤✓✔»\uf0b7\uf0a7\uf0d8\uf02d\uf0fc"
MARKER = re.compile(
    rf"^(?P<bullet>[{re.escape(BULLETS)}]|o(?=\s))\s*|^(?P<number>\(?(?:\d{{1,2}}(?:\.\d{{1,2}})*|[a-z]|[ivx]{{1,4}})[.):]|\d{{1,2}}(?:\.\d{{1,2}})+)(?=\s)\s*"
)
PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
NARROWEST_GAP = 20 / 3
NARROW = 0.8
"""The widest space between words, in sizes of letters, where columns stand under one another."""
LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its box, size and whether its font is bold."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    is_bold: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one line that stand close together."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its segments are parted by gaps wider than words have.

    `column` counts the columns of prose on the page from 1; 0 is text over the page's whole width.
    """

    segments: tuple[Segment, ...]
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int
    column: int = 0

    @property
    def text(self) -> str:
        """All its words."""
        return " ".join(s.text for s in self.segments)

    @property
    def x0(self) -> float:
        """Where it begins."""
        return self.segments[0].x0

    @property
    def x1(self) -> float:
        """Where it ends."""
        return self.segments[-1].x1


def lines_of(words: Iterable[Word], *, page: int, widest_space: float = 1.5) -> list[Line]:
    """The words as lines from top to bottom, each from left to right, parted at gaps.

    `widest_space` is how wide a space between words may be, in sizes of their letters.
    A raised or lowered word in small type ("4th") belongs to the line that it overlaps.
    """
    found = list(words)
    usual = median(w.size for w in found) if found else 0.0
    rows: list[list[Word]] = []
    for word in sorted(found, key=lambda w: ((w.top + w.bottom) / 2, w.x0)):
        if word.size < 0.8 * usual:
            continue
        if rows and _is_level(rows[-1], (word.top + word.bottom) / 2):
            rows[-1].append(word)
        else:
            rows.append([word])
    small: list[list[Word]] = []
    for word in sorted((w for w in found if w.size < 0.8 * usual), key=lambda w: (w.top, w.x0)):
        beside = max(
            (row for row in rows if _overlap(row, word) > 0.3), default=None, key=lambda r: _overlap(r, word)
        )
        if beside is not None:
            beside.append(word)
        elif small and _is_level(small[-1], (word.top + word.bottom) / 2):
            small[-1].append(word)
        else:
            small.append([word])
    ordered = [sorted(row, key=lambda w: w.x0) for row in rows + small]
    made = [_line(row, page, widest_space) for row in ordered]
    narrow = [_line(row, page, NARROW) for row in ordered]
    lines = sorted(zip(made, narrow, strict=True), key=lambda pair: (pair[0].top, pair[0].x0))
    level = {at + step for at in range(len(lines) - 1) if _is_aligned(lines[at : at + 2]) for step in (0, 1)}
    return [pair[at in level] for at, pair in enumerate(lines)]


def _is_aligned(pair: Sequence[tuple[Line, Line]]) -> bool:
    """Whether two lines have columns at the same places, with narrow gaps between them.

    Of two columns one line shows them without doubt.
    """
    above, below = ([segment.x0 for segment in narrow.segments] for _, narrow in pair)
    is_near = pair[1][0].top - pair[0][0].bottom < pair[0][0].size
    return (
        is_near
        and len(above) == len(below) >= (2 if any(len(wide.segments) == 2 for wide, _ in pair) else 3)
        and all(abs(a - b) < 2 for a, b in zip(above, below, strict=True))
    )


def _is_level(row: Sequence[Word], middle: float) -> bool:
    """Whether a word's middle lies within the middle part of the row's largest word."""
    first = max(row, key=lambda w: w.size)
    height = first.bottom - first.top
    return first.top + 0.2 * height <= middle <= first.bottom - 0.2 * height


def _overlap(row: Sequence[Word], word: Word) -> float:
    """How much of the word's height lies beside the row, where it also stands close to it."""
    if not any(-2 < word.x0 - w.x1 < w.size or -2 < w.x0 - word.x1 < w.size for w in row):
        return 0.0
    top, bottom = min(w.top for w in row), max(w.bottom for w in row)
    return (min(bottom, word.bottom) - max(top, word.top)) / max(1.0, word.bottom - word.top)


def _line(words: list[Word], page: int, widest_space: float) -> Line:
    size = median(w.size for w in words)
    segments: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > max(widest_space * size, NARROWEST_GAP * widest_space):
            segments.append([word])
        else:
            segments[-1].append(word)
    return Line(
        segments=tuple(Segment(_joined(part), part[0].x0, max(w.x1 for w in part)) for part in segments),
        top=min(w.top for w in words),
        bottom=max(w.bottom for w in words),
        size=size,
        is_bold=sum(w.is_bold for w in words) * 2 > len(words),
        page=page,
    )


def _joined(words: Sequence[Word]) -> str:
    """The words with spaces; what touches (a letter set in another font) is one word."""
    text = words[0].text
    for before, word in pairwise(words):
        text += ("" if word.x0 - before.x1 < 0.08 * word.size else " ") + word.text
    return text


def body_size(lines: Sequence[Line]) -> float:
    """The size that most of the text is set in, weighed by letters."""
    weights: dict[float, int] = {}
    for line in lines:
        key = round(line.size * 2) / 2
        weights[key] = weights.get(key, 0) + len(line.text)
    return max(weights, key=lambda k: weights[k]) if weights else 10.0


def without_furniture(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """The pages' lines without running headers and footers.

    A line is furniture when it stands in a page's top or bottom eighth and is a page number or, its
    numbers aside, stands so on at least three pages (on half of them, where there are under six).
    """
    seen: dict[str, set[int]] = {}
    for index, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if _is_marginal(line, height):
                seen.setdefault(_shape(line), set()).add(index)
    needed = 3 if len(pages) >= 6 else max(2, (len(pages) + 1) // 2)
    furniture = {shape for shape, where in seen.items() if len(where) >= needed}
    return [
        [line for line in lines if not (_is_marginal(line, height) and _is_furniture(line, furniture))]
        for lines, height in zip(pages, heights, strict=True)
    ]


def _is_furniture(line: Line, furniture: set[str]) -> bool:
    return _shape(line) in furniture or PAGE_NUMBER.fullmatch(line.text) is not None


def _is_marginal(line: Line, height: float) -> bool:
    return line.bottom < height / 8 or line.top > height * 7 / 8


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.lower()).strip()
