"""Days and moments as people write them here: in UK time, the UK way."""

from __future__ import annotations

from datetime import date, datetime

from mapper.db import ZONE


def day_of(value: date | datetime) -> date:
    """The day as it is; of a moment the day in the United Kingdom."""
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def day_in_words(value: date | datetime) -> str:
    """ "3 November 2026"; of a moment the day in the United Kingdom."""
    day = day_of(value)
    return f"{day.day} {day:%B %Y}"


def moment_in_words(value: datetime) -> str:
    """ "3 November 2026 at 14:05"."""
    return f"{day_in_words(value)} at {value.astimezone(ZONE):%H:%M}"
