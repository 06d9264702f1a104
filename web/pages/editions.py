"""A specification's published edition, beside the one before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mapper.drafts.differences import Differences
from mapper.drafts.fields import fields_by_people
from mapper.intake.readings import SpecificationReading
from mapper.queries.drafts import ComparedEdition, DraftRow
from mapper.queries.editions import SpecificationPage
from mapper.queries.people import ERASED
from mapper.queries.qualifications import EnteredFacts
from web.pages.specifications import Fault, Replaced, ShownField, replaced_in, summary_of


@dataclass(frozen=True, slots=True)
class EditionView:
    """A published edition; `before` is the edition that `differences` are to, `drafts` are open ones of its code."""

    row: SpecificationPage
    reading: SpecificationReading
    names: Mapping[str, str]
    entered: tuple[EnteredFacts, ...]
    before: ComparedEdition | None
    differences: Differences | None
    typed: Mapping[str, str]
    fault: Fault | None = None
    fault_in: int | None = None
    drafts: tuple[DraftRow, ...] = ()

    @property
    def is_sample(self) -> bool:
        """Whether the edition holds invented content."""
        return self.row.is_sample

    @property
    def corrected(self) -> tuple[tuple[str, ShownField], ...]:
        """What people corrected before it was published, each with the name of its part."""
        return tuple(
            (
                name,
                ShownField(
                    field,
                    self.row.document.name,
                    self.names.get((field.source.by if field.source else None) or "", ERASED),
                ),
            )
            for name, field in fields_by_people(self.reading)
        )

    @property
    def replaced(self) -> tuple[Replaced, ...]:
        """The units that others replace."""
        return replaced_in(self.reading)

    @property
    def summary(self) -> tuple[tuple[str, int], ...]:
        """How many qualifications, units and replaced units were added, removed or changed."""
        return summary_of(self.differences)

    def typed_in(self, qualification_id: int, name: str, otherwise: object) -> str:
        """What a person had typed into a form that was refused, else what stands."""
        if self.fault_in == qualification_id and name in self.typed:
            return self.typed[name]
        return "" if otherwise is None else str(otherwise)

    def fault_of(self, qualification_id: int, *fields: str) -> Fault | None:
        """The fault of a form of a qualification, where it is about one of the fields."""
        if self.fault and self.fault_in == qualification_id and self.fault.field in fields:
            return self.fault
        return None
