"""Workbooks of the older kind (.xls), written record by record as [MS-XLS] names them.

No library that is installed writes them; the bench and the tests of the reader do, without the
container that a spreadsheet program puts around its records.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

GENERAL, PER_CENT, DATE, PADDED = 0, 1, 2, 3
FORMATS = (0, 9, 14, 164)
Value = str | float | tuple[int, int]
"""A text, a number, or a truth or fault by its code and kind."""
TRUE, DIVISION = (1, 0), (7, 1)
Sheet = dict[tuple[int, int], Value | tuple[str | float, int]]
"""Values by row and column from 0, alone or with the number format of a figure or text."""


def record(kind: int, content: bytes = b"") -> bytes:
    """One record with its head."""
    return struct.pack("<HH", kind, len(content)) + content


def _text(said: str, lengths: str = "<HB") -> bytes:
    return struct.pack(lengths, len(said), 1) + said.encode("utf-16-le")


def _begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1997, 0, 0))


END = record(0x000A)


def _cell(at: tuple[int, int], value: Value, style: int) -> bytes:
    place = struct.pack("<HHH", *at, style)
    if isinstance(value, str):
        return record(0x0204, place + _text(value))
    if isinstance(value, tuple):
        return record(0x0205, place + bytes(value))
    return record(0x0203, place + struct.pack("<d", value))


def sheet(cells: Sheet, merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A sheet of these cells; `merged` are first and last row, first and last column."""
    out = _begin(0x0010)
    for at, said in cells.items():
        if isinstance(said, tuple) and said not in (TRUE, DIVISION):
            value, style = said
            out += _cell(at, value, style)
        else:
            out += _cell(at, said, GENERAL)
    if merged:
        out += record(
            0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<4H", *m) for m in merged)
        )
    return out + END


def book(sheets: dict[str, bytes], *, hidden: Sequence[str] = (), before: bytes = b"") -> bytes:
    """A workbook of sheets by name; `before` are records that go ahead of the others."""
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<BB")
    styles = b"".join(record(0x00E0, struct.pack("<HH", 0, f).ljust(20, b"\0")) for f in FORMATS)
    shared = _begin(0x0005) + before + record(0x0042, struct.pack("<H", 1200)) + record(0x0022, b"\0\0")
    shared += record(0x0031, font) + record(0x041E, struct.pack("<H", 164) + _text("000")) + styles
    start = len(shared) + len(END)
    start += sum(len(record(0x0085, bytes(6) + _text(name, "<BB"))) for name in sheets)
    for name, content in sheets.items():
        shared += record(0x0085, struct.pack("<IBB", start, name in hidden, 0) + _text(name, "<BB"))
        start += len(content)
    return shared + END + b"".join(sheets.values())
