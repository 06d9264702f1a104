"""Heads of columns told by more than their own words: by the values below, or by a head above."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mapper.intake.document import Cell, Paragraph
from mapper.intake.programmes.events import Column
from mapper.intake.programmes.matrices import names_outcome, only_ticks
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import CODE, plain

NUMBERED_HEAD = re.compile(
    r"^(?P<what>assess(?:ment)?|assignment|component|coursework|cw|task|element|item)\s?(?P<n>\d)\b\s*(?P<field>.*)$",
    re.I,
)
"""A head of one of several components: "Assessment 2", "Task 1 weighting"."""

_NUMBER_BEHIND = re.compile(
    r"^(weight(?:ing)?|type|length|word count|duration|title|description|outcomes|los)\s?(\d)$", re.I
)


def numbered_head(text: str) -> re.Match[str] | None:
    """The head of one of several components, its number before or behind the field ("Weight 2")."""
    turned = _NUMBER_BEHIND.match(text)
    return NUMBERED_HEAD.match(f"Assessment {turned[2]} {turned[1]}" if turned else text)


OUTCOME_COLUMN = "outcome in a column"
"""The entity of a column of a table of modules that holds the wording of one outcome; the field is its head."""

_NUMBER_HEADS = frozenset(("code", "no", "number", "ref", "reference", "id"))


def under_groups(row: Sequence[Cell | None], above: Sequence[Cell | None] | None) -> Sequence[Cell | None]:
    """The heads below heads that span them ("Assessment 1" over "Title" and "Weight"), each with both."""
    if not names_groups(above or ()):
        return row
    out: list[Cell | None] = []
    group: str | None = None
    for cell, over in zip(row, above or (), strict=True):
        if over is not None and over.text.strip():
            group = " ".join(over.text.split()) if _is_group(over) else None
        out.append(_with_group(cell, group) if cell and group and cell.text.strip() else cell)
    return out


def names_groups(row: Sequence[Cell | None]) -> bool:
    """Whether the row holds heads of groups of columns ("Assessment 1", "Assessment 2")."""
    return any(_is_group(cell) for cell in row)


def _with_group(cell: Cell, group: str) -> Cell:
    text = f"{group} {cell.text}"
    return replace(cell, paragraphs=(Paragraph(text, cell.paragraphs[0].locator),))


def _is_group(cell: Cell | None) -> bool:
    match = NUMBERED_HEAD.match(cell.text.strip()) if cell is not None else None
    return match is not None and not match["field"]


def _values(index: int, after: Sequence[Sequence[Cell | None]]) -> list[str]:
    """What the column says below the head, row by row, without empty cells."""
    said = [" ".join(cell.text.split()) for row in after if index < len(row) and (cell := row[index])]
    return [text for text in said if text]


def by_values(text: str, index: int, after: Sequence[Sequence[Cell | None]], *, is_outcomes: bool) -> str:
    """The head of a column, told by its values where it alone may mean two things."""
    head = plain(text)
    if head == "module" and (said := _values(index, after)) and all(map(CODE.fullmatch, said)):
        return "Module code"
    if (
        is_outcomes
        and head in _NUMBER_HEADS
        and (said := _values(index, after))
        and all(map(names_outcome, said))
    ):
        return "Outcome number"
    return text


def unnamed_weight(
    labels: dict[int, str], vocabulary: Vocabulary, after: Sequence[Sequence[Cell | None]]
) -> int | None:
    """In a section of components, a column of per cents that total 100, where no head says weight."""
    if any(vocabulary.is_weight(text) for text in labels.values()):
        return None
    for i, text in labels.items():
        said = [re.fullmatch(r"(\d{1,3})\s?%", value) for value in _values(i, after)]
        if len(said) > 1 and all(said) and sum(int(m[1]) for m in said if m) == 100:
            return None if vocabulary.is_inner_marks(text) else i
    return None


def untitled(
    labels: dict[int, str], vocabulary: Vocabulary, after: Sequence[Sequence[Cell | None]]
) -> int | None:
    """In a table of weights without a head for the components' names, the first column of words."""
    fields = {vocabulary.assessment(text) for text in labels.values()}
    if "weight" not in fields or fields & {"title", "type", "description"}:
        return None
    for i, text in labels.items():
        said = _values(i, after)
        is_free = not vocabulary.assessment(text) and not vocabulary.module(text)
        if is_free and said and all(re.search(r"[a-z]{3}", value, re.I) for value in said):
            return i
    return None


def outcomes_in_columns(ticks: dict[int, str], after: Sequence[Sequence[Cell | None]]) -> dict[int, Column]:
    """In a table of modules, columns headed "LO1", "LO2" hold the outcomes themselves."""
    return {i: (OUTCOME_COLUMN, text) for i, text in ticks.items() if not only_ticks(after, i)}
