"""A PDF page's words and ruling lines, taken from PDFium. Measures are points from the page's top left.

PDFium knows the spaces that a PDF leaves out and the gaps that make one; pdfminer runs the words
of some producers together.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from mapper.intake.readers.pdf_lines import Word

HYPHENS = {0x02: "-", 0xFFFE: "-"}
"""PDFium writes a hyphen at a line's end as a control character; it was printed, so it is restored."""
LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
UNSEEN = {0x00, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF}
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
SYMBOLS = re.compile(r"dingbat|wingding|webding|msam|marvosym|fontawesome", re.IGNORECASE)
"""Fonts whose letters are pictures: a "I" in one of them is a triangle before an item."""
TICKS = {"ü", "\uf0fc", "3", "4"}
WIDEST_RULE = 3.0
DEEPEST_FORM = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A ruling line along the page's axes; a thin filled box counts as one."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def is_level(self) -> bool:
        """Whether it runs from left to right."""
        return self.x1 - self.x0 >= self.bottom - self.top


class Frame:
    """Where a page's own coordinates lie when it is seen: its corner, its turn, its size as seen."""

    def __init__(self, page: Any) -> None:
        left, bottom, right, top = page.get_cropbox()
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        self._turn = page.get_rotation()
        self.width, self.height = right - left, top - bottom
        if self._turn in (90, 270):
            self.width, self.height = self.height, self.width

    def seen(self, x: float, y: float) -> tuple[float, float]:
        """The point as seen, from the top left."""
        if self._turn == 90:
            return y - self._bottom, x - self._left
        if self._turn == 180:
            return self._right - x, y - self._bottom
        if self._turn == 270:
            return self._top - y, self._right - x
        return x - self._left, self._top - y


@dataclass(frozen=True, slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    base: float
    index: int


def words_of(page: Any) -> tuple[Word, ...]:
    """The page's words in the order in which they are drawn."""
    from pypdfium2 import raw

    frame = Frame(page)
    text = page.get_textpage()
    try:
        found: list[Word] = []
        for glyphs in _parted(_glyphs(text, frame, raw)):
            size, font = _type_of(text, glyphs[0].index, raw)
            base, is_bold = glyphs[0].base, bool(BOLD.search(font))
            word = "".join(g.text for g in glyphs)
            if len(word) == 1 and SYMBOLS.search(font):
                word = "✓" if word in TICKS else "•"
            x0, x1 = min(g.x0 for g in glyphs), max(g.x1 for g in glyphs)
            found.append(Word(word, x0, x1, base - 0.8 * size, base + 0.2 * size, size, is_bold))
        return tuple(found)
    finally:
        text.close()


def _glyphs(text: Any, frame: Frame, raw: Any) -> Iterator[_Glyph | None]:
    """The signs as drawn, None between words."""
    x, y, box = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = HYPHENS.get(code) or LIGATURES.get(code) or chr(code)
        if code in UNSEEN:
            continue
        if sign.isspace() or (code < 0x20 and code not in HYPHENS):
            yield None
            continue
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        _, base = frame.seen(x.value, y.value)
        one, _ = frame.seen(box.left, box.bottom)
        other, _ = frame.seen(box.right, box.top)
        yield _Glyph(sign, min(one, other), max(one, other), base, index)


def _parted(glyphs: Iterator[_Glyph | None]) -> Iterator[list[_Glyph]]:
    """The signs of each word: parted at spaces, at gaps as wide as one, and where the line ends."""
    word: list[_Glyph] = []
    for glyph in glyphs:
        if word and (glyph is None or _is_apart(word[-1], glyph)):
            yield word
            word = []
        if glyph is not None:
            word.append(glyph)
    if word:
        yield word


def _is_apart(before: _Glyph, glyph: _Glyph) -> bool:
    usual = max(before.x1 - before.x0, glyph.x1 - glyph.x0, 2.0)
    return (
        abs(glyph.base - before.base) > 0.6 * usual
        or glyph.x0 - before.x1 > 0.8 * usual
        or glyph.x1 < before.x0 - usual
    )


def _type_of(text: Any, index: int, raw: Any) -> tuple[float, str]:
    """The sign's size as drawn, and its font's name."""
    matrix, flags, name = raw.FS_MATRIX(), ctypes.c_int(), ctypes.create_string_buffer(128)
    raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * (math.hypot(matrix.b, matrix.d) or 1.0)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    return abs(size) or 1.0, name.value.decode("latin-1")


def rules_of(page: Any) -> tuple[Rule, ...]:
    """The page's ruling lines and the sides of its boxes, also those drawn within forms."""
    from pypdfium2 import raw

    frame = Frame(page)
    count = raw.FPDFPage_CountObjects(page)
    objects = (raw.FPDFPage_GetObject(page, i) for i in range(count))
    found: list[Rule] = []
    for points in _outlines(objects, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), raw, DEEPEST_FORM):
        found += _rules_in([frame.seen(x, y) for x, y in points])
    return tuple(found)


_Matrix = tuple[float, float, float, float, float, float]


def _outlines(
    objects: Iterator[Any], outer: _Matrix, raw: Any, depth: int
) -> Iterator[list[tuple[float, float]]]:
    """The corners of each drawn outline in the page's coordinates; outlines with curves are left out."""
    for drawn in objects:
        kind = raw.FPDFPageObj_GetType(drawn)
        if kind not in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM):
            continue
        own = raw.FS_MATRIX()
        raw.FPDFPageObj_GetMatrix(drawn, own)
        matrix = _times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield from _corners(drawn, matrix, raw)
        elif depth:
            count = raw.FPDFFormObj_CountObjects(drawn)
            inner = (raw.FPDFFormObj_GetObject(drawn, i) for i in range(count))
            yield from _outlines(inner, matrix, raw, depth - 1)


def _times(m: _Matrix, n: _Matrix) -> _Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _corners(path: Any, m: _Matrix, raw: Any) -> Iterator[list[tuple[float, float]]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO:
            points = []
            continue
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = (m[0] * x.value + m[2] * y.value + m[4], m[1] * x.value + m[3] * y.value + m[5])
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment) and len(points) > 2:
            yield [*points, points[0]]
            points = []
    if len(points) > 1:
        yield points


def _rules_in(points: list[tuple[float, float]]) -> Iterator[Rule]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if min(width, height) <= WIDEST_RULE:
        middle_x, middle_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
        if width >= height:
            yield Rule(min(xs), max(xs), middle_y, middle_y)
        else:
            yield Rule(middle_x, middle_x, min(ys), max(ys))
        return
    for (x, y), (u, v) in pairwise(points):
        if min(abs(x - u), abs(y - v)) <= 1:
            yield Rule(min(x, u), max(x, u), min(y, v), max(y, v))
