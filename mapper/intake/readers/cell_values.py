"""A workbook's values as a person sees them in its cells."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time
from typing import Any

from mapper.intake.readers.decoding import visible


def as_shown(value: Any, number_format: str) -> str:
    """The value as a person sees it: dates as ISO, 0.4 in a per cent cell as "40%"."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _number(value, number_format)
    return visible(str(value))


def _number(value: float, number_format: str) -> str:
    if not math.isfinite(value):
        return str(value)
    if "%" in number_format:
        return f"{_plain(value * 100)}%"
    if re.fullmatch(r"0{2,}", number_format) and value == int(value):
        return str(int(value)).zfill(len(number_format))
    return _plain(value)


def _plain(number: float) -> str:
    """The number without the dust of binary fractions, and never with an exponent."""
    if isinstance(number, int) or (number.is_integer() and abs(number) < 1e15):
        return str(int(number))
    return f"{number:.12f}".rstrip("0").rstrip(".") if abs(number) < 1e6 else f"{number:.12g}"
