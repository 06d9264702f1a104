"""Paragraphs outside tables as headings, entries ("Level: 6  Credits: 20") and lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mapper.intake.document import Block, Paragraph
from mapper.intake.programmes.events import Entry, Event, Heading, Line
from mapper.intake.programmes.labels import is_among
from mapper.intake.programmes.vocabulary import Vocabulary
from mapper.intake.programmes.wording import CODE, PAGE_OF_MODULE

_NUMBERED = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")
_COLON = re.compile(r"\s*:(?=\s|$)")
_MAX_LABEL_WORDS = 8
UNMARKED = 7
"""The depth of a heading that only its words tell: the format marks none."""

_LEADER = re.compile(r"^([^.…_\t]{3,50}?)\s*:?\s*(?:\.{3,}|…+|_{4,}|\t+|(?:\. ){3,})\s*(\w.*)$")
_LEADING = ("code", "title", "name", "level", "credits", "ects", "pass_mark", "prerequisites")
_OWN = re.compile(r"(?:assessment|assignment|coursework|component|element|task|exam)\s+(?!length)\w", re.I)
_MARK = re.compile(r"^[•▪●◦–—*-]\s+")


def events_of_paragraph(
    paragraph: Paragraph, vocabulary: Vocabulary, *, after: Block | None = None
) -> Iterator[Event]:
    """What a paragraph outside tables is: a heading, entries ("Level: 6  Credits: 20") or a line.

    `after` is what follows: a section's name set as a list item is a heading where no list follows.
    """
    text = paragraph.text
    if not text:
        return
    if paragraph.level in (1, 2) and PAGE_OF_MODULE.match(text):
        yield Heading(text, paragraph.level, paragraph.locator)
        return
    pairs = labelled_parts(text, vocabulary) or fact_behind_dots(text, vocabulary)
    if not pairs and paragraph.level is None and not paragraph.is_item:
        pairs = fact_without_colon(text, vocabulary)
    if pairs and all(value for _, value in pairs):
        for label, value in pairs:
            said = replace(paragraph, text=value, number=None, level=None)
            yield Entry(label, (((said,),),), paragraph.locator, in_table=False)
    elif depth := heading_depth(paragraph, vocabulary) or _depth_of_item(paragraph, vocabulary, after):
        numbered = _NUMBERED.match(text)
        number = paragraph.number or (numbered[1] if numbered else None)
        yield Heading(text.removesuffix(":").strip(), depth, paragraph.locator, number)
    else:
        yield Line(paragraph)


def fact_behind_dots(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """A fact of the module behind dotted leaders ("Level ......... 6"); nothing for other lines."""
    match = _LEADER.match(text)
    if match and vocabulary.module(match[1]) in _LEADING:
        return [(match[1], match[2])]
    return []


def fact_without_colon(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """A fact behind a label of several words that needs no colon ("Module code BUS501"); nothing for prose."""
    said = text.split()
    for count in range(min(4, len(said) - 1), 1, -1):
        label, value = " ".join(said[:count]), " ".join(said[count:])
        fact = vocabulary.module(label) if label[:1].isupper() else None
        is_code = fact == "code" and CODE.fullmatch(value)
        is_own = not {"module", "credit", "credits"}.isdisjoint(vocabulary.said(label).split())
        is_figure = (
            fact in ("level", "credits") and is_own and re.fullmatch(r"\d{1,3}(?: \([^()]*\))?", value)
        )
        is_title = fact == "title" and re.fullmatch(r"[A-Z][^.:]{2,90}", value) and len(said) <= 14
        is_head = vocabulary.knows(value) or any(map(vocabulary.lists, value.split()))
        if is_code or is_figure or (is_title and not is_head):
            return [(label, value)]
    return []


def heading_depth(paragraph: Paragraph, vocabulary: Vocabulary) -> int | None:
    """The outline depth of a heading; None for running text.

    Numbering ("5.2.1") says it best, then the format's own level; a short label that opens a
    section counts as a deep heading where the format marks none.
    """
    text = paragraph.text
    if len(text.split()) > 24:
        return None
    numbered = _NUMBERED.match(f"{paragraph.number} {text}" if paragraph.number else text)
    if paragraph.level is not None:
        return numbered[1].count(".") + 1 if numbered else paragraph.level
    if text.endswith(":") and vocabulary.section(text, is_marked=False) == "outcomes":
        return UNMARKED
    is_label = vocabulary.section(text.removesuffix(":"), is_marked=False) or is_among("brief_first", text)
    if len(text.split()) <= 10 and not paragraph.is_item and is_label:
        return numbered[1].count(".") + 1 if numbered else UNMARKED
    return None


def _depth_of_item(paragraph: Paragraph, vocabulary: Vocabulary, after: Block | None) -> int | None:
    if not paragraph.is_item or after is None or len(paragraph.text.split()) > 8:
        return None
    if (
        isinstance(after, Paragraph)
        and after.is_item
        and (after.number is None) == (paragraph.number is None)
    ):
        return None
    section = vocabulary.section(paragraph.text)
    # A section that nobody reads, and that holds nothing, is a topic: "Feedback", last of a list of them.
    if section == "ignored" and isinstance(after, Paragraph) and heading_depth(after, vocabulary):
        return None
    return 6 if section else None


def labelled_parts(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    """Labels with what follows them; nothing where the text does not begin with a known label."""
    found: list[tuple[int, int]] = []
    is_plain = False
    for colon in _COLON.finditer(text):
        start = _label_start(text, colon.start(), vocabulary, is_first=not found, is_plain=is_plain)
        if start is not None and (not found or start >= found[-1][1]):
            is_plain = is_plain or (not found and not _OWN.search(text[start : colon.start()]))
            found.append((start, colon.end()))
    mark = _MARK.match(text)
    if not found or found[0][0] != (mark.end() if mark else 0):
        return []
    ends = [start for start, _ in found[1:]] + [len(text)]
    return [
        (text[start:value].rstrip(" :"), text[value:end].strip(" \t;|,"))
        for (start, value), end in zip(found, ends, strict=True)
    ]


def labels_within(text: str, vocabulary: Vocabulary) -> tuple[str, list[tuple[str, str]]]:
    """What stands before the first of two or more labels in a line, and the labels with their values.

    ("", []) where fewer are there, or where what stands before is long.
    """
    found: list[tuple[int, int]] = []
    for colon in _COLON.finditer(text):
        start = _label_start(text, colon.start(), vocabulary, is_first=False, is_plain=False)
        if start and (not found or start >= found[-1][1]):
            found.append((start, colon.end()))
    if len(found) < 2 or not 1 <= len(text[: found[0][0]].split()) <= 12:
        return "", []
    ends = [start for start, _ in found[1:]] + [len(text)]
    pairs = [
        (text[s:v].rstrip(" :"), text[v:e].strip(" ;|,.")) for (s, v), e in zip(found, ends, strict=True)
    ]
    return text[: found[0][0]].strip(), pairs


def _label_start(
    text: str, colon: int, vocabulary: Vocabulary, *, is_first: bool, is_plain: bool
) -> int | None:
    """Where the longest known label before the colon begins; labels begin with a capital.

    In a run that began with a plain label ("Title") later ones are plain too: "Type" and not the
    "Assignment Type" of "Title: Final Assignment Type: Essay"; "Assessment type" has no plain form.
    """
    starts = [0, *(m.end() for m in re.finditer(r"[\s;|•]+", text[:colon]))][-_MAX_LABEL_WORDS:]
    own: int | None = None
    for start in starts:
        label = text[start:colon]
        known = vocabulary.knows(label) if is_first else vocabulary.lists(label)
        if not (label[:1].isupper() and ":" not in label and known):
            continue
        if not (is_plain and _OWN.match(label)):
            return start
        own = start if own is None else own
    return own
