"""What holds for every graduate: the coverage page and the words on it."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.paths.awards import AwardReach, Measure, largest_guaranteed
from mapper.queries.rows import LoadedMapping
from mapper.standing.entered import Entered, OtherWay, Tree
from mapper.standing.verdicts import PathCoverage, Standing, UnitPaths, counted
from mapper.standing.wording import listed
from mapper.values import Finding

FULL_WIDTH = 100.0


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

    `reaches` hold, by each measure, what every qualification of the specification can rest on.
    """

    mapping: LoadedMapping
    paths: PathCoverage
    entered: Entered
    tree: Tree
    reaches: dict[Measure, tuple[AwardReach, ...]]
    findings: tuple[Finding, ...]

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
        """Who is spoken of: those who complete the programme, or an exit award."""
        return f"leaves with {self.tree.name}" if self.tree.key else "completes this programme"

    @property
    def headline(self) -> str:
        """What holds for every graduate, in two or three sentences for a vice-chancellor."""
        by_module, by_component = (self.total(measure) for measure, _, _ in self.measures)
        judged = sum(c.evidence != "" for c in self.paths.criteria)
        if not self.tree.is_entered:
            return (
                "Nothing can be said of every graduate yet, for nobody has entered which modules every "
                f"learner takes. {judged} of {by_module.total} criteria were judged fully covered."
            )
        if not self.paths.is_determined:
            return (
                "Nothing can be said of every graduate, for the structure that was entered is faulty or "
                f"unclear (see below). {judged} of {by_module.total} criteria were judged fully covered."
            )
        said = (
            f"Every learner who {self.way} meets {by_module.guaranteed} of the {by_module.total} criteria, "
            "whichever options they take, if completing the modules is what counts; "
            f"{by_component.guaranteed} if the very pieces of work have to be passed."
        )
        return f"{said} {self._awarded()}{self._but()}"

    def _awarded(self) -> str:
        units = self.guaranteed_units(Measure.MODULE)
        if not units:
            return "No unit is met by every learner yet."
        refs = listed([u.unit.ref for u in units])
        word = "unit" if len(units) == 1 else "units"
        largest = self.largest(Measure.MODULE)
        made = f"which makes up {largest.qualification.title}" if largest else "which makes up no award yet"
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


def _either(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
