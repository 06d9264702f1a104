"""What a label means in these documents, where "course" may be a module or the programme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mapper.intake.document import Document
from mapper.intake.programmes.labels import composed_field, field_of, holds, is_among
from mapper.intake.programmes.wording import LANGUAGES, plain

_MAX_LABEL_WORDS = 12
_FIRST_PART = re.compile(r"^(.*?)\s*(?::|\s[-–—]\s|\().*$", re.S)
_WEIGHT = re.compile(
    r"\bweight(?:ing|ings|s)?\b|%|\bpercentage\b|\bproportion of\b|\bcontribution to(?:wards)?\b"
)
_NOT_WEIGHT = re.compile(
    r"\b(?:penalt|late|pass|attendance|range|grade|class|criteri|band|reduc|deduct|achieved|your|awarded|credit)"
    r"|\b(?:written|exam|coursework|practical)\b.*\bassessment (?:percentage|%)"
)
"""The last are the kinds of assessment in a Key Information Set, which name no component."""

_LENGTH = re.compile(
    r"(?:word (?:count|limit|length)|length|duration|(?:assessment|assignment) (?:size|length))\b"
)
_LOS = r"(?:learning outcomes?|(?:m|i|u|c|s|ci|mi|mim)?los?)"
_OUTCOMES = re.compile(rf"\b(?:outcomes?|{_LOS})\b")
_ABLE = re.compile(
    r"\b(?:you|students?|learners?|participants?|candidates?)\b.*\bable to(?: do)?$|\bexpected to achieve$"
)
_INTRO_BEHIND = re.compile(
    r"(?<=\w) (?:(?:on|upon|by|after|at) (?:the )?(?:successful(?:ly)? )?(?:complet|end)|(?:you|students?|learners?) )"
    r".*\b(?:able to|will|should|can)$"
)
"""What a label of outcomes may go on with: "Learning outcomes: on completion you will be able to"."""

_TESTED_HERE = re.compile(
    rf"\b(?:assess|cover|address|test|meet|link|map|relat)\w*\b.*\b{_LOS}(?: for (?:this|the) module)?$"
    rf"|\b{_LOS} (?:does|do|is|are) (?:this|the) (?:\w+ )?(?:assess|test|cover|address)\w*$"
    rf"|\b{_LOS} (?:being |to be |that are |which are )?(?:assess|cover|address|test|met\b|mapped)\w*"
    r"(?: (?:by|in|for) (?:this|the) \w+)?$"
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_TOTAL = re.compile(
    r"(?:overall |sub )?total (?:number of )?(?:percentage|credits?|weight\w*|marks?|assessment|for|%|coursework|exams?)\b"
)
_SECTIONS = ("outcomes", "content", "learning_strategy", "prerequisites")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Looks labels up; `course_is_module` says how these documents use the word."""

    course_is_module: bool

    def said(self, label: str) -> str:
        """The label as it is looked up."""
        label = label.removesuffix(":").strip()
        words = _INTRO_BEHIND.sub("", plain(label))
        if self.course_is_module:
            words = re.sub(r"\bcourse\b", "module", words)
        return words

    def module(self, label: str) -> str | None:
        """The module fact that the label names."""
        return self._look_up("module", label)

    def _look_up(self, entity: str, label: str) -> str | None:
        """The field that the label names, as listed or put together, in any of its languages."""
        for part in (label, *LANGUAGES.split(label), _BRACKETS.sub("", label)):
            said = self.said(part)
            if found := field_of(entity, said) or composed_field(entity, said):
                return found
        return None

    def assessment(self, label: str) -> str | None:
        """The fact of a component that the label names."""
        said = self.said(label)
        if found := self._look_up("assessment", label):
            return found
        if self.is_weight(label):
            return "weight"
        if _LENGTH.match(said) and len(said.split()) <= 8:
            return "length"
        return (
            "outcomes"
            if _OUTCOMES.search(said) and len(said.split()) <= 6 and "programme" not in said
            else None
        )

    def programme(self, label: str, *, in_place: bool) -> str | None:
        """The programme fact; plain labels ("Title") count only in a programme's own place."""
        said = self.said(label)
        if found := field_of("programme", said):
            return found
        is_course = not self.course_is_module and "course" in said.split()
        return field_of("programme_section", said) if in_place or is_course else None

    def outcome(self, label: str) -> str | None:
        """Which part of an outcome a header names: its text or its number."""
        return self._look_up("outcome", label) or ("text" if _ABLE.search(plain(label)) else None)

    def is_weight(self, label: str) -> bool:
        """Whether a header announces weights of components and not penalties, grades or marks."""
        said = self.said(label)
        if re.search(r"\d\s*%", label):
            return False
        return bool(_WEIGHT.search(said)) and not _NOT_WEIGHT.search(said) and len(said.split()) <= 10

    def section(self, text: str, *, is_marked: bool = True) -> str | None:
        """The section that a heading opens: a list of the module, "assessment", "programme outcomes",
        "tested outcomes" (of one component), "programme", "excluded", "ignored"; None for a heading that is none of these.

        Of a line that the format does not mark as a heading fewer wordings are taken for one.
        """
        for part in _parts(text):
            if found := self._section(self.said(part)):
                return found
        return self._worded_section(text, is_marked=is_marked)

    def _section(self, said: str) -> str | None:
        if is_among("programme_outcomes", said):
            return "programme outcomes"
        found = field_of("module", said) or composed_field("module", said)
        if found in _SECTIONS:
            return found
        if not self.course_is_module and re.match(r"course (?:learning )?outcomes?$", said):
            return "programme outcomes"
        for name, section in (
            ("assessment_sections", "assessment"),
            ("programme_places", "programme"),
            ("excluded_sections", "excluded"),
            ("ignored_sections", "ignored"),
        ):
            if is_among(name, said):
                return section
        return None

    def _worded_section(self, text: str, *, is_marked: bool) -> str | None:
        """The section of a heading that is a sentence, or put together from known words."""
        said = plain(text)
        if len(said.split()) > _MAX_LABEL_WORDS or "programme" in said.split():
            return None
        if _TESTED_HERE.search(said):
            return "tested outcomes"
        if found := composed_field("section", said):
            return found
        if not is_marked:
            return None
        if _ABLE.search(said):
            return "outcomes"
        is_own = re.match(r"(?:assess|assignment)", said) or "summative" in said.split()
        return "excluded" if holds("excluded_words", said) and not is_own else None

    def knows(self, label: str) -> bool:
        """Whether the text is a label of anything that is read or passed over by name."""
        return self.lists(label) or (0 < len(label.split()) <= _MAX_LABEL_WORDS and self.is_weight(label))

    def lists(self, label: str) -> bool:
        """Whether the text is one of the labels, and not only worded like one."""
        if not label or len(label.split()) > _MAX_LABEL_WORDS:
            return False
        said = self.said(label)
        return bool(
            self.module(label)
            or self._look_up("assessment", label)
            or _TESTED_HERE.search(said)
            or self.programme(label, in_place=True)
            or self._section(said)
        )

    def is_inner_marks(self, header: str) -> bool:
        """Whether a header cell shows that the table's marks are not weights of components."""
        return is_among("nested_marks", self.said(header)) or self.said(header) in (
            "mark",
            "marks",
            "max marks",
        )

    def is_no_component(self, text: str) -> bool:
        """Whether a row or heading is a resit, a total or the like."""
        return (
            holds("not_components", text) or is_among("totals", text) or bool(_TOTAL.match(self.said(text)))
        )


def _parts(text: str) -> Iterable[str]:
    yield text
    yield from parts if len(parts := LANGUAGES.split(text)) > 1 else ()
    if match := _FIRST_PART.match(text):
        yield match[1]


def vocabulary_of(documents: Iterable[Document]) -> Vocabulary:
    """The vocabulary: a course is a module unless the documents label modules by another word."""
    named = (
        "module code",
        "module title",
        "module name",
        "module number",
        "module no",
        "module code and title",
    )
    for document in documents:
        for paragraph in document.paragraphs():
            if len(paragraph.text) < 200 and plain(paragraph.text.split(":")[0]) in named:
                return Vocabulary(course_is_module=False)
    return Vocabulary(course_is_module=True)
