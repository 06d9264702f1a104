"""The verdict on every path as one cell of the matrix: by shape, by word, with its reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from mapper.queries.matrix import JudgedCell
from mapper.queries.rows import StatementRow, UnitRow
from mapper.standing.entered import Entered
from mapper.standing.structure import StandingStructure, standing_structure
from mapper.standing.verdicts import CriterionStanding, Standing, unit_standings_of

SHAPES = {
    Standing.GUARANTEED: "■",
    Standing.CONDITIONAL: "◧",
    Standing.PART: "◐",
    Standing.NOT_COVERED: "□",
    Standing.UNDETERMINED: "?",
    Standing.NOT_JUDGED: "",
}
NOT_ENTERED = "structure not entered"
NO_STRUCTURE = standing_structure((), Entered(()))
"""For where nothing is fully covered, so that no verdict looks at the structure."""


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict by one measure, or by both where `measure` is ""."""

    measure: str
    shape: str
    words: str

    @property
    def kind(self) -> str:
        """The name of its style."""
        return self.words.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class VerdictCell:
    """What the coverage of one criterion means on every path."""

    standing: CriterionStanding
    lacks_structure: bool

    @property
    def lines(self) -> tuple[VerdictLine, ...]:
        """One line where both measures agree, else by module and then by component."""
        if self.lacks_structure:
            return (VerdictLine("", "", NOT_ENTERED),)
        by_module, by_component = self.standing.by_module, self.standing.by_component
        if by_module is by_component:
            return (_line("", by_module),)
        return (_line("module", by_module), _line("component", by_component))

    @property
    def words(self) -> str:
        """Both verdicts and the reason, for those who hear the page or point at the cell."""
        said = ", ".join(
            " ".join(filter(None, (f"by {x.measure}" if x.measure else "", x.words))) for x in self.lines
        )
        return f"{said}. {self.standing.reason}"

    @property
    def need(self) -> int:
        """How far from guaranteed by both measures, for the order of rows: 0 to 2."""
        measures = (self.standing.by_module, self.standing.by_component)
        return sum(standing is not Standing.GUARANTEED for standing in measures)


def _line(measure: str, standing: Standing) -> VerdictLine:
    return VerdictLine(measure, SHAPES[standing], standing.value)


def verdict_cells(
    unit: UnitRow,
    standing: StandingStructure,
    decided: Iterable[JudgedCell],
    *,
    covered: Collection[int],
    statements: Mapping[int, StatementRow],
) -> dict[int, VerdictCell]:
    """The verdict on each criterion of a unit, by its id.

    `covered` are the criteria that stand fully covered, `statements` those that were decided on.
    """
    found = unit_standings_of(standing, unit, decisions=decided, statements=statements)
    return {
        c.row.id: VerdictCell(c, lacks_structure=c.row.id in covered and not standing.is_entered)
        for c in found
    }
