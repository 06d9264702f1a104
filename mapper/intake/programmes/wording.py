"""Labels, codes and numbers as people write them, brought to one form."""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_SECTION_NUMBER = re.compile(
    r"^(?:section\s+)?(?:\d{1,2}(?:\.\d{1,2})*[.):]|[a-z][.):]|[ivx]{1,4}[.):])\s+(?=[^\W\d])"
    r"|^(?:section\s+)?\d{1,2}(?:\.\d{1,2})*\s+"
    r"(?!credits?\b|hours?\b|words?\b|minutes?\b|weeks?\b|pages?\b|marks?\b|points?\b)(?=[^\W\d])",
    re.I,
)
_SAME = {
    "unit": "module",
    "units": "modules",
    "subject": "module",
    "paper": "module",
    "program": "programme",
    "mod": "module",
    "lvl": "level",
    "lev": "level",
    "crdt": "credits",
    "cr": "credits",
    "perc": "%",
    "pct": "%",
    "assess": "assessment",
    "mab": "assessment",
    "ast": "assessment type",
    "wt": "weight",
}
"""Words for one thing; the short ones as student record systems head their exports (SITS: MOD_CRDT, MAB_PERC)."""
# Labels are English; letters of other scripts stay, or two titles in Greek would both be nothing.
_NOT_LABEL = re.compile(
    r"(?:(?!\w)[^%]|_|[^\Wa-z0-9_\u0370-\u1cff\u2e80-\ufaff\ufb50-\ufdff\ufe70-\ufeff\U00020000-\U0003ffff])+"
)

_CODE = (
    r"(?:[A-Z]{3,8}(?:\d[A-Z]?)?-\d{1,3}-[0-9A-Z]"
    r"|[A-Z]{2,8}-?\d{3,6}[A-Z]{0,2}(?:-[0-9A-Z]{1,3}){0,3}"
    r"|\d[A-Z]{2,6}-?\d{3,4}[A-Z]{0,3}"
    r"|[A-Z]{1,2}-[A-Z]{0,3}\d{3,4}"
    r"|[A-Z]\d{3,6}"
    r"|[A-Z]{1,4}\d[A-Z]{1,2}\d{1,4}"
    r"|[A-Z]{3}\d{3}[A-Z]\d{3}[A-Z]?"
    r"|\d[A-Z]\d[A-Z]\d{3,4}"
    r"|\d{3,4}(?!GB|MB|KB|MM|CM|KM|KG|AM|PM|AD|BC|ST|ND|RD|TH|UK|US|BST|GMT)[A-Z]{2,4}"
    r"|(?!YEAR|LEVEL|ROOM|PAGE|WEEK|UNIT|ISO|BS|EN|TEL|RFC|ISBN|ISSN|PART|STAGE|TERM)[A-Z]{2,5} \d{3,5}[A-Z]?)"
)
CODE = re.compile(rf"(?<![\w-]){_CODE}(?![\w-])")
_CODE_FIRST = re.compile(rf"^\W*({_CODE})(?:\s*[:–—|.]\s*|\s+-\s*|-\s+|\s+)(\D.*)$")
_CODE_LAST = re.compile(rf"^(.*\w.*?)\s*[\[(:–—|,-]*\s*(?<![\w-])({_CODE})\s*[\])]?$")
_NOT_CODES = re.compile(
    r"^(?:ISO|COVID|BS|EN|UN|SDG|GDPR|LO|ILO|AC|PG|UG|FTE|CO|MS|HTTP|SHA|UTF)-?\s?\d", re.I
)


LANGUAGES = re.compile(r"\s+/\s+")
"""Between the languages of one label or value: "Teitl y modiwl / Module title", "Craidd / Core"."""

KIND = r"(?:handbook|guide|specification|descriptor|outline|syllabus|booklet|brief|information|details?|catalogue entry|proforma)"
PAGE_OF_MODULE = re.compile(rf"^(?:(?:module|unit|course|subject)\s+)+{KIND}\s*[:–—-]\s*(?=\w)", re.I)
"""What a page calls itself before the title: "Course unit details: Leading well"."""

_WILL = re.compile(r"(?<=[a-z])['’]ll\b", re.I)


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A label in the form of `labels.toml`: lower case words, "%" kept, unit and subject as module."""
    text = _WILL.sub(" will", text)
    text = _CAMEL.sub(" ", text.replace("_", " ").replace("\n", " ").strip().rstrip(":"))
    text = _SECTION_NUMBER.sub("", text).lower().replace("&", " and ").replace("'", "").replace("’", "")
    text = text.replace("per cent", "%").replace("%", " % ")
    return " ".join(_SAME.get(word, word) for word in _NOT_LABEL.sub(" ", text).split())


def codes(text: str) -> list[str]:
    """Every module code in a text, in order."""
    return [code for code in CODE.findall(text) if not _NOT_CODES.match(code)]


def same_code(code: str) -> str:
    """The code as it is compared: capitals and digits alone."""
    return re.sub(r"[^A-Z0-9]", "", code.upper())


def labelled_code(text: str) -> str | None:
    """The code in the value of a code label; None where the value holds no code."""
    text = " ".join(text.split())
    if found := CODE.findall(text):
        return str(found[0])
    if len(text.split()) == 1 and len(text) <= 40:
        return text.strip(".,;")
    return text if len(text) <= 12 and re.search(r"\d", text) else None


def name_parts(text: str) -> tuple[str | None, str | None]:
    """Code and title out of "MOD401 Leading people", "Leading people (MOD401)" or either alone."""
    text = " ".join(text.split()).strip(" .:|–—-")
    if (match := _CODE_FIRST.match(text)) and not _NOT_CODES.match(match[1]):
        return match[1], match[2].strip(" .:–—-")
    if (match := _CODE_LAST.match(text)) and not _NOT_CODES.match(match[2]):
        return match[2], match[1].strip(" .:–—-(")
    if CODE.fullmatch(text) and not _NOT_CODES.match(text):
        return text, None
    return None, text or None


def level_in_code(code: str) -> int | None:
    """The level that a code carries: UMCDSK-30-3 ends in it, 5CS022 begins with it; else None."""
    if match := re.fullmatch(r"[A-Z]+\d*[A-Z]?-\d{1,3}-(\d)", code.upper()):
        return int(match[1])
    match = re.fullmatch(r"([3-8])[A-Z]{2,6}-?\d{3,4}[A-Z]?", code.upper())
    return int(match[1]) if match else None


def credits_in_code(code: str) -> int | None:
    """The credits that a code such as UMCDSK-30-3 carries in its middle; else None."""
    match = re.fullmatch(r"[A-Z]+\d*-(\d{1,3})-\d", code.upper())
    return int(match[1]) if match and int(match[1]) % 5 == 0 else None
