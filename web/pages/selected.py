"""All cells that are selected in the matrix, by unit, whatever the matrix shows at the moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mapper.queries.matrix import LoadedMatrix
from mapper.queries.rows import CriterionRow, UnitRow
from mapper.reviews import MAX_CELLS
from web.pages.matrix_cells import Cells, columns_of
from web.pages.selection import Return


@dataclass(frozen=True, slots=True)
class SelectedCell:
    """A cell of the matrix; `holds` says in words what stands in it."""

    key: str
    criterion: CriterionRow
    column: str
    holds: str


@dataclass(frozen=True, slots=True)
class SelectedUnit:
    """A unit with those of its cells that are selected, in the order of the matrix."""

    unit: UnitRow
    cells: tuple[SelectedCell, ...]


@dataclass(frozen=True, slots=True)
class SelectedPage:
    """What is selected; `gone` counts cells whose criterion or assessment the mapping does not have."""

    mapping: LoadedMatrix
    back: Return
    units: tuple[SelectedUnit, ...]
    gone: int

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def many(self) -> int:
        """How many cells are listed."""
        return sum(len(unit.cells) for unit in self.units)

    @property
    def most(self) -> int:
        """How many suggestions one bulk decision changes."""
        return MAX_CELLS


def selected_page(matrix: LoadedMatrix, *, back: Return) -> SelectedPage:
    """The cells with which a person came from the matrix."""
    units = tuple(unit for unit in _units(matrix, frozenset(back.chosen)) if unit.cells)
    page = SelectedPage(matrix, back, units, gone=0)
    return SelectedPage(matrix, back, units, gone=len(back.chosen) - page.many)


def _units(matrix: LoadedMatrix, chosen: frozenset[str]) -> Iterator[SelectedUnit]:
    columns = columns_of(matrix.modules, linked={i for d in matrix.decided for i in d.statement_ids})
    cells = Cells(matrix.decided, matrix.suggested, columns)
    for unit in matrix.units:
        found = []
        for criterion in unit.criteria:
            of_criterion = cells.of(criterion.id)
            for column in columns:
                key = f"{criterion.id}:{column.key}"
                if key in chosen:
                    held = of_criterion.get(column.key)
                    name = f"{column.module.name}: {column.title}"
                    found.append(
                        SelectedCell(key, criterion, name, held.words if held else "nothing suggested")
                    )
        yield SelectedUnit(unit, tuple(found))
