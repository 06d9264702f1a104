"""Components in the running text of a section: a title in one line and its weight in the next, or both in one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapper.intake.document import Paragraph
from mapper.intake.programmes.components import components_in, tidy_component
from mapper.intake.programmes.drafts import AssessmentDraft, ModuleDraft, Rank
from mapper.intake.programmes.events import Heading
from mapper.intake.programmes.figures import number, per_cents
from mapper.intake.programmes.forms import FormReader, starts_brief
from mapper.intake.programmes.references import references_in_brackets, references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary

_THIS_ONE = re.compile(
    r"^this (?:\w+ ){0,3}(?:assessment|assignment|coursework|project|report|essay|portfolio|task|piece of work)\b"
    r".{0,30}\b(?:worth|accounts? for|contributes?|carries|counts? for|counts? towards|makes? up|weighted at)\b"
    r".{0,60}\b(?:module|unit|course|overall|final|total)\b",
    re.I,
)


_WORTH = re.compile(
    r"^(?:worth|contributes?|counts? (?:for|towards)|weight(?:ing|ed at)?)\b.{0,20}\d\s*%"
    r".{0,40}\b(?:module|unit|course|overall|final|total)\b",
    re.I,
)
_ALONE = re.compile(r"\d{1,3}(?:\.\d+)?\s?%")


@dataclass(slots=True)
class RunningText:
    """Lines of a section of components; `above` is a short line that may name the next one."""

    vocabulary: Vocabulary
    forms: FormReader
    above: str | None = None
    brief: str | None = None
    """The heading of the brief that the text stands in ("Assignment 2: Case study")."""

    heading: str | None = None
    """The heading just above the line."""

    _said: AssessmentDraft | None = None
    """The component that the lines above named, until a line said which outcomes it tests."""

    _depth: int = 0

    def head(self, heading: Heading) -> None:
        """Note a heading."""
        self._said = None
        self.heading = heading.text
        if starts_brief(heading.text):
            self.brief, self._depth = tidy_component(heading.text), heading.depth
            self.forms.brief = self.brief
        elif heading.depth <= self._depth:
            self.brief = self.forms.brief = None

    def read(self, module: ModuleDraft, paragraph: Paragraph, *, group: int) -> None:
        """Take a line of a section of components."""
        if self.forms.read_line(module, paragraph, group=group):
            return
        found = components_in(paragraph, group=group, title=self.above, vocabulary=self.vocabulary)
        module.assessments.extend(found)
        text = paragraph.text
        if found:
            self.above = None
            self._said = found[0] if len(found) == 1 else None
        elif self._said and (tested := references_in_prose(text) or references_in_brackets(text)):
            if not self._said.outcomes:
                self._said.outcomes, self._said.outcomes_at = list(tested), paragraph.locator
            self._said = None
        elif len(text.split()) <= 8 and not text.endswith((".", ":")):
            self.above = None if self.vocabulary.is_no_component(text) else text

    def note_last(self, module: ModuleDraft) -> None:
        """Note that the lines that follow speak of the module's last component."""
        self._said = module.assessments[-1] if module.assessments else None

    def read_share(self, module: ModuleDraft, paragraph: Paragraph) -> None:
        """Keep what a brief says of its own weight ("This assignment is worth 50% of the module")."""
        text, shares, title = paragraph.text, per_cents(paragraph.text), self.brief
        is_own = bool(_THIS_ONE.match(text) or (self.brief and _WORTH.match(text)))
        if not is_own and _ALONE.fullmatch(text) and self.heading and len(self.heading.split()) <= 4:
            is_own, title = True, self.heading
        self.heading = None
        if not is_own or len(shares) != 1 or not 0 < shares[0] <= 100:
            return
        draft = AssessmentDraft(Rank.PROSE, paragraph.locator)
        draft.learn("title", title, paragraph.locator)
        draft.learn("weight", number(str(shares[0])), paragraph.locator)
        module.shares.append(draft)
