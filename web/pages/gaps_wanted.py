"""Which gaps somebody asks for in the address: of a unit, in a state, assigned to somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from werkzeug.datastructures import MultiDict

from mapper.paths.awards import Measure
from mapper.standing.entered import WHOLE_PROGRAMME
from mapper.standing.gaps import Gap, GapState

LONGEST_SOUGHT = 200


class Show(StrEnum):
    """A filter of gaps by where the work on them stands."""

    OPEN = "open"
    OVERDUE = "overdue"
    SUSPECT = "suspect"
    CLOSED = "closed"
    ALL = "all"

    @property
    def words(self) -> str:
        """The filter's name."""
        return {"suspect": "Look again", "all": "All"}.get(self.value, self.value.capitalize())

    def holds(self, gap: Gap) -> bool:
        """Whether the filter shows the gap; what is met and not closed is open work, too."""
        if self is Show.ALL:
            return True
        if self is Show.OPEN:
            return gap.state is not GapState.CLOSED
        states = {
            Show.OVERDUE: GapState.OVERDUE,
            Show.SUSPECT: GapState.SUSPECT,
            Show.CLOSED: GapState.CLOSED,
        }
        return gap.state is states[self]


@dataclass(frozen=True, slots=True)
class GapsWanted:
    """What is asked for: the way to an award, the measure, the unit and the filter.

    `to` is any part of what is entered as assigned to, in any case.
    """

    mapping_id: int
    award: str
    measure: Measure
    unit_id: int | None = None
    show: Show = Show.OPEN
    to: str = ""

    @property
    def is_all_open(self) -> bool:
        """Whether nothing but open gaps are asked for, whoever has them."""
        return self.show is Show.OPEN and not self.to

    def holds(self, gap: Gap) -> bool:
        """Whether the gap is asked for, whatever its unit."""
        assigned = gap.last.assigned_to.casefold() if gap.last else ""
        return self.show.holds(gap) and self.to.casefold() in assigned

    def address(self, **other: str | int | None) -> dict[str, Any]:
        """What an address names so that the same is shown again, but for what is named."""
        return {
            "mapping_id": self.mapping_id,
            "award": self.award or None,
            "measure": "component" if self.measure is Measure.COMPONENT else None,
            "unit": self.unit_id,
            "show": None if self.show is Show.OPEN else self.show.value,
            "to": self.to or None,
        } | other


def gaps_wanted(mapping_id: int, args: MultiDict[str, str]) -> GapsWanted:
    """What an address asks for; all open gaps where its filter is none that is known."""
    asked = args.get("show", "")
    return GapsWanted(
        mapping_id=mapping_id,
        award=args.get("award", WHOLE_PROGRAMME),
        measure=Measure.COMPONENT if args.get("measure") == "component" else Measure.MODULE,
        unit_id=args.get("unit", type=int),
        show=Show(asked) if asked in set(Show) else Show.OPEN,
        to=" ".join(args.get("to", "").split())[:LONGEST_SOUGHT],
    )
