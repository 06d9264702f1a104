"""Choosing what to map to, and how far a mapping is."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.catalogue import CombinationResult, QualificationFacts
from mapper.catalogue.proposal import Proposal
from mapper.queries.coverage import MappingCoverage
from mapper.queries.editions import NumberedQualification, QualificationChoice, SpecificationPage
from mapper.queries.reuse_plan import Reuse
from mapper.queries.rows import LoadedMapping, UnitRow
from mapper.queries.suggestions import LastRun
from mapper.queries.teaching import outcome_deliveries
from mapper.queries.workspace import EditionRow
from web.documents import PDFS, PdfName
from web.pages.run_words import Figure, told_run
from web.ranking import Outlook, Ranking
from web.settings import Settings

MOST_SUGGESTIONS = 50
"""The most suggestions for each criterion that a person may ask for; more are no help to anyone."""


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What the rules say of the units that are ticked; `combination` is None while none is."""

    qualification: QualificationFacts
    combination: CombinationResult | None

    @property
    def credits(self) -> float:
        """The credits of the ticked units."""
        return self.combination.credits if self.combination else 0

    @property
    def credits_min(self) -> float | None:
        """The fewest credits that both the rule and the Credit Value field allow."""
        return max(self._bounds("credits_min"), default=None)

    @property
    def credits_max(self) -> float | None:
        """The most credits that both allow."""
        return min(self._bounds("credits_max"), default=None)

    def _bounds(self, name: str) -> list[float]:
        stated = (getattr(self.qualification, name), getattr(self.qualification.rule, name, None))
        return [bound for bound in stated if bound is not None]

    @property
    def scale(self) -> float:
        """Where the meter ends: a little above what can be needed."""
        return max(self.credits_max or 0, (self.credits_min or 0) * 1.5, self.credits, 1)


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """What can be chosen and what was.

    `ranking` helps to choose a qualification, `outlook` and `proposal` its units; `proposal` is
    there only where one was asked for.
    """

    programmes: tuple[EditionRow, ...]
    qualifications: tuple[QualificationChoice, ...]
    programme_id: int | None
    qualification_id: int | None
    chosen: SpecificationPage | None
    unit_ids: frozenset[int]
    rules: RulesPage | None
    ranking: Ranking | None = None
    outlook: Outlook | None = None
    proposal: Proposal | None = None
    fault: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether what is shown is invented."""
        shown = (self.chosen, self.ranking)
        return any(each.is_sample for each in shown if each is not None)

    @property
    def qualification(self) -> NumberedQualification | None:
        """The chosen qualification."""
        known = self.chosen.qualifications if self.chosen else ()
        return next((q for q in known if q.id == self.qualification_id), None)

    def hope(self, unit: UnitRow) -> str:
        """How much of the unit may be covered, in words; "" while no programme is chosen."""
        if self.outlook is None:
            return ""
        chances = self.outlook.chances.get(unit.ref)
        if chances:
            return f"about {sum(chances):.0f} of {len(chances)} criteria"
        module = self.outlook.resembles.get(unit.ref)
        return f"not known; its title resembles {module}" if module else "not known"


@dataclass(frozen=True, slots=True)
class NextRun:
    """How suggestions would be made anew: by which engine, and how many for each criterion.

    `has_lost_engine` says that the last run's engine is not installed any more.
    """

    engine: str
    top: int
    has_semantic: bool
    has_lost_engine: bool

    @classmethod
    def after(cls, run: LastRun | None, *, settings: Settings, has_semantic: bool) -> NextRun:
        """As the last run was made, or by the settings before the first."""
        wanted = run.engine if run else settings.engine
        return cls(
            engine=wanted if has_semantic else "lexical",
            top=(run and run.top) or settings.top,
            has_semantic=has_semantic,
            has_lost_engine=run is not None and run.engine == "semantic" and not has_semantic,
        )

    @property
    def tops(self) -> tuple[int, ...]:
        """The numbers to choose from, among them the one that is kept."""
        return tuple(sorted({3, 5, 10, 20, self.top}))


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """A mapping's state by unit; `run` is the one that made its suggestions, `next_run` how the next is made."""

    mapping: LoadedMapping
    coverage: MappingCoverage
    reuse: Reuse
    next_run: NextRun
    run: LastRun | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def went_by(self) -> tuple[Figure, ...]:
        """What the run of the suggestions went by, in words; nothing before the first."""
        return told_run(self.run.engine_version, self.run.parameters) if self.run else ()

    @property
    def pdfs(self) -> tuple[PdfName, ...]:
        """The documents that are printed, which takes a while where they are long."""
        return tuple(PDFS.values())

    @property
    def outcomes(self) -> int:
        """How many learning outcomes the chosen units have."""
        return sum(len(unit.learning_outcomes) for unit in self.mapping.units)

    @property
    def delivered(self) -> int:
        """Of how many outcomes somebody confirmed which modules deliver them."""
        mapping = self.mapping
        found = outcome_deliveries(mapping.units, mapping.modules, mapping.deliveries)
        return sum(each.is_confirmed for each in found.values())

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of chosen units whose wording was not imported."""
        return tuple(u.ref for u in self.coverage.units if not u.criteria)
