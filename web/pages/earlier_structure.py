"""The pages that look back: an earlier version of a structure, and that of an earlier edition."""

from __future__ import annotations

from dataclasses import dataclass

from mapper.queries.structure import EarlierStructure, EditionStructure, VersionRow
from mapper.standing.carried import Carried
from mapper.standing.differences import differences
from mapper.standing.entered import Entered
from web.pages.structure import Fault


@dataclass(frozen=True, slots=True)
class VersionPage:
    """An earlier version beside the one that stands."""

    edition: EditionStructure
    number: int
    entered: Entered
    fault: Fault | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the programme is invented."""
        return self.edition.is_sample

    @property
    def row(self) -> VersionRow:
        """Who entered it, when, and with which note."""
        return next(v for v in self.edition.versions if v.number == self.number)

    @property
    def stands(self) -> bool:
        """Whether it is the version that stands."""
        return self.number == self.edition.seen

    @property
    def lines(self) -> tuple[str, ...]:
        """What would change were it entered again."""
        return differences(self.edition.entered, self.entered, self.edition.modules)


@dataclass(frozen=True, slots=True)
class CarriedPage:
    """What was entered of an earlier edition, as far as it fits this one."""

    edition: EditionStructure
    earlier: EarlierStructure
    carried: Carried
    fault: Fault | None = None

    @property
    def is_sample(self) -> bool:
        """Whether the programme is invented."""
        return self.edition.is_sample

    @property
    def note(self) -> str:
        """What the version is called once it is entered."""
        return f"Taken over from edition {self.earlier.edition_number}, version {self.earlier.version}"

    @property
    def assessments(self) -> int:
        """How many assessments this edition has."""
        return sum(len(m.assessments) for m in self.edition.modules)
