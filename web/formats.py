"""How dates, numbers and sizes are written: the UK way."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from flask import Flask

from mapper import db
from mapper.moments import day_in_words, moment_in_words

ZONE = db.ZONE


def clock(value: datetime) -> str:
    """ "14:05:09", in UK time."""
    return f"{value.astimezone(ZONE):%H:%M:%S}"


def start_of_day(at: datetime) -> datetime:
    """The beginning of the day, in UK time."""
    return at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def number(value: float | None, *, missing: str = "not stated") -> str:
    """ "30" or "7.5", or what stands for an unknown."""
    return missing if value is None else f"{value:,g}"


def plural(count: int, word: str, many: str = "") -> str:
    """ "1 unit", "2 units", "3 criteria"."""
    return f"{count:,} {word if count == 1 else many or word + 's'}"


def size(value: int) -> str:
    """A number of bytes as "12 KB" or "1.4 MB"."""
    return f"{value / 2**20:.1f} MB" if value >= 2**20 else f"{max(1, value // 1024)} KB"


def told_parts(parts: Mapping[str, float], *, asked: str) -> tuple[tuple[str, float], ...]:
    """What a suggestion's score is made up of, by a lecturer's names; `asked` is criterion or outcome."""
    from matching.naming import told_parts as told

    return told(parts, asked=asked)


def register(app: Flask) -> None:
    """Makes them known to templates, with `request_id()` for forms that must be kept once."""
    app.add_template_filter(day_in_words, "day")
    app.add_template_filter(moment_in_words, "moment")
    for filter_ in (clock, number, size):
        app.add_template_filter(filter_)
    app.add_template_global(plural)
    app.add_template_global(told_parts)
    app.add_template_global(lambda: uuid.uuid4().hex, "request_id")


def hits_in_words(shown: int, hits: int, *, of: str = "") -> str:
    """What a search of statements found, and how much of it is shown; `of` narrows them: " of teaching"."""
    if not hits:
        return f"No other statement{of} holds these words."
    if hits > shown:
        return f"{shown} of {hits} shown; add a word to find fewer."
    return f"{plural(hits, f'other statement{of} holds', f'other statements{of} hold')} these words."
