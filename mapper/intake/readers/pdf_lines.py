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
LABELLED = re.compile(
    r"^(?:LO|ILO|MLO|PLO|CLO|AC)\s?\d{1,2}(?:\.\d{1,2})?[.:)]?\s+(?!(?:and|or|to|is|are)\b)[A-Za-z“‘(]"
)
"""An outcome's or criterion's own name at a line's start begins a paragraph, and stays in its text."""
PAGE_NUMBER = re.compile(r"(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
LEADERS = re.compile(r"\.{4,}|(?:\. ){4,}|…{2,}")
ENDS = re.compile(r"[.!?:;]['”’)\]]*$")


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
    """A line of a page: its segments are parted by gaps wider than words have."""

    segments: tuple[Segment, ...]
    top: float
    bottom: float
    size: float
    is_bold: bool
    page: int

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


def lines_of(words: Iterable[Word], *, page: int) -> list[Line]:
    """The words as lines from top to bottom, each from left to right.

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
    made = [_line(sorted(row, key=lambda w: w.x0), page) for row in rows + small]
    return sorted(made, key=lambda line: (line.top, line.x0))


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


def _line(words: list[Word], page: int) -> Line:
    size = median(w.size for w in words)
    segments: list[list[Word]] = [[words[0]]]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > max(1.5 * size, 10):
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


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of lines: its text without the marker, the marker's number, whether it is an item."""

    text: str
    number: str | None
    is_item: bool
    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.lines[0].page


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """The lines joined to paragraphs and list items, also across a page's end."""
    spacings = _usual_spacings(lines)
    passages: list[list[Line]] = []
    for line in lines:
        if passages and _goes_on(passages[-1], line, spacings.get(_kind(passages[-1][-1]), 14.0)):
            passages[-1].append(line)
        else:
            passages.append([line])
    return [_passage(part) for part in passages]


def _usual_spacings(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """From line to line within paragraphs, by page and size; the lower quarter of what is seen.

    In a list every second gap may be one between items, so the middle would be too wide.
    """
    gaps: dict[tuple[int, int], list[float]] = {}
    for a, b in pairwise(lines):
        if a.page == b.page and 0 < b.top - a.top < 3 * a.size:
            gaps.setdefault(_kind(a), []).append(b.top - a.top)
    return {kind: sorted(seen)[len(seen) // 4] for kind, seen in gaps.items()}


def _kind(line: Line) -> tuple[int, int]:
    return line.page, round(line.size)


def _goes_on(part: Sequence[Line], line: Line, spacing: float) -> bool:
    """Whether the line continues the paragraph rather than beginning another."""
    last, first = part[-1], part[0]
    if MARKER.match(line.text) or LABELLED.match(line.text) or LEADERS.search(last.text):
        return False
    if abs(line.size - last.size) > 0.6 or line.is_bold != last.is_bold:
        # A bold word at a wrapped line's end does not begin a paragraph; a change between two does.
        return _is_mid_sentence(last, line) and abs(line.size - last.size) <= 0.6
    if line.page != last.page:
        return _is_mid_sentence(last, line)
    gap = line.top - last.top
    if gap > max(1.45 * spacing, 1.75 * last.size):
        return False
    if gap > 1.25 * spacing and not _is_mid_sentence(last, line):
        return False
    if MARKER.match(first.text):
        # An item's wrapped lines hang under its text, never left of its marker.
        return line.x0 > first.x0 - 1 and (line.x0 > first.x0 + 2 or _is_mid_sentence(last, line))
    return line.x0 > first.x0 - 30 and (line.x0 < last.x0 + 25 or _is_mid_sentence(last, line))


def _is_mid_sentence(last: Line, line: Line) -> bool:
    return not ENDS.search(last.text) and bool(re.match(r"[a-z(,;‘“\d]", line.text))


def _passage(part: Sequence[Line]) -> Passage:
    text = part[0].text
    for line in part[1:]:
        text = joined_at_line_end(text, line.text)
    match = MARKER.match(text)
    if match is None or not text[match.end() :].strip():
        return Passage(text, None, is_item=False, lines=tuple(part))
    number = match["number"]
    return Passage(
        text[match.end() :].strip(),
        number.strip("().:") if number else None,
        is_item=True,
        lines=tuple(part),
    )


def joined_at_line_end(text: str, further: str) -> str:
    """Two lines as one text; a word parted by a hyphen at the line's end keeps the hyphen.

    Whether it was written so or only printed so cannot be seen, so nothing is dropped; what PDF
    marks as a soft hyphen was only printed so.
    """
    if text.endswith(("\u00ad", "\u0002", "\ufffe")):
        return text[:-1] + further
    if re.search(r"\w[-‐]$", text) and re.match(r"[A-Za-z]", further):
        return text + further
    return f"{text} {further}"


def body_size(lines: Sequence[Line]) -> float:
    """The size that most of the text is set in, weighed by letters."""
    weights: dict[float, int] = {}
    for line in lines:
        key = round(line.size * 2) / 2
        weights[key] = weights.get(key, 0) + len(line.text)
    return max(weights, key=lambda k: weights[k]) if weights else 10.0


def heading_level(passage: Passage, *, body: float) -> int | None:
    """1 to 3 for a short passage that is set larger or bold, None for running text."""
    first = passage.lines[0]
    text = passage.text
    if len(text) > 120 or len(passage.lines) > 2 or LEADERS.search(text) or not re.search(r"\w", text):
        return None
    if ENDS.search(text) and not text.endswith((":", "?", "!")):
        return None
    if first.size >= body * 1.35:
        return 1
    if first.size >= body * 1.12:
        return 2
    is_whole = all(line.is_bold for line in passage.lines)
    return 3 if is_whole and len(text) <= 90 else None


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
