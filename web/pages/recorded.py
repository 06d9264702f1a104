"""The row of a criterion as far as a decision changed it: what a page paints at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mapper.queries.grouping import grouped
from mapper.queries.matrix import JudgedCell
from mapper.queries.recorded import JudgedUnder, RecordedRow
from mapper.queries.rows import ModuleRow, StatementRow
from mapper.values import StatementKind
from web.pages.matrix_cells import Cell, Cells, Column
from web.pages.matrix_row import Pinned


@dataclass(frozen=True, slots=True)
class RecordedPage:
    """The cells that hold anything or were decided on, each with its place in the grid; `then` is the address
    of what takes longer: the evidence beside, the verdict, the figures of the unit.
    """

    mapping_id: int
    criterion_id: int
    number: str
    state: str
    cells: tuple[tuple[int, Cell], ...]
    message: str
    then: str


def recorded_page(recorded: RecordedRow, *, pinned: Pinned, message: str, then: str) -> RecordedPage:
    """The recorded row, of the columns that the page shows."""
    places = dict(zip(pinned.keys, pinned.places, strict=True))
    columns = [column for column in _columns(recorded) if column.key in places]
    decided = [
        JudgedCell(d.criterion_id, d.statement_ids, d.coverage, d.is_suspect, d.set_mode)
        for d in recorded.lines
    ]
    found: Mapping[str, Cell] = Cells(decided, recorded.suggested, columns).of(recorded.criterion_id)
    return RecordedPage(
        mapping_id=recorded.mapping_id,
        criterion_id=recorded.criterion_id,
        number=recorded.number,
        state=recorded.coverage.state,
        cells=tuple((places[c.key], found.get(c.key) or Cell(c, "none")) for c in columns),
        message=message,
        then=then,
    )


def _columns(recorded: RecordedRow) -> Iterable[Column]:
    """As `columns_of` makes them, of the statements that are placed alone."""
    linked = {i for line in recorded.lines for i in line.statement_ids}
    # Content is judged where somebody linked it; that it is suggested gives it no column.
    suggested = {s.statement_id for s in recorded.suggested}
    placed = (
        u
        for u in recorded.under
        if u.kind is not StatementKind.CONTENT or u.statement_id in linked or u.statement_id not in suggested
    )
    for key, under in grouped((_key(u), u) for u in placed).items():
        yield Column(key, _module(under[0]), _assessment(under[0]), tuple(u.statement_id for u in under))


def _key(under: JudgedUnder) -> str:
    return f"m{under.module_id}" if under.assessment_id is None else f"a{under.assessment_id}"


def _module(under: JudgedUnder) -> ModuleRow:
    """The module by its name alone."""
    return ModuleRow(
        id=under.module_id,
        code=under.module_code,
        title=under.module_title,
        level=None,
        credits=None,
        status=None,
        option_group=None,
        year=None,
        pass_mark=None,
        outcomes=(),
        assessments=(),
        content=(),
    )


def _assessment(under: JudgedUnder) -> StatementRow | None:
    """The assessment by its name alone."""
    if under.assessment_id is None:
        return None
    return StatementRow(
        id=under.assessment_id,
        module_id=under.module_id,
        kind=StatementKind.ASSESSMENT,
        position=under.position or 0,
        number=None,
        text="",
        fingerprint="",
        place="",
        title=under.title,
        type=under.type,
    )
