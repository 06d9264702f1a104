"""The page on which a person carries decisions over from other mappings."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.queries.reuse_plan import Reuse
from mapper.queries.rows import LoadedMapping


@dataclass(frozen=True, slots=True)
class ReusePage:
    """What could be carried over to the mapping, and what was wrong with the form."""

    mapping: LoadedMapping
    reuse: Reuse
    fault: str = ""

    @property
    def is_sample(self) -> bool:
        """Whether the mapping holds invented content."""
        return self.mapping.is_sample
