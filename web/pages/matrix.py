"""The matrix of a unit: its criteria by the assessments of the open modules; the rest is summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mapper.queries.coverage import CoveredCriterion, MappingCoverage, UnitCoverage
from mapper.queries.grouping import grouped
from mapper.queries.matrix import LoadedMatrix
from mapper.queries.rows import LearningOutcomeRow, ModuleRow
from web.pages.matrix_cells import Cell, Cells, Column, Rest, columns_of, rest_of
from web.pages.matrix_filter import MEANT, SHOWN, SORTS, Sifter, Sought

FIXED_COLUMNS = 2  # the criterion and its coverage; whatever else stands before the modules counts here
HEAD_ROWS = 2


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion with its cells in the open modules, and what closed ones hold.

    `number` counts the rows of the whole grid from 1, closed units included.
    """

    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    cells: tuple[Cell, ...]
    rest: Rest
    number: int

    @property
    def id(self) -> int:
        """The criterion's id."""
        return self.criterion.row.id


@dataclass(frozen=True, slots=True)
class OutcomeRows:
    """Rows under their learning outcome; `outcome` is None where the order is not the numbers'."""

    outcome: LearningOutcomeRow | None
    number: int
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A closed unit as one row; `shown` counts its criteria that the filter would show."""

    unit: UnitCoverage
    shown: int
    number: int


@dataclass(frozen=True, slots=True)
class ModuleHead:
    """A module over its columns; `first` counts the columns of the whole grid from 1."""

    module: ModuleRow
    span: int
    first: int


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A module that can be opened or closed, with what it holds for the open unit."""

    module: ModuleRow
    holds: Rest
    is_open: bool
    toggled: Sought


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The open unit's criteria by the assessments of the open modules; all else in summary.

    `places` say which column of the whole grid each of `columns` is, from 1; `row_count` and
    `column_count` are those of the whole grid.
    """

    mapping: LoadedMatrix
    coverage: MappingCoverage
    unit: UnitCoverage
    sought: Sought
    heads: tuple[ModuleHead, ...]
    columns: tuple[Column, ...]
    places: tuple[int, ...]
    choices: tuple[ModuleChoice, ...]
    groups: tuple[OutcomeRows, ...]
    others: tuple[OtherUnit, ...]
    row_count: int
    column_count: int

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def rows(self) -> tuple[MatrixRow, ...]:
        """The criteria shown, in order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def opened(self) -> int:
        """How many modules are open."""
        return sum(choice.is_open for choice in self.choices)

    @property
    def has_rest(self) -> bool:
        """Whether a last column sums up closed modules."""
        return len(self.columns) < self.column_count - FIXED_COLUMNS - 1

    @property
    def pinned(self) -> dict[str, str | int]:
        """What a form beside the matrix hands on, so that its answer fits this page."""
        return {**self.sought.query, "columns": ".".join(column.key for column in self.columns)}

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """What can be shown, by its name in addresses and for people."""
        return tuple(SHOWN.items())

    @property
    def meant(self) -> str:
        """What the rows shown have in common, "" where all are shown."""
        return MEANT[self.sought.show]

    @property
    def sorts(self) -> tuple[tuple[str, str], ...]:
        """The orders, by their name in addresses and for people."""
        return tuple(SORTS.items())

    def opening(self, rest: Rest) -> Sought:
        """The same page with the modules open in which a row's closed cells hold something."""
        return self.sought.opening({c.module.id for c in self.columns} | rest.module_ids)


def matrix_page(matrix: LoadedMatrix, *, sought: Sought, column_keys: str = "") -> MatrixPage:
    """The matrix of a unit, the first where none is named.

    `column_keys` asks for every row with exactly these columns, as another page has them.
    """
    coverage = matrix.coverage()
    unit = next((u for u in coverage.units if u.unit.id == sought.unit_id), coverage.units[0])
    sought = replace(sought, unit_id=unit.unit.id)
    all_columns = columns_of(matrix.modules, linked={i for d in matrix.decided for i in d.statement_ids})
    cells = Cells(matrix, all_columns)
    modules = {c.module.id: c.module for c in all_columns}
    found = [cell for c in unit.criteria for cell in cells.of(c.row.id).values()]
    holds = {i: rest_of(cells_of) for i, cells_of in grouped((c.column.module.id, c) for c in found).items()}
    useful = Counter(c.column.module.id for c in found if c.state != "rejected")
    opened = sought.opened(list(modules), useful)
    keys = set(column_keys.split(".")) if column_keys else None
    columns = [
        (FIXED_COLUMNS + place, c)
        for place, c in enumerate(all_columns, start=1)
        if (c.key in keys if keys is not None else c.module.id in opened)
    ]
    shown = tuple(c for _, c in columns)
    sifter = Sifter(matrix, sought if keys is None else Sought())
    groups, others, row_count = _rows(
        coverage, unit, sifter, cells, shown, is_grouped=sought.sort == "number"
    )
    return MatrixPage(
        mapping=matrix,
        coverage=coverage,
        unit=unit,
        sought=sought,
        heads=_heads(columns),
        columns=shown,
        places=tuple(place for place, _ in columns),
        choices=tuple(
            ModuleChoice(
                module,
                holds.get(i, Rest()),
                i in opened,
                sought.opening(opened - {i} if i in opened else opened | {i}),
            )
            for i, module in modules.items()
        ),
        groups=groups,
        others=others,
        row_count=row_count,
        # The last is the summary of closed modules.
        column_count=FIXED_COLUMNS + len(all_columns) + 1,
    )


def _heads(columns: Sequence[tuple[int, Column]]) -> tuple[ModuleHead, ...]:
    by_module = grouped((column.module.id, (place, column)) for place, column in columns)
    return tuple(ModuleHead(found[0][1].module, len(found), found[0][0]) for found in by_module.values())


def _rows(
    coverage: MappingCoverage,
    unit: UnitCoverage,
    sifter: Sifter,
    cells: Cells,
    columns: Sequence[Column],
    *,
    is_grouped: bool,
) -> tuple[tuple[OutcomeRows, ...], tuple[OtherUnit, ...], int]:
    """The open unit's rows first, then a row for each other unit; and how many rows the whole grid has."""
    outcome_of = {c.id: lo for lo in unit.unit.learning_outcomes for c in lo.criteria}
    found = [(outcome_of[c.row.id], c) for c in sifter.sifted(unit)]
    by_outcome = grouped((lo.id if is_grouped else 0, (lo, c)) for lo, c in found)
    number, groups = HEAD_ROWS, []
    for members in by_outcome.values():
        head = number + 1
        number += is_grouped
        rows = []
        for lo, criterion in members:
            number += 1
            rows.append(_row(lo, criterion, cells.of(criterion.row.id), columns, number))
        groups.append(OutcomeRows(members[0][0] if is_grouped else None, head, tuple(rows)))
    others = []
    for other in coverage.units:
        if other is unit:
            continue
        ids = {c.row.id for c in sifter.sifted(other)}
        number += 1
        others.append(OtherUnit(other, len(ids), number))
        outcomes = [lo for lo in other.unit.learning_outcomes if any(c.id in ids for c in lo.criteria)]
        number += len(ids) + is_grouped * len(outcomes)
    return tuple(groups), tuple(others), number


def _row(
    outcome: LearningOutcomeRow,
    criterion: CoveredCriterion,
    found: Mapping[str, Cell],
    columns: Sequence[Column],
    number: int,
) -> MatrixRow:
    shown = tuple(found.get(column.key) or Cell(column, "none") for column in columns)
    keys = {column.key for column in columns}
    rest = rest_of(cell for key, cell in found.items() if key not in keys)
    return MatrixRow(outcome, criterion, shown, rest, number)
