"""How awarding bodies write labels, references, hours, credits and dates, and what they mean."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from mapper.wording import squeeze

FOOTNOTE_MARKS = "^*†‡§¹²³"
FOOTNOTED = re.compile(rf"\s*[{re.escape(FOOTNOTE_MARKS)}]+(?=\s|$|[),;])")
OFQUAL_REF = re.compile(r"\s*\(?\b([A-Z]/\d{3}/\d{4})\b\)?")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
REF = re.compile(r"^(?=[^\s]*\d)[A-Za-z0-9][A-Za-z0-9./\-]{0,15}$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDED_DATE = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
FIGURED_DATE = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
SIZE_WORD = re.compile(r"\b(award|certificate|diploma)s?\b", re.IGNORECASE)
LEVEL = re.compile(r"\blevel\s+(\d)\b", re.IGNORECASE)


class Label(StrEnum):
    """What a label in a qualification's or unit's table stands for."""

    ACCREDITATION = "accreditation number"
    TITLE = "title"
    REF = "reference"
    LEVEL = "level"
    CREDITS = "credits"
    GLH = "guided learning hours"
    AVERAGE_GLH = "average guided learning hours"
    TQT = "total qualification time"
    START = "start date"
    INDUCTION = "induction"
    SUPPORT = "tutorial support"
    DURATION = "duration"
    RULES = "rules of combination"
    PURPOSE = "purpose"
    OUTCOMES = "learning outcomes"
    CRITERIA = "assessment criteria"
    CONTENT = "indicative content"
    GROUP = "group"


LABELS: tuple[tuple[Label, str], ...] = (
    (
        Label.ACCREDITATION,
        r"(?:ofqual |regulated )?(?:qualification )?accreditation (?:no|number|ref.*)|qualification (?:no|number|accreditation)|qan|ofqual (?:no|number|ref.*)",
    ),
    (Label.START, r"(?:planned )?(?:operational )?start date"),
    (Label.AVERAGE_GLH, r"average (?:guided learning hours|glh)"),
    (Label.TQT, r"total qualification time|tqt"),
    (Label.GLH, r"(?:unit |minimum |total )?(?:guided learning hours|glh)"),
    (
        Label.CREDITS,
        r"(?:unit |total )?credits?(?: value| rating)?|cv|credit value of (?:the )?unit|number of credits",
    ),
    (Label.LEVEL, r"(?:unit |qualification )?level"),
    (Label.INDUCTION, r"induction(?: hours| time)?"),
    (Label.SUPPORT, r"tutorial support(?: hours)?|tutorials?"),
    (Label.DURATION, r"(?:maximum )?duration|time (?:limit|to complete)"),
    (Label.RULES, r"rules? of combination"),
    (
        Label.REF,
        r"(?:ofqual )?(?:unit |ilm )?(?:ref|reference)(?: (?:no|number|code))?|unit (?:no|number|code)|code|uan|urn|unit accreditation (?:no|number)",
    ),
    (Label.TITLE, r"(?:unit |qualification )?(?:title|name)|unit"),
    (Label.PURPOSE, r"unit (?:purpose|aims?)(?: and aims?)?|(?:purpose|aims?)(?: of (?:the )?unit)?"),
    (
        Label.OUTCOMES,
        r"(?:unit )?learning outcomes?(?: .*\b(?:will|able to))?|the (?:learner|student|candidate) will(?: be able to)?",
    ),
    (
        Label.CRITERIA,
        r"assessment criteri(?:a|on)(?: .*\b(?:can|to))?|the (?:learner|student|candidate) can",
    ),
    (Label.CONTENT, r"(?:indicative|essential|unit|learning) content"),
    (Label.GROUP, r"(?:unit )?group"),
)
_PATTERNS = tuple((label, re.compile(pattern)) for label, pattern in LABELS)


def label_of(text: str) -> Label | None:
    """What the whole text labels, whatever its case, colon, footnote marks and bracketed notes."""
    plain = re.sub(r"\([^()]*\)", " ", text.replace("’", "'").lower())
    plain = squeeze(re.sub(r"[^a-z ]+", " ", plain))
    return next((label for label, pattern in _PATTERNS if pattern.fullmatch(plain)), None)


def without_footnotes(text: str) -> str:
    """The text, white space squeezed, without the marks that point to a footnote."""
    return squeeze(FOOTNOTED.sub("", text))


def match_key(text: str) -> str:
    """A title's words in one case without punctuation and bracketed notes, to tell titles alike."""
    plain = re.sub(r"\([^()]*\)", " ", text.casefold())
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def wording_key(text: str) -> str:
    """A criterion's words in one case, so that only different words differ."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def as_number(text: str) -> float | None:
    """The number that the text is, or None; a whole number is an int."""
    plain = re.sub(r"\s*(?:credits?|hours?)$", "", without_footnotes(text), flags=re.IGNORECASE)
    if not NUMBER.fullmatch(plain):
        return None
    return float(plain) if "." in plain else int(plain)


def hours_in(text: str) -> float | None:
    """The guided learning hours or qualification time that a cell states, also inside a sentence.

    None where the sentence leaves more than one number to choose from.
    """
    if (number := as_number(text)) is not None:
        return number
    stated = re.search(
        r"(?:hours?|glh|tqt|time)\b[^.;\d]*?\b(?:is|are|of|:|=|be)\s+(\d+(?:\.\d+)?)\b(?!\s*[-–]\s*\d)(?!\s+(?:and|to)\s+\d)",
        text,
        re.IGNORECASE,
    )
    if stated:
        return as_number(stated[1])
    others = re.sub(r"\b\d+(?:\.\d+)?[- ](?:credits?|units?)|\blevel \d|\bminutes?\b", " ", text, flags=re.I)
    numbers = set(NUMBER.findall(others))
    return as_number(numbers.pop()) if len(numbers) == 1 else None


def credit_bounds(text: str) -> tuple[float | None, float | None]:
    """Minimum and maximum credits that a Credit Value cell states; a single value is both."""
    plain = text.lower().replace("–", "-")
    if span := re.search(r"(\d+)\s*(?:-|to)\s*(\d+)", plain):
        return int(span[1]), int(span[2])
    low = re.search(r"(?:min(?:imum)?\.?(?: of)?|at least|no(?:t)? (?:less|fewer) than)\s*:?\s*(\d+)", plain)
    low = low or re.search(r"(\d+)\s*(?:credits\s*)?(?:\(?min(?:imum)?\b|or more)", plain)
    high = re.search(r"(?:max(?:imum)?\.?(?: of)?|at most|no(?:t)? more than|up to)\s*:?\s*(\d+)", plain)
    high = high or re.search(r"(\d+)\s*(?:credits\s*)?\(?max(?:imum)?\b", plain)
    if low or high:
        return (int(low[1]) if low else None), (int(high[1]) if high else None)
    numbers = NUMBER.findall(plain)
    single = as_number(numbers[0]) if len(set(numbers)) == 1 else None
    return single, single


def date_in(text: str) -> date | None:
    """The first date that the text names, day before month; None where it names none."""
    found: list[tuple[int, date]] = []
    for match in WORDED_DATE.finditer(text):
        month = next((n for n, m in enumerate(MONTHS, 1) if match[2].lower().startswith(m)), 0)
        _keep(found, match.start(), int(match[3]), month, int(match[1]))
    for match in FIGURED_DATE.finditer(text):
        _keep(found, match.start(), int(match[3]), int(match[2]), int(match[1]))
    for match in ISO_DATE.finditer(text):
        _keep(found, match.start(), int(match[1]), int(match[2]), int(match[3]))
    return min(found)[1] if found else None


def _keep(found: list[tuple[int, date]], start: int, year: int, month: int, day: int) -> None:
    try:
        found.append((start, date(year, month, day)))
    except ValueError:
        return


def size_of(title: str) -> str | None:
    """The size that a qualification's title names: award, certificate or diploma, if only one."""
    sizes = {match[1].lower() for match in SIZE_WORD.finditer(title)}
    return sizes.pop() if len(sizes) == 1 else None


def level_of(title: str) -> int | None:
    """The level that a title names, if only one."""
    levels = set(LEVEL.findall(title))
    return int(levels.pop()) if len(levels) == 1 else None
