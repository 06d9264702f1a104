"""Lines of a Word document whose parts stand under one another by tabs, as labels and values do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from mapper.intake.document import Block, Cell, Paragraph, Table
from mapper.values import Locator
from mapper.wording import squeeze

_LISTED = re.compile(r"(?:[-–*•o▪]|\(?(?:[A-Z]{0,4}\s?\d{1,2}(?:\.\d{1,2})*|[a-z]|[ivx]{1,4})[.):]?)")
"""A typed number, outcome label or bullet before a tab opens a list's item."""

_LEADERS = re.compile(r"\.{3}|…|_{3}")
_LONGEST_LABEL = 60


def parts_at_tabs(text: str) -> tuple[str, ...]:
    """What stands between the tabs of a line; nothing where it is no row of columns."""
    parts = tuple(part for part in map(squeeze, text.split("\t")) if part)
    is_row = len(parts) > 1 and len(parts[0]) <= _LONGEST_LABEL and not _LISTED.fullmatch(parts[0])
    return parts if is_row and not any(p.endswith(":") or _LEADERS.search(p) for p in parts) else ()


def with_tables_of_tabs(blocks: Iterable[Block], parts: Mapping[Locator, tuple[str, ...]]) -> Iterator[Block]:
    """The blocks, with two or more lines of equally many parts in a row as one table.

    `parts` are those of each paragraph by its place; a cell stands where its paragraph does.
    """
    held: list[Paragraph] = []
    for block in blocks:
        said = _parts(block, parts)
        if held and len(said) != len(parts[held[0].locator]):
            yield from _written(held, parts)
            held = []
        if said and isinstance(block, Paragraph):
            held.append(block)
        else:
            yield block
    yield from _written(held, parts)


def _parts(block: Block, parts: Mapping[Locator, tuple[str, ...]]) -> tuple[str, ...]:
    is_plain = isinstance(block, Paragraph) and block.level is None and not block.is_item
    return parts.get(block.locator, ()) if is_plain else ()


def _written(lines: Sequence[Paragraph], parts: Mapping[Locator, tuple[str, ...]]) -> Iterator[Block]:
    if len(lines) < 2:
        yield from lines
        return
    rows = [
        tuple(
            Cell((replace(line, text=text),), row=row, column=column, locator=line.locator)
            for column, text in enumerate(parts[line.locator], 1)
        )
        for row, line in enumerate(lines, 1)
    ]
    yield Table(tuple(rows), lines[0].locator)
