"""Components that a form lists side by side: names under one label, or a name with its per cent."""

from __future__ import annotations

from mapper.intake.document import Paragraph
from mapper.intake.programmes.components import components_in
from mapper.intake.programmes.drafts import AssessmentDraft, Rank
from mapper.intake.programmes.events import Entry, Value
from mapper.intake.programmes.figures import read_weight
from mapper.intake.programmes.vocabulary import Vocabulary

_MAX_TITLE_WORDS = 12


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
    return draft


def weighted_row(entry: Entry, *, group: int, vocabulary: Vocabulary) -> AssessmentDraft | None:
    """A row without a header in an assessment section: a name and, beside it, one per cent."""
    title = entry.label
    cells = [value for row in entry.rows[:1] for value in row]
    shares = [
        w
        for c in cells
        if "%" in _text(c) and len(_text(c).split()) <= 2 and (w := read_weight(_text(c))) is not None
    ]
    if (
        len(shares) != 1
        or not 1 <= len(title.split()) <= 10
        or "%" in title
        or vocabulary.is_no_component(title)
    ):
        return None
    draft = AssessmentDraft(Rank.PROSE, entry.locator, group)
    draft.learn("title", title, entry.locator)
    draft.learn("weight", shares[0], entry.place)
    return draft


def _text(value: Value) -> str:
    return " ".join(p.text for p in value)
