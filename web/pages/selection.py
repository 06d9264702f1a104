"""Cells selected in the matrix: which they are, what a bulk decision finds in them, and what it did."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from mapper.queries.batches import RecordedBatch
from mapper.queries.grouping import grouped
from mapper.queries.rows import LoadedMapping
from mapper.reviews import MAX_CELLS, Cell
from mapper.values import Coverage
from web.formats import plural
from web.pages.matrix import MatrixPage
from web.pages.matrix_cells import BANDS, columns_in
from web.pages.matrix_filter import Sought

KEY = re.compile(r"[0-9]{1,18}:[am][0-9]{1,18}")
PLACE = re.compile(r"[0-9]{1,18}(:[am][0-9]{1,18})?")
MANY = ","
"""What stands between keys in an address or in one field of a form."""
MOST_IN_ADDRESS = 1_500
"""Characters of keys that an address may hold: what stands between people and the app may cut it at 4,000."""


@dataclass(frozen=True, slots=True)
class Return:
    """The matrix to go back to after a bulk decision: what it showed, and the cell that had the focus.

    Keys of cells are a criterion's id and a column's key: "7:a12"; `at` is one, or a criterion's id.
    `anchor` is where the browser goes by itself, by default to the form of what is selected.
    """

    sought: Sought
    at: str = ""
    chosen: tuple[str, ...] = ()
    anchor: str | None = "selection"

    @property
    def place(self) -> str | None:
        """The anchor, None where script, which alone tells `at`, moves the focus there."""
        return None if self.at else self.anchor

    @property
    def fields(self) -> dict[str, str | int]:
        """What a form carries to come back here."""
        return {"back": "matrix", **self.sought.query, **({"at": self.at} if self.at else {})}

    @property
    def keys(self) -> str:
        """The cells selected, as one field of a form holds them."""
        return MANY.join(self.chosen)

    @property
    def fits_address(self) -> bool:
        """Whether an address leads back with the same cells selected; script keeps them by itself."""
        return bool(self.at) or len(self.keys) <= MOST_IN_ADDRESS

    @property
    def query(self) -> dict[str, str | int]:
        """What the matrix's address holds with the cells still selected, as far as it can hold them."""
        return {
            **self.sought.query,
            **({"at": self.at} if self.at else {}),
            "select": 1,
            **({"chosen": self.keys} if len(self.keys) <= MOST_IN_ADDRESS else {}),
        }


@dataclass(frozen=True, slots=True)
class Selecting:
    """How the matrix is shown: with boxes to select cells by, or with what a bulk decision did.

    `kept` are the cells selected, on this page or not, `chosen` the same for looking them up; None
    where nobody told which, so that the browser's window knows better.
    """

    is_on: bool = False
    kept: tuple[str, ...] | None = None
    chosen: frozenset[str] = frozenset()
    message: str = ""
    batch: RecordedBatch | None = None

    @property
    def most(self) -> int:
        """How many suggestions one bulk decision changes."""
        return MAX_CELLS

    def elsewhere(self, page: MatrixPage) -> tuple[str, ...]:
        """The cells selected that the page does not show."""
        here = {f"{row.id}:{column.key}" for row in page.rows for column in page.columns}
        return tuple(key for key in self.kept or () if key not in here)

    def counted(self, page: MatrixPage) -> str:
        """How many cells are selected, and how many of them the page does not show."""
        many, hidden = len(self.kept or ()), len(self.elsewhere(page))
        if not many:
            return "No cell is selected."
        some = f", {hidden:,} of them not on this page" if hidden else ""
        none = ", not on this page" if many == 1 else ", none of them on this page"
        limit = f" One bulk decision changes at most {MAX_CELLS}: take some away." if many > MAX_CELLS else ""
        return f"{plural(many, 'cell')} selected{none if hidden == many else some}.{limit}"

    @property
    def undoes(self) -> str:
        """The id of the bulk decision that is offered to be undone, "" where there is none."""
        return self.batch.id if self.batch and self.batch.standing and self.batch.is_own else ""


@dataclass(frozen=True, slots=True)
class Held:
    """What selected cells of the matrix hold: links to decide on or to pass over.

    `open` counts the cells with a suggestion that can be decided, `empty` those that hold nothing, and
    `gone` those whose criterion or assessment is not in the mapping.
    """

    cells: tuple[Cell, ...]
    open: int
    empty: int
    gone: int = 0


def keys_in(values: Iterable[str]) -> tuple[str, ...]:
    """The keys of matrix cells among what an address or a form named, each once, in order."""
    return tuple(dict.fromkeys(v for v in values if KEY.fullmatch(v)))


def place_in(value: str) -> str:
    """What a form says had the focus, "" for what is no cell and no criterion."""
    return value if PLACE.fullmatch(value) else ""


def selecting_of(
    *, is_on: bool, chosen: str | None, batch: RecordedBatch | None, passed: int, undone: int
) -> Selecting:
    """What the matrix's address asks for; `passed` and `undone` count what was passed over or undone.

    `chosen` is None where the address says nothing of it.
    """
    if batch and batch.standing:
        did = "rejected" if batch.coverage is Coverage.NONE else "marked part"
        message = f"{plural(batch.standing, 'suggestion')} {did}, as one bulk decision."
        if passed > 0:
            message += f" {plural(passed, 'was', 'were')} passed over, decided meanwhile."
    elif undone > 0:
        message = f"{plural(undone, 'decision')} of one bulk decision withdrawn: not judged again."
    else:
        message = "This bulk decision no longer stands." if batch else ""
    kept = None if chosen is None else keys_in(chosen.split(MANY))
    return Selecting(is_on, kept, frozenset(kept or ()), message, batch)


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
    """What stands in the matrix's cells of these keys, in the order of the matrix.

    A cell in which a person decided for the evidence is theirs as a whole: what else is suggested in
    it is left alone.
    """
    members = {c.key: c.statement_ids for c in columns_in(mapping)}
    known = {c.id: place for place, c in enumerate(c for unit in mapping.units for c in unit.criteria)}
    places = {key: place for place, key in enumerate(members)}
    modules = {f"m{module.id}" for module in mapping.modules}
    suggested = {(s.criterion_id, s.statement_id) for s in mapping.suggestions}
    decided = grouped((d.criterion_id, d) for d in mapping.decisions)
    cells: list[Cell] = []
    is_open, empty, gone = 0, 0, 0
    named = [(int(criterion), column) for criterion, column in (key.split(":") for key in keys)]
    named.sort(key=lambda cell: (known.get(cell[0], -1), places.get(cell[1], -1)))
    for criterion_id, column in named:
        here = members.get(column, ())
        said = [d for d in decided.get(criterion_id, []) if set(d.statement_ids) & set(here)]
        theirs = [i for d in said for i in d.statement_ids if i in here]
        open_ids = [i for i in here if (criterion_id, i) in suggested and i not in theirs]
        if open_ids and all(d.coverage is Coverage.NONE for d in said):
            is_open += 1
            cells += [Cell(criterion_id, i) for i in open_ids]
        elif theirs:
            cells += [Cell(criterion_id, i) for i in dict.fromkeys(theirs)]
        elif criterion_id in known and (column in members or column in modules):
            empty += 1
        else:
            gone += 1
    return Held(tuple(dict.fromkeys(cells)), is_open, empty, gone)
