"""A document as plain JSON and back, every part checked: what the reading process sends is only data.

That process handles hostile bytes, so nothing of it is unpickled or believed: kinds, ranges and
sizes are checked, and the file's name is the parent's own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from mapper.intake.document import Block, Cell, Document, Paragraph, Table
from mapper.values import Finding, Locator, Severity

PLACES = ("page", "sheet", "heading", "paragraph", "table", "row", "cell", "line")
LARGEST_NUMBER = 100_000_000
WIDEST = 20_000
MOST_POSITIONS = 8_000_000
"""A table's rows times its columns: a grid of more would not fit the memory of who asked."""
LONGEST_FINDING = 4_000


class BrokenFormError(ValueError):
    """What came back is no document."""


def form_of(document: Document) -> bytes:
    """The document as UTF-8 JSON without its file's name; halves of characters become U+FFFD."""
    places: list[Locator] = []
    # By identity: cells and their paragraphs share their places, and comparing them takes long.
    known: dict[int, int] = {}

    def at(place: Locator) -> int:
        number = known.get(id(place))
        if number is None:
            number = known[id(place)] = len(places)
            places.append(place)
        return number

    def paragraph(source: Paragraph) -> list[Any]:
        return [source.text, at(source.locator), source.number, source.level, source.is_item]

    def cell(source: Cell) -> list[Any]:
        grid = [source.row, source.column, source.row_span, source.column_span]
        return [[paragraph(p) for p in source.paragraphs], *grid, at(source.locator)]

    def block(source: Block) -> list[Any] | dict[str, Any]:
        if isinstance(source, Paragraph):
            return paragraph(source)
        rows = [[cell(c) for c in row] for row in source.rows]
        return {"rows": rows, "at": at(source.locator), "title": source.title}

    said = {
        "format": document.format,
        "pages": document.pages,
        "blocks": [block(b) for b in document.blocks],
        "findings": findings_form(document.findings),
        "places": [[getattr(place, name) for name in PLACES] for place in places],
    }
    return written(said)


def written(said: object) -> bytes:
    """UTF-8 JSON; halves of surrogate pairs are joined, or else become U+FFFD."""
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def findings_form(findings: Sequence[Finding]) -> list[Any]:
    """The findings as plain lists."""
    return [
        [f.severity.value, f.subject, f.message, f.remedy, f.locator.as_json() if f.locator else None]
        for f in findings
    ]


def document_from(form: bytes, *, file: str) -> Document:
    """The document that `form_of` wrote; BrokenFormError for anything else."""
    try:
        said = json.loads(form)
        places = [_place(p, file) for p in _list(said["places"])]
        blocks = tuple(_block(b, places) for b in _list(said["blocks"]))
        pages = None if said["pages"] is None else _whole(said["pages"])
        findings = findings_from(said["findings"], file=file)
        return Document(file, _text(said["format"])[:20], blocks, pages, findings)
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise BrokenFormError(type(error).__name__) from error


def findings_from(form: object, *, file: str) -> tuple[Finding, ...]:
    """The findings of that form, their places in `file`."""
    found = []
    for severity, subject, message, remedy, place in map(_list, _list(form)):
        where = None if place is None else _place([place.get(name) for name in PLACES], file)
        said, why, what_to_do = (_text(part)[:LONGEST_FINDING] for part in (subject, message, remedy))
        found.append(Finding(Severity(severity), said, why, what_to_do, where))
    return tuple(found)


def _list(value: object) -> list[Any]:
    if type(value) is not list:
        raise BrokenFormError("no list")
    return value


def _text(value: object) -> str:
    if type(value) is not str:
        raise BrokenFormError("no text")
    return value


def _whole(value: object) -> int:
    if type(value) is not int or not -1 <= value <= LARGEST_NUMBER:
        raise BrokenFormError("no number")
    return value


def _place(values: object, file: str) -> Locator:
    page, sheet, heading, paragraph, table, row, cell, line = _list(values)
    for number in (page, paragraph, table, row, line):
        if number is not None:
            _whole(number)
    for name in (sheet, heading, cell):
        if name is not None:
            _text(name)
    return Locator(file, page, sheet, heading, paragraph, table, row, cell, line)


def _block(value: object, places: Sequence[Locator]) -> Block:
    if not isinstance(value, dict):
        return _paragraph(value, places)
    rows = tuple(tuple(_cell(c, places) for c in _list(row)) for row in _list(value["rows"]))
    width = max((c.column + c.column_span - 1 for row in rows for c in row), default=0)
    if len(rows) * width > MOST_POSITIONS:
        raise BrokenFormError("too wide")
    return Table(rows, places[_whole(value["at"])], _text(value["title"]))


def _paragraph(value: object, places: Sequence[Locator]) -> Paragraph:
    text, at, number, level, is_item = _list(value)
    if type(is_item) is not bool:
        raise BrokenFormError("no claim")
    return Paragraph(
        _text(text),
        places[_whole(at)],
        None if number is None else _text(number),
        None if level is None else _whole(level),
        is_item,
    )


def _cell(value: object, places: Sequence[Locator]) -> Cell:
    paragraphs, row, column, row_span, column_span, at = _list(value)
    grid = [_whole(n) for n in (row, column, row_span, column_span)]
    if min(grid) < 1 or max(column, column_span) > WIDEST:
        raise BrokenFormError("no place in a table")
    made = tuple(_paragraph(p, places) for p in _list(paragraphs))
    return Cell(made, row, column, row_span, column_span, places[_whole(at)])
