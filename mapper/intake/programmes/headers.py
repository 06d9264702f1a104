"""Header rows: which column of a table says what about modules, outcomes, components or content."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mapper.intake.document import Cell
from mapper.intake.programmes.events import Column, Value
from mapper.intake.programmes.figures import read_weight
from mapper.intake.programmes.heads import (
    by_values,
    numbered_head,
    outcomes_in_columns,
    unnamed_weight,
    untitled,
)
from mapper.intake.programmes.labels import composed_field, field_of
from mapper.intake.programmes.matrices import TESTED_IN, TICKS, names_outcome, only_ticks
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import CODE

_OUTCOME_HEAD = re.compile(r"^(?:[MI]?LO|(?:learning )?outcome)\s?(\d{1,2})$", re.I)
_EITHER = ("lo", "los", "ilo", "ilos", "mlo", "ulo", "clo", "outcome", "learning outcome")
"""Heads that may stand above outcomes or above their numbers."""


SHARE = "share"
"""The entity of a column of a table of modules that holds the weight of one kind of component; the field is the kind."""

_SHARE = re.compile(
    r"^(coursework|exam(?:ination)?|written exam|practical|test|project|portfolio|presentation)\s*"
    r"\(?(?:%|weight(?:ing)?\s*\(?%?|percentage)\)*$",
    re.I,
)
COMPONENT_LIST = ("assessment list", "text")
"""The column of a table of modules that holds all of a module's components."""

_MODULE_FACTS = {
    "code",
    "credits",
    "level",
    "status",
    "prerequisites",
    "learning_strategy",
    "pass_mark",
    "option_group",
}


@dataclass(frozen=True, slots=True)
class Header:
    """Columns by grid position; `ticks` are columns headed by an outcome and ticked where it is tested."""

    by_index: dict[int, Column]
    ticks: dict[int, str]

    @property
    def columns(self) -> frozenset[Column]:
        """Everything the header names."""
        return frozenset(self.by_index.values())

    @property
    def width(self) -> int:
        """How many columns are understood."""
        return len(self.by_index) + len(self.ticks)

    def cells(self, row: Sequence[Cell | None]) -> dict[Column, Value]:
        """The row's cells by what they say; of two cells for one thing the first that says something."""
        out: dict[Column, Value] = {}
        for index, column in self.by_index.items():
            cell = row[index] if index < len(row) else None
            if cell is not None and cell.text.strip() and column not in out:
                out[column] = tuple(p for p in cell.paragraphs if p.text)
        return out

    def ticked(self, row: Sequence[Cell | None]) -> tuple[str, ...]:
        """The outcomes whose columns are ticked in the row."""
        out = []
        for index, outcome in self.ticks.items():
            cell = row[index] if index < len(row) else None
            if cell is not None and cell.text.strip().lower() in TICKS:
                out.append(outcome)
        return tuple(out)

    def needs_more_than(self, row: Sequence[Cell | None]) -> bool:
        """Whether a row with one cell is a sub-heading: it spans columns, or stands in the first one
        of a table whose rows need more."""
        cell = next((cell for cell in row if cell is not None and cell.text.strip()), None)
        if cell is None:
            return False
        first = cell.column - 1
        column = self.by_index.get(first)
        return cell.column_span > 1 or column is None or column[1] in ("code", "number", "title", "name")


def read_header(
    row: Sequence[Cell | None],
    vocabulary: Vocabulary,
    *,
    after: Sequence[Sequence[Cell | None]],
    section: str | None = None,
    in_assessment: bool = False,
) -> Header | None:
    """The header that a row is; None for any other row, or when nothing follows it.

    `section` is what the table's own title says that it lists; `in_assessment` that the heading above
    opens a section of components.
    """
    texts = [
        (i, " ".join(cell.text.split()))
        for i, cell in enumerate(row)
        if cell is not None and _is_first(row, i)
    ]
    texts = [(i, text) for i, text in texts if text]
    ticks = {i: text for i, text in texts if names_outcome(text) and only_ticks(after, i)}
    if len(texts) < 2 or not after or any(_is_value(text) for i, text in texts if i not in ticks):
        return None
    if any(text.endswith(":") and len(text.split()) <= 6 for _, text in texts) and _is_form_row(
        texts, after[0]
    ):
        return None
    ticks |= {i: text for i, text in texts if _OUTCOME_HEAD.match(text)}
    rest = [(i, text) for i, text in texts if i not in ticks]
    is_outcomes = not in_assessment and not any(vocabulary.is_weight(text) for _, text in rest)
    labels = {i: by_values(text, i, after, is_outcomes=is_outcomes) for i, text in rest}
    in_assessment = in_assessment and not any(map(vocabulary.is_inner_marks, labels.values()))
    if in_assessment and (weight := unnamed_weight(labels, vocabulary, after)) is not None:
        labels[weight] = "Weighting"
    if in_assessment and (title := untitled(labels, vocabulary, after)) is not None:
        labels[title] = "Assessment title"
    if len(texts) > 2 and all(only_ticks(after, i) for i, _ in texts[1:]):
        section = section or vocabulary.section(texts[0][1])
    if parts := _parts_of_modules(labels):
        return Header(parts, {})
    for kind in (_assessments, _outcomes, _content, _modules):
        found = kind(labels, vocabulary, section)
        if found and any(entity == "module" for entity, _ in found.values()):
            worded = outcomes_in_columns(ticks, after)
            ticks = {} if kind is _modules else {i: text for i, text in ticks.items() if i not in worded}
            found = found | worded
        if found and len(found) >= max(1, (len(rest) + 1) // 3):
            return Header(found, ticks if len(ticks) >= 2 else {})
    return None


def _is_form_row(texts: Sequence[tuple[int, str]], below: Sequence[Cell | None]) -> bool:
    """Whether labels with colons stand beside their values, in this row and the next one."""
    under = {cell.text.strip() for cell in below if cell is not None}
    return any(text.endswith(":") for text in under) or not all(text.endswith(":") for _, text in texts)


def _parts_of_modules(labels: dict[int, str]) -> dict[int, Column] | None:
    """In a table that names modules and, by another word, units, the units are what modules hold."""
    modules = [i for i, text in labels.items() if re.match(r"module\s?_?(?:id|code|no|ref)", text, re.I)]
    units = [i for i, text in labels.items() if re.match(r"unit\s?_?(?:name|title)", text, re.I)]
    if len(modules) != 1 or len(units) != 1:
        return None
    return {modules[0]: ("module", "code"), units[0]: ("content", "text")}


def _is_first(row: Sequence[Cell | None], index: int) -> bool:
    return index == 0 or row[index - 1] is not row[index]


def _is_value(text: str) -> bool:
    return bool(
        len(text.split()) > 14
        or (read_weight(text) is not None and re.match(r"\W*\d", text))
        or re.fullmatch(r"[\d.,/ -]+", text)
        or (CODE.fullmatch(text) and not _OUTCOME_HEAD.match(text) and any(c.isdigit() for c in text))
    )


def _module_key(said: str) -> str | None:
    """A column that says which module the row is about, in words that can mean nothing else."""
    if "module" not in said.split():
        return None
    found = field_of("module", said) or composed_field("module", said)
    return found if found in ("code", "name", "title") else None


def _assessments(
    labels: dict[int, str], vocabulary: Vocabulary, section: str | None
) -> dict[int, Column] | None:
    weights = [i for i, text in labels.items() if vocabulary.is_weight(text)]
    has_weight = bool(weights)
    numbered = {m["n"] for text in labels.values() if (m := numbered_head(text)) and m["field"]}
    if len(numbered) > 1 or any(vocabulary.is_inner_marks(text) for text in labels.values()):
        return None
    out: dict[int, Column] = {}
    for i, text in labels.items():
        said = vocabulary.said(text)
        if key := _module_key(said):
            out[i] = ("module", key)
        elif i in weights[:1]:
            out[i] = ("assessment", "weight")
        elif (
            i not in weights
            and (found := vocabulary.assessment(text))
            and ("assessment", found) not in out.values()
        ):
            out[i] = ("assessment", found)
        elif (fact := vocabulary.module(text)) in _MODULE_FACTS:
            out[i] = ("module", str(fact))
    named = {field for entity, field in out.values() if entity == "assessment"}
    facts = {field for entity, field in out.values() if entity == "module"}
    if has_weight and named & {"title", "type", "description"}:
        return _settled(out, labels, vocabulary) if facts & {"credits", "status"} else out
    explicit = any(
        re.search(r"\b(?:assessment|assignment|component)\b", text, re.I) for text in labels.values()
    )
    if (
        explicit
        and not facts & {"credits", "status", "level"}
        and "title" in named | {"type"} & named
        and len(named) >= 3
    ):
        return out
    return None


def _settled(out: dict[int, Column], labels: dict[int, str], vocabulary: Vocabulary) -> dict[int, Column]:
    """In a table of modules that also holds weights, a plain "Title" is the module's."""
    has_key = any(column in (("module", "title"), ("module", "name")) for column in out.values())
    for i, column in list(out.items()):
        if (
            column == ("assessment", "title")
            and not has_key
            and vocabulary.said(labels[i]) in ("title", "name")
        ):
            out[i] = ("module", "title")
        if column == ("assessment", "outcomes") and re.match(
            r"(?:module )?(?:intended )?(?:learning )?outcomes$", vocabulary.said(labels[i])
        ):
            out[i] = ("module", "outcomes")
    return out


def _outcomes(
    labels: dict[int, str], vocabulary: Vocabulary, section: str | None
) -> dict[int, Column] | None:
    out: dict[int, Column] = {}
    for i, text in labels.items():
        said = vocabulary.said(text)
        if key := _module_key(said):
            out[i] = ("module", key)
        elif said == "code" and any("outcome" in vocabulary.said(t) for t in labels.values()):
            out[i] = ("module", "code")
    texts = [i for i, text in labels.items() if i not in out and vocabulary.outcome(text) == "text"]
    numbers = [
        i for i, text in labels.items() if i not in out and vocabulary.outcome(text) and i not in texts
    ]
    facts = [
        t
        for t in labels.values()
        if vocabulary.module(t) in ("credits", "status", "prerequisites", "content")
        or vocabulary.said(t) in ("name", "title", "full title")
    ]
    if not texts:
        texts = [i for i in numbers if vocabulary.said(labels[i]) in _EITHER and len(numbers) > 1][:1]
        numbers = [i for i in numbers if i not in texts]
    is_list = bool(out and numbers and texts)
    if (facts and not is_list) or not texts:
        return None
    if len(texts) > 1:
        short = [i for i in texts if vocabulary.said(labels[i]) in _EITHER]
        if len(short) == len(texts):
            short = short[:1]
        numbers, texts = [*numbers, *short], [i for i in texts if i not in short]
    elif not numbers and not out and section != "outcomes":
        return None
    if not texts:
        return None
    out[texts[0]] = ("outcome", "text")
    if numbers:
        out[min(numbers)] = ("outcome", "number")
    others = {i: text for i, text in labels.items() if i not in out}
    return out | _beside_outcomes(others, vocabulary, is_list=is_list)


def _beside_outcomes(labels: dict[int, str], vocabulary: Vocabulary, *, is_list: bool) -> dict[int, Column]:
    """What further columns of outcomes say: facts of the module, in a list of all modules, or where tested."""
    out: dict[int, Column] = {}
    for i, text in labels.items():
        fact = vocabulary.module(text) if is_list else None
        if fact in {*_MODULE_FACTS, "title"}:
            out[i] = ("module", str(fact))
        elif not vocabulary.is_inner_marks(text):
            out[i] = (TESTED_IN, text)
    return out


def _content(labels: dict[int, str], vocabulary: Vocabulary, section: str | None) -> dict[int, Column] | None:
    keys = {i: ("module", key) for i, text in labels.items() if (key := _module_key(vocabulary.said(text)))}
    items = [i for i, text in labels.items() if vocabulary.module(text) == "content"]
    if len(keys) == 1 and len(items) == 1 and len(labels) <= 3:
        return {**keys, items[0]: ("content", "text")}
    return None


def _modules(labels: dict[int, str], vocabulary: Vocabulary, section: str | None) -> dict[int, Column] | None:
    out: dict[int, Column] = {}
    for i, text in labels.items():
        if match := numbered_head(text):
            found = vocabulary.assessment(match["field"]) if match["field"] else "title"
            if found:
                out[i] = (f"assessment {match['n']}", found)
            continue
        fact = vocabulary.module(text)
        if fact and ("module", fact) not in out.values():
            out[i] = ("module", fact)
        elif share := _SHARE.match(text):
            out[i] = (SHARE, share[1].capitalize() if share[1].isupper() else share[1])
        elif fact is None and vocabulary.section(text) == "assessment":
            out[i] = COMPONENT_LIST
    named = {field for entity, field in out.values() if entity == "module"}
    title = named & {"title", "name"}
    if title and named & {"code", "credits", "level", "status"}:
        return out
    return out if {"code", "credits"} <= named else None
