"""All gaps of a mapping, unit by unit, as a page to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from mapper.models.gaps import Way
from mapper.paths.awards import Measure
from mapper.standing.gaps import Gap, GapState, JudgedGaps
from mapper.standing.remedies import REMEDIES
from mapper.standing.verdicts import UnitPaths
from web.formats import ZONE
from web.pages.coverage import CoveragePage
from web.pages.gap_words import closed_in_words, state_in_words, tally_in_words


@dataclass(frozen=True, slots=True)
class GapReport:
    """The gaps by unit; a unit without any has none in its list, one without wording no criteria."""

    coverage: CoveragePage
    measure: Measure
    made_at: datetime
    units: tuple[tuple[UnitPaths, tuple[Gap, ...]], ...]

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def today(self) -> date:
        """The day in the United Kingdom."""
        return self.made_at.astimezone(ZONE).date()

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Those of all units."""
        return tuple(gap for _, gaps in self.units for gap in gaps)

    @property
    def figures(self) -> str:
        """How many gaps stand where: "3 not planned, 2 overdue"."""
        return tally_in_words(self.gaps)

    @property
    def without_gaps(self) -> tuple[str, ...]:
        """References of units of which every criterion is guaranteed, and nothing was ever recorded."""
        return tuple(u.unit.ref for u, gaps in self.units if u.criteria and not gaps)

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of units whose wording was not imported, so that no gap of them is known."""
        return tuple(u.unit.ref for u, _ in self.units if not u.criteria)

    def state(self, gap: Gap) -> str:
        """Where the work stands, in words."""
        return state_in_words(gap, self.today)

    def closed(self, gap: Gap) -> str:
        """How and when it was closed, and what changed since; "" where it is not."""
        return closed_in_words(gap) if gap.state in {GapState.CLOSED, GapState.SUSPECT} else ""

    def title(self, way: Way) -> str:
        """A way in words."""
        return REMEDIES[way].title


def gap_report(
    coverage: CoveragePage, judged: JudgedGaps, measure: Measure, *, made_at: datetime
) -> GapReport:
    """The report of what is not guaranteed by the measure, or has a record."""
    gaps = judged.gaps(measure, today=made_at.astimezone(ZONE).date())
    units = ((u, tuple(g for g in gaps if g.unit.id == u.unit.id)) for u in coverage.paths.units)
    return GapReport(coverage, measure, made_at, tuple(units))
