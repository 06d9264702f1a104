"""Office files (.docx, .xlsx) before they are opened: their parts looked through, and put right.

What OOXML forbids (document types, entities) is refused. Links to other files are not followed,
which a finding says. The Strict variant (ISO/IEC 29500-1) is given the names of the Transitional
one, which the libraries read; empty formatted cells are taken out, as a sheet may hold a million.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from mapper.errors import UnreadableError
from mapper.intake.readers.damage import DAMAGE
from mapper.values import Finding, Locator, Severity

FORBIDDEN = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
EMPTY_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*)?/>")
EMPTY_ROW = re.compile(rb"<((?:\w+:)?)row(?:\s[^<>]*)?(?:/>|>\s*</\1row>)")
LARGE_SHEET = 200_000
LINK = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
HARMLESS = (b"/hyperlink", b"/image")
DYNAMIC = re.compile(rb"(?:instrText|instr=)[^<]{0,80}?\bDDE(?:AUTO)?\b|<(?:\w+:)?ddeLink\b")


@dataclass(slots=True)
class _Seen:
    is_changed: bool = False
    links: int = 0
    is_dynamic: bool = False


def put_right(content: bytes, *, file: str) -> tuple[bytes, tuple[Finding, ...]]:
    """The package ready to be opened, and what was found in it; damaged parts are left as they are.

    UnreadableError for a part that declares a document type or entities.
    """
    seen = _Seen()
    parts: list[tuple[zipfile.ZipInfo, bytes]] = []
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            for entry in package.infolist():
                parts.append((entry, _part(entry.filename, package.read(entry), file, seen)))
    except DAMAGE:
        return content, ()
    if seen.is_changed:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as changed:
            for entry, part in parts:
                changed.writestr(entry.filename, part)
        content = out.getvalue()
    return content, tuple(_findings(seen, file))


def _part(name: str, part: bytes, file: str, seen: _Seen) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    plain = part.replace(b"\0", b"") if b"\0" in part[:8] else part
    if FORBIDDEN.search(plain):
        raise UnreadableError(
            f"Its part {name} declares a document type or entities, which can hide attacks.",
            subject=file,
            remedy="Open it in Office, save it anew, and hand that in.",
        )
    if name.endswith(".rels"):
        links = (link[0] for link in LINK.finditer(plain))
        seen.links += sum(b'"External"' in link and not any(h in link for h in HARMLESS) for link in links)
    elif DYNAMIC.search(plain):
        seen.is_dynamic = True
    changed = part
    if STRICT in part:
        changed = STRICT_NAME.sub(_transitional, changed)
    if name.startswith("xl/worksheets/") and len(part) > LARGE_SHEET:
        changed = EMPTY_ROW.sub(b"", EMPTY_CELL.sub(b"", changed))
    seen.is_changed = seen.is_changed or changed is not part
    return changed


def _transitional(name: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/" + name[1] + b"/2006/" + name[2]


def _findings(seen: _Seen, file: str) -> Iterator[Finding]:
    if seen.links:
        yield Finding(
            Severity.INFO,
            file,
            f"It refers to other files in {seen.links} places; none was opened, only what was saved in it was read.",
            "If what is there counts, hand those files in, too.",
            Locator(file=file),
        )
    if seen.is_dynamic:
        yield Finding(
            Severity.WARNING,
            file,
            "It asks another program for values (DDE); nothing was asked, only what was saved in it was read.",
            "Check those values, and put plain text in their place.",
            Locator(file=file),
        )
