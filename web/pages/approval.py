"""The page on which ILM's approval is recorded as reported."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.errors import MapperError
from mapper.queries.coverage import MappingCoverage
from mapper.queries.rows import LoadedMapping


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

    mapping: LoadedMapping
    coverage: MappingCoverage
    typed: Mapping[str, str]
    fault: Fault | None

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample

    @property
    def unworded(self) -> tuple[str, ...]:
        """References of chosen units whose wording was not imported."""
        return tuple(u.ref for u in self.coverage.units if not u.criteria)
