"""Wording compared and remembered: exact words count, white space does not."""

from __future__ import annotations

import hashlib
import re
import unicodedata


def squeeze(text: str) -> str:
    """The text with runs of white space (also non-breaking) as one space, ends trimmed.

    U+0000 is no character of any text, and PostgreSQL cannot store it: it counts as white space.
    """
    return re.sub(r"[\s\0]+", " ", text).strip()


def fingerprint(text: str) -> str:
    """SHA-256, in 64 hexadecimal digits, of the squeezed text in Unicode NFC.

    Two texts share it when a reader would call them the same words; letter case and punctuation
    count, for in regulated wording they are part of the words.
    """
    return hashlib.sha256(unicodedata.normalize("NFC", squeeze(text)).encode()).hexdigest()
