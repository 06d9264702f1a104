"""The gap plan: the least changes that close the gaps, what can be done about each, and what is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mapper.errors import NotFoundError
from mapper.models.gaps import Way
from mapper.paths.awards import Measure
from mapper.paths.changes import Change, ChangeKind, possible_changes
from mapper.paths.plan import MOST_TOGETHER, GapPlan, plan_changes, single_changes
from mapper.standing.gaps import Gap, GapState, JudgedGaps
from mapper.standing.remedies import REMEDIES, WHOLE_UNIT, Offer, Remedy, can_be_accepted, offers
from mapper.standing.verdicts import Standing, UnitPaths
from mapper.standing.wording import change_in_words
from web.pages.coverage import CoveragePage
from web.pages.gap_forms import FIELDS, NOTHING_TYPED, TypedGaps
from web.pages.gap_words import closed_in_words, due_in_words, state_in_words, tally_in_words
from web.pages.gaps_wanted import GapsWanted, Show


@dataclass(frozen=True, slots=True)
class ShownGap:
    """A gap with the remedies that fit it; `is_planned` says that the plan above is for it, too."""

    gap: Gap
    offers: tuple[Offer, ...] = ()
    is_planned: bool = False

    @property
    def id(self) -> int:
        """The criterion's id."""
        return self.gap.said.row.id

    @property
    def is_closed(self) -> bool:
        """Whether its last entry is a closing that is about this measure, suspect or not."""
        return self.gap.state in {GapState.CLOSED, GapState.SUSPECT}

    @property
    def can_be_planned(self) -> bool:
        """Whether there is something left to plan."""
        return self.gap.is_open and not self.is_closed

    @property
    def can_be_accepted(self) -> bool:
        """Whether ILM may accept the verdict by module."""
        return can_be_accepted(self.gap.said)

    @property
    def is_met(self) -> bool:
        """Whether it is guaranteed by now, and nobody has closed it."""
        return self.gap.state is GapState.MET

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways to choose from: those that fit, and the one chosen before."""
        fitting = [offer.remedy.way for offer in self.offers]
        chosen = self.gap.last.way if self.gap.last else None
        known = fitting or [way for way in Way if way not in WHOLE_UNIT]
        return tuple(known if chosen is None or chosen in known else [chosen, *known])

    @property
    def pass_descriptors(self) -> tuple[str, ...]:
        """What a pass needs, where the mark sheet says it."""
        return self.gap.said.row.descriptors.get("pass") or ()


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """A unit with the gaps that are shown of it; `open` are all that are open, shown or not."""

    unit: UnitPaths
    gaps: tuple[ShownGap, ...]
    open: tuple[Gap, ...]

    @property
    def plannable(self) -> tuple[ShownGap, ...]:
        """Those that can be planned together."""
        return tuple(g for g in self.gaps if g.can_be_planned)

    @property
    def acceptable(self) -> tuple[ShownGap, ...]:
        """Those whose verdict by module ILM may accept."""
        return tuple(g for g in self.gaps if g.can_be_accepted and g.gap.is_open)

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways that fit any of them, and those for the whole unit."""
        fitting = {way for gap in self.plannable for way in gap.ways}
        return tuple(way for way in Way if way in fitting or way in WHOLE_UNIT)


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gaps by unit, and the plan for what was judged covered; None where nothing of it is open.

    `unit_id` is that of the only unit looked at, None for all of them together. `all_gaps` are those of
    every unit, whatever is shown; `done` says in words what was just recorded.
    """

    coverage: CoveragePage
    unit_id: int | None
    wanted: GapsWanted
    plan: GapPlan | None
    steps: tuple[str, ...]
    units_shown: tuple[ShownUnit, ...]
    all_gaps: tuple[Gap, ...]
    today: date
    form: TypedGaps = NOTHING_TYPED
    done: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def measure(self) -> Measure:
        """By which verdicts the gaps are told."""
        return self.wanted.measure

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
    def met(self) -> tuple[Gap, ...]:
        """Those of all units that are guaranteed by now, and that nobody has closed."""
        return tuple(gap for gap in self.all_gaps if gap.state is GapState.MET)

    @property
    def assignees(self) -> tuple[str, ...]:
        """Whom gaps are assigned to, to choose from."""
        found = {gap.last.assigned_to for gap in self.all_gaps if gap.last and gap.last.assigned_to}
        return tuple(sorted(found, key=str.casefold))

    @property
    def tally(self) -> str:
        """How many stand where: "3 not planned, 2 overdue"."""
        return tally_in_words(self.all_gaps)

    @property
    def counts(self) -> dict[Show, int]:
        """How many gaps each filter shows, of all units and whoever they are assigned to."""
        return {show: sum(show.holds(gap) for gap in self.all_gaps) for show in Show}

    def count_in(self, unit: UnitPaths) -> int:
        """How many gaps of a unit the filter shows."""
        return sum(gap.unit.id == unit.unit.id and self.wanted.holds(gap) for gap in self.all_gaps)

    @property
    def whole_unit(self) -> tuple[Remedy, ...]:
        """What can be done about whole units."""
        return tuple(REMEDIES[way] for way in WHOLE_UNIT)

    @property
    def fault_place(self) -> str:
        """The id of the field that is at fault; of its form where the fault is none of one field."""
        name, field = self.form.name, self.form.field
        if not name.replace("-", "").isalnum():
            return "main"
        return f"{name}-{field}" if field in FIELDS else name

    def state(self, gap: Gap) -> str:
        """Where the work stands, in words."""
        return state_in_words(gap, self.today)

    def due(self, due_on: date) -> str:
        """When it is due, and how far that is."""
        return due_in_words(due_on, self.today)

    def closed(self, gap: Gap) -> str:
        """How and when it was closed, and what changed since."""
        return closed_in_words(gap)

    def short(self, way: Way) -> str:
        """A way in few words."""
        return way.value[0].upper() + way.value[1:]


def gaps_page(
    coverage: CoveragePage,
    judged: JudgedGaps,
    *,
    wanted: GapsWanted,
    today: date,
    form: TypedGaps = NOTHING_TYPED,
    done: str = "",
) -> GapsPage:
    """The gaps that are asked for: of one unit, or of all together where they are few enough to plan.

    With another filter than all open gaps, those of all units are shown together without a plan where
    they are too many. Nothing is planned for what is undetermined. Raises NotFoundError for a unit that
    was not chosen.
    """
    measure, unit_id = wanted.measure, wanted.unit_id
    if unit_id is not None and unit_id not in {u.unit.id for u in coverage.paths.units}:
        raise NotFoundError("The mapping has no such unit.", subject=f"unit {unit_id}")
    lacking = [u for u in coverage.paths.units if u.lacking(measure)]
    is_too_much = unit_id is None and _is_too_much_together(coverage, lacking, measure)
    if is_too_much and wanted.is_all_open:
        unit_id, is_too_much = lacking[0].unit.id, False
    gaps = judged.gaps(measure, today=today)
    asked = [u for u in coverage.paths.units if unit_id in {None, u.unit.id}]
    planned = () if is_too_much else _planned(coverage, [u for u in asked if u in lacking], measure)
    structure = coverage.paths.structure
    plan = plan_changes(structure, planned, measure=measure) if planned else None
    fitting = _Fitting(coverage, measure, planned, plan, several_units=len(lacking) > 1)

    def shown(unit: UnitPaths) -> ShownUnit:
        own = [gap for gap in gaps if gap.unit.id == unit.unit.id]
        seen = tuple(fitting.shown(gap, with_offers=not is_too_much) for gap in own if wanted.holds(gap))
        return ShownUnit(unit, seen, tuple(gap for gap in own if gap.is_open))

    units = tuple(found for unit in asked if (found := shown(unit)).gaps)
    steps = tuple(change_in_words(c, structure) for c in plan.changes) if plan else ()
    return GapsPage(coverage, unit_id, wanted, plan, steps, units, gaps, today, form, done)


@dataclass(frozen=True, slots=True)
class _Fitting:
    coverage: CoveragePage
    measure: Measure
    planned: tuple[str, ...]
    plan: GapPlan | None
    several_units: bool

    def shown(self, gap: Gap, *, with_offers: bool) -> ShownGap:
        """The gap with the remedies that fit it."""
        if not with_offers or not gap.is_open:
            return ShownGap(gap)
        found, is_joint = self._changes(gap.said.id)
        fitting = offers(
            gap.said,
            self.coverage.paths.structure,
            measure=self.measure,
            changes=found,
            is_joint=is_joint,
            several_units=self.several_units,
        )
        return ShownGap(gap, fitting, is_planned=gap.said.id in self.planned)

    def _changes(self, name: str) -> tuple[tuple[Change, ...], bool]:
        """What closes the gap alone, else what of the plan bears on it."""
        structure = self.coverage.paths.structure
        criterion = next((c for c in structure.criteria if c.id == name), None)
        if criterion is None or name not in self.planned:
            return (), False
        found = single_changes(structure, criterion, measure=self.measure)
        alone = tuple(c for c in found if c.kind is not ChangeKind.EVIDENCE)
        if alone or self.plan is None:
            return alone, False
        bearing = possible_changes(structure, [criterion], self.measure)
        return tuple(c for c in self.plan.changes if c in bearing), True


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
