"""Gaps as work: what is recorded of each, what a closing rested on, and whether that still stands.

A gap is a criterion that is not guaranteed by a measure. What is recorded of it never changes a verdict:
a closing whose ground has changed is suspect and counts as open.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from mapper.models.gaps import Closing, GapAct, Way
from mapper.paths.awards import Measure
from mapper.queries.rows import LoadedMapping, UnitRow
from mapper.standing.entered import Entered, Tree
from mapper.standing.structure import standing_structure
from mapper.standing.verdicts import CriterionStanding, PathCoverage, Standing, path_coverage


class GapState(StrEnum):
    """Where the work on a gap stands; all but `CLOSED` and `MET` count as open."""

    OPEN = "not planned"
    PLANNED = "planned"
    OVERDUE = "overdue"
    SUSPECT = "look again"
    MET = "guaranteed now"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ground:
    """What a closing rests on: the version of the structure (0: none), the decisions on the criterion
    that stand and are not suspect, by id, and both verdicts. `measure` is the one by which the gap was
    looked at."""

    structure: int
    decisions: tuple[int, ...]
    by_module: Standing
    by_component: Standing
    measure: Measure

    def as_json(self) -> dict[str, Any]:
        """For the store; `from_json` reads it again."""
        return {
            "structure": self.structure,
            "decisions": list(self.decisions),
            "by_module": self.by_module.value,
            "by_component": self.by_component.value,
            "measure": self.measure.value,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Ground:
        """The ground that `as_json` wrote."""
        return cls(
            stored["structure"],
            tuple(stored["decisions"]),
            Standing(stored["by_module"]),
            Standing(stored["by_component"]),
            Measure(stored["measure"]),
        )

    @property
    def print(self) -> str:
        """A fingerprint that changes with any of it, of 16 hexadecimal digits."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:16]

    def changed_since(self, then: Ground) -> tuple[str, ...]:
        """What is another now than it was then, in words; none where all of it stands."""
        found = []
        if self.structure != then.structure:
            found.append("who takes what and how it is passed was entered anew")
        if self.decisions != then.decisions:
            found.append("the decisions on the criterion are others, or one of them is suspect")
        for was, is_now, measure in (
            (then.by_module, self.by_module, Measure.MODULE),
            (then.by_component, self.by_component, Measure.COMPONENT),
        ):
            if was is not is_now:
                found.append(f"{measure} it was {was} and is {is_now}")
        return tuple(found)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry on a gap; `ground` is None for all but a closing, `batch_id` that of what was recorded at once."""

    id: int
    criterion_id: int
    act: GapAct
    way: Way | None
    assigned_to: str
    due_on: date | None
    note: str
    closing: Closing | None
    reason: str
    accepted_by: str
    by: str
    at: datetime
    ground: Ground | None
    batch_id: str = ""

    @property
    def is_planned(self) -> bool:
        """Whether anything is said of who does what by when."""
        return bool(self.way or self.assigned_to or self.due_on or self.note)

    def closes(self, measure: Measure, said: CriterionStanding) -> bool:
        """Whether it closes the gap by this measure.

        That it was guaranteed by module once says nothing of a gap by component.
        """
        if self.act is not GapAct.CLOSE or self.ground is None:
            return False
        is_narrower = self.closing is Closing.GUARANTEED and self.ground.measure is Measure.MODULE
        return not (is_narrower and measure is Measure.COMPONENT and said.by_module is not said.by_component)


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap and what is recorded of it, oldest entry first; `changed` says why a closing is suspect."""

    unit: UnitRow
    said: CriterionStanding
    ground: Ground
    record: tuple[EntryRow, ...]
    state: GapState
    changed: tuple[str, ...] = ()

    @property
    def last(self) -> EntryRow | None:
        """The entry that stands."""
        return self.record[-1] if self.record else None

    @property
    def mark(self) -> str:
        """What a form says was seen: the id of the entry that stands, 0 for none, and the ground's print."""
        return f"{self.record[-1].id if self.record else 0}.{self.ground.print}"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done about the criterion."""
        return self.state not in {GapState.CLOSED, GapState.MET}


@dataclass(frozen=True, slots=True)
class LoadedGaps:
    """A mapping, the way through its programme, and what is recorded of gaps on it, by criterion.

    `version` is that of the structure, 0 where nobody entered one.
    """

    mapping: LoadedMapping
    entered: Entered
    tree: Tree
    version: int
    records: Mapping[int, tuple[EntryRow, ...]]


@dataclass(frozen=True, slots=True)
class JudgedGaps:
    """The same with the verdicts of the solver."""

    loaded: LoadedGaps
    paths: PathCoverage

    def ground(self, said: CriterionStanding, measure: Measure) -> Ground:
        """What a closing of the criterion's gap would rest on."""
        decisions = sorted(
            d.id for d in self.loaded.mapping.decisions if d.criterion_id == said.row.id and not d.is_suspect
        )
        return Ground(self.loaded.version, tuple(decisions), said.by_module, said.by_component, measure)

    def gaps(self, measure: Measure, *, today: date) -> tuple[Gap, ...]:
        """What is not guaranteed by the measure, or has a record, in the specification's order."""
        return tuple(
            self._gap(unit.unit, said, measure, today)
            for unit in self.paths.units
            for said in unit.criteria
            if said.by(measure) is not Standing.GUARANTEED or said.row.id in self.loaded.records
        )

    def _gap(self, unit: UnitRow, said: CriterionStanding, measure: Measure, today: date) -> Gap:
        record = self.loaded.records.get(said.row.id, ())
        ground = self.ground(said, measure)
        last = record[-1] if record else None
        if last and last.ground and last.closes(measure, said):
            changed = ground.changed_since(last.ground)
            state = GapState.SUSPECT if changed else GapState.CLOSED
            return Gap(unit, said, ground, record, state, changed)
        if said.by(measure) is Standing.GUARANTEED:
            state = GapState.MET
        elif last is None or not last.is_planned:
            state = GapState.OPEN
        else:
            state = GapState.OVERDUE if last.due_on and last.due_on < today else GapState.PLANNED
        return Gap(unit, said, ground, record, state)


def judged_gaps(loaded: LoadedGaps) -> JudgedGaps:
    """The gaps with their verdicts; it may take a second, so not inside a writing unit of work."""
    mapping = loaded.mapping
    standing = standing_structure(mapping.modules, loaded.entered, tree_key=loaded.tree.key)
    return JudgedGaps(loaded, path_coverage(mapping, standing))
