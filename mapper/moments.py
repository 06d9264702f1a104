"""Days and moments as people write them here: in UK time, the UK way."""

from __future__ import annotations

from datetime import date, datetime

from mapper.db import ZONE


def day_in_words(value: date | datetime) -> str:
    """ "3 November 2026"; of a moment the day in the United Kingdom."""
    local = value.astimezone(ZONE) if isinstance(value, datetime) else value
    return f"{local.day} {local:%B %Y}"


def moment_in_words(value: datetime) -> str:
    """ "3 November 2026 at 14:05"."""
    return f"{day_in_words(value)} at {value.astimezone(ZONE):%H:%M}"
