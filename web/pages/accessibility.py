"""The accessibility statement, as public bodies in the United Kingdom have to publish one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PREPARED = date(2026, 11, 22)
"""When the statement was written and what it says was last tested; to be moved with both."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """Who publishes the statement; `is_named` is False while nobody has named the institution."""

    institution: str
    is_named: bool
    prepared: date = PREPARED
    is_sample: bool = False
