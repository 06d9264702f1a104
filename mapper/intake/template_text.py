"""Text in the template's cells, so that it comes back to the letter.

Readers squeeze white space and pass over signs that nobody sees. What they would lose is written as
"[U+00A0]", by its number in Unicode; so is a sign that would make a text look like something else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LIST_SEPARATORS = ";\n"
OUTCOME_SEPARATORS = ",;\n"
CONTINUED = "(continued)"
"""Stands in the first column of a row that goes on with the texts of the row above."""
NONE = "(none)"
"""Stands where nothing is known, in a row that would be empty but for it."""
MOST_IN_CELL = 32_000
"""A workbook's cell holds 32,767 units of UTF-16."""

_TOKEN = re.compile(r"\[U\+([0-9A-F]{4,6})?\]")
_NOTHING = "[U+]"
_LOST = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"))
# Workbooks write signs of their own as _x000D_ and take such text for them.
_OF_WORKBOOKS = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|(?<=x005F)_")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def kept(text: str, *, separators: str = "") -> str:
    """The text as a cell may hold it without loss; `separators` part items and are written by number."""
    if not text:
        return _NOTHING
    said = re.sub(r"\[(?=U\+)", _token("["), text)
    said = _OF_WORKBOOKS.sub(_token("_"), said)
    said = "".join(_token(c) if c in separators or _is_lost(c) else c for c in said)
    return re.sub(r"[ \n]+", lambda run: _white(run, len(said)), said)


def _is_lost(character: str) -> bool:
    return character not in " \n" and unicodedata.category(character) in _LOST


def _white(run: re.Match[str], length: int) -> str:
    """A run of white space: one sign between words stays, what would be squeezed away is numbered."""
    is_inside = run.start() > 0 and run.end() < length
    first = run[0][0] if is_inside else _token(run[0][0])
    return first + "".join(map(_token, run[0][1:]))


def _token(character: str) -> str:
    return f"[U+{ord(character):04X}]"


def disguised(raw: str) -> str:
    """What a cell holds, its first sign written by number, so that it is text and nothing else."""
    return raw if raw.startswith("[U+") else _token(raw[0]) + raw[1:]


def said_by(raw: str) -> str:
    """The text that `kept` wrote, or that a person typed."""
    return _TOKEN.sub(_character, raw)


def _character(token: re.Match[str]) -> str:
    if not token[1]:
        return ""
    number = int(token[1], 16)
    return chr(number) if number <= 0x10FFFF else token[0]


def is_spelt_out(raw: str) -> bool:
    """Whether a sign is written by number, so that the text is meant as it stands."""
    return _TOKEN.search(raw) is not None


def number_in(raw: str) -> int | float | None:
    """The number that a cell holds, whole where it is whole; None for anything else."""
    if not _NUMBER.fullmatch(raw):
        return None
    value = float(raw)
    return int(raw) if re.fullmatch(r"[+-]?\d+", raw) else int(value) if _is_short_whole(value) else value


def _is_short_whole(value: float) -> bool:
    return value.is_integer() and abs(value) < 1e15


def written_number(value: float) -> str:
    """The number in digits that give it back exactly."""
    return str(int(value)) if isinstance(value, int) or _is_short_whole(value) else repr(value)


def pieces(raw: str, *, separators: str = "") -> Iterator[str]:
    """What a cell holds, in parts that fit a workbook's cells; put together they give it again."""
    at = MOST_IN_CELL // 2  # no sign takes more than two units
    while len(raw.encode("utf-16-le")) > 2 * MOST_IN_CELL:
        end = at - 1 if raw[at - 1].isspace() else at
        yield raw[:end]
        parts_items = raw[end - 1] in separators
        first = "" if raw[end].isspace() and parts_items else _unsqueezed(raw[end])
        raw = first + raw[end + 1 :]
    yield raw


def _unsqueezed(character: str) -> str:
    return _token(character) if character.isspace() else character
