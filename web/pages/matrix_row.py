"""The row of one criterion made anew after a decision, for the matrix page that asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapper.queries.coverage import CoveredCriterion
from mapper.queries.criterion import LoadedCriterion
from mapper.queries.matrix import JudgedCell, SuggestedCell
from mapper.queries.standing import CountedUnit
from mapper.standing.structure import StandingStructure
from web.pages.matrix import FIXED_COLUMNS, MatrixRow, row_of
from web.pages.matrix_cells import Cells, Column, columns_of
from web.pages.matrix_filter import Sought
from web.pages.verdict_cells import verdict_cells


@dataclass(frozen=True, slots=True)
class Pinned:
    """Which columns the page that asks shows, by key, where each stands, and how wide its grid is."""

    keys: tuple[str, ...]
    places: tuple[int, ...]
    column_count: int

    @classmethod
    def of(cls, *, columns: str, places: str, wide: int | None) -> Pinned:
        """What a form handed on; places that are missing follow one another."""
        keys = tuple(filter(None, columns.split(".")))
        named = [int(place) for place in places.split(".") if re.fullmatch("[0-9]{1,9}", place)]
        if len(named) != len(keys):
            named = [FIXED_COLUMNS + number for number, _ in enumerate(keys, 1)]
        return cls(keys, tuple(named), wide or FIXED_COLUMNS + len(keys) + 2)


@dataclass(frozen=True, slots=True)
class MatrixRowPage:
    """One row with the columns of the page that asked, and the figures of its unit."""

    mapping_id: int
    unit: CountedUnit
    sought: Sought
    columns: tuple[Column, ...]
    places: tuple[int, ...]
    column_count: int
    row: MatrixRow

    @property
    def has_rest(self) -> bool:
        """Whether a last column sums up closed modules."""
        return len(self.columns) < self.column_count - FIXED_COLUMNS - 1

    def opening(self, module_ids: frozenset[int]) -> Sought:
        """The same page with further modules open."""
        return self.sought.opening({c.module.id for c in self.columns} | module_ids)


def matrix_row(
    loaded: LoadedCriterion,
    *,
    sought: Sought,
    pinned: Pinned,
    standing: StandingStructure,
) -> MatrixRowPage:
    """The row of a criterion with exactly the pinned columns; which modules matter most may have changed.

    `standing` is the programme's structure, looked at for a criterion that stands fully covered alone.
    """
    decided = [
        JudgedCell(d.criterion_id, d.statement_ids, d.coverage, d.is_suspect, d.set_mode)
        for d in loaded.decisions
    ]
    suggested = [SuggestedCell(s.criterion_id, s.statement_id, s.band, s.score) for s in loaded.suggestions]
    columns = columns_of(loaded.modules, linked=loaded.linked)
    shown = _shown(loaded, columns, pinned)
    criterion = CoveredCriterion(loaded.row, loaded.coverage)
    verdicts = verdict_cells(
        loaded.unit,
        standing,
        decided,
        covered={loaded.row.id} if loaded.coverage.is_covered else (),
        statements=loaded.statements(),
    )
    kept = tuple(c for _, c in shown)
    return MatrixRowPage(
        mapping_id=loaded.mapping_id,
        unit=loaded.counted,
        sought=sought,
        columns=kept,
        places=tuple(place for place, _ in shown),
        column_count=pinned.column_count,
        row=row_of(
            loaded.outcome,
            criterion,
            verdict=verdicts[loaded.row.id],
            found=Cells(decided, suggested, columns).of(loaded.row.id),
            columns=kept,
        ),
    )


def _shown(loaded: LoadedCriterion, columns: Sequence[Column], pinned: Pinned) -> list[tuple[int, Column]]:
    """The pinned columns with their places; one that holds nothing any more stays where the page has it."""
    known = {column.key: column for column in columns}
    empty = {f"m{m.id}": Column(f"m{m.id}", m, None, ()) for m in loaded.modules}
    found = (
        (place, known.get(key) or empty.get(key))
        for key, place in zip(pinned.keys, pinned.places, strict=True)
    )
    return [(place, column) for place, column in found if column is not None]
