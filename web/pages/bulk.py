"""Deciding on several cells at once: what can be chosen, and a preview of what would change."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from mapper.queries.coverage import MappingCoverage, UnitCoverage, coverage_of_mapping
from mapper.queries.grouping import grouped
from mapper.queries.rows import CriterionRow, LoadedMapping, StatementRow, SuggestionRow
from mapper.reviews import MAX_CELLS, BulkPlan, Cell, wording_seen
from mapper.values import Coverage
from web.pages.selection import Held, Return

BANDS = ("low", "medium", "high")
KEY = re.compile(r"(?P<criterion>[0-9]{1,18}):(?P<statement>[0-9]{1,18})(:(?P<wording>\w{1,16}\.\w{1,16}))?")


@dataclass(frozen=True, slots=True)
class NamedCell:
    """A criterion and a statement in words; `why` says why it is passed over, "" where it is not."""

    key: str
    unit: str
    criterion: str
    text: str
    statement: str
    band: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class BulkChoice:
    """The suggestions of a unit that nobody has decided, to choose from; `band` "" shows all."""

    mapping: LoadedMapping
    coverage: MappingCoverage
    unit: UnitCoverage
    band: str
    cells: tuple[NamedCell, ...]
    chosen: frozenset[str]
    message: str = ""
    fault: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def most(self) -> int:
        """How many cells one bulk decision takes."""
        return MAX_CELLS


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk decision would record and what it passes over.

    `coverage` is None where nothing can be planned, as the fault says. `back` is the matrix in which
    its cells were selected, None where they come from the list; `held` is what they held at first.
    """

    mapping: LoadedMapping
    coverage: Coverage | None
    unit_id: int | None
    will_change: tuple[NamedCell, ...] = ()
    passed_over: tuple[NamedCell, ...] = ()
    reason_wanted: str = ""
    fault: str = ""
    back: Return | None = None
    held: Held | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def changes(self) -> tuple[tuple[str, list[NamedCell]], ...]:
        """What would be recorded, by unit."""
        return tuple(grouped((cell.unit, cell) for cell in self.will_change).items())

    @property
    def passes(self) -> tuple[tuple[str, list[NamedCell]], ...]:
        """What is passed over, by unit."""
        return tuple(grouped((cell.unit, cell) for cell in self.passed_over).items())


def key_of(cell: Cell) -> str:
    """The cell in a form: "7:12", followed by the wording that was shown."""
    known = f"{cell.criterion_id}:{cell.statement_id}"
    return f"{known}:{cell.wording}" if cell.wording else known


def cells_in(keys: Collection[str]) -> tuple[Cell, ...]:
    """The cells that a form named, with the wording it showed; what is no such key is left out."""
    found = filter(None, (KEY.fullmatch(key) for key in keys))
    return tuple(Cell(int(m["criterion"]), int(m["statement"]), m["wording"] or "") for m in found)


def bulk_choice(
    mapping: LoadedMapping,
    *,
    unit_id: int | None,
    band: str,
    chosen: Collection[str] = (),
    message: str = "",
    fault: str = "",
) -> BulkChoice:
    """What can be chosen in a unit, the first where none is named, in the order of its criteria."""
    coverage = coverage_of_mapping(mapping)
    unit = next((u for u in coverage.units if u.unit.id == unit_id), coverage.units[0])
    namer = _Namer(mapping)
    decided = {(d.criterion_id, i) for d in mapping.decisions for i in d.statement_ids}
    suggested = mapping.suggestions_by_criterion()
    cells = [
        Cell(c.row.id, s.statement_id)
        for c in unit.criteria
        for s in suggested.get(c.row.id, [])
        if (c.row.id, s.statement_id) not in decided and band in ("", s.band)
    ]
    named = tuple(namer.cell(cell) for cell in cells)
    return BulkChoice(mapping, coverage, unit, band, named, frozenset(chosen), message, fault)


def bulk_preview(
    mapping: LoadedMapping, *, coverage: Coverage, plan: BulkPlan, unit_id: int | None, fault: str = ""
) -> BulkPreview:
    """The plan in words."""
    namer = _Namer(mapping)
    return BulkPreview(
        mapping=mapping,
        coverage=coverage,
        unit_id=unit_id,
        will_change=tuple(namer.cell(cell) for cell in plan.will_change),
        passed_over=tuple(namer.cell(p.cell, why=p.why) for p in plan.passed_over),
        reason_wanted=plan.reason_wanted or "",
        fault=fault,
    )


class _Namer:
    """Names cells by what the mapping knows of them."""

    def __init__(self, mapping: LoadedMapping) -> None:
        self._criteria = {c.id: (unit, c) for unit in mapping.units for c in unit.criteria}
        self._statements, self._modules = mapping.statements(), mapping.module_of()
        self._suggested: dict[tuple[int, int], SuggestionRow] = {
            (s.criterion_id, s.statement_id): s for s in mapping.suggestions
        }

    def cell(self, cell: Cell, *, why: str = "") -> NamedCell:
        """The cell in words; what the mapping does not know is called by its number."""
        unit, criterion = self._criteria.get(cell.criterion_id, (None, None))
        statement = self._statements.get(cell.statement_id)
        suggested = self._suggested.get((cell.criterion_id, cell.statement_id))
        return NamedCell(
            key=key_of(replace(cell, wording=self._wording(criterion, statement))),
            unit=f"{unit.ref} {unit.title}" if unit else "Not in this mapping",
            criterion=f"{unit.ref} {criterion.number}"
            if unit and criterion
            else f"criterion {cell.criterion_id}",
            text=criterion.text if criterion else "",
            statement=(
                f"{self._modules[statement.id].name}: {statement.label}"
                if statement
                else f"statement {cell.statement_id}"
            ),
            band=suggested.band if suggested else "",
            why=why,
        )

    @staticmethod
    def _wording(criterion: CriterionRow | None, statement: StatementRow | None) -> str:
        if criterion is None or statement is None:
            return ""
        return wording_seen(criterion.fingerprint, statement.fingerprint)
