"""How numbers, dates and lists are written, and what cannot be printed is replaced."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from mapper.moments import day_in_words, day_of

NOT_KNOWN = "not known"

# Neither XML nor HTML can carry these; a visible mark is truer than a silent gap.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

T = TypeVar("T")


def number(value: float) -> str:
    """The number without needless decimals, thousands set off: "12", "7.5", "1,200"."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def per_cent(value: float) -> str:
    """ "40 %", kept on one line."""
    return f"{number(value)}\u00a0%"


def known(value: float | str | None) -> str:
    """The value as text, or "not known"."""
    if value is None or value == "":
        return NOT_KNOWN
    return value if isinstance(value, str) else number(value)


def day(when: date) -> str:
    """A date, or the day of a moment in the United Kingdom, in full: "3 November 2026"."""
    return day_in_words(when)


def short_day(when: date) -> str:
    """As `day`, for narrow columns: "3 Nov 2026"."""
    local = day_of(when)
    return f"{local.day} {local:%b %Y}"


def counted(count: int, one: str, many: str) -> str:
    """The count with the word that agrees: "1 criterion", "3 criteria"."""
    return f"{count:,} {one if count == 1 else many}"


def criteria_counted(count: int) -> str:
    """ "1 criterion", "3 criteria"."""
    return counted(count, "criterion", "criteria")


def listed(items: Sequence[str]) -> str:
    """The items as a sentence lists them: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def ended(text: str) -> str:
    """The text as a sentence that another can follow: with a full stop, unless it ends in a mark."""
    return text if text.endswith((".", "!", "?", "…", ".”", "?”", "!”")) else f"{text}."


def shortened(text: str, *, limit: int) -> str:
    """The text, cut at a word with an ellipsis where it is longer than `limit` characters."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def printable(value: T) -> T:
    """The same value with every unprintable character in its texts, at any depth, as U+FFFD."""
    return _printable(value)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return UNPRINTABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _printable(getattr(value, f.name)) for f in fields(value)})
    return value
