"""The accessibility statement, as public bodies in the United Kingdom have to publish one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

PREPARED = date(2026, 11, 22)
"""When the statement was written and what it says was last tested; to be moved with both."""


@dataclass(frozen=True, slots=True)
class AccessibilityPage:
    """Who publishes the statement; `is_named` is False while nobody has named the institution.

    `contact` is whom to tell: an address, a sentence, or "" where nobody is named.
    """

    institution: str
    is_named: bool
    contact: str = ""
    prepared: date = PREPARED
    is_sample: bool = False

    @property
    def contact_link(self) -> str:
        """Where the contact leads, "" where it is a sentence."""
        if " " in self.contact:
            return ""
        if self.contact.startswith(("https://", "http://")):
            return self.contact
        return f"mailto:{quote(self.contact, safe='@+')}" if "@" in self.contact else ""
