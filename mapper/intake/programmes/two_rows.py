"""Rows of a table that say something only together: labels over their values, and heads in two rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.document import Cell
from mapper.intake.programmes.cells import Cells, label_of, said_cells
from mapper.intake.programmes.events import Entry
from mapper.intake.programmes.vocabulary import Vocabulary

_PERIOD = re.compile(r"\b(?:year|stage|level|part)\s+(?:\d|one|two|three|four|five)\b", re.I)
_FACTS = frozenset(("code", "title", "name", "level", "credits", "ects", "status", "year", "pass_mark"))


def labels_over_values(row: Cells, below: Cells, vocabulary: Vocabulary) -> list[Entry]:
    """A module's facts where a row of labels stands over a row of their values; else nothing."""
    labels = said_cells(row)
    at = [label.column - 1 for label in labels]
    values = [below[i] if i < len(below) else None for i in at]
    facts = [fact for label in labels if (fact := vocabulary.module(label_of(label))) in _FACTS]
    if (
        len(facts) < 2
        or len(set(facts)) < len(facts)
        or not all(vocabulary.lists(label_of(c)) for c in labels)
    ):
        return []
    said = [cell for cell in values if cell and cell.text.strip()]
    if len(said) < 2 or any(cell in labels or vocabulary.lists(label_of(cell)) for cell in said):
        return []
    return [
        Entry(label_of(label), ((value.paragraphs,),), label.locator)
        for label, value in zip(labels, values, strict=True)
        if value and value.text.strip()
    ]


def heads_of_two_rows(row: Cells, below: Cells, vocabulary: Vocabulary) -> list[Cell | None]:
    """One row of heads out of two, where the upper one spans columns; nothing for other rows.

    Columns under the head of a resit are left out.
    """
    said = said_cells(row)
    spans = [cell for cell in said if cell.column_span > 1]
    if not spans or len(said) < 2 or len(below) != len(row):
        return []
    heads: list[Cell | None] = []
    for upper, lower in zip(row, below, strict=True):
        is_under = lower is not None and lower is not upper and bool(lower.text.strip())
        if upper is not None and upper.column_span > 1:
            heads.append(None if vocabulary.is_no_component(label_of(upper)) or not is_under else lower)
        elif upper is not None and upper.row_span > 2:
            heads.append(None)  # beside the rows, and not above them
        elif is_under and upper is not None and upper.text.strip():
            return []
        else:
            heads.append(lower if is_under else upper)
    return heads


def headings_that_hold(above: Sequence[str], heading: str) -> tuple[str, ...]:
    """Of the headings within a table those under which a further one stands: a year's, above a choice."""
    return () if _PERIOD.search(heading) else tuple(text for text in above if _PERIOD.search(text))
