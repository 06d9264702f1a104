"""Choosing what to map to, and how far a mapping is."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.catalogue import CombinationResult
from mapper.queries.coverage import MappingCoverage
from mapper.queries.editions import NumberedQualification, SpecificationPage
from mapper.queries.rows import CriterionRow, LoadedMapping
from mapper.queries.workspace import EditionRow


@dataclass(frozen=True, slots=True)
class ChoicePage:
    """What can be chosen and what was; `combination` judges the chosen units by the rules."""

    programmes: tuple[EditionRow, ...]
    specifications: tuple[SpecificationPage, ...]
    programme_id: int | None
    qualification_id: int | None
    chosen: SpecificationPage | None
    unit_ids: frozenset[int]
    combination: CombinationResult | None
    fault: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the chosen specification is invented."""
        return self.chosen is not None and self.chosen.is_sample

    @property
    def qualification(self) -> NumberedQualification | None:
        """The chosen qualification."""
        known = self.chosen.qualifications if self.chosen else ()
        return next((q for q in known if q.id == self.qualification_id), None)


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """A mapping's state by unit."""

    mapping: LoadedMapping
    coverage: MappingCoverage

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def next_criterion(self) -> CriterionRow | None:
        """The first criterion that nobody has judged, or that is suspect."""
        waiting = (
            c.row for u in self.coverage.units for c in u.criteria if c.state in ("not judged", "suspect")
        )
        return next(waiting, None)

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of chosen units whose wording was not imported."""
        return tuple(u.ref for u in self.coverage.units if not u.criteria)
