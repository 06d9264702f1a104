"""Components that a form lists side by side: names under one label, or a name with its per cent."""

from __future__ import annotations

import re

from mapper.intake.document import Paragraph
from mapper.intake.programmes.components import components_in, length_in
from mapper.intake.programmes.drafts import AssessmentDraft, Rank
from mapper.intake.programmes.events import Entry, Value
from mapper.intake.programmes.figures import read_weight
from mapper.intake.programmes.references import references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary

_MAX_TITLE_WORDS = 12
_PLACE = re.compile(r"(?:assessment|assignment|coursework|component|element|task|item)\s(?:\d|[A-D])", re.I)
_NAME = re.compile(r"[A-Z][^\d%]{2,60}")
_BRACKETED = re.compile(r"\s*\([^()%]*\)$")


def listed_components(entry: Entry, *, group: int, vocabulary: Vocabulary) -> list[AssessmentDraft]:
    """The components under one label, row by row, with weights where they stand beside the names."""
    found: list[AssessmentDraft] = []
    for row in entry.rows:
        values = [value for value in row if any(p.text for p in value)]
        for paragraph in values[0] if values else ():
            if vocabulary.is_no_component(paragraph.text):
                continue
            in_line = components_in(paragraph, group=group, title=None, vocabulary=vocabulary)
            if in_line:
                found.extend(in_line)
            elif len(paragraph.text.split()) <= _MAX_TITLE_WORDS:
                found.append(_named(paragraph, values, group))
    return found


def _named(paragraph: Paragraph, values: list[Value], group: int) -> AssessmentDraft:
    draft = AssessmentDraft(Rank.NAMED, paragraph.locator, group)
    draft.learn("title", paragraph.text, paragraph.locator)
    weights = [(w, value[0].locator) for value in values[1:] if (w := read_weight(_text(value))) is not None]
    if len(weights) == 1 and len(values[0]) == 1:
        draft.rank = Rank.FORM
        draft.learn("weight", *weights[0])
    for value in values[1:]:
        draft.learn("length", length_in(_text(value)), value[0].locator)
        if tested := references_in_prose(_text(value)):
            draft.outcomes, draft.outcomes_at = list(tested), value[0].locator
    return draft


def weighted_row(entry: Entry, *, group: int, vocabulary: Vocabulary) -> AssessmentDraft | None:
    """A row without a header in an assessment section: a name and, beside it, one per cent.

    "Coursework 1" is a place in a row, and the words beside it the name.
    """
    title, title_at = entry.label, entry.locator
    cells = [(_text(value), value[0].locator) for row in entry.rows[:1] for value in row if _text(value)]
    if len(cells) > 1 and _PLACE.fullmatch(title) and _NAME.fullmatch(cells[0][0]):
        (title, title_at), cells = cells[0], cells[1:]
    shares = [(w, at) for text, at in cells if (w := _share(text)) is not None]
    if (
        len(shares) != 1
        or not 1 <= len(title.split()) <= 10
        or "%" in title
        or vocabulary.is_no_component(title)
        or vocabulary.module(title) == "pass_mark"
    ):
        return None
    draft = AssessmentDraft(Rank.PROSE, entry.locator, group)
    draft.learn("title", title, title_at)
    draft.learn("weight", *shares[0])
    for text, at in cells:
        draft.learn("length", length_in(text), at)
        if tested := references_in_prose(text):
            draft.outcomes, draft.outcomes_at = list(tested), at
    return draft


def _share(text: str) -> int | float | None:
    """The weight of a cell that holds nothing but one, and what stands behind it in brackets."""
    alone = _BRACKETED.sub("", text)
    return read_weight(alone) if "%" in alone and len(alone.split()) <= 2 else None


def _text(value: Value) -> str:
    return " ".join(p.text for p in value)
