"""Made documents and files as they are handed in."""

from __future__ import annotations

from mapper.intake.document import Document, Paragraph
from mapper.intake.files import HandedIn
from mapper.values import Locator


def document(file: str, text: str = "Invented words") -> Document:
    """A document of one paragraph."""
    return Document(file, "docx", (Paragraph(text, Locator(file=file, paragraph=1)),))


def handed_in(file: str, content: bytes | None = None) -> HandedIn:
    """A file as it was handed in."""
    return HandedIn(file, file.encode() if content is None else content)
