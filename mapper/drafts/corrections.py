"""Corrections of a reading: what a person put in the place of what was read, which is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mapper.drafts.fields import Value, find_field, with_field
from mapper.intake.readings import SpecificationReading
from mapper.values import FieldSource, Locator, Origin


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction of the field at `path`: what was read, what stands instead, by whom and when."""

    path: str
    read: Value
    value: Value
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Corrected:
    """A reading with the corrections that hold; `lapsed` are those whose field now reads otherwise."""

    reading: SpecificationReading
    held: tuple[Correction, ...]
    lapsed: tuple[Correction, ...]


def standing(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """The last correction of each field; one back to what was read is none."""
    last = {correction.path: correction for correction in corrections}
    return tuple(c for c in last.values() if c.value != c.read)


def correct(reading: SpecificationReading, corrections: Sequence[Correction]) -> Corrected:
    """The reading with the standing corrections in place, each field's source the person's.

    A correction holds on the words that it was made on: where another document was attached or
    taken off since, so that the field reads otherwise or is gone, it lapses.
    """
    made, held, lapsed = reading, [], []
    for correction in standing(corrections):
        field = find_field(reading, correction.path)
        if field is None or field.value != correction.read:
            lapsed.append(correction)
            continue
        source = FieldSource(
            Origin.PERSON,
            field.source.locator if field.source else Locator(),
            correction.read,
            by=correction.by,
            at=correction.at,
        )
        made = with_field(made, correction.path, correction.value, source)
        held.append(correction)
    return Corrected(made, tuple(held), tuple(lapsed))
