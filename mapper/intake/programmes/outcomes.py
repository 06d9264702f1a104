"""Outcome lists out of paragraphs: numbered items, bullets, lines, or one run-together string."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from mapper.intake.document import NOWHERE, Paragraph
from mapper.intake.programmes.drafts import OutcomeDraft
from mapper.values import Locator

_LO = r"(?:M|I|C|U|S|CI|MI|MIM)?LO"
_NUMBER = (
    rf"(?:{_LO}[\s_-]?\d{{1,2}}(?:\.\d)?|(?:Learning )?Outcome \d{{1,2}}"
    r"|(?!CO2\b)[A-Z]{1,2}\d{1,2}(?:\.\d)?|[A-Z]{3,5}\d{1,2}(?=\s?:))"
)
_PREFIX = re.compile(
    rf"^[(\[]?({_NUMBER}|\d{{1,2}}(?=[.):\]])|\d{{1,2}}\.\d{{1,2}}(?=\.?\s)|[A-Za-z](?=[.)]))\s*[.):\]–—-]*\s+(?=\S)(.*)$",
    re.S,
)
_PREFIX_CLOSE = re.compile(rf"^({_LO}\s?\d{{1,2}})[.):]\s*(\S.*)$", re.S)
_BARE = re.compile(rf"^\(?({_NUMBER})\s*[.):]*\s*(.*)$", re.S)
_OWN = re.compile(rf"^{_NUMBER}\b")
_RUN = re.compile(r"(?:^|(?<=[\s:;.,a-z)]))\(?(\d{1,2})[.:)]\s*(?=[A-Z“\"'])")
_LABELLED_RUN = re.compile(rf"(?:^|(?<=[\s;.:]))({_LO}\s?\d{{1,2}})\s*(?:[:.)–-]\s*|\s)(?=[A-Z])")
_LETTERED_RUN = re.compile(
    r"(?:^|(?<=[\s;.:]))((?!CO2\b)[A-Z]{1,2}\d{1,2})\s*(?:[:.)–-]\s*|\s)(?=[A-Z][a-z])"
)
_OWN_LABEL = re.compile(rf"^\(?({_LO}\s?\d{{1,2}})\s*[.):–—-]*\s+(.*)$", re.S)
_INTRO = re.compile(
    r"(?::|\bable to|\bshould|\bwill|\bwill have|\bcan)\s*[.…:]*$"
    r"|^(?:on|by|upon|after|at)\s.{0,60}\b(?:complet|end of|conclusion)[^:]{0,100}$"
    r"|^(?:the\s)?(?:students?|learners?|participants?|you)\s(?:will|should|must)(?:\s(?:be able to|have))?\W*$",
    re.I | re.S,
)
MODULE_INTRO = re.compile(
    r"\b(?:completion|end) of (?:this|the) (?:module|unit|course|subject)\b.{0,60}\b(?:able to|will|should)\s*:?$"
    r"|^(?!.*\b(?:week|session|lecture|workshop|day|programme|degree|award)\b)"
    r".{0,80}\b(?:you|students?|learners?) (?:will|should) be able to\s*:?$",
    re.I,
)
"""A line that opens a list of the module's outcomes where no heading does."""

FIRST_LABEL = re.compile(rf"^{_LO}\s?1\s*(?:[:.)–—-]\s*\w|[:.)]?\s+[A-Z]|[:.)]?$)")
"""A line that begins an unheaded list of outcomes: the first one with its own label."""

_INTRO_AHEAD = re.compile(r"^(?:on|by|upon|after|at)\s[^:]{0,160}?\b(?:able to|should|will)\s*:\s*", re.I)
_NOT_OUTCOME = re.compile(
    r"^(?:we|the following|this|these|those|your|if|it|please|note|see|learning outcomes|so|in this|each|all|for)\b",
    re.I,
)
_SPEAKS_OF_OUTCOMES = re.compile(
    r"\blearning outcomes?\b.{0,60}\b(?:descriptor|specification|identified|listed|stated|below|above)|^n/?a$",
    re.I,
)
_BULLET = re.compile(r"^[-•·*–▪●]\s+")
_LABEL_BEHIND = re.compile(rf"^(.*\S)\s*[(\[]({_LO}\s?\d{{1,2}})[)\]]\.?$", re.S)
_GROUP_BEHIND = re.compile(
    r"(?<=[a-z.)])\s+(?:[A-H][.)]\s+)?(?:Knowledge|Subject|Intellectual|Cognitive|Practical|Professional|Transferable|Key"
    r"|Generic|Graduate|Thinking)\b(?:[ ,/&-]+\w+){0,4}\s(?:skills|understanding|attributes|abilities)\s*:?$"
)
"""The heading of the next group, where outcomes run on in one string ("… a service Transferable skills")."""

_MAX_WORDS = 90


@dataclass(slots=True)
class OutcomeList:
    """Outcomes as lines arrive; `add` says whether a line still belonged to the list."""

    group: int
    is_stray: bool = False
    found: list[OutcomeDraft] = field(default_factory=list)
    loose: list[OutcomeDraft] = field(default_factory=list)
    waiting: tuple[str, str] | None = None
    """A label with the one or two words behind it: a heading of the outcome below, or all of it."""

    waiting_at: Locator = NOWHERE
    has_items: bool = False
    had_intro: bool = False
    had_heading: bool = False
    at_heading: bool = False

    def add(self, paragraph: Paragraph) -> bool:
        """Take the line; False where it ends the list and is not part of it."""
        if self.at_heading and not self._goes_on(paragraph):
            return False
        self.at_heading = False
        return self._take_marked(paragraph) or self._take_plain(paragraph)

    def _goes_on(self, paragraph: Paragraph) -> bool:
        """Whether the list goes on after a sub-heading: with its next number, a label of its own,
        or any item where sub-headings stood above items before."""
        last = self.found[-1].number if self.found else None
        if paragraph.number and paragraph.number.isdigit() and last and last.isdigit():
            return self.had_heading or int(paragraph.number) == int(last) + 1
        return (
            bool(_OWN.match(paragraph.text))
            or (self.had_heading and paragraph.is_item)
            or bool(_INTRO.search(paragraph.text))
        )

    def _take_marked(self, paragraph: Paragraph) -> bool:
        """A line that carries a number, label or bullet, or follows a label alone."""
        text, place = paragraph.text, paragraph.locator
        is_next = self.waiting is not None and bool(_OWN.match(text))
        if self.waiting:
            (number, words), self.waiting = self.waiting, None
            self._keep(number, *((words, self.waiting_at) if is_next else (text, place)))
            return self._take_marked(paragraph) if is_next else True
        if spread := _spread(text):
            for number, part in spread:
                self._keep(number, part, place)
        elif paragraph.is_item or paragraph.number:
            if paragraph.number or not _INTRO.search(text):
                self._item(paragraph)
        elif bare := _bare_label(text):
            self.waiting, self.waiting_at = bare, place
        elif match := _PREFIX.match(text) or _PREFIX_CLOSE.match(text):
            self._keep(match[1], match[2], place)
        else:
            return False
        return True

    def _take_plain(self, paragraph: Paragraph) -> bool:
        text = paragraph.text
        if _INTRO.search(text):
            self.had_intro = True
            return True
        is_heading = len(text.split()) <= 8 and not text.endswith((".", ";", ","))
        if self.has_items:
            self.at_heading = is_heading
            return is_heading
        self.had_heading = self.had_heading or (is_heading and not self.loose)
        self.loose.append(OutcomeDraft(None, _INTRO_AHEAD.sub("", text), paragraph.locator, self.group))
        return True

    def _item(self, paragraph: Paragraph) -> None:
        number, text = paragraph.number, paragraph.text
        if _OWN.match(text) and (match := _PREFIX.match(text) or _PREFIX_CLOSE.match(text)):
            number, text = match[1], match[2]
        numbered = bool(self.found and self.found[-1].number)
        if number is None and numbered and self.found[-1].text.rstrip().endswith(":"):
            last = self.found.pop()
            self.found.append(OutcomeDraft(last.number, f"{last.text} {text}", last.locator, self.group))
            return
        self._keep(number, text, paragraph.locator)

    def _keep(self, number: str | None, text: str, locator: Locator) -> None:
        text = _BULLET.sub("", " ".join(text.split()))
        if not text or len(text.split()) > _MAX_WORDS or _SPEAKS_OF_OUTCOMES.search(text):
            return
        self.has_items = True
        self.found.append(OutcomeDraft(tidy_number(number), text, locator, self.group))

    def finish(self) -> list[OutcomeDraft]:
        """The outcomes: the items, or, where there were none, the lines that read as outcomes."""
        if self.waiting:
            self._keep(*self.waiting, self.waiting_at)
        if self.found:
            kept = [o for o, after in zip_longest(self.found, self.found[1:]) if not _heads(o, after)]
            return _labelled_behind(kept)
        if counted := _counted(self.loose):
            return counted
        likely = [o for o in self.loose if not _NOT_OUTCOME.match(o.text) and 3 <= len(o.text.split()) <= 60]
        return likely if len(likely) == len(self.loose) and (len(likely) > 1 or self.had_intro) else []


def _heads(outcome: OutcomeDraft, after: OutcomeDraft | None) -> bool:
    """Whether a short line is the heading of what follows: "2 Skills" above "2.1 …", "A. Skills" above "A1 …"."""
    if outcome.number is None or after is None or len(outcome.text.split()) > 6:
        return False
    behind = (after.number or "").removeprefix(outcome.number)
    is_above = behind != after.number and (behind.startswith(".") or outcome.number.isalpha())
    return is_above and behind.strip(".")[:1].isdigit()


def _labelled_behind(outcomes: list[OutcomeDraft]) -> list[OutcomeDraft]:
    """Unnumbered outcomes with the label that stands behind each in brackets ("(ILO 2)"), where they count from 1."""
    found = [_LABEL_BEHIND.match(outcome.text) for outcome in outcomes if outcome.number is None]
    marks = [match for match in found if match]
    counts = sorted(int(re.sub(r"\D", "", m[2])) for m in marks)
    if len(marks) < 2 or len(marks) < len(outcomes) or counts != [*range(1, len(marks) + 1)]:
        return outcomes
    return [OutcomeDraft(m[2], m[1], o.locator, o.group) for m, o in zip(marks, outcomes, strict=True)]


def _counted(lines: Sequence[OutcomeDraft]) -> list[OutcomeDraft]:
    """Lines that begin with 1, 2, 3 … and no mark behind the number; else nothing."""
    found = [re.match(r"(\d{1,2})\s+(?=[^\W\d])(.+)", line.text, re.S) for line in lines]
    marks = [match for match in found if match]
    if len(marks) < 2 or len(marks) < len(lines) or [int(m[1]) for m in marks] != [*range(1, len(marks) + 1)]:
        return []
    return [OutcomeDraft(m[1], m[2], line.locator, line.group) for m, line in zip(marks, lines, strict=True)]


def _bare_label(text: str) -> tuple[str, str] | None:
    """The label of a line that holds little else ("LO1: Delegation"), and what else it holds."""
    bare = _BARE.match(text)
    return (bare[1], bare[2]) if bare and len(bare[2].split()) <= 2 and not bare[2].endswith(".") else None


def tidy_number(number: str | None) -> str | None:
    """An outcome's number without the words for what it numbers ("Learning outcome 2" is 2)."""
    if number is None:
        return None
    return re.sub(r"^(?:learning )?outcome\s+", "", number.strip(" .():"), flags=re.I) or None


def _spread(text: str) -> list[tuple[str, str]]:
    """A string of several numbered outcomes in order, as number and text; else nothing."""
    for pattern in (_LABELLED_RUN, _LETTERED_RUN):
        named = list(pattern.finditer(text))
        if len(named) > 1 and len({m[1] for m in named}) == len(named):
            return _parts(text, named)
    marks: list[re.Match[str]] = []
    for match in _RUN.finditer(text):
        if int(match[1]) == len(marks) + 1:
            marks.append(match)
    return _parts(text, marks) if len(marks) > 1 else []


def _parts(text: str, marks: Sequence[re.Match[str]]) -> list[tuple[str, str]]:
    ends = [m.start() for m in marks[1:]] + [len(text)]
    said = [text[m.end() : end].strip(" ;") for m, end in zip(marks, ends, strict=True)]
    said[:-1] = [_GROUP_BEHIND.sub("", part) for part in said[:-1]]
    return [(m[1], part) for m, part in zip(marks, said, strict=True)]


def outcomes_in(paragraphs: Iterable[Paragraph], *, group: int) -> list[OutcomeDraft]:
    """The outcomes in a cell or value, each line or item one; intros ("… able to:") are left out."""
    lines = list(paragraphs)
    reading = OutcomeList(group)
    for line in lines:
        reading.add(line)
    if reading.found or reading.waiting or _counted(reading.loose):
        return reading.finish()
    return [
        o
        for o in reading.loose
        if len(o.text.split()) <= _MAX_WORDS and not _SPEAKS_OF_OUTCOMES.search(o.text)
    ]


def numbered_outcomes(paragraphs: Iterable[Paragraph], *, group: int) -> list[OutcomeDraft]:
    """Outcomes that carry their own label ("LO2 Design …"), wherever they stand; else nothing."""
    out: list[OutcomeDraft] = []
    for line in paragraphs:
        spread = _spread(line.text) or [(m[1], m[2]) for m in _OWN_LABEL.finditer(line.text)]
        for number, text in spread:
            if re.match(_LO, number) and len(text.split()) >= 3:
                out.append(OutcomeDraft(number, text.strip(), line.locator, group))
    return out if len({o.number for o in out}) == len(out) else []
