"""Nested records (from JSON or XML) as blocks: lists of flat records as tables, others as forms.

A record that holds lists of records is a form of labels and values, followed by a table for each
such list, as a module's page is in a handbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mapper.errors import UnreadableError
from mapper.intake.document import Block, Cell, Paragraph, Table
from mapper.intake.limits import Limits
from mapper.intake.readers.decoding import visible
from mapper.values import Locator
from mapper.wording import squeeze

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""Texts, lists, and records of named values; a number is the text that stood in the file."""

DEEPEST = 60


@dataclass(slots=True)
class _Count:
    tables: int = 0
    records: int = 0


def blocks_of(value: Value, *, file: str, limits: Limits) -> tuple[Block, ...]:
    """The value as blocks in order. A place is the path to a record ("units, 3") and a table's row.

    UnreadableError for more records than the limit of rows, or records nested too deep to follow.
    """
    made = tuple(_Blocks(file, limits).of(value, (), 0))
    return tuple(b for b in made if isinstance(b, Paragraph) or any(c.text for row in b.rows for c in row))


class _Blocks:
    def __init__(self, file: str, limits: Limits) -> None:
        self._file, self._limits, self._count = file, limits, _Count()

    def of(self, value: Value, path: tuple[str, ...], depth: int) -> Iterator[Block]:
        if depth > DEEPEST:
            raise UnreadableError(
                f"The records are nested more than {DEEPEST} deep.",
                subject=self._file,
                remedy="Export them with fewer levels.",
            )
        if isinstance(value, str):
            yield from _texts(value, Locator(file=self._file, heading=_said(path)))
        elif isinstance(value, Mapping):
            yield from self._form(value, path, depth)
        elif all(isinstance(v, Mapping) and _is_flat(v) for v in value) and value:
            yield self._table([v for v in value if isinstance(v, Mapping)], path)
        else:
            for number, inner in enumerate(value, 1):
                yield from self.of(inner, (*path, str(number)), depth + 1)

    def _form(self, record: Mapping[str, Value], path: tuple[str, ...], depth: int) -> Iterator[Block]:
        """The record's own values as a form; then what is nested in it, each under its name."""
        own = {name: value for name, value in record.items() if _is_value(value)}
        if own:
            yield self._table_of([[[name], _lines(value)] for name, value in own.items()], path, counts=1)
        for name, value in record.items():
            if name not in own:
                yield from self.of(value, (*path, name), depth + 1)

    def _table(self, records: Sequence[Mapping[str, Value]], path: tuple[str, ...]) -> Table:
        """One row a record under a header of all names, in order of first mention."""
        names = list(dict.fromkeys(name for record in records for name in record))
        rows = [[[name] for name in names]]
        rows += [[_lines(record.get(name, "")) for name in names] for record in records]
        return self._table_of(rows, path, counts=len(records))

    def _table_of(self, rows: Sequence[Sequence[list[str]]], path: tuple[str, ...], *, counts: int) -> Table:
        self._count.tables += 1
        self._count.records += counts
        if self._count.records > self._limits.max_rows:
            raise UnreadableError(
                f"The file holds more than {self._limits.max_rows:,} records.",
                subject=self._file,
                remedy="Leave out what is no module, or raise MAPPER_MAX_ROWS.",
            )
        place = Locator(file=self._file, heading=_said(path), table=self._count.tables)
        return Table(
            rows=tuple(tuple(self._cells(row, number, place)) for number, row in enumerate(rows, 1)),
            locator=place,
            title=next((part for part in reversed(path) if not part.isdigit()), ""),
        )

    def _cells(self, row: Sequence[list[str]], number: int, place: Locator) -> Iterator[Cell]:
        for column, lines in enumerate(row, 1):
            at = Locator(self._file, heading=place.heading, table=place.table, row=number, cell=str(column))
            paragraphs = tuple(p for line in lines for p in _texts(line, at))
            yield Cell(paragraphs, row=number, column=column, locator=at)


def _said(path: tuple[str, ...]) -> str | None:
    return ", ".join(path) or None


def _texts(text: str, place: Locator) -> Iterator[Paragraph]:
    for line in text.splitlines():
        if said := squeeze(visible(line)):
            yield Paragraph(said, place)


def _is_value(value: Value) -> bool:
    """Whether the value fits in one cell: a text or a list of texts."""
    return isinstance(value, str) or (
        not isinstance(value, Mapping) and all(isinstance(inner, str) for inner in value)
    )


def _is_flat(record: Mapping[str, Value]) -> bool:
    return all(_is_value(value) for value in record.values())


def _lines(value: Value) -> list[str]:
    """The value's lines; of several numbers or codes one line, as a person would write them."""
    if isinstance(value, str):
        return [value]
    texts = [inner for inner in value if isinstance(inner, str)]
    is_short = all(len(text) <= 12 and "," not in text for text in texts)
    return [", ".join(texts)] if is_short else texts
