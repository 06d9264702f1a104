"""The facts and wording of a specification that a person can correct, each by its path.

A path is `level`, `qualifications[0].glh` or `units[2].learning_outcomes[0].criteria[1].text`; positions
count from 0. A list is one field, an item a line. Parts are what one page shows: `specification`, `qualification-1`, `unit-3`, from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from mapper.catalogue.verbs import verbs_of
from mapper.drafts.lines import LISTS, lines_of, repeated, substitution, tidy, with_lines
from mapper.errors import InvalidError
from mapper.intake.readings import (
    CriterionReading,
    LearningOutcomeReading,
    QualificationReading,
    SpecificationReading,
    UnitReading,
)
from mapper.values import FieldSource, Locator, Origin, Size
from mapper.wording import squeeze

Value = str | int | float | None
Node = SpecificationReading | QualificationReading | UnitReading | LearningOutcomeReading | CriterionReading
LONGEST_TEXT = 20_000
FIGURE = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
PART = re.compile(r"(?:(qualification|unit)-([1-9]\d{0,3})|specification)")


class Kind(StrEnum):
    """How a field is written."""

    LINE = "line"
    PASSAGE = "passage"
    LEVEL = "level"
    FIGURE = "figure"
    DAY = "day"
    SIZE = "size"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A field of one kind of reading: its name there, and for people."""

    name: str
    label: str
    kind: Kind = Kind.LINE
    is_required: bool = False


SPECIFICATION = (
    FieldForm("code", "Code", is_required=True),
    FieldForm("title", "Title"),
    FieldForm("level", "Level", Kind.LEVEL),
    FieldForm("substitutions", "Replaced units", Kind.LINES),
)
QUALIFICATION = (
    FieldForm("title", "Title", is_required=True),
    FieldForm("accreditation_number", "Accreditation number", is_required=True),
    FieldForm("size", "Size", Kind.SIZE),
    FieldForm("level", "Level", Kind.LEVEL),
    FieldForm("credits_min", "Minimum credits", Kind.FIGURE),
    FieldForm("credits_max", "Maximum credits", Kind.FIGURE),
    FieldForm("glh", "Guided learning hours (GLH)", Kind.FIGURE),
    FieldForm("average_glh", "Average GLH", Kind.FIGURE),
    FieldForm("tqt", "Total qualification time (TQT)", Kind.FIGURE),
    FieldForm("start_date", "Start date", Kind.DAY),
    FieldForm("induction", "Induction"),
    FieldForm("tutorial_support", "Tutorial support"),
    FieldForm("duration", "Duration"),
    FieldForm("rule_text", "Rules of combination", Kind.PASSAGE),
)
UNIT = (
    FieldForm("ref", "Reference", is_required=True),
    FieldForm("title", "Title", is_required=True),
    FieldForm("restriction", "Restriction"),
    FieldForm("level", "Level", Kind.LEVEL),
    FieldForm("credits", "Credits", Kind.FIGURE),
    FieldForm("glh", "GLH", Kind.FIGURE),
    FieldForm("group", "Group"),
)
WORDING = (
    FieldForm("number", "Number", is_required=True),
    FieldForm("text", "Wording", Kind.PASSAGE, is_required=True),
)
MARKS = (
    FieldForm("marks", "Marks", Kind.FIGURE),
    FieldForm("pass_marks", "Marks to pass", Kind.FIGURE),
)
CONTENT = (FieldForm("indicative_content", "Indicative content", Kind.LINES),)
DESCRIBED = (
    FieldForm("referral_descriptors", "Referral descriptors", Kind.LINES),
    FieldForm("pass_descriptors", "Pass descriptors", Kind.LINES),
    FieldForm("good_pass_descriptors", "Good pass descriptors", Kind.LINES),
)
# Whose place stands for that of the whole row, where a field has none of its own.
TELLING = ("ref", "text", "title")
# Figures that are read from one cell, of which the reading names the place once.
BESIDE = {"credits_max": "credits_min", "pass_marks": "marks"}


@dataclass(frozen=True, slots=True)
class ReadField:
    """A field with its value and source; `about` names the outcome or criterion that it belongs to."""

    path: str
    form: FieldForm
    value: Value
    source: FieldSource | None
    about: str = ""

    @property
    def label(self) -> str:
        """For people: "Criterion 1.2: wording"."""
        return f"{self.about}: {self.form.label.lower()}" if self.about else self.form.label


def fields_of(reading: SpecificationReading, part: str) -> tuple[ReadField, ...]:
    """The fields of a part in the order of a page; empty where the reading has no such part."""
    match = PART.fullmatch(part)
    if match is None:
        return ()
    if match[1] is None:
        return tuple(_fields(reading, SPECIFICATION, ""))
    position = int(match[2]) - 1
    path = f"{match[1]}s[{position}]."
    if match[1] == "qualification":
        if position >= len(reading.qualifications):
            return ()
        return tuple(_fields(reading.qualifications[position], QUALIFICATION, path))
    return tuple(_unit(reading.units[position], path)) if position < len(reading.units) else ()


def _unit(unit: UnitReading, path: str) -> Iterator[ReadField]:
    yield from _fields(unit, UNIT, path)
    for n, lo in enumerate(unit.learning_outcomes):
        at = f"{path}learning_outcomes[{n}]."
        yield from _fields(lo, WORDING + CONTENT, at, f"Learning outcome {lo.number}")
        for k, criterion in enumerate(lo.criteria):
            about = f"Criterion {criterion.number}"
            yield from _fields(criterion, WORDING + MARKS + DESCRIBED, f"{at}criteria[{k}].", about)


def _fields(node: Node, forms: tuple[FieldForm, ...], path: str, about: str = "") -> Iterator[ReadField]:
    for form in forms:
        value = lines_of(node, form.name) if form.kind is Kind.LINES else getattr(node, form.name)
        yield ReadField(f"{path}{form.name}", form, value, source_of(node, form.name), about)


def source_of(node: Node, name: str) -> FieldSource | None:
    """Where a field was read, or else where its row stands; None where neither is known."""
    if name in node.sources:
        return node.sources[name]
    telling = (BESIDE.get(name, ""), *TELLING)
    row = next((node.sources[t] for t in telling if t in node.sources), None)
    # Whoever corrected the title said nothing of the level.
    return FieldSource(Origin.READ, row.locator) if row else None


def fields_by_people(reading: SpecificationReading) -> Iterator[tuple[str, ReadField]]:
    """The fields that a person corrected, each with the name of its part, in the reading's order."""
    parts = ["specification"]
    parts += [f"qualification-{n}" for n, _ in enumerate(reading.qualifications, 1)]
    parts += [f"unit-{n}" for n, _ in enumerate(reading.units, 1)]
    for part in parts:
        for field in fields_of(reading, part):
            if field.source and field.source.origin is Origin.PERSON:
                yield part_name(reading, part), field


def place_of(node: Node, name: str) -> Locator:
    """The place of a field, or else of its row; nowhere where neither is known."""
    source = source_of(node, name)
    return source.locator if source else Locator()


def find_field(reading: SpecificationReading, path: str) -> ReadField | None:
    """The field at a path, None where the reading has no such one."""
    part = part_of(path)
    return next((f for f in fields_of(reading, part) if f.path == path), None)


def part_of(path: str) -> str:
    """The part that a path belongs to."""
    match = re.match(r"(qualification|unit)s\[(\d+)\]\.", path)
    return f"{match[1]}-{int(match[2]) + 1}" if match else "specification"


def part_name(reading: SpecificationReading, part: str) -> str:
    """The part for people: the unit's reference and title, the qualification's title."""
    match = PART.fullmatch(part)
    if match is None or match[1] is None:
        return "The specification"
    position = int(match[2]) - 1
    if match[1] == "qualification":
        return reading.qualifications[position].title
    unit = reading.units[position]
    return f"Unit {unit.ref} {unit.title}" if unit.ref else f"Unit “{unit.title}”"


def with_field(reading: SpecificationReading, path: str, value: Value, source: FieldSource) -> Any:
    """The reading with another value at a path that it has, and where that came from."""
    return _with(reading, path.split("."), value, source)


def _with(node: Any, steps: list[str], value: Value, source: FieldSource) -> Any:
    match = STEP.fullmatch(steps[0])
    if match is None:
        raise ValueError(f"No path: {steps[0]}")
    if len(steps) == 1:
        is_list = match[1] in LISTS
        made = with_lines(node, match[1], value) if is_list else replace(node, **{match[1]: value})  # type: ignore[arg-type]
        made = replace(made, sources={**node.sources, match[1]: source})
        if match[1] == "text" and isinstance(made, CriterionReading):
            verbs = verbs_of(made.text)
            made = replace(made, verb=verbs[0] if verbs else None, verbs=verbs)
        return made
    items = list(getattr(node, match[1]))
    items[int(match[2])] = _with(items[int(match[2])], steps[1:], value, source)
    return replace(node, **{match[1]: tuple(items)})


def differs(field: ReadField, value: Value) -> bool:
    """Whether a typed value says something else than the field; white space does not count."""
    stands = field.value
    if isinstance(stands, str):
        stands = tidy(stands) if field.form.kind is Kind.LINES else squeeze(stands)
    return value != stands


def typed_value(field: ReadField, typed: str) -> Value:
    """What a person typed into a field, white space squeezed; empty is None, where that may be.

    Raises InvalidError, its subject the path, for what the field cannot hold.
    """
    text = tidy(typed) if field.form.kind is Kind.LINES else squeeze(typed)
    if not text:
        if field.form.is_required:
            raise _refused(field, "must not be empty", "Give it as the awarding body's document does.")
        return None
    readers = {Kind.LEVEL: _level, Kind.FIGURE: _figure, Kind.DAY: _day, Kind.SIZE: _size, Kind.LINES: _lines}
    return readers.get(field.form.kind, _text)(field, text)


def _text(field: ReadField, text: str) -> Value:
    if len(text) > LONGEST_TEXT:
        raise _refused(field, f"is longer than {LONGEST_TEXT:,} characters", "Shorten it.")
    return text


def _level(field: ReadField, text: str) -> Value:
    if not re.fullmatch(r"[1-8]", text):
        raise _refused(field, f"cannot be “{text[:40]}”", "A level is a whole number from 1 to 8.")
    return int(text)


def _figure(field: ReadField, text: str) -> Value:
    if not FIGURE.fullmatch(text):
        raise _refused(field, f"cannot be “{text[:40]}”", "Give a number such as 7 or 7.5.")
    return float(text) if "." in text else int(text)


def _day(field: ReadField, text: str) -> Value:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise _refused(field, f"cannot be “{text[:40]}”", "Give a day such as 2021-09-01.") from error


def _size(field: ReadField, text: str) -> Value:
    sizes = [size.value for size in Size]
    if text not in sizes:
        raise _refused(field, f"cannot be “{text[:40]}”", f"Choose one of {', '.join(sizes)}.")
    return text


def _lines(field: ReadField, text: str) -> Value:
    lines = text.splitlines()
    if field.form.name == "substitutions":
        for line in lines:
            try:
                substitution(line)
            except ValueError as error:
                raise _refused(
                    field,
                    f"cannot hold “{line[:60]}”",
                    "Write a line such as: 8607-530 replaced by 8607-550 from 2020-07-01.",
                ) from error
        if twice := repeated(lines):
            raise _refused(field, f"name “{twice}” twice", "Keep one of the lines.")
    return _text(field, text)


def _refused(field: ReadField, what: str, remedy: str) -> InvalidError:
    return InvalidError(f"{field.label} {what}.", subject=field.path, remedy=remedy)
