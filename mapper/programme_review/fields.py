"""The fields of a programme's parts that a person can set, and what each can hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mapper.errors import InvalidError
from mapper.programme_review.parts import Part, PartKind, Parts, Value
from mapper.wording import squeeze

LONGEST_LINE = 300
LONGEST_TEXT = 20_000
MOST_ENTRIES = 60
FIGURE = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


class Form(StrEnum):
    """How a field is written."""

    LINE = "line"
    PASSAGE = "passage"
    FIGURE = "figure"
    PER_CENT = "per cent"
    NUMBER_OR_WORD = "number or word"
    ENTRIES = "entries"
    LINES = "lines"
    YES_OR_NO = "yes or no"


@dataclass(frozen=True, slots=True)
class FieldForm:
    """A field of one kind of part: its name there, and for people."""

    name: str
    label: str
    form: Form = Form.LINE
    is_required: bool = False


PROGRAMME = (
    FieldForm("title", "Title"),
    FieldForm("award", "Award"),
    FieldForm("level", "Level", Form.NUMBER_OR_WORD),
    FieldForm("credits", "Credits", Form.FIGURE),
    FieldForm("duration", "Duration"),
    FieldForm("mode", "Mode"),
)
MODULE = (
    FieldForm("code", "Code"),
    FieldForm("title", "Title"),
    FieldForm("level", "Level", Form.NUMBER_OR_WORD),
    FieldForm("credits", "Credits", Form.FIGURE),
    FieldForm("status", "Status"),
    FieldForm("option_group", "Option group"),
    FieldForm("year", "Year", Form.NUMBER_OR_WORD),
    FieldForm("pass_mark", "Pass mark", Form.PER_CENT),
    FieldForm("prerequisites", "Prerequisites", Form.LINES),
    FieldForm("learning_strategy", "Learning strategy", Form.PASSAGE),
)
OUTCOME = (
    FieldForm("number", "Number"),
    FieldForm("text", "Wording", Form.PASSAGE, is_required=True),
)
ASSESSMENT = (
    FieldForm("title", "Title"),
    FieldForm("type", "Type"),
    FieldForm("weight", "Weight in per cent", Form.PER_CENT),
    FieldForm("length", "Length"),
    FieldForm("outcomes", "Outcomes it tests", Form.ENTRIES),
    FieldForm("must_pass", "Must be passed", Form.YES_OR_NO),
    FieldForm("description", "Description", Form.PASSAGE),
)
CONTENT = (FieldForm("text", "Wording", Form.PASSAGE, is_required=True),)
FIELDS = {
    PartKind.PROGRAMME: PROGRAMME,
    PartKind.MODULE: MODULE,
    PartKind.OUTCOME: OUTCOME,
    PartKind.ASSESSMENT: ASSESSMENT,
    PartKind.CONTENT: CONTENT,
}


def form_of(kind: PartKind, name: str) -> FieldForm:
    """The form of a field; InvalidError where parts of the kind have no such field."""
    found = next((form for form in FIELDS[kind] if form.name == name), None)
    if found is None:
        raise InvalidError(
            f"There is no such field of {a_kind(kind)}.",
            subject=name[:40],
            remedy="Load the page anew, then try again.",
        )
    return found


def a_kind(kind: PartKind) -> str:
    """ "a module", "an outcome"."""
    return f"{'an' if kind.value[0] in 'ao' else 'a'} {kind.value}"


def label_of(part: Part) -> str:
    """The part for people: the module's name, "outcome 2", "assessment “Essay”"."""
    if part.kind is PartKind.PROGRAMME:
        return "the programme"
    if part.kind is PartKind.MODULE:
        return part.name
    told = str(part.values.get("number") or part.values.get("title") or part.values.get("type") or "")
    if part.kind is PartKind.OUTCOME and told:
        return f"outcome {told}"
    words = told or str(part.values.get("text") or "")
    short = words if len(words) <= 50 else f"{words[:47].rsplit(' ', 1)[0]}…"
    named = "content item" if part.kind is PartKind.CONTENT else part.kind.value
    return f"{named} “{short}”" if short else f"{named} without a title"


def label_in(parts: Parts, key: str) -> str:
    """The part with a key for people, an item after its module; empty where there is none."""
    part, module = parts.find(key), parts.module_of(key)
    if part is None:
        return ""
    own = label_of(part)
    return own if module is None or module is part else f"{module.name}, {own}"


def in_words(value: Value) -> str:
    """A value as a person would type it, empty where nothing is stated; entries by commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else f"{value:g}"


def as_typed(field: FieldForm, value: Value) -> str:
    """A value as its control shows it: a line for each entry of a list of lines."""
    return "\n".join(value) if field.form is Form.LINES and isinstance(value, tuple) else in_words(value)


def typed_value(field: FieldForm, typed: str) -> Value:
    """What a person typed into a field, white space squeezed; empty is None, where that may be.

    Raises InvalidError, its subject the field's name, for what the field cannot hold.
    """
    lines = [line for line in (squeeze(line) for line in typed.splitlines()) if line]
    text = ("\n" if field.form in (Form.PASSAGE, Form.LINES) else " ").join(lines)
    if not text:
        if field.is_required:
            raise _refused(field, "must not be empty", "Write it, or drop the whole item.")
        return () if field.form in (Form.ENTRIES, Form.LINES) else None
    readers = {
        Form.FIGURE: _figure,
        Form.PER_CENT: _per_cent,
        Form.NUMBER_OR_WORD: _number_or_word,
        Form.ENTRIES: _entries,
        Form.LINES: _lines,
        Form.YES_OR_NO: _yes_or_no,
    }
    return readers.get(field.form, _text)(field, text)


def _text(field: FieldForm, text: str) -> Value:
    longest = LONGEST_TEXT if field.form is Form.PASSAGE else LONGEST_LINE
    if len(text) > longest:
        raise _refused(field, f"has {len(text):,} characters", f"Shorten it to at most {longest:,}.")
    return text


def _figure(field: FieldForm, text: str) -> Value:
    if not FIGURE.fullmatch(text):
        raise _refused(field, f"cannot be “{text[:40]}”", "Give a number such as 20 or 7.5.")
    return float(text) if "." in text else int(text)


def _per_cent(field: FieldForm, text: str) -> Value:
    value = _figure(field, text.removesuffix("%").strip())
    if not isinstance(value, int | float) or value > 100:
        raise _refused(field, f"cannot be “{text[:40]}”", "Give per cents from 0 to 100.")
    return value


def _number_or_word(field: FieldForm, text: str) -> Value:
    return _figure(field, text) if FIGURE.fullmatch(text) else _text(field, text)


def _entries(field: FieldForm, text: str) -> Value:
    return _few(field, [part.strip() for part in re.split(r"[,;]", text)])


def _lines(field: FieldForm, text: str) -> Value:
    return _few(field, text.splitlines())


def _few(field: FieldForm, parts: list[str]) -> Value:
    entries = tuple(dict.fromkeys(part for part in parts if part))
    if len(entries) > MOST_ENTRIES or any(len(e) > LONGEST_LINE for e in entries):
        raise _refused(
            field,
            "cannot hold so much",
            f"Give at most {MOST_ENTRIES} entries of at most {LONGEST_LINE} characters each.",
        )
    return entries


def _yes_or_no(field: FieldForm, text: str) -> Value:
    if text.lower() not in ("yes", "no"):
        raise _refused(field, f"cannot be “{text[:40]}”", "Choose yes, no or not stated.")
    return text.lower() == "yes"


def _refused(field: FieldForm, what: str, remedy: str) -> InvalidError:
    return InvalidError(f"{field.label} {what}.", subject=field.name, remedy=remedy)


def says_the_same(field: FieldForm, typed: str, value: Value) -> bool:
    """Whether a typed text is what the field holds already; white space does not count."""
    return squeeze(typed) == squeeze(as_typed(field, value))
