"""The gap plan: the least changes that close the gaps, and what a university can do about each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mapper.errors import NotFoundError
from mapper.paths.awards import Measure
from mapper.paths.changes import ChangeKind
from mapper.paths.plan import GapPlan, plan_changes, single_changes
from mapper.standing.verdicts import CriterionStanding, Standing, UnitPaths
from mapper.standing.wording import change_in_words
from web.pages.coverage import CoveragePage

# The ways that seeds 000 and 002 name beside a change of the programme's own rules.
INSTEAD = (
    "Reword the brief of an assessment that every learner must pass, so that it asks for the criterion as "
    "it is worded here.",
    "Add a component that every learner must pass.",
    "Set a centre-developed instrument; ILM’s Quality & Compliance Manager must approve it beforehand.",
    "Set one integrated assignment for several units.",
)


# Gaps times modules; what is more is planned unit by unit. The search for the least changes took 1 s at
# 384, 5 s at 780 and half a minute at 3,400.
MOST_TOGETHER = 500


@dataclass(frozen=True, slots=True)
class Gap:
    """A criterion that is not guaranteed, with the changes each of which closes it by itself.

    `is_planned` says that it was judged covered, so that the plan is for it, too.
    """

    said: CriterionStanding
    changes: tuple[str, ...] = ()
    is_planned: bool = False

    @property
    def pass_descriptors(self) -> tuple[str, ...]:
        """What a pass needs, where the mark sheet says it."""
        return self.said.row.descriptors.get("pass") or ()


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gaps by unit, and the plan for what was judged covered; None where nothing of it is open.

    `unit_id` is that of the only unit looked at, None for all of them together.
    """

    coverage: CoveragePage
    measure: Measure
    unit_id: int | None
    plan: GapPlan | None
    steps: tuple[str, ...]
    gaps: tuple[tuple[UnitPaths, tuple[Gap, ...]], ...]

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def units(self) -> tuple[UnitPaths, ...]:
        """The units that have gaps."""
        return tuple(u for u in self.coverage.paths.units if u.lacking(self.measure))

    @property
    def is_too_much_together(self) -> bool:
        """Whether there are too many gaps to plan for all units at once."""
        return _is_too_much_together(self.coverage, self.units, self.measure)

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of units whose wording was not imported, so that no gap of them is known."""
        return tuple(u.unit.ref for u in self.coverage.paths.units if not u.criteria)

    @property
    def instead(self) -> tuple[str, ...]:
        """What can be done where no change of rules does."""
        return INSTEAD


def gaps_page(coverage: CoveragePage, measure: Measure, *, unit_id: int | None) -> GapsPage:
    """The gaps of one unit, or of all together where none is asked for and they are few enough.

    Nothing is planned for what is undetermined. Raises NotFoundError for a unit that was not chosen.
    """
    if unit_id is not None and unit_id not in {u.unit.id for u in coverage.paths.units}:
        raise NotFoundError("The mapping has no such unit.", subject=f"unit {unit_id}")
    structure = coverage.paths.structure
    units = [u for u in coverage.paths.units if u.lacking(measure)]
    if unit_id is None and _is_too_much_together(coverage, units, measure):
        unit_id = units[0].unit.id
    shown = [u for u in units if unit_id in {None, u.unit.id}]
    planned = _planned(coverage, shown, measure)
    plan = plan_changes(structure, planned, measure=measure) if planned else None
    criteria = {c.id: c for c in structure.criteria}

    def gap(said: CriterionStanding) -> Gap:
        if said.id not in planned:
            return Gap(said)
        found = single_changes(structure, criteria[said.id], measure=measure)
        own = [change_in_words(c, structure) for c in found if c.kind is not ChangeKind.EVIDENCE]
        return Gap(said, tuple(own), is_planned=True)

    return GapsPage(
        coverage,
        measure,
        unit_id,
        plan,
        tuple(change_in_words(c, structure) for c in plan.changes) if plan else (),
        tuple((unit, tuple(gap(c) for c in unit.lacking(measure))) for unit in shown),
    )


def _is_too_much_together(coverage: CoveragePage, units: Sequence[UnitPaths], measure: Measure) -> bool:
    gaps = len(_planned(coverage, units, measure))
    return gaps * len(coverage.paths.structure.modules) > MOST_TOGETHER


def _planned(coverage: CoveragePage, units: Sequence[UnitPaths], measure: Measure) -> tuple[str, ...]:
    """Ids of the criteria that were judged covered and are open for some learners."""
    judged = {c.id for c in coverage.paths.structure.criteria}
    return tuple(
        c.id
        for unit in units
        for c in unit.lacking(measure)
        if c.id in judged and c.by(measure) is not Standing.UNDETERMINED
    )
