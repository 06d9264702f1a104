"""What differs between two editions of a specification, qualification by qualification, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from mapper.drafts.fields import QUALIFICATION, UNIT, FieldForm, Node
from mapper.intake.readings import (
    CriterionReading,
    QualificationReading,
    SpecificationReading,
    SubstitutionReading,
    UnitReading,
)
from mapper.wording import fingerprint


class Change(StrEnum):
    """How a part of the later edition stands to the earlier one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field or wording that differs; None where an edition does not have it."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class PartDifference:
    """A qualification, unit or replaced unit by its code, and how it changed."""

    code: str
    title: str
    change: Change
    fields: tuple[FieldDifference, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """The parts of both editions: in the later one's order, then what it no longer has."""

    qualifications: tuple[PartDifference, ...]
    units: tuple[PartDifference, ...]
    substitutions: tuple[PartDifference, ...] = ()

    @property
    def parts(self) -> tuple[PartDifference, ...]:
        """Qualifications, units and replaced units."""
        return self.qualifications + self.units + self.substitutions

    @property
    def changed(self) -> tuple[PartDifference, ...]:
        """Every part that is not the same."""
        return tuple(p for p in self.parts if p.change is not Change.SAME)

    def of_unit(self, ref: str | None) -> PartDifference | None:
        """How a unit changed, None for one without a reference."""
        return next((p for p in self.units if p.code == ref), None)


Said = dict[str, str | None]
Part = TypeVar("Part", QualificationReading, UnitReading)


def differences_between(old: SpecificationReading, new: SpecificationReading) -> Differences:
    """What differs. Parts are the same by accreditation number and unit reference; wording differs
    by its words, punctuation and case, never by white space."""
    return Differences(
        qualifications=tuple(
            _parts(old.qualifications, new.qualifications, lambda q: q.accreditation_number, _qualification)
        ),
        units=tuple(_parts(old.units, new.units, lambda u: u.ref or "", _unit)),
        substitutions=tuple(_substitutions(old.substitutions, new.substitutions)),
    )


def _substitutions(
    old: Sequence[SubstitutionReading], new: Sequence[SubstitutionReading]
) -> Iterator[PartDifference]:
    before = {(s.replaced, s.replacement): s.registered_from for s in old}
    after = {(s.replaced, s.replacement): s.registered_from for s in new}
    for pair in dict.fromkeys((*after, *before)):
        title = f"replaced by {pair[1]}"
        if pair not in before or pair not in after:
            yield PartDifference(pair[0], title, Change.ADDED if pair in after else Change.REMOVED)
        elif before[pair] == after[pair]:
            yield PartDifference(pair[0], title, Change.SAME)
        else:
            since = FieldDifference("For learners registered from", before[pair], after[pair])
            yield PartDifference(pair[0], title, Change.CHANGED, (since,))


def _parts(
    old: Sequence[Part], new: Sequence[Part], code_of: Callable[[Part], str], said_of: Callable[[Part], Said]
) -> Iterator[PartDifference]:
    before = {code_of(part): part for part in reversed(old)}
    after = {code_of(part): part for part in reversed(new) if code_of(part)}
    for code, part in sorted(after.items(), key=lambda item: _position(new, item[1])):
        if code not in before:
            yield PartDifference(code, part.title, Change.ADDED)
            continue
        fields = tuple(_fields(said_of(before[code]), said_of(part)))
        yield PartDifference(code, part.title, Change.CHANGED if fields else Change.SAME, fields)
    for part in old:
        if code_of(part) not in after and before[code_of(part)] is part:
            yield PartDifference(code_of(part), part.title, Change.REMOVED)


def _position(parts: Sequence[object], part: object) -> int:
    return next(n for n, p in enumerate(parts) if p is part)


def _fields(old: Mapping[str, str | None], new: Mapping[str, str | None]) -> Iterator[FieldDifference]:
    for label in dict.fromkeys((*new, *old)):
        was, now = old.get(label), new.get(label)
        if was != now and (was is None or now is None or fingerprint(was) != fingerprint(now)):
            yield FieldDifference(label, was, now)


def _facts(node: Node, forms: Iterable[FieldForm]) -> Said:
    return {form.label: _words(getattr(node, form.name)) for form in forms}


def _words(value: str | float | None) -> str | None:
    return value if value is None or isinstance(value, str) else f"{value:g}"


def _qualification(qualification: QualificationReading) -> Said:
    return _facts(qualification, QUALIFICATION)


def _unit(unit: UnitReading) -> Said:
    said = _facts(unit, UNIT) | {"Purpose": unit.purpose}
    times: Counter[str] = Counter()
    for lo in unit.learning_outcomes:
        name = _once(f"Learning outcome {lo.number}", times)
        said[name] = lo.text
        said[f"{name}, indicative content"] = "\n".join(lo.indicative_content) or None
        for criterion in lo.criteria:
            said |= _criterion(criterion, _once(f"Criterion {criterion.number}", times))
    return said


def _once(name: str, times: Counter[str]) -> str:
    times[name] += 1
    return name if times[name] == 1 else f"{name} (again)" if times[name] == 2 else f"{name} ({times[name]})"


def _criterion(criterion: CriterionReading, name: str) -> Said:
    descriptors = criterion.descriptors.as_json()
    return {
        name: criterion.text,
        f"{name}, marks": _words(criterion.marks),
        f"{name}, marks to pass": _words(criterion.pass_marks),
        **{
            f"{name}, {kind.replace('_', ' ')} descriptors": "\n".join(texts) if texts else None
            for kind, texts in descriptors.items()
            if isinstance(texts, tuple)
        },
    }
