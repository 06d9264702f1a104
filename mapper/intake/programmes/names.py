"""Module names in headings and on title pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from mapper.intake.programmes.events import Entry, Event, Heading, Line, Records
from mapper.intake.programmes.facts import is_line_of_facts
from mapper.intake.programmes.figures import says_nothing
from mapper.intake.programmes.labels import is_among
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import CODE, KIND, PAGE_OF_MODULE, labelled_code, name_parts, plain
from mapper.values import Locator

_PAPER = (
    r"(?:handbook|guide|specification|descriptor|outline|syllabus|booklet|brief|catalogue entry|proforma)"
)
_TAIL = re.compile(
    rf"[\s:–—,-]*\b(?:module|unit|course|assignment|assessment|subject)\s+{KIND}\b.*$"
    rf"|\s*[:–—,-]\s*{KIND}\b.*$|\s+{_PAPER}(?:\s+\(?(?:20\d\d|v\d).*)?$",
    re.I,
)
_HEAD = re.compile(r"^(?:module|unit|course|subject|paper)\s*(?:code|title|\d{1,2})?\s*[:–—-]\s*", re.I)
_WORD = re.compile(r"^(?:module|unit|course|subject|paper)\s+(?=\d?[A-Z]{1,8}[- ]?\d)", re.I)
FACTS = re.compile(r"\s*[(\[]([^()\[\]]*\b(?:\d+\s*(?:uk |cats )?credits?|level\s\d)\b[^()\[\]]*)[)\]]", re.I)
"""Facts in brackets beside a title: "(20 credits, Level 4, Core)"."""

_DOCUMENT = re.compile(
    r"\b(?:assignments?|assessments?|coursework|brief|handbook|guide|syllabus|specification|descriptor|outline|catalogue"
    r"|university|college|school|faculty|department|programme|details|information)\b",
    re.I,
)
_CREDITS_BEHIND = re.compile(r"\s+\d{1,3}\s+(?:uk |cats )?credits?$", re.I)
_MOST_CREDITS = 80
_NO_MODULE = re.compile(
    r"\b(?:year|stage|level|semester|term|trimester|part|block|pathway|phase|core|compulsory|option\w*|elective\w*|modules?"
    r"|total|credits?|award|certificate|diploma|degree|ba|bsc|ma|msc|mba|meng|pgcert|pgdip|pgce|assess\w*|outcomes?)\b"
)
_WHEN = re.compile(r"\b(?:spring|summer|autumn|fall|winter|semester|term)\s+(?:20\d\d|\d)|\d:\d\d", re.I)
_KIND_AHEAD = re.compile(r"^(?:undergraduate|postgraduate)\s+(?:course|module|unit)\s*[:–—-]\s*", re.I)
_TERM = re.compile(
    r"\s*\((?:spring|summer|autumn|fall|winter|semester|term|trimester|v\d|20\d\d)[^)]*\)\s*$", re.I
)


LEVEL_BEHIND_CODE = re.compile(r"\((?:L|Level )\s?([3-8])\)")
"""The level in brackets behind a code: "EN2041 (L5)"."""

_SHORT_CODE = re.compile(r"^([A-Z][^()]{4,80}?)\s*\(([A-Z]{2,6}\d{1,2})\)$")
"""A title with a code too short to be known for one anywhere else: "Leading Self (LEAD5)"."""


def same_title(one: str, other: str) -> bool:
    """Whether two titles are one but for case, punctuation and "and"."""
    return plain(one) == plain(other)


def tidy_title(title: str | None) -> str | None:
    """A title without what belongs to the document ("Module handbook 2025-26", "(Spring 2026)")."""
    if title is None:
        return None
    title = _KIND_AHEAD.sub("", PAGE_OF_MODULE.sub("", title))
    title = _CREDITS_BEHIND.sub("", FACTS.sub("", title))
    title = _TERM.sub("", _TAIL.sub("", title)).strip(" .:–—-,")
    return title or None


def name_of_heading(
    heading: Heading, titles: Mapping[str, str | None]
) -> tuple[str | None, str | None] | None:
    """Code and title where the heading names a module: by its code, or by a title known from a table."""
    text = _WORD.sub("", _HEAD.sub("", heading.text))
    if len(text.split()) > 18:
        return None
    code, title = name_parts(text)
    if code and (title is None or (title[:1].isalpha() and not title.endswith("."))):
        tidy = tidy_title(title)
        return code, None if tidy and is_among("assessment_sections", tidy) else tidy
    if (facts := FACTS.search(text)) and _names_a_module(text, facts[1]):
        return None, tidy_title(text)
    known = plain(tidy_title(text) or "")
    return (titles[known], tidy_title(text)) if known in titles else None


def _names_a_module(text: str, facts: str) -> bool:
    """Whether a heading with its credits in brackets is a module's, and not a year's, a group's or an award's."""
    found = re.search(r"(\d+)\s*(?:uk |cats )?credits?\b", facts, re.I)
    title = plain(tidy_title(text) or "")
    return bool(found and int(found[1]) <= _MOST_CREDITS and title) and not _NO_MODULE.search(title)


def name_of_entry(entry: Entry, vocabulary: Vocabulary) -> tuple[str | None, str | None] | None:
    """Code and title that a labelled value gives; None where the label is about something else."""
    label = vocabulary.module(entry.label)
    text = " ".join(entry.text.split())
    if label not in ("code", "title", "name") or says_nothing(text) or len(text.split()) > 25:
        return None
    code, title = name_parts(text)
    if label == "code":
        code, title = labelled_code(text), None
    elif label == "title" and not (code and title):
        code, title = None, text
    return (code, title) if code or title else None


def code_and_facts(text: str) -> tuple[str, str] | None:
    """The code that a line begins with, and the facts that are all the rest of it; else None."""
    begun = re.match(r"(\S+(?: \d+)??)[\s|·•,–—-]+(.+)$", text)
    if begun is None or labelled_code(begun[1]) != begun[1] or not CODE.fullmatch(begun[1]):
        return None
    return (begun[1], begun[2]) if is_line_of_facts(begun[2]) else None


def known_titles(streams: Iterable[Sequence[Event]]) -> dict[str, str | None]:
    """Titles with codes as tables of modules give them, for headings that show the title alone."""
    out: dict[str, str | None] = {}
    for events in streams:
        for event in events:
            if isinstance(event, Records) and ("module", "credits") in event.columns | {
                ("module", "credits")
            }:
                for row in event.rows:
                    title, code = row.text(("module", "title")), row.text(("module", "code"))
                    name_code, name_title = (
                        name_parts(row.text(("module", "name"))) if not title else (None, title)
                    )
                    if name_title and len(plain(name_title)) > 3:
                        out.setdefault(plain(name_title), code or name_code or None)
    return out


def name_on_title_page(
    events: Sequence[Event], vocabulary: Vocabulary
) -> tuple[str, str | None, Locator] | None:
    """Code, title and place of a module named on the first lines without a label; else None."""
    lines = [
        (e.text, e.locator) if isinstance(e, Heading) else (e.paragraph.text, e.paragraph.locator)
        for e in events[:30]
        if isinstance(e, (Heading, Line))
    ]
    for at, (text, place) in enumerate(lines):
        code, title = name_parts(re.split(r"\s[|·•]\s", text)[0].replace("\\", ""))
        if code is None and at < 3 and (short := _SHORT_CODE.match(text)):
            title, code = short[1], short[2]
        if not code or len(text.split()) > 18:
            continue
        title = _TERM.sub("", title) if title else None
        if title is None or _WHEN.search(title):
            first = [e.text for e in events[:5] if isinstance(e, Heading) and e.depth == 1]
            around = [t for t, _ in (*lines[at + 1 : at + 2], *lines[max(0, at - 1) : at])]
            if at and lines[at - 1][0] in first:
                around.reverse()
            title = next((t for t in (*around, *first) if _is_title(t, vocabulary)), None)
        return code, tidy_title(title), place
    return None


def title_of_page(
    events: Sequence[Event], vocabulary: Vocabulary, *, is_page: bool
) -> tuple[str, Locator] | None:
    """The first heading of a page about one module, where it can be a title; else None.

    Of a document that is no web page only one that calls itself a module's ("Module outline: …").
    """
    first = next(
        (e for e in events[:6] if isinstance(e, Heading) and (e.depth == 1 or PAGE_OF_MODULE.match(e.text))),
        None,
    )
    if first is None or not (is_page or PAGE_OF_MODULE.match(first.text)):
        return None
    title = tidy_title(name_parts(first.text)[1])
    if title is None or vocabulary.section(title) or not _is_title(title, vocabulary):
        return None
    return None if _DOCUMENT.search(title) else (title, first.locator)


def _is_title(text: str, vocabulary: Vocabulary) -> bool:
    words = text.split()
    return (
        1 <= len(words) <= 12
        and text[:1].isupper()
        and not re.search(r"\d{4}|@|:|\.$", text)
        and not vocabulary.knows(text)
    )
