"""Cells selected in the matrix: which they are, what a bulk decision finds in them, and what it did."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mapper.queries.batches import RecordedBatch
from mapper.queries.grouping import grouped
from mapper.queries.rows import LoadedMapping
from mapper.reviews import Cell
from mapper.values import Coverage
from web.formats import plural
from web.pages.matrix import MatrixPage
from web.pages.matrix_cells import BANDS, columns_in
from web.pages.matrix_filter import Sought

KEY = re.compile(r"[0-9]{1,18}:[am][0-9]{1,18}")
PLACE = re.compile(r"[0-9]{1,18}(:[am][0-9]{1,18})?")
MANY = ","
"""What stands between keys in an address."""


@dataclass(frozen=True, slots=True)
class Return:
    """The matrix to go back to after a bulk decision: what it showed, and the cell that had the focus.

    Keys of cells are a criterion's id and a column's key: "7:a12"; `at` is one, or a criterion's id.
    """

    sought: Sought
    at: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def anchor(self) -> str | None:
        """Where the browser goes by itself: script, which alone tells `at`, moves the focus there."""
        return None if self.at else "selection"

    @property
    def fields(self) -> dict[str, str | int]:
        """What a form carries to come back here."""
        return {"back": "matrix", **self.sought.query, **({"at": self.at} if self.at else {})}

    @property
    def query(self) -> dict[str, str | int]:
        """What the matrix's address holds with the cells still selected."""
        return {
            **self.sought.query,
            **({"at": self.at} if self.at else {}),
            "select": 1,
            **({"chosen": MANY.join(self.chosen)} if self.chosen else {}),
        }


@dataclass(frozen=True, slots=True)
class Selecting:
    """How the matrix is shown: with boxes to select cells by, or with what a bulk decision did."""

    is_on: bool = False
    chosen: frozenset[str] = frozenset()
    message: str = ""
    batch: RecordedBatch | None = None

    @property
    def undoes(self) -> str:
        """The id of the bulk decision that is offered to be undone, "" where there is none."""
        return self.batch.id if self.batch and self.batch.standing and self.batch.is_own else ""


@dataclass(frozen=True, slots=True)
class Held:
    """What selected cells of the matrix hold: links to decide on or to pass over.

    `open` counts the cells with a suggestion that can be decided, `empty` those that hold nothing.
    """

    cells: tuple[Cell, ...]
    open: int
    empty: int


def keys_in(values: Iterable[str]) -> tuple[str, ...]:
    """The keys of matrix cells among what an address or a form named, each once, in order."""
    return tuple(dict.fromkeys(v for v in values if KEY.fullmatch(v)))


def place_in(value: str) -> str:
    """What a form says had the focus, "" for what is no cell and no criterion."""
    return value if PLACE.fullmatch(value) else ""


def selecting_of(
    *, is_on: bool, chosen: str, batch: RecordedBatch | None, passed: int, undone: int
) -> Selecting:
    """What the matrix's address asks for; `passed` and `undone` count what was passed over or undone."""
    if batch and batch.standing:
        did = "rejected" if batch.coverage is Coverage.NONE else "marked part"
        message = f"{plural(batch.standing, 'suggestion')} {did}, as one bulk decision."
        if passed > 0:
            message += f" {plural(passed, 'was', 'were')} passed over, decided meanwhile."
    elif undone > 0:
        message = f"{plural(undone, 'decision')} of one bulk decision withdrawn: not judged again."
    else:
        message = "This bulk decision no longer stands." if batch else ""
    return Selecting(is_on, frozenset(keys_in(chosen.split(MANY))), message, batch)


def keys_among(page: MatrixPage, *, band: str, among: str) -> tuple[str, ...]:
    """The keys of the page's cells with an open suggestion; `band` and `among` "" take all.

    `among` is a column's key ("a12"), or the id of a criterion ("7").
    """
    return tuple(
        f"{row.id}:{cell.column.key}"
        for row in page.rows
        for cell in row.cells
        if cell.state == "suggested"
        and (cell.band == band or band not in BANDS)
        and among in ("", cell.column.key, str(row.id))
    )


def held_by(mapping: LoadedMapping, keys: Collection[str]) -> Held:
    """What stands in the matrix's cells of these keys, in order.

    A cell in which a person decided for the evidence is theirs as a whole: what else is suggested in
    it is left alone.
    """
    members = {c.key: c.statement_ids for c in columns_in(mapping)}
    suggested = {(s.criterion_id, s.statement_id) for s in mapping.suggestions}
    decided = grouped((d.criterion_id, d) for d in mapping.decisions)
    cells: list[Cell] = []
    is_open, empty = 0, 0
    for key in keys:
        criterion, column = key.split(":")
        criterion_id, here = int(criterion), members.get(column, ())
        said = [d for d in decided.get(criterion_id, []) if set(d.statement_ids) & set(here)]
        theirs = [i for d in said for i in d.statement_ids if i in here]
        open_ids = [i for i in here if (criterion_id, i) in suggested and i not in theirs]
        if open_ids and all(d.coverage is Coverage.NONE for d in said):
            is_open += 1
            cells += [Cell(criterion_id, i) for i in open_ids]
        elif theirs:
            cells += [Cell(criterion_id, i) for i in dict.fromkeys(theirs)]
        else:
            empty += 1
    return Held(tuple(dict.fromkeys(cells)), is_open, empty)
