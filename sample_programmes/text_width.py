"""How many lines a text takes in a Word column, so that two columns can be set side by side."""

from __future__ import annotations

_WIDTHS = {
    " ": 278, ",": 278, ".": 278, "'": 191, "’": 222, "-": 333, "/": 278, ":": 278, ";": 278,
    "a": 556, "b": 556, "c": 500, "d": 556, "e": 556, "f": 278, "g": 556, "h": 556, "i": 222,
    "j": 222, "k": 500, "l": 222, "m": 833, "n": 556, "o": 556, "p": 556, "q": 556, "r": 333,
    "s": 500, "t": 278, "u": 556, "v": 500, "w": 722, "x": 500, "y": 500, "z": 500,
}  # fmt: skip
"""Advance widths of Arial in thousandths of the type size; capitals are rounded up below."""

_CAPITAL = 722
_POINTS_PER_CM = 72 / 2.54


def count_lines(text: str, *, width_cm: float, point: float) -> int:
    """The number of lines that the text takes in Arial, words kept whole."""
    room = width_cm * _POINTS_PER_CM
    lines, used = 1, 0.0
    for word in text.split():
        length = sum(_WIDTHS.get(letter, _CAPITAL) for letter in word) * point / 1000
        space = _WIDTHS[" "] * point / 1000 if used else 0.0
        if used and used + space + length > room:
            lines, used, space = lines + 1, 0.0, 0.0
        used += space + length
    return lines
