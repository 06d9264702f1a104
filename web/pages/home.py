"""The start page."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.coverage import Tally
from mapper.queries.drafts import DraftRow
from mapper.queries.programme_drafts import ProgrammeDraftRow
from mapper.queries.workspace import EditionRow, MappingSummary


@dataclass(frozen=True, slots=True)
class MappingLine:
    """A mapping in the list, with how far it is."""

    mapping: MappingSummary
    tally: Tally


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the workspace holds."""

    mappings: tuple[MappingLine, ...]
    programmes: tuple[EditionRow, ...]
    specifications: tuple[EditionRow, ...]
    drafts: tuple[DraftRow, ...] = ()
    programme_drafts: tuple[ProgrammeDraftRow, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether anything shown is invented."""
        samples = [row.is_sample for row in self.programmes + self.specifications]
        samples += [row.is_sample for row in self.drafts]
        return any(samples) or any(row.is_sample for row in self.programme_drafts)

    @property
    def step(self) -> int:
        """What comes next: 1 specification, 2 programme, 3 mapping, 4 judging."""
        if not self.specifications:
            return 1
        if not self.programmes:
            return 2
        return 4 if self.mappings else 3
