"""Whether a document is in English, the only language whose labels are known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from mapper.intake.document import Document
from mapper.values import Finding, Locator, Severity

COMMON = {"the", "of", "and", "to", "for", "with", "on", "by"}
"""Words that English prose and titles cannot do without, and other languages have few of."""
FEWEST_WORDS = 150
LEAST_SHARE = 0.015
MOST_FOREIGN = 0.5
LONGEST_LOOK = 200_000


def language_findings(document: Document) -> Iterator[Finding]:
    """A finding where most letters are not Latin, or hardly a word is one that English needs."""
    text = ""
    for paragraph in document.paragraphs():
        text += f"{paragraph.text}\n"
        if len(text) > LONGEST_LOOK:
            break
    letters = [sign for sign in text if sign.isalpha()]
    foreign = sum(
        not unicodedata.name(sign, "").startswith("LATIN") for sign in letters if not sign.isascii()
    )
    words = re.findall(r"[^\W\d_]{2,}", text.lower())
    share = sum(word in COMMON for word in words) / max(1, len(words))
    if foreign > MOST_FOREIGN * max(20, len(letters)):
        what = "Most of the text is not in the Latin alphabet"
    elif len(words) >= FEWEST_WORDS and share < LEAST_SHARE:
        what = "The text does not look like English"
    else:
        return
    yield Finding(
        Severity.WARNING,
        document.file,
        f"{what}; it was read, but only English labels are known.",
        "Hand in an English version, or check that every module was found.",
        Locator(file=document.file),
    )
