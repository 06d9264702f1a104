"""What holds for every graduate: the coverage page and the words on it."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.paths.awards import AwardReach, Measure, largest_guaranteed
from mapper.queries.rows import LoadedMapping
from mapper.queries.structure import OfferedAwards
from mapper.standing.entered import Entered, OtherWay, Tree
from mapper.standing.evidence_doubts import DoubtGroup
from mapper.standing.verdicts import PathCoverage, Standing, UnitPaths, counted
from mapper.standing.ways import Way, pathways
from mapper.standing.wording import listed
from mapper.values import Finding

FULL_WIDTH = 100.0
NOTHING_OFFERED = OfferedAwards((), {})


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar: where it begins and how wide it is, of 100, and what it stands for."""

    x: float
    width: float
    standing: Standing

    @property
    def kind(self) -> str:
        """The name of its style."""
        return self.standing.value.replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Bar:
    """How many criteria stand where, as a bar and in words."""

    counts: dict[Standing, int]

    @property
    def total(self) -> int:
        """All criteria."""
        return sum(self.counts.values())

    @property
    def guaranteed(self) -> int:
        """The criteria that hold on every path."""
        return self.counts[Standing.GUARANTEED]

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The parts that are there, from left to right."""
        found, at = [], 0.0
        for standing, count in self.counts.items():
            width = FULL_WIDTH * count / self.total if self.total else 0.0
            if count:
                found.append(Segment(round(at, 2), round(width, 2), standing))
            at += width
        return tuple(found)

    @property
    def words(self) -> str:
        """The figures: "3 guaranteed, 2 conditional", or that there is no wording."""
        said = [f"{count} {standing.value}" for standing, count in self.counts.items() if count]
        return ", ".join(said) or "no wording imported"


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """A mapping's verdicts on one way through the programme, and the awards that they make.

    `reaches` hold, by each measure, what every qualification of the specification can rest on; `doubts`
    what speaks against the evidence that stands. Both are empty where a page does not show them.
    """

    mapping: LoadedMapping
    paths: PathCoverage
    entered: Entered
    tree: Tree
    reaches: dict[Measure, tuple[AwardReach, ...]]
    findings: tuple[Finding, ...]
    way_through: Way | None = None
    offered: OfferedAwards = NOTHING_OFFERED
    doubts: tuple[DoubtGroup, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def is_entered(self) -> bool:
        """Whether somebody entered who takes what on this way."""
        return self.tree.is_entered

    @property
    def measures(self) -> tuple[tuple[Measure, str, str], ...]:
        """Both measures with a name and what they mean."""
        return (
            (Measure.MODULE, "By module completed", "What ILM’s guidance accepts."),
            (Measure.COMPONENT, "By component passed", "Stricter: the very piece of work was passed."),
        )

    @property
    def standings(self) -> tuple[Standing, ...]:
        """All verdicts, in order."""
        return tuple(Standing)

    def bar(self, unit: UnitPaths, measure: Measure) -> Bar:
        """The bar of a unit."""
        return Bar(unit.counts(measure))

    def total(self, measure: Measure) -> Bar:
        """The bar of all units."""
        return Bar(self.paths.counts(measure))

    def guaranteed_units(self, measure: Measure) -> tuple[UnitPaths, ...]:
        """The units of which every criterion is guaranteed."""
        return tuple(u for u in self.paths.units if u.is_guaranteed(measure))

    def largest(self, measure: Measure) -> AwardReach | None:
        """The largest award that guaranteed units make up."""
        return largest_guaranteed(self.reaches[measure])

    @property
    def way(self) -> str:
        """Who is spoken of: those who complete the programme, or an exit award, on a pathway."""
        done = f"leaves with {self.tree.name}" if self.tree.key else "completes this programme"
        named = f" on the pathway “{self.way_through.option}”" if self.way_through and self.pathway else ""
        return f"{done}{named}"

    @property
    def pathway(self) -> str:
        """The key of the pathway that is looked at, "" where it is all of them."""
        return self.way_through.pathway if self.way_through else ""

    @property
    def pathways(self) -> tuple[Way, ...]:
        """The pathways that can be looked at one by one."""
        tree = self.entered.tree(self.tree.key)
        return tuple(pathways(tree)) if tree and tree.is_entered else ()

    def credits(self, measure: Measure) -> str:
        """The credits that guaranteed units make, as a sentence."""
        refs = [u.unit.ref for u in self.guaranteed_units(measure)]
        if not refs:
            return "no unit is guaranteed."
        known = [u.unit.credits for u in self.guaranteed_units(measure) if u.unit.credits is not None]
        rest = ", and others whose credits are not known" if len(known) < len(refs) else ""
        word = "unit makes" if len(refs) == 1 else "units make"
        return f"{len(refs)} guaranteed {word} {sum(known):g} credits{rest}."

    @property
    def headline(self) -> str:
        """What holds for every graduate, in two or three sentences for a vice-chancellor."""
        by_module = self.total(Measure.MODULE)
        judged = sum(c.evidence != "" for c in self.paths.criteria)
        were = "was" if judged == 1 else "were"
        if not self.tree.is_entered:
            return (
                "Nothing can be said of every graduate yet, for nobody has entered which modules every "
                f"learner takes. {judged} of {by_module.total} criteria {were} judged fully covered."
            )
        if not self.paths.is_determined:
            return (
                "Nothing can be said of every graduate, for the structure that was entered is faulty or "
                f"unclear (see below). {judged} of {by_module.total} criteria {were} judged fully covered."
            )
        if not by_module.total:
            return "Nothing can be said of any graduate: the wording of no chosen unit was imported."
        if not judged:
            return (
                f"No criterion of {by_module.total} was judged fully covered yet, so nothing can be said to "
                f"hold for every learner who {self.way}.{self._unworded()}"
            )
        return f"{self._met(judged)} {self._awarded()}{self._unworded()}{self._but()}"

    def _met(self, judged: int) -> str:
        by_module, by_component = (self.total(measure) for measure, _, _ in self.measures)
        if not by_module.guaranteed:
            them = "the one that was" if judged == 1 else f"each of the {judged} that were"
            return (
                f"None of the {by_module.total} criteria is met by every learner who {self.way}: "
                f"{them} judged fully covered can be missed, or is undetermined."
            )
        meets = _all_or(by_module, f"{by_module.guaranteed} of the {by_module.total} criteria")
        also = "the same ones" if by_component.guaranteed == by_module.guaranteed else by_component.guaranteed
        return (
            f"Every learner who {self.way} meets {meets}, whichever options they take, if completing the "
            f"modules is what counts; {also or 'none of them'} if the very pieces of work have to be passed."
        )

    def _unworded(self) -> str:
        refs = [u.unit.ref for u in self.paths.units if not u.criteria]
        return f" Nothing is known of {listed(refs)}, whose wording was not imported." if refs else ""

    def _awarded(self) -> str:
        units = self.guaranteed_units(Measure.MODULE)
        if not units:
            return "No unit is met whole by every learner yet."
        refs = listed([u.unit.ref for u in units])
        word, make = ("unit", "makes") if len(units) == 1 else ("units", "make")
        largest = self.largest(Measure.MODULE)
        made = (
            f"which {make} up {largest.qualification.title}" if largest else f"which {make} up no award yet"
        )
        return f"That guarantees {word} {refs}, {made}."

    def _but(self) -> str:
        open_ways = [way.value for way in OtherWay if self.entered.way(way).is_open is not False]
        return f" Not counted: learners who come by {_either(open_ways)}." if open_ways else ""

    def lacks(self, unit: UnitPaths, measure: Measure) -> str:
        """What a unit lacks, by verdict: "conditional: 2.1, 2.2; not judged: 2.3"."""
        lacking: dict[Standing, list[str]] = {}
        for c in unit.lacking(measure):
            lacking.setdefault(c.by(measure), []).append(c.row.number)
        return "; ".join(f"{standing.value}: {', '.join(found)}" for standing, found in lacking.items())

    def counted(self, unit: UnitPaths, measure: Measure) -> dict[Standing, int]:
        """The figures of a unit."""
        return counted(unit.criteria, measure)


def _all_or(bar: Bar, otherwise: str) -> str:
    return f"all {bar.total} criteria" if bar.guaranteed == bar.total else otherwise


def _either(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
