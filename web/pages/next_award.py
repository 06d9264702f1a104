"""The largest award that is guaranteed, what is missing to the next one, and every way through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from mapper.catalogue.facts import QualificationFacts, UnitFacts
from mapper.paths.awards import AwardReach, Measure, largest_guaranteed, next_award
from mapper.paths.plan import AwardPlan, plan_award
from mapper.queries.structure import OfferedAwards
from mapper.standing.verdicts import CriterionStanding, PathCoverage, Standing, UnitPaths
from mapper.standing.ways import Way, ways_through
from mapper.standing.wording import change_in_words
from mapper.values import Finding
from web.pages.coverage import CoveragePage

# What is to be done first about a criterion of which no evidence stands, in this order.
TO_DO = {
    Standing.NOT_JUDGED: "judge it: nobody has yet",
    Standing.UNDETERMINED: "look again: a decision is suspect",
    Standing.PART: "find the rest of the evidence: it is covered in part only",
    Standing.NOT_COVERED: "find or add evidence: nothing here covers it",
}


@dataclass(frozen=True, slots=True)
class ChosenUnit:
    """A unit chosen for the next award; `paths` is None for one that is not in the mapping."""

    facts: UnitFacts
    paths: UnitPaths | None
    criteria: int

    def open(self, measure: Measure) -> tuple[CriterionStanding, ...]:
        """Its criteria that are not guaranteed; none where nothing is known of it."""
        return self.paths.lacking(measure) if self.paths else ()

    def is_guaranteed(self, measure: Measure) -> bool:
        """Whether every learner meets it."""
        return self.paths is not None and self.paths.is_guaranteed(measure)


@dataclass(frozen=True, slots=True)
class Held:
    """What is guaranteed by one measure: units, their credits, and the largest award that they make.

    `without_credits` are units whose credits are not known, and not in the sum.
    """

    units: tuple[str, ...]
    credits: float
    without_credits: tuple[str, ...]
    award: QualificationFacts | None


@dataclass(frozen=True, slots=True)
class WayRow:
    """A way through the programme with what is guaranteed on it, by each measure.

    Without verdicts (not entered, faulty) nothing is held, and `trouble` says why.
    """

    way: Way
    trouble: str
    held: dict[Measure, Held]


@dataclass(frozen=True, slots=True)
class NextAwardPage:
    """The award that is reached by a measure, the next one with its units, and the plan to it.

    `next` and `found` are None where no larger award is offered, `found` also where nothing can be
    determined.
    """

    coverage: CoveragePage
    measure: Measure
    largest: AwardReach | None
    next: AwardReach | None
    found: AwardPlan | None
    rows: tuple[WayRow, ...]

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.coverage.is_sample

    @property
    def units(self) -> tuple[ChosenUnit, ...]:
        """The units chosen for the next award, in the specification's order."""
        if self.found is None:
            return ()
        by_ref = {u.unit.ref: u for u in self.coverage.paths.units}
        offered = self.coverage.offered
        return tuple(
            ChosenUnit(offered.units[ref], by_ref.get(ref), offered.criteria.get(ref, 0))
            for ref in self.found.selection.units
        )

    @property
    def steps(self) -> tuple[str, ...]:
        """The changes of the programme, as sentences."""
        plan = self.found.plan if self.found else None
        structure = self.coverage.paths.structure
        return tuple(change_in_words(c, structure) for c in plan.changes) if plan else ()

    @property
    def unproven(self) -> tuple[tuple[str, tuple[tuple[UnitPaths, tuple[CriterionStanding, ...]], ...]], ...]:
        """What has no evidence yet: what to do, with the criteria by unit."""
        names = set(self.found.unproven) if self.found else set()
        found = []
        for standing, words in TO_DO.items():
            units = tuple(
                (unit, criteria)
                for unit in self.coverage.paths.units
                if (
                    criteria := tuple(
                        c for c in unit.criteria if c.id in names and c.by(self.measure) is standing
                    )
                )
            )
            if units:
                found.append((words, units))
        return tuple(found)

    @property
    def why_none(self) -> tuple[Finding, ...]:
        """Why no units could be chosen for the next award."""
        return self.found.selection.findings if self.found and not self.found.selection.units else ()

    @property
    def trouble(self) -> tuple[Finding, ...]:
        """Why no changes are planned, where there are none."""
        plan = self.found.plan if self.found else None
        return plan.findings if plan else ()


def next_award_page(
    coverage: CoveragePage, measure: Measure, *, rows: tuple[WayRow, ...], today: date
) -> NextAwardPage:
    """The next award by a measure for learners registered today, with the least changes that reach it."""
    reaches = coverage.reaches[measure]
    following = next_award(reaches)
    found = None
    if following is not None and coverage.paths.is_determined:
        in_mapping = {u.unit.ref for u in coverage.paths.units}
        found = plan_award(
            coverage.paths.structure,
            coverage.paths.unit_standings(),
            qualification=following.qualification,
            known=coverage.offered.units,
            measure=measure,
            registered_on=today,
            further={r: n for r, n in coverage.offered.criteria.items() if r not in in_mapping or not n},
        )
    return NextAwardPage(coverage, measure, largest_guaranteed(reaches), following, found, rows)


def way_rows(
    coverage: CoveragePage,
    *,
    judged: Callable[[Way], PathCoverage],
    reached: Callable[[PathCoverage, Measure], Sequence[AwardReach]],
) -> tuple[WayRow, ...]:
    """Every way through the programme with what is guaranteed on it."""
    return tuple(_row(way, judged(way), coverage.offered, reached) for way in ways_through(coverage.entered))


def _row(
    way: Way,
    paths: PathCoverage,
    offered: OfferedAwards,
    reached: Callable[[PathCoverage, Measure], Sequence[AwardReach]],
) -> WayRow:
    if not way.tree.is_entered:
        return WayRow(way, "not entered", {})
    if not paths.is_determined:
        return WayRow(way, "faulty or unclear", {})
    return WayRow(way, "", {m: _held(paths, m, offered.units, reached) for m in Measure})


def _held(
    paths: PathCoverage,
    measure: Measure,
    known: dict[str, UnitFacts],
    reached: Callable[[PathCoverage, Measure], Sequence[AwardReach]],
) -> Held:
    refs = tuple(u.unit.ref for u in paths.units if u.is_guaranteed(measure))
    largest = largest_guaranteed(reached(paths, measure)) if refs else None
    credits_ = {ref: known[ref].credits for ref in refs if ref in known}
    return Held(
        refs,
        _sum(credits_.values()),
        tuple(ref for ref in refs if credits_.get(ref) is None),
        largest.qualification if largest else None,
    )


def _sum(credits_: Iterable[float | None]) -> float:
    return sum(one for one in credits_ if one is not None)
