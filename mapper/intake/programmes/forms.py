"""Components as forms describe them: labels such as "Assignment name" and "Assessment weighting"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapper.intake.document import Paragraph
from mapper.intake.programmes import figures
from mapper.intake.programmes.components import components_in, length_in, tidy_component
from mapper.intake.programmes.drafts import AssessmentDraft, ModuleDraft, Passage, Rank
from mapper.intake.programmes.events import Entry
from mapper.intake.programmes.labels import words
from mapper.intake.programmes.lines import labelled_parts, labels_within
from mapper.intake.programmes.listed import listed_components, weighted_row
from mapper.intake.programmes.outcomes import outcomes_in
from mapper.intake.programmes.records import learn_tested
from mapper.intake.programmes.references import read_references, references_in_brackets, references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import plain

_WEAK_TITLES = frozenset(
    [
        "assessment",
        "assignment",
        "coursework",
        "task",
        "element name",
        "element title",
        "element",
        "elements",
        "component",
        "assessment component",
        "assessment element",
        "assessment item",
        "item",
    ]
)
"""Labels that may name what the component is a part of."""

_SHARE_BEHIND = re.compile(r"\s*[(\[,–-]*\s*\d[\d.]*\s*%.*$")
_ABOVE = "(the line above)"

_NUMBERED = re.compile(r"(?:assessment|assignment|coursework|component|element|task)\s(?:\d|[A-D])", re.I)
"""The label of a row that holds all of one component."""

_NAME_AND_SHARE = re.compile(r"[A-Za-z][^%.\n]{2,80}\d\s*%")
_OWN = re.compile(
    r"\b(?:assess|assignment|coursework|component|element|brief|task|exam|weight|word|contribut)", re.I
)
_PLAIN = (
    "title",
    "name",
    "type",
    "method",
    "format",
    "description",
    "details",
    "length",
    "duration",
    "size",
    "outcomes",
    "kind",
)


@dataclass(slots=True)
class FormReader:
    """Gathers the entries of one form into one component; a label that comes again opens the next."""

    vocabulary: Vocabulary
    _draft: AssessmentDraft | None = None
    above: str = ""
    """The line just above the entry, which may name the component of a form without a title."""

    brief: str | None = None
    """The heading of the brief that the form stands in, until a component took it as its title."""

    _title_label: str = ""
    _is_listing: bool = False
    _lists: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a component is being read."""
        return self._draft is not None

    def close(self) -> None:
        """What follows belongs to no form."""
        self._draft = None

    def read(self, module: ModuleDraft, entry: Entry, *, in_section: bool, group: int) -> bool:
        """Take the entry where it is about a component; False where it is not."""
        if inner := self._inner(entry):
            self.close()
            for part in inner:
                self.read(module, part, in_section=True, group=group)
            return True
        name = self._field(entry, in_section=in_section)
        if name == "title" and self._is_head(entry):
            name = None
        if name is None:
            return self._goes_on(module, entry, in_section=in_section, group=group)
        self._is_listing = False
        if name == "title" and self.vocabulary.said(entry.label) == "task" and _is_sentence(entry.text):
            name = "description"
        if name == "title" and (self._is_list(entry) or "%" in entry.text):
            self.close()
            listed = listed_components(entry, group=self._own_group(), vocabulary=self.vocabulary)
            module.assessments.extend(listed)
            self._is_listing = entry.in_table and any(draft.weight is not None for draft in listed)
            return True
        if name == "outcomes":
            return self._outcomes(module, entry, group)
        return self._learn(module, name, entry, group, in_section=in_section)

    def read_line(self, module: ModuleDraft, paragraph: Paragraph, *, group: int) -> bool:
        """Take a line that names a component and goes on with labels ("Essay Weighting: 60% Length: …")."""
        title, pairs = labels_within(paragraph.text, self.vocabulary)
        if not title or "weight" not in [self.vocabulary.assessment(label) for label, _ in pairs]:
            return False
        self.close()
        self.above = tidy_component(title)
        for label, value in pairs:
            is_list = self.vocabulary.assessment(label) == "outcomes"
            said = Paragraph(value.split(". ")[0] if is_list else value, paragraph.locator)
            self.read(module, Entry(label, (((said,),),), paragraph.locator), in_section=True, group=group)
            self.above = ""
        self.close()
        return True

    def _own_group(self) -> int:
        """A number for components named together under one label, unlike any section's."""
        self._lists -= 1
        return self._lists

    def _goes_on(self, module: ModuleDraft, entry: Entry, *, in_section: bool, group: int) -> bool:
        """A row of an assessment section, or below a list with weights, may hold a name and a per cent."""
        may = in_section or self._is_listing
        row = weighted_row(entry, group=group, vocabulary=self.vocabulary) if may else None
        self._is_listing = self._is_listing and row is not None
        module.assessments.extend([row] if row else [])
        return row is not None

    def _field(self, entry: Entry, *, in_section: bool) -> str | None:
        said = self.vocabulary.said(entry.label)
        name = self.vocabulary.assessment(entry.label)
        is_whole = _NUMBERED.fullmatch(entry.label) and _NAME_AND_SHARE.match(entry.text)
        is_place = self.vocabulary.section(entry.label) == "assessment" or is_whole
        if name is None and "%" in entry.text and is_place:
            return "title"
        if name is None or ("module" in said.split() and name not in ("outcomes", "weight")):
            return None
        if name == "outcomes":
            is_own = bool(re.search(r"assess|test|address|link|map|cover|met", said))
            return name if is_own or (self.is_open and bool(read_references(entry.text))) else None
        if said in _PLAIN or not _OWN.search(said):
            return name if (in_section or self.is_open) else None
        return name

    def _inner(self, entry: Entry) -> list[Entry]:
        """A value that is itself a list of labels and values ("Title: …", "Weighting: …")."""
        parts: list[Entry] = []
        for paragraph in entry.paragraphs:
            pairs = labelled_parts(paragraph.text, self.vocabulary)
            for label, value in pairs:
                said = Paragraph(value, paragraph.locator)
                parts.append(Entry(label, (((said,),),), paragraph.locator))
            if not pairs and parts and self.vocabulary.assessment(parts[-1].label) == "description":
                last = parts.pop()
                parts.append(Entry(last.label, (*last.rows, ((paragraph,),)), last.locator))
        names = [self.vocabulary.assessment(part.label) for part in parts]
        return parts if "weight" in names and len(set(names)) >= 3 else []

    def _is_head(self, entry: Entry) -> bool:
        """Whether the row heads a table of something else ("Item | Owner | Due")."""
        cells = [value for value in entry.rows[0] if value] if entry.rows else []
        is_weak = self.vocabulary.said(entry.label) in _WEAK_TITLES
        return is_weak and len(entry.rows) == 1 and len(cells) > 1 and "%" not in entry.text

    @staticmethod
    def _is_list(entry: Entry) -> bool:
        return len(entry.paragraphs) > 1 or len(entry.rows) > 1

    def _learn(self, module: ModuleDraft, name: str, entry: Entry, group: int, *, in_section: bool) -> bool:
        text = " ".join(entry.text.split())
        if figures.says_nothing(text) or (
            name in ("title", "type") and self.vocabulary.is_no_component(text)
        ):
            return True
        if name in ("title", "type", "length") and len(text.split()) > 25:
            return True
        if name == "weight" and figures.read_weight(text) is None:
            own = self._own_group()
            for paragraph in entry.paragraphs:
                found = components_in(paragraph, group=own, title=None, vocabulary=self.vocabulary)
                module.assessments.extend(found)
            return True
        draft = self._open(module, name, entry, group, in_section=in_section)
        shares = figures.per_cents(entry.label)
        if name == "title" and len(shares) == 1 and _is_sentence(text):
            self._described_by_label(draft, entry, shares[0])
            return True
        if name == "weight":
            draft.learn(name, figures.read_weight(text), entry.place)
        elif name == "must_pass":
            draft.learn(name, figures.read_yes_no(text), entry.place)
        elif name == "description":
            draft.passages.extend(Passage(p.text, p.locator, 0) for p in entry.paragraphs)
        else:
            draft.learn(name, text, entry.place)
            if name == "title" and len(shares) == 1:
                draft.learn("weight", shares[0], entry.locator)
        return True

    @staticmethod
    def _described_by_label(draft: AssessmentDraft, entry: Entry, share: float) -> None:
        """A label that names a component with its weight ("Coursework (50%):") before what is to be done."""
        draft.learn("title", _SHARE_BEHIND.sub("", entry.label), entry.locator)
        draft.learn("weight", share, entry.locator)
        draft.learn("length", length_in(entry.text), entry.place)
        draft.passages.extend(Passage(p.text, p.locator, 0) for p in entry.paragraphs)
        if tested := references_in_prose(entry.text) or references_in_brackets(entry.text):
            draft.outcomes, draft.outcomes_at = list(tested), entry.place

    def _title_above(self, *, in_section: bool) -> str:
        """The line above that names the component: a brief's heading, or any short line of the section."""
        text = self.above.strip(" :")
        if starts_brief(text) or (in_section and self._may_name(text)):
            return tidy_component(text)
        brief, self.brief = self.brief, None
        return brief or ""

    def _may_name(self, text: str) -> bool:
        is_short = 1 <= len(text.split()) <= 10 and not re.search(r"[.:%]", text)
        return is_short and not self.vocabulary.section(text)

    def _open(
        self, module: ModuleDraft, name: str, entry: Entry, group: int, *, in_section: bool
    ) -> AssessmentDraft:
        """The component that the label speaks of: a label that comes again opens the next one.

        Of two different title labels the one that can mean nothing else names the component.
        """
        draft = self._draft
        said = self.vocabulary.said(entry.label)
        if draft is not None and name == "title" and "title" in draft.facts and said != self._title_label:
            if self._title_label in (*_WEAK_TITLES, _ABOVE) and said not in _WEAK_TITLES:
                draft.facts.pop("title")
                self._title_label = said
            return draft
        is_described = name == "description" and draft is not None and bool(draft.passages)
        is_next = is_described and in_section and self._may_name(self.above.strip(" :"))
        if draft is None or name in draft.facts or is_next:
            draft = self._draft = AssessmentDraft(Rank.FORM, entry.locator, group)
            if not self.vocabulary.is_no_component(self.above):
                module.assessments.append(draft)
            if name != "title" and (title := self._title_above(in_section=in_section)):
                draft.learn("title", title, entry.locator)
                self._title_label = _ABOVE
        if name == "title":
            self._title_label = said
        return draft

    def _outcomes(self, module: ModuleDraft, entry: Entry, group: int) -> bool:
        """Outcomes tested, as references or, in a brief, written out: then they are the module's too."""
        text = " ".join(entry.text.split())
        if figures.says_nothing(text):
            return True
        draft = self._draft
        if draft is None:
            draft = AssessmentDraft(Rank.FORM, entry.locator, group)
            module.assessments.append(draft)
            self._draft = draft
        learn_tested(draft, text, entry.place) if len(text.split()) <= 20 else None
        if draft.outcomes:
            return True
        found = outcomes_in(entry.paragraphs, group=group)
        module.stray_outcomes.extend(found)
        draft.outcomes = [outcome.number or str(at) for at, outcome in enumerate(found, 1)]
        draft.outcomes_at = entry.place
        return True


def starts_brief(text: str) -> bool:
    """Whether a line opens a component's own part ("Assessment task 2: Portfolio")."""
    said = plain(text)
    return len(said.split()) <= 12 and any(re.match(rf"{word}\b.*\d", said) for word in words("brief_words"))


def _is_sentence(text: str) -> bool:
    return len(text.split()) > 10 or text.rstrip().endswith(".")
