"""What stands between a criterion and an assessment: columns, cells, and what is summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from mapper.queries.grouping import grouped
from mapper.queries.matrix import JudgedCell, SuggestedCell
from mapper.queries.rows import LoadedMapping, ModuleRow, StatementRow
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
    is_in_set: bool = False

    @property
    def mark(self) -> str:
        """One character: ● full, ◐ part, ! suspect, H M L suggested, × rejected; "" of a set alone."""
        if self.state == "suggested":
            return self.band[:1].upper()
        return {"full": "●", "part": "◐", "suspect": "!", "rejected": "×"}.get(self.state, "")

    @property
    def words(self) -> str:
        """The state for those who hear the page."""
        if self.state == "set":
            return "in a declared set"
        said = {"suggested": f"suggested, {self.band}", "none": "nothing suggested"}.get(
            self.state, self.state
        )
        return f"{said}, in a declared set" if self.is_in_set else said


@dataclass(frozen=True, slots=True)
class Rest:
    """What closed modules hold, for one criterion or of one module: counts of cells, the best band.

    `module_ids` are those in which there is anything.
    """

    full: int = 0
    part: int = 0
    suspect: int = 0
    in_sets: int = 0
    band: str = ""
    module_ids: frozenset[int] = frozenset()

    @property
    def links(self) -> int:
        """How many cells hold anything, a rejection aside; a suggestion counts once."""
        return self.full + self.part + self.suspect + self.in_sets + bool(self.band)

    @property
    def marks(self) -> str:
        """ "2● 1◐ H", "·" where there is nothing."""
        counted = ((self.full, "●"), (self.part, "◐"), (self.suspect, "!"), (self.in_sets, "set"))
        said = [f"{count}{mark}" for count, mark in counted if count] + [self.band[:1].upper()]
        return " ".join(filter(None, said)) or "·"

    @property
    def words(self) -> str:
        """ "2 full, 1 part, suggested at best high", or that there is nothing."""
        counted = (
            (self.full, "full"),
            (self.part, "part"),
            (self.suspect, "suspect"),
            (self.in_sets, "in a declared set"),
        )
        said = [f"{count} {name}" for count, name in counted if count]
        best = [f"suggested, at best {self.band}"] if self.band else []
        return ", ".join(said + best) or "nothing"


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


def rest_of(cells: Iterable[Cell]) -> Rest:
    """What the cells hold, in summary."""
    held = list(cells)
    states = Counter(c.state for c in held)
    bands = [BANDS.index(c.band) for c in held if c.band]
    return Rest(
        full=states["full"],
        part=states["part"],
        suspect=states["suspect"],
        in_sets=states["set"],
        band=BANDS[max(bands)] if bands else "",
        module_ids=frozenset(c.column.module.id for c in held if c.state != "rejected"),
    )


class Cells:
    """The cells of a matrix that hold anything."""

    def __init__(
        self, decided: Iterable[JudgedCell], suggested: Iterable[SuggestedCell], columns: Sequence[Column]
    ) -> None:
        self._decided = grouped((d.criterion_id, d) for d in decided)
        self._suggested = grouped((s.criterion_id, s) for s in suggested)
        self._columns = grouped((i, column) for column in columns for i in column.statement_ids)

    def of(self, criterion_id: int) -> dict[str, Cell]:
        """The cells of a criterion that hold anything, by their column's key."""
        decided, suggested = self._decided.get(criterion_id, []), self._suggested.get(criterion_id, [])
        linked = {i for d in decided for i in d.statement_ids} | {s.statement_id for s in suggested}
        touched = {c.key: c for i in linked for c in self._columns.get(i, ())}
        return {key: _cell(column, decided, suggested) for key, column in touched.items()}


def _cell(column: Column, decided: Sequence[JudgedCell], suggested: Sequence[SuggestedCell]) -> Cell:
    """The strongest thing known: suspect, full, part, in a set, suggested, rejected, or nothing."""
    members = set(column.statement_ids)
    here = [d for d in decided if members & set(d.statement_ids)]
    links = [d for d in here if d.set_mode is None]
    in_set = len(links) < len(here)
    sound = {d.coverage for d in links if not d.is_suspect}
    if any(d.is_suspect and d.coverage is not Coverage.NONE for d in here):
        return Cell(column, "suspect", is_in_set=in_set)
    for coverage in (Coverage.FULL, Coverage.PART):
        if coverage in sound:
            return Cell(column, coverage.value, is_in_set=in_set)
    if in_set:
        return Cell(column, "set", is_in_set=True)
    judged = {i for d in links for i in d.statement_ids}
    bands = [BANDS.index(s.band) for s in suggested if s.statement_id in members - judged]
    if bands:
        return Cell(column, "suggested", BANDS[max(bands)])
    return Cell(column, "rejected" if sound else "none")
