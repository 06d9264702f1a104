"""The page on which ILM's approval is recorded as reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.errors import MapperError
from mapper.path_words import changed_in_words, held_in_words
from mapper.paths.awards import Measure
from mapper.queries.coverage import MappingCoverage
from mapper.queries.paths import MappingPaths
from mapper.queries.rows import LoadedMapping
from mapper.standing.verdicts import UnitPaths
from mapper.values import Standing


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with a field, or with the whole form where `field` is none of its own."""

    field: str
    message: str

    @classmethod
    def of(cls, error: MapperError) -> Fault:
        """The fault that the error tells."""
        return cls(error.subject, f"{error.message} {error.remedy}".strip())


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """What the approval would rest on, what was typed, and what was wrong with it."""

    paths: MappingPaths
    coverage: MappingCoverage
    typed: Mapping[str, str]
    fault: Fault | None

    @property
    def mapping(self) -> LoadedMapping:
        """The mapping that was approved, or is to be."""
        return self.paths.mapping

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of chosen units whose wording was not imported."""
        return tuple(u.ref for u in self.coverage.units if not u.criteria)

    @property
    def is_entered(self) -> bool:
        """Whether somebody entered which modules every learner takes."""
        return self.paths.coverage.standing.is_entered

    @property
    def measures(self) -> tuple[tuple[str, dict[Standing, int]], ...]:
        """Both measures in words, with how many criteria stand where; verdicts that none has are left out."""
        counted = (
            ("By module completed", self.paths.coverage.counts(Measure.MODULE)),
            ("By component passed", self.paths.coverage.counts(Measure.COMPONENT)),
        )
        return tuple((name, {s: n for s, n in counts.items() if n}) for name, counts in counted)

    @property
    def is_guaranteed(self) -> bool:
        """Whether every criterion is guaranteed by module completed."""
        return self.paths.verdicts.is_guaranteed

    @property
    def needs_reason(self) -> bool:
        """Whether to record it as full needs a reason, for not every criterion is guaranteed."""
        return self.coverage.is_full and not self.is_guaranteed

    @property
    def lacking(self) -> tuple[UnitPaths, ...]:
        """The units with a criterion that is not guaranteed by module completed."""
        return tuple(u for u in self.paths.coverage.units if u.lacking(Measure.MODULE))

    @property
    def lacking_count(self) -> int:
        """How many criteria are not guaranteed by module completed."""
        return sum(len(u.lacking(Measure.MODULE)) for u in self.lacking)

    @property
    def by_module(self) -> Measure:
        """The measure that ILM's guidance accepts."""
        return Measure.MODULE

    @property
    def held(self) -> str:
        """What held for every learner when the approval was recorded."""
        approval = self.mapping.approval
        if approval is None or approval.paths is None:
            return "not kept: it was recorded before the verdicts were kept with an approval"
        return held_in_words(approval.paths)

    @property
    def is_verdict_changed(self) -> bool:
        """Whether a criterion has another verdict now than the approval kept."""
        approval = self.mapping.approval
        kept = approval.paths if approval else None
        return kept is not None and kept.verdicts != self.paths.verdicts.verdicts

    @property
    def changed(self) -> tuple[str, ...]:
        """What changed since for learners on every path, as sentences."""
        approval = self.mapping.approval
        if approval is None or approval.paths is None:
            return ()
        return changed_in_words(approval.paths, self.paths.verdicts)
