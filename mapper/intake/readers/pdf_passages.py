"""From a PDF's lines to paragraphs, list items and headings. Pure: no PDF library."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from mapper.intake.readers.pdf_lines import LEADERS, MARKER, Line
from mapper.intake.readers.pdf_measure import Measure

LABELLED = re.compile(
    r"^(?:(?:[A-Z]{0,3}LO|AC)\s?\d{1,2}(?:\.\d{1,2})?[.:)]?\s+(?!(?:and|or|to|is|are)\b)[A-Za-z“‘(]"
    r"|(?!CO2\b)[A-Z]{1,2}\d{1,2}[.:)]?\s+[A-Z][a-z])"
)
"""An outcome's or criterion's own name at a line's start begins a paragraph, and stays in its text."""
LABEL = re.compile(r"[A-Z][\w'’()/&-]*(?: [\w'’()/&-]+){0,4} ?:(?:\s|$)")
"""A label as forms have it: up to five words and a colon."""
TABLE_WORDS = frozenset(
    (
        "assessment",
        "assessments",
        "component",
        "components",
        "compulsory",
        "coursework",
        "description",
        "examination",
        "examinations",
        "learning",
        "module",
        "optional",
        "outcome",
        "outcomes",
        "percentage",
        "portfolio",
        "presentation",
        "reflective",
        "requirement",
        "requirements",
        "submission",
        "summative",
        "weighting",
        "weightings",
    )
)
"""Words that are often too long for a narrow column, which then breaks them without a hyphen."""
LISTED = re.compile(r"\s\d{1,2}(?:\.\d{1,2})?(?:,| and| &)$")
"""A line within numbers that a sentence lists ("outcomes 1.2, 2.1"); the next begins with one of them."""
UNFINISHED = re.compile(r"\w (?:a|an|the|of|by|and|or|with|from|your|their|its|for|in)$")
"""A line that ends with such a word goes on in the next, whatever that begins with."""
ENDS = re.compile(r"[.!?:;]['”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of lines: its text without the marker, the marker's number, whether it is an item."""

    text: str
    number: str | None
    is_item: bool
    lines: tuple[Line, ...]

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.lines[0].page


def passages_of(
    lines: Sequence[Line],
    *,
    right: float | None = None,
    known: Set[str] = frozenset(),
    margins: Mapping[tuple[int, int], float] = MappingProxyType({}),
) -> list[Passage]:
    """The lines joined to paragraphs and list items, also across a page's end.

    `right` is how far a line may reach, as a table's cell bounds it; else the lines tell, or where
    they are few, the right `margins` by page and column. `known` are the document's words in lower case, by
    which words parted at a line's end are judged.
    """
    measure = Measure(lines, right=right, margins=margins)
    passages: list[list[Line]] = []
    for line in lines:
        if passages and _goes_on(passages[-1], line, measure):
            passages[-1].append(line)
        else:
            passages.append([line])
    return [_passage(part, known, measure) for part in passages]


def _goes_on(part: Sequence[Line], line: Line, measure: Measure) -> bool:
    """Whether the line continues the paragraph rather than beginning another."""
    last, first = part[-1], part[0]
    if _begins(line, last, measure):
        return False
    is_mid_sentence = _is_mid_sentence(last, line) and not _is_counted_apart(last, line, measure)
    if abs(line.size - last.size) > 0.6 or line.is_bold != last.is_bold:
        # A bold word at a wrapped line's end does not begin a paragraph; a change between two does.
        return is_mid_sentence and abs(line.size - last.size) <= 0.6
    if (line.page, line.column) != (last.page, last.column):
        return is_mid_sentence
    if measure.is_far(last, line) or (not is_mid_sentence and measure.is_parted(last, line)):
        return False
    if MARKER.match(first.text):
        # An item's wrapped lines hang under its text, never left of its marker.
        return line.x0 > first.x0 - 1 and (line.x0 > first.x0 + 2 or is_mid_sentence)
    return line.x0 > first.x0 - 30 and (line.x0 < last.x0 + 25 or is_mid_sentence)


def _begins(line: Line, last: Line, measure: Measure) -> bool:
    """Whether the line's first words say that it begins a statement: a number, a bullet, a label."""
    if LISTED.search(last.text) and line.text[:1].isdigit():
        return False
    if MARKER.match(line.text) or LABELLED.match(line.text) or LEADERS.search(last.text):
        return True
    is_labelled = LABEL.match(line.text) is not None and not UNFINISHED.search(last.text)
    return is_labelled and (LABEL.match(last.text) is not None or measure.has_room(last, line))


def _is_mid_sentence(last: Line, line: Line) -> bool:
    if UNFINISHED.search(last.text):
        return True
    return not ENDS.search(last.text) and bool(re.match(r"[a-z(,;‘“\d]", line.text))


def _is_counted_apart(last: Line, line: Line, measure: Measure) -> bool:
    """Whether a line that begins with a figure ("30 credits") begins a statement of its own."""
    is_listed = LISTED.search(last.text) is not None
    return not is_listed and line.text[:1].isdigit() and measure.has_room(last, line, words=2)


def _passage(part: Sequence[Line], known: Set[str], measure: Measure) -> Passage:
    text = part[0].text
    for last, line in pairwise(part):
        is_broken = measure.fills(last) and is_one_word(last.text, line.text, known=known)
        text = text + line.text if is_broken else joined_at_line_end(text, line.text, known=known)
    match = MARKER.match(text)
    if match is None or not text[match.end() :].strip():
        return Passage(text, None, is_item=False, lines=tuple(part))
    number = match["number"]
    return Passage(
        text[match.end() :].strip(),
        number.strip("().:") if number else None,
        is_item=True,
        lines=tuple(part),
    )


def is_one_word(first: str, further: str, *, known: Set[str]) -> bool:
    """Whether a word that fills its column goes on in the next line, where no hyphen says so."""
    follows = re.match(r"[a-z]+", further)
    return follows is not None and (first + follows[0]).lower() in known | TABLE_WORDS


def joined_at_line_end(text: str, further: str, *, known: Set[str] = frozenset()) -> str:
    """Two lines as one text; a word parted by a hyphen at the line's end keeps the hyphen.

    Whether it was written so or only printed so cannot be seen, so the hyphen goes only where the
    word stands elsewhere in the document without it (`known`, in lower case) and never with it.
    """
    if text.endswith(("\u00ad", "\u0002", "\ufffe")):
        return text[:-1] + further
    parted = re.search(r"(\w+)[-‐]$", text)
    follows = re.match(r"[A-Za-z]\w*", further)
    if not parted or not follows:
        return f"{text} {further}"
    first, second = parted[1].lower(), follows[0].lower()
    is_one_word = first + second in known and f"{first}-{second}" not in known
    return (text[:-1] if is_one_word else text) + further


def words_in(texts: Iterable[str]) -> frozenset[str]:
    """The words in lower case, those with hyphens whole."""
    return frozenset(word for text in texts for word in re.findall(r"\w+(?:-\w+)*", text.lower()))


def heading_level(passage: Passage, *, body: float) -> int | None:
    """1 to 3 for a short passage that is set larger or bold, None for running text and bulleted items.

    Bold headings with numbers go deeper by their parts: "5.2" is 3, "5.2.1" is 4.
    """
    first = passage.lines[0]
    text = passage.text
    if len(text) > 120 or len(passage.lines) > 2 or LEADERS.search(text) or not re.search(r"\w", text):
        return None
    if passage.is_item and passage.number is None:
        return None
    if ENDS.search(text) and not text.endswith((":", "?", "!")):
        return None
    if first.size >= body * 1.12:
        return 1 if first.size >= body * 1.35 else 2
    is_whole = all(line.is_bold for line in passage.lines)
    return 2 + max(1, (passage.number or "").count(".")) if is_whole and len(text) <= 90 else None
