"""Line breaks within a paragraph: which of them begin a statement of its own."""

from __future__ import annotations

import re

from mapper.wording import squeeze

LABEL = r"\s*(?:[A-Z][^:.\n]{1,40}:(?:\s|$)|\(?(?:\d{1,2}|[a-z])[.)]\s|[•▪◦●○‣–-]\s|[A-Z]{0,3}LO\s?\d{1,2}\b)"
"""A label, a typed number or bullet, or an outcome's own name."""
PARTING = re.compile(rf"\n\s*\n|\f|\n(?={LABEL})")


def parted(text: str) -> list[str]:
    """The text's statements, white space squeezed; at least one, which may be empty.

    It is parted at an empty line, at a form feed, and at a line break before a label, a typed
    number or a bullet; other breaks are where a line was to end, and mean nothing.
    """
    return [part for piece in PARTING.split(text) if (part := squeeze(piece))] or [""]
