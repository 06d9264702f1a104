"""What the learner does in each component, from the document's own assignment briefs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mapper.intake.document import Paragraph
from mapper.intake.programmes.drafts import AssessmentDraft, Passage
from mapper.intake.programmes.events import Entry, Event, Heading, Line
from mapper.intake.programmes.labels import is_among, words
from mapper.intake.programmes.likeness import likeness
from mapper.intake.programmes.references import references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import plain
from mapper.values import Locator

_ITEM_TITLE = re.compile(r"^(.{3,70}?)\s*(?::|\s[-–—](?=\s|$))\s*(.*)$", re.S)
_MAX_CHARACTERS = 2000
_EVIDENCE, _FIRST, _SECOND, _OTHER, _NEVER = range(5)


def add_passages(
    events: Sequence[Event], components: Sequence[AssessmentDraft], *, is_brief: bool, vocabulary: Vocabulary
) -> None:
    """Give each component the passages that stand under its own heading, or in a list item with its name.

    `is_brief` says that the document is about its only component: then all of it that is an
    instruction belongs there.
    """
    if not components:
        return
    reading = _Briefs(
        components, vocabulary, whole=components[0] if is_brief and len(components) == 1 else None
    )
    for event in events:
        reading.take(event)


class _Briefs:
    def __init__(
        self, components: Sequence[AssessmentDraft], vocabulary: Vocabulary, *, whole: AssessmentDraft | None
    ) -> None:
        self.components = components
        self.vocabulary = vocabulary
        self.whole = whole
        self.current: AssessmentDraft | None = whole
        self.depth = 0
        self.order = _NEVER
        self.is_numbered = False
        self.item: AssessmentDraft | None = None

    def take(self, event: Event) -> None:
        if isinstance(event, Heading):
            self._heading(event)
        elif isinstance(event, Line):
            self._line(event)
        elif (
            isinstance(event, Entry)
            and self.current is not None
            and not event.in_table
            and self.order < _NEVER
        ):
            self._keep_entry(event)

    def _heading(self, heading: Heading) -> None:
        self.item = None
        found = self._component_of(heading.text)
        if found is not None:
            self.current, self.depth, self.order = found, heading.depth, _OTHER
            self.is_numbered = False
            return
        if self.whole is None and self.current is not None and heading.depth <= self.depth:
            self.current, self.order = None, _NEVER
            return
        order = self._order(heading.text)
        if not (self.is_numbered and heading.number is None and self._is_part(heading.text, order)):
            self.order, self.is_numbered = order, heading.number is not None

    def _component_of(self, text: str) -> AssessmentDraft | None:
        said = plain(text)
        is_brief = any(said.startswith(word) for word in words("brief_words"))
        scored = sorted(
            ((likeness(name, text), i) for i, c in enumerate(self.components) for name in _names(c)),
            reverse=True,
        )
        if not scored or scored[0][0] < (0.75 if is_brief else 0.9):
            return self._by_place(said) if is_brief else None
        best = self.components[scored[0][1]]
        tied = {i for score, i in scored if score == scored[0][0]}
        if len(tied) > 1 or not (is_brief or len(said.split()) <= 8) or self.vocabulary.is_no_component(text):
            return None
        return best

    def _by_place(self, said: str) -> AssessmentDraft | None:
        """The second component for "Assignment brief 2", where the heading says no more."""
        match = re.search(r"\s(\d)$", said)
        alone = match and said[: match.start()] in words("brief_words")
        return (
            self.components[int(match[1]) - 1]
            if match and alone and 0 < int(match[1]) <= len(self.components)
            else None
        )

    @staticmethod
    def _is_part(text: str, order: int) -> bool:
        """Whether a heading without a number only divides the numbered part that it stands in."""
        if order == _NEVER:
            said = plain(text)
            return not any(word in said for word in words("brief_never") - words("brief_topics"))
        return order == _OTHER

    def _order(self, text: str) -> int:
        said = plain(text)
        if is_among("brief_evidence", said):
            return _EVIDENCE
        if is_among("brief_first", said):
            return _FIRST
        if is_among("brief_second", said):
            return _SECOND
        if any(word in said for word in words("brief_never")):
            return _NEVER
        return _OTHER

    def _line(self, line: Line) -> None:
        paragraph = line.paragraph
        if paragraph.is_item and (named := self._named_in_item(paragraph.text)) is not None:
            self.item = named
        elif not paragraph.is_item:
            self.item = None
        if self.item is not None and self.item is not self.current:
            self.item.passages.append(Passage(_shown(line), paragraph.locator, _FIRST))
        elif self.current is not None:
            if self.order < _NEVER and not _is_bare_label(paragraph):
                self.current.passages.append(Passage(_shown(line), paragraph.locator, self.order))
            self._references(paragraph.text, paragraph.locator)

    def _named_in_item(self, text: str) -> AssessmentDraft | None:
        """The component that a list item describes ("Annual report: at the end of the year …")."""
        match = _ITEM_TITLE.match(text)
        fits = [c for c in self.components if match and any(likeness(n, match[1]) >= 0.99 for n in _names(c))]
        return fits[0] if len(fits) == 1 else None

    def _keep_entry(self, entry: Entry) -> None:
        if self.current is not None and entry.text and not self.vocabulary.knows(entry.label):
            self.current.passages.append(Passage(f"{entry.label}: {entry.text}", entry.locator, self.order))
            self._references(entry.text, entry.place)

    def _references(self, text: str, place: Locator) -> None:
        if self.current is None:
            return
        for label in references_in_prose(text):
            if label not in self.current.prose_outcomes:
                self.current.prose_outcomes.append(label)
                self.current.prose_at = self.current.prose_at or place


def _is_bare_label(paragraph: Paragraph) -> bool:
    """Whether a line is only the name of something left blank."""
    return not paragraph.is_item and len(paragraph.text.split()) <= 4 and paragraph.text[-1:].isalnum()


def _names(component: AssessmentDraft) -> list[str]:
    return [text for text in (component.text("title"), component.text("type")) if text]


def _shown(line: Line) -> str:
    number = line.paragraph.number
    return f"{number}. {line.paragraph.text}" if number and line.paragraph.is_item else line.paragraph.text


def description_of(passages: Sequence[Passage], *, limit: int = _MAX_CHARACTERS) -> str | None:
    """The passages in the document's order, whole; the weightiest first where the limit leaves some out.

    Only a first passage that is longer than the limit is cut, after a sentence.
    """
    kept: list[int] = []
    room = limit
    for at in sorted(range(len(passages)), key=lambda i: (passages[i].order, i)):
        text = passages[at].text
        if any(passages[i].text == text for i in kept):
            continue
        if len(text) > room and kept:
            break
        kept.append(at)
        room -= len(text) + 1
    texts = [passages[i].text for i in sorted(kept)]
    while len(texts) > 1 and texts[-1].endswith(":"):
        texts.pop()
    if len(texts) == 1:
        texts = [_whole_sentences(texts[0], limit)]
    return "\n".join(texts) or None


def _whole_sentences(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    ends = [m.end() for m in re.finditer(r"[.!?](?=\s)", text)]
    fitting = [end for end in ends if end <= limit] or ends[:1]
    return text[: fitting[-1]] if fitting else text
