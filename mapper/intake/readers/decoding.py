"""From bytes to text, for formats that are text."""

from __future__ import annotations

import re

from mapper.errors import UnreadableError
from mapper.values import Finding, Locator, Severity

UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decoded(content: bytes, *, file: str, declared: str | None = None) -> tuple[str, tuple[Finding, ...]]:
    """The text, by its byte order mark, as UTF-8, as declared, or else line by line as Windows-1252.

    The last is a guess, which a finding says, as is UTF-16 without its mark. UnreadableError for
    bytes that are no text.
    """
    encoding = next((name for mark, name in MARKS if content.startswith(mark)), None)
    for name in (
        encoding,
        "utf-8",
        declared if declared and re.fullmatch(r"[\w.-]{2,40}", declared) else None,
    ):
        try:
            if name and (name != "utf-8" or b"\0" not in content):
                return _text(content.decode(name), file), ()
        except (UnicodeDecodeError, LookupError):
            continue
    if b"\0" in content:
        return _wide(content, file)
    lines = content.splitlines(keepends=True)
    texts = [_line(line) for line in lines]
    guessed = [number for number, (_, is_guess) in enumerate(texts, 1) if is_guess]
    finding = Finding(
        severity=Severity.WARNING,
        subject=file,
        message=f"The text is not UTF-8{_where(guessed)} and was read as Windows-1252 there, "
        "so some characters may be wrong.",
        remedy="Check quotation marks and dashes, or save the file again as UTF-8.",
        locator=Locator(file=file, line=guessed[0] if guessed else None),
    )
    return _text("".join(text for text, _ in texts), file), (finding,)


def _line(line: bytes) -> tuple[str, bool]:
    """The line's text and whether it is a guess; files put together of others mix encodings."""
    try:
        return line.decode(), False
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace"), True


def _where(lines: list[int]) -> str:
    named = ", ".join(f"{number:,}" for number in lines[:5])
    return f" in line{'s' * (len(lines) > 1)} {named}{f' and {len(lines) - 5} more' * (len(lines) > 5)}"


def _wide(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """UTF-16 whose mark is missing: every second byte of its plain letters is zero."""
    even, odd = content[0::2].count(0), content[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    if len(content) % 2 or max(even, odd) < len(content) / 4 or min(even, odd) > len(content) / 100:
        raise _no_text(file)
    try:
        text = content.decode(name)
    except UnicodeDecodeError as error:
        raise _no_text(file) from error
    finding = Finding(
        severity=Severity.WARNING,
        subject=file,
        message="The text names no encoding and was read as UTF-16.",
        remedy="Check a few words, or save the file again as UTF-8.",
        locator=Locator(file=file),
    )
    return _text(text, file), (finding,)


def _no_text(file: str) -> UnreadableError:
    return UnreadableError(
        "The file is no text.", subject=file, remedy="Supply it as Word, PDF, Excel or plain text."
    )


def _text(text: str, file: str) -> str:
    if "\0" in text:
        raise _no_text(file)
    return visible(text)


def visible(text: str) -> str:
    """The text without soft hyphens and signs of no width, which are layout and no wording."""
    return text.translate(UNSEEN)
