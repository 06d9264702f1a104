"""From bytes to text, for formats that are text."""

from __future__ import annotations

import re

from mapper.errors import UnreadableError
from mapper.values import Finding, Locator, Severity

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(content: bytes, *, file: str, declared: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """The text, by its byte order mark, as UTF-8, as declared, or else as Windows-1252.

    The last is a guess, which a finding says. UnreadableError for bytes that are no text.
    """
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for name in (
        encoding,
        "utf-8",
        declared if declared and re.fullmatch(r"[\w.-]{2,40}", declared) else None,
    ):
        try:
            if name:
                return _text(content.decode(name), file), ()
        except (UnicodeDecodeError, LookupError):
            continue
    finding = Finding(
        severity=Severity.WARNING,
        subject=file,
        message="The text is not UTF-8 and was read as Windows-1252, so some characters may be wrong.",
        remedy="Check quotation marks and dashes, or save the file again as UTF-8.",
        locator=Locator(file=file),
    )
    return _text(content.decode("cp1252", errors="replace"), file), (finding,)


def _text(text: str, file: str) -> str:
    if "\0" in text:
        raise UnreadableError(
            "The file is no text.", subject=file, remedy="Supply it as Word, PDF, Excel or plain text."
        )
    return visible(text)


def visible(text: str) -> str:
    """The text without soft hyphens and signs of no width, which are layout and no wording."""
    return text.translate(UNSEEN)
