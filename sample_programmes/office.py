"""What both office formats need: fixed dates, so that a rebuilt file is the same file."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

MADE_ON = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
"""Stands in every sample in place of the time at which it was built."""

_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settle(path: Path) -> None:
    """Rewrite an office file with fixed dates inside and on each of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts:
            entry = zipfile.ZipInfo(name, date_time=MADE_ON.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _fixed(body) if name == "docProps/core.xml" else body)


def _fixed(core: bytes) -> bytes:
    stamp = MADE_ON.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    return _STAMP.sub(lambda m: m.group(1) + stamp + m.group(3), core)
