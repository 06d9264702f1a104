"""Components in running text: "Essay (2,000 words) 60%", "Contributes 15% to the overall assessment"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mapper.intake.document import Paragraph
from mapper.intake.programmes.drafts import AssessmentDraft, Passage, Rank
from mapper.intake.programmes.figures import multiplied, number, per_cents
from mapper.intake.programmes.references import references_in_brackets, references_in_prose
from mapper.intake.programmes.vocabulary import Vocabulary

_CONTRIBUTES = re.compile(
    r"(?:contribut\w+|\bworth|accounts?\s+for|counts?\s+(?:for|towards)|weight(?:ed|ing|s)?|makes?\s+up|carr(?:y|ies)|constitutes?|comprises?|forms?)"
    r"[^%\d]{0,40}(\d+(?:\.\d+)?)\s*(?:%|per\s?cent)",
    re.I,
)
_LAST = re.compile(
    r"^(?P<title>[^%]{3,90}?)\s*[:–—(\[=,-]*\s*(?P<weight>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)\s*[)\].]*(?P<rest>.*)$",
    re.S,
)
_LABELLED = re.compile(
    r"^(?:(?:assessment|assignment|component|coursework|element|task|item)\s+(?:\d{1,2}|[A-Z]|one|two|three|four)\s*[:.–—-]\s*)"
    r"(?P<title>[^%.]{3,90}?)\s*[(\[,:–—-]+\s*(?P<weight>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)\s*[)\]]?[.:,]*\s*(?P<rest>.*)$",
    re.I | re.S,
)
_PREFIX = re.compile(
    r"^(?:assessment|assignment|component|coursework|element|task|item)\s+(?:\d{1,2}|[A-Z]|one|two|three|four)\s*[:.–—-]\s*",
    re.I,
)
_SITTING = re.compile(r"\s*\((?:first|main) (?:sit|sitting|attempt)\)", re.I)
_ORDINAL = re.compile(
    r"\b(?:Assessment|Assignment|Component|Coursework|Element|Task|Item)\s+(\d|One|Two|Three|Four)\s*[:.–—-]\s"
)
_FIRST = re.compile(
    r"^(?P<weight>\d+(?:\.\d+)?)\s*(?:%|per\s?cent)\s*[:–—-]*\s*(?P<title>[A-Za-z][^%]{2,90})$", re.S
)
_NO_WEIGHT = re.compile(
    r"penalt|\blate\b|deduct|reduc|\bcapped|attendance|pass mark|at least|minimum|more than|less than|no more|up to|grade|"
    r"\bfail|\bformative|extension|similarity|turnitin|per day|word (?:limit|count)|\+/?-|±|moderat|attend|\bscore|criteri",
    re.I,
)
_RANGE = re.compile(r"\d\s*%?\s*[-–]\s*\d+(?:\.\d+)?\s*%")
_SENTENCE = re.compile(
    r"^(?:this|the|these|each|you|your|all|there|it|students?|we|if|and|or|with|which|for|of)\b|\b(?:is|are|will|must|should|which)\b",
    re.I,
)
_LENGTH = re.compile(
    r"\b\d[\d,.]*\s*(?:[-–]\s*\d[\d,.]*\s*)?(?:words?|hours?|hrs?|minutes?|mins?|pages?|slides?)\b(?:\s+(?:equivalent|max(?:imum)?))?",
    re.I,
)


_LENGTH_BEHIND = re.compile(rf"\s*,\s*(?:{_LENGTH.pattern})$", re.I)


def length_in(text: str) -> str | None:
    """The length that a text states ("2,000 words", "2 hours"), where it states exactly one."""
    found = _LENGTH.findall(text)
    return found[0].strip() if len(found) == 1 else None


def components_in(
    paragraph: Paragraph, *, group: int, title: str | None, vocabulary: Vocabulary
) -> list[AssessmentDraft]:
    """The components that one line of an assessment section names with their weights.

    `title` is a short line above, for a line that gives the weight alone. Per cents of penalties,
    pass marks and grades are none.
    """
    named = [one for part in _parts(multiplied(paragraph.text)) for one in _named_in(part, title)]
    drafts = [_draft(one, paragraph, group) for one in named if not vocabulary.is_no_component(one.title)]
    return drafts if len(drafts) == len(named) else []


def _parts(text: str) -> list[str]:
    """The text at each "Assessment 1: …", "Assessment 2: …" that it holds in order; else whole."""
    starts = [m.start() for at, m in enumerate(_ORDINAL.finditer(text), 1) if _counts(m[1]) == at]
    if len(starts) < 2 or starts[0] != 0:
        return [text]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def _counts(text: str) -> int:
    return int(text) if text.isdigit() else ("One", "Two", "Three", "Four").index(text) + 1


def tidy_component(title: str) -> str:
    """A component's title without its place in a row ("Component 1:") and its sitting ("(First sit)")."""
    return _PREFIX.sub("", _SITTING.sub("", title)).strip(" .:–—-") or title


@dataclass(frozen=True, slots=True)
class _Named:
    """A title with its weight, the text that says so, and what it says besides."""

    title: str
    weight: str
    text: str
    rest: str = ""


def _named_in(text: str, title: str | None) -> list[_Named]:
    shares = per_cents(text)
    if labelled := _LABELLED.match(text):
        fits = len(shares) == 1 and not _NO_WEIGHT.search(labelled["title"])
        return _tidied(labelled["title"], labelled["weight"], text, labelled["rest"]) if fits else []
    if (
        not shares
        or _RANGE.search(text)
        or _NO_WEIGHT.search(text)
        or len(text.split()) > 60
        or shares[0] > 100
    ):
        return []
    if len(shares) > 1:
        return _several(text)
    if title and (match := _CONTRIBUTES.search(text)):
        return _tidied(title, match[1], text)
    match = _LAST.match(text) or _FIRST.match(text)
    if not match or len(match["title"].split()) > 12 or len(match.groupdict().get("rest", "").split()) > 14:
        return []
    return _tidied(match["title"], match["weight"], text)


def _several(text: str) -> list[_Named]:
    """Components side by side ("Coursework 40%, exam 60%"): all or none, and only where they total 100."""
    parts = re.split(r"[;\n+]|(?<!\d),|,(?!\d)|\band\b|(?<=%\))|(?<=%)\s+(?=[A-Z])", text)
    found: list[_Named] = []
    for part in (p.strip() for p in parts if p and p.strip()):
        match = _LAST.match(part) or _FIRST.match(part)
        if not match or len(match["title"].split()) > 8:
            return []
        found += _tidied(match["title"], match["weight"], part)
    counted = [one for one in found if float(one.weight)]
    return counted if abs(sum(float(one.weight) for one in found) - 100) < 0.01 else []


def _tidied(title: str, weight: str, text: str, rest: str = "") -> list[_Named]:
    """The named component with its title as people would say it; nothing where it is a sentence."""
    title = re.sub(r"\s*\([^)]*$", "", title).strip(" :–—-,;.=([•")
    title = _LENGTH_BEHIND.sub("", title)
    title = re.sub(r"^(?:\d{1,2}[.)]|\([a-z0-9]\))\s+", "", _PREFIX.sub("", title))
    return [] if not title or _SENTENCE.search(title) else [_Named(title, weight, text, rest.strip())]


def _draft(named: _Named, paragraph: Paragraph, group: int) -> AssessmentDraft:
    draft = AssessmentDraft(Rank.PROSE, paragraph.locator, group)
    draft.learn("title", named.title, paragraph.locator)
    draft.learn("weight", number(named.weight), paragraph.locator)
    draft.learn("length", length_in(named.text), paragraph.locator)
    if len(named.rest.split()) > 4:
        draft.passages.append(Passage(named.rest, paragraph.locator, 0))
    if tested := references_in_prose(named.text) or references_in_brackets(named.text):
        draft.outcomes, draft.outcomes_at = list(tested), paragraph.locator
    return draft
