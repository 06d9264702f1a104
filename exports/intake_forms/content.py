"""What the programme template holds, in rows of cells, without any format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mapper.errors import InvalidError
from mapper.intake.limits import DEFAULT_LIMITS, SAMPLE_MARK
from mapper.intake.readings import AssessmentReading, ModuleReading, OutcomeReading, ProgrammeReading
from mapper.intake.template_layout import ASSESSMENT, CONTENT, MODULE, OUTCOME, PROGRAMME, Field, Kind
from mapper.intake.template_text import (
    CONTINUED,
    LIST_SEPARATORS,
    NONE,
    OUTCOME_SEPARATORS,
    disguised,
    kept,
    number_in,
    written_number,
)
from mapper.intake.template_values import read_outcomes

LONGEST_REFERENCE = 60
Value = str | int | float | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ModuleRows:
    """A module's rows, each in the order of its part's fields; `reference` is how others name it."""

    reference: str
    facts: Row
    outcomes: tuple[Row, ...]
    assessments: tuple[Row, ...]
    content: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class FormContent:
    """The whole template; `stamp` is the mark of invented content, "" where there is none."""

    programme: Row
    modules: tuple[ModuleRows, ...]
    stamp: str


def refuse_too_many(rows: int, *, remedy: str) -> None:
    """Raises InvalidError where a document has more rows of tables than a reader takes on."""
    if rows > DEFAULT_LIMITS.max_rows:
        raise InvalidError(
            f"The programme would fill {rows:,} rows; at most {DEFAULT_LIMITS.max_rows:,} are read again.",
            subject="template",
            remedy=remedy,
        )


def form_content(programme: ProgrammeReading, *, is_sample: bool) -> FormContent:
    """The programme as the template's cells hold it."""
    codes = [module.code for module in programme.modules]
    modules = tuple(
        _module(module, place, is_named=_is_own(module.code, codes))
        for place, module in enumerate(programme.modules, 1)
    )
    return FormContent(_row(programme, PROGRAMME), modules, SAMPLE_MARK if is_sample else "")


def _is_own(code: str | None, codes: Sequence[str | None]) -> bool:
    """Whether the code alone names the module."""
    return bool(code) and codes.count(code) == 1 and len(code or "") <= LONGEST_REFERENCE


def _module(module: ModuleReading, place: int, *, is_named: bool) -> ModuleRows:
    facts = _stated(_row(module, MODULE))
    return ModuleRows(
        reference=str(_code(facts[0])) if is_named else f"#{place}",
        facts=(_code(facts[0]), *facts[1:]),
        outcomes=tuple(_row(outcome, OUTCOME) for outcome in module.learning_outcomes),
        assessments=tuple(_stated(_row(assessment, ASSESSMENT)) for assessment in module.assessments),
        content=tuple((_cell(text, CONTENT[0]),) for text in module.content),
    )


def _row(
    read: ProgrammeReading | ModuleReading | OutcomeReading | AssessmentReading, fields: Sequence[Field]
) -> Row:
    return tuple(_cell(getattr(read, field.name), field) for field in fields)


def _stated(row: Row) -> Row:
    """The row; one of which nothing is known says so, lest it be taken for an empty one."""
    return row if any(value is not None for value in row) else (NONE, *row[1:])


def _code(raw: Value) -> Value:
    """A code that would be taken for a module's place ("#3") is written so that it is not."""
    if isinstance(raw, str) and raw.startswith("#") and raw[1:].isdecimal():
        return disguised(raw)
    return raw


def _cell(value: Any, field: Field) -> Value:
    """The value as the field's cell holds it; None for what is unknown."""
    if value is None or value == ():
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return value
    if field.kind is Kind.LIST:
        raw = "; ".join(kept(item, separators=LIST_SEPARATORS) for item in value)
    elif field.kind is Kind.OUTCOMES:
        raw = ", ".join(map(_reference, value))
    else:
        raw = kept(value)
    is_number = field.kind is Kind.NUMBER_OR_WORD and number_in(raw) is not None
    return disguised(raw) if is_number or raw in {CONTINUED, NONE} else raw


def _reference(outcome: str) -> str:
    """A reference to an outcome; one that reads as several is written so that it stays one."""
    raw = kept(outcome, separators=OUTCOME_SEPARATORS)
    return raw if read_outcomes(raw) == [outcome] else disguised(raw)


def as_text(value: Value) -> str:
    """The value in the words of a cell that holds text only."""
    if isinstance(value, int | float):
        return written_number(value)
    return value or ""
