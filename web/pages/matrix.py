"""The matrix of a unit: its criteria by the assessments of the open modules; the rest is summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mapper.queries.coverage import CoveredCriterion, MappingCoverage, UnitCoverage
from mapper.queries.grouping import grouped
from mapper.queries.matrix import LoadedMatrix
from mapper.queries.rows import LearningOutcomeRow, ModuleRow
from mapper.standing.entered import Entered
from mapper.standing.structure import standing_structure
from web.pages.matrix_cells import Cell, Cells, Column, Rest, columns_of, rest_of
from web.pages.matrix_delivery import DeliveryMark, closed_mark, delivery_mark
from web.pages.matrix_filter import MEANT, SHOWN, SORTS, Sifter, Sought
from web.pages.teaching import delivery_in_words, module_codes
from web.pages.verdict_cells import VerdictCell, verdict_cells

# The criterion, its coverage, the verdict on every path; whatever else stands before the modules counts here.
FIXED_COLUMNS = 3
HEAD_ROWS = 2


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion with its cells in the open modules, and what closed ones hold.

    `number` counts the rows of the whole grid from 1, closed units included; 0 of a row made anew
    after a decision, which keeps its place.
    """

    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    verdict: VerdictCell
    cells: tuple[Cell, ...]
    rest: Rest
    number: int = 0

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
    """A closed unit as one row; `shown` counts its criteria that the filter would show.

    None where nobody worked that out: verdicts are for the open unit alone.
    """

    unit: UnitCoverage
    shown: int | None
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
    `column_count` are those of the whole grid, -1 where the number of rows is not known.
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
    def mapping_id(self) -> int:
        """The mapping's id."""
        return self.mapping.id

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def width(self) -> int:
        """How many columns are shown."""
        return FIXED_COLUMNS + len(self.columns) + self.has_rest

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
        return {
            **self.sought.query,
            "columns": ".".join(column.key for column in self.columns),
            "places": ".".join(map(str, self.places)),
            "wide": self.column_count,
        }

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

    @property
    def delivered(self) -> int:
        """How many outcomes of the unit have confirmed delivery."""
        return sum(self.mapping.delivery[lo.id].is_confirmed for lo in self.unit.unit.learning_outcomes)

    def delivery_words(self, outcome: LearningOutcomeRow) -> str:
        """Which modules deliver an outcome, or that this is not judged."""
        return delivery_in_words(self.mapping.delivery[outcome.id], module_codes(self.mapping.modules))

    def delivery_marks(self, outcome: LearningOutcomeRow) -> tuple[DeliveryMark, ...]:
        """What each open module does for an outcome, in the order of `heads`."""
        found = self.mapping.delivery[outcome.id]
        return tuple(delivery_mark(found, head.module) for head in self.heads)

    def delivery_rest(self, outcome: LearningOutcomeRow) -> str:
        """What closed modules do for an outcome."""
        return closed_mark(self.mapping.delivery[outcome.id], {head.module.id for head in self.heads})

    def opening(self, module_ids: frozenset[int]) -> Sought:
        """The same page with further modules open."""
        return self.sought.opening({c.module.id for c in self.columns} | module_ids)


def matrix_page(matrix: LoadedMatrix, *, sought: Sought) -> MatrixPage:
    """The matrix of a unit, the first where none is named."""
    coverage = matrix.coverage()
    unit = next((u for u in coverage.units if u.unit.id == sought.unit_id), coverage.units[0])
    sought = replace(sought, unit_id=unit.unit.id)
    all_columns = columns_of(matrix.modules, linked={i for d in matrix.decided for i in d.statement_ids})
    cells = Cells(matrix.decided, matrix.suggested, all_columns)
    modules = {c.module.id: c.module for c in all_columns}
    found = [cell for c in unit.criteria for cell in cells.of(c.row.id).values()]
    holds = {i: rest_of(cells_of) for i, cells_of in grouped((c.column.module.id, c) for c in found).items()}
    useful = Counter(c.column.module.id for c in found if c.state != "rejected")
    opened = sought.opened(list(modules), useful)
    columns = [
        (FIXED_COLUMNS + place, c) for place, c in enumerate(all_columns, start=1) if c.module.id in opened
    ]
    shown = tuple(c for _, c in columns)
    verdicts = verdict_cells(
        unit.unit,
        standing_structure(matrix.modules, matrix.entered or Entered(())),
        matrix.decided,
        covered={c.row.id for c in unit.criteria if c.coverage.is_covered},
        statements={s.id: s for m in matrix.modules for s in m.statements},
    )
    rows = _Rows(Sifter(matrix, sought, verdicts), cells, shown, verdicts)
    groups, others, row_count = rows.of(coverage, unit, is_grouped=sought.sort == "number")
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


@dataclass(frozen=True, slots=True)
class _Rows:
    sifter: Sifter
    cells: Cells
    columns: Sequence[Column]
    verdicts: Mapping[int, VerdictCell]

    def of(
        self, coverage: MappingCoverage, unit: UnitCoverage, *, is_grouped: bool
    ) -> tuple[tuple[OutcomeRows, ...], tuple[OtherUnit, ...], int]:
        """The open unit's rows, then a row for each other unit; and how many rows the whole grid has."""
        outcome_of = {c.id: lo for lo in unit.unit.learning_outcomes for c in lo.criteria}
        found = [(outcome_of[c.row.id], c) for c in self.sifter.sifted(unit)]
        by_outcome = grouped((lo.id if is_grouped else 0, (lo, c)) for lo, c in found)
        number, groups = HEAD_ROWS, []
        for members in by_outcome.values():
            head = number + 1
            number += is_grouped
            rows = []
            for lo, criterion in members:
                number += 1
                rows.append(self._row(lo, criterion, number))
            groups.append(OutcomeRows(members[0][0] if is_grouped else None, head, tuple(rows)))
        others = []
        for other in coverage.units:
            if other is unit:
                continue
            number += 1
            ids = self._ids_shown(other)
            others.append(OtherUnit(other, None if ids is None else len(ids), number))
            outcomes = other.unit.learning_outcomes if is_grouped else ()
            number += len(ids or ()) + sum(any(c.id in (ids or ()) for c in lo.criteria) for lo in outcomes)
        return tuple(groups), tuple(others), -1 if any(o.shown is None for o in others) else number

    def _row(self, outcome: LearningOutcomeRow, criterion: CoveredCriterion, number: int) -> MatrixRow:
        return row_of(
            outcome,
            criterion,
            verdict=self.verdicts[criterion.row.id],
            found=self.cells.of(criterion.row.id),
            columns=self.columns,
            number=number,
        )

    def _ids_shown(self, other: UnitCoverage) -> set[int] | None:
        """The criteria of another unit that the filter would show, None where that takes verdicts."""
        return {c.row.id for c in self.sifter.sifted(other)} if self.sifter.counts_others else None


def row_of(
    outcome: LearningOutcomeRow,
    criterion: CoveredCriterion,
    *,
    verdict: VerdictCell,
    found: Mapping[str, Cell],
    columns: Sequence[Column],
    number: int = 0,
) -> MatrixRow:
    """The row of a criterion: its cells that hold anything by column, the rest in summary."""
    shown = tuple(found.get(column.key) or Cell(column, "none") for column in columns)
    keys = {column.key for column in columns}
    rest = rest_of(cell for key, cell in found.items() if key not in keys)
    return MatrixRow(outcome, criterion, verdict, shown, rest, number)
