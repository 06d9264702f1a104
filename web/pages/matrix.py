"""The matrix of a unit, worked out from a loaded mapping."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mapper.queries.coverage import CoveredCriterion, MappingCoverage, UnitCoverage, coverage_of_mapping
from mapper.queries.rows import (
    LearningOutcomeRow,
    LoadedMapping,
    ModuleRow,
    StatementRow,
)
from mapper.values import Coverage

BANDS = ("low", "medium", "high")


@dataclass(frozen=True, slots=True)
class Column:
    """An assessment, or "component unknown" of a module: the statements that are judged under it.

    `key` stands in addresses: "a12" for an assessment's statement, "m3" for a module's unknown one.
    """

    key: str
    module: ModuleRow
    assessment: StatementRow | None
    statement_ids: tuple[int, ...]

    @property
    def title(self) -> str:
        """What stands at the head of the column."""
        return self.assessment.label if self.assessment else "Component unknown"

    @property
    def weight(self) -> str:
        """ "40 %", empty where there is none to give."""
        weight = self.assessment.weight if self.assessment else None
        return "" if weight is None else f"{weight:g} %"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between a criterion and a column: by mark and words as well as colour."""

    column: Column
    state: str
    band: str = ""

    @property
    def mark(self) -> str:
        """One character: ● full, ◐ part, ! suspect, H M L suggested, × rejected."""
        if self.state == "suggested":
            return self.band[:1].upper()
        return {"full": "●", "part": "◐", "suspect": "!", "rejected": "×"}.get(self.state, "")

    @property
    def words(self) -> str:
        """The state for those who hear the page."""
        if self.state == "suggested":
            return f"suggested, {self.band}"
        return self.state.replace("none", "nothing suggested")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A criterion with its cells."""

    outcome: LearningOutcomeRow
    criterion: CoveredCriterion
    cells: tuple[Cell, ...]

    @property
    def id(self) -> int:
        """The criterion's id."""
        return self.criterion.row.id


@dataclass(frozen=True, slots=True)
class ModuleHead:
    """A module over its columns."""

    module: ModuleRow
    span: int


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The open unit's criteria by the programme's assessments; other units as a list."""

    mapping: LoadedMapping
    coverage: MappingCoverage
    unit: UnitCoverage
    heads: tuple[ModuleHead, ...]
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    show: str

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample


def columns_of(modules: Sequence[ModuleRow], *, linked: Collection[int] = ()) -> tuple[Column, ...]:
    """The columns of the matrix, module by module.

    An outcome that an assessment tests is judged under that assessment; one that none tests stands
    under "component unknown", as does content that was linked by hand (`linked` statements).
    """
    columns = []
    for module in modules:
        columns += [Column(f"a{a.id}", module, a, (a.id, *a.tests)) for a in module.assessments]
        unknown = tuple(o.id for o in module.untested) + tuple(c.id for c in module.content if c.id in linked)
        if unknown:
            columns.append(Column(f"m{module.id}", module, None, unknown))
    return tuple(columns)


def columns_in(mapping: LoadedMapping) -> tuple[Column, ...]:
    """The columns of a mapping, what was linked by hand included."""
    return columns_of(mapping.modules, linked={i for d in mapping.decisions for i in d.statement_ids})


def matrix_page(mapping: LoadedMapping, *, unit_id: int | None, show: str) -> MatrixPage:
    """The matrix of a unit (the first where none is named); `show` is "all" or "open"."""
    coverage = coverage_of_mapping(mapping)
    unit = next((u for u in coverage.units if u.unit.id == unit_id), coverage.units[0])
    columns = columns_in(mapping)
    heads = [
        ModuleHead(module, span)
        for module in mapping.modules
        if (span := sum(c.module.id == module.id for c in columns))
    ]
    cells = _Cells(mapping)
    outcome_of = {c.id: lo for lo in unit.unit.learning_outcomes for c in lo.criteria}
    rows = [
        MatrixRow(outcome_of[c.row.id], c, tuple(cells.cell(c.row.id, column) for column in columns))
        for c in unit.criteria
        if show != "open" or not c.coverage.is_covered
    ]
    return MatrixPage(mapping, coverage, unit, tuple(heads), columns, tuple(rows), show)


class _Cells:
    def __init__(self, mapping: LoadedMapping) -> None:
        self._decided = mapping.decisions_by_criterion()
        self._suggested = mapping.suggestions_by_criterion()

    def cell(self, criterion_id: int, column: Column) -> Cell:
        """The strongest thing known: suspect, full, part, suggested, rejected, or nothing."""
        members = set(column.statement_ids)
        here = [d for d in self._decided.get(criterion_id, []) if members & set(d.statement_ids)]
        sound = {d.coverage for d in here if not d.is_suspect}
        if any(d.is_suspect and d.coverage is not Coverage.NONE for d in here):
            return Cell(column, "suspect")
        if Coverage.FULL in sound:
            return Cell(column, "full")
        if Coverage.PART in sound:
            return Cell(column, "part")
        judged = {i for d in here for i in d.statement_ids}
        bands = [
            BANDS.index(s.band)
            for s in self._suggested.get(criterion_id, [])
            if s.statement_id in members - judged
        ]
        if bands:
            return Cell(column, "suggested", BANDS[max(bands)])
        return Cell(column, "rejected" if sound else "none")
