"""Numbers as documents write them: credits, levels, weights, marks, years."""

from __future__ import annotations

import re

from mapper.intake.programmes.labels import is_among, numbers, words
from mapper.intake.programmes.wording import LANGUAGES, plain

_NUMBER = r"\d+(?:\.\d+)?"
_ECTS = re.compile(rf"({_NUMBER})\s*(?:ects|\(ects\))|ects\s*[:=(]?\s*({_NUMBER})", re.I)
_PER_CENT = re.compile(rf"(?<![\d.])({_NUMBER})\s*(?:%|per\s?cent)", re.I)
_RANGE = re.compile(r"\d\s*%?\s*[-–]\s*\d+(?:\.\d+)?\s*%")
_WEIGHT_ALONE = re.compile(rf"^\(?({_NUMBER})\s*(?:%|per\s?cent)?\)?$", re.I)
_TIMES = re.compile(
    rf"(?<![\d.])(\d)\s?[x×]\s?({_NUMBER})\s*%|(?<![\d.])({_NUMBER})\s*%\s?[x×]\s?(\d)(?![\d.%])", re.I
)
_NO_CREDITS = 1000
"""No award has so many: it is a year, or two numbers that run together."""

_BOX = re.compile(r"[☐□]|\[ ?\]")
_TICKED = re.compile(r"[☒☑✓✔✗]|\[[xX✓]\]")
_ANY_BOX = rf"{_BOX.pattern}|{_TICKED.pattern}"
_YES = frozenset(("yes", "y", "true", "must pass", "must be passed", "x", "1", "✓", "✔"))
_NO = frozenset(("no", "n", "false", "0"))


def number(text: str) -> int | float:
    """The number, whole where it is whole."""
    value = float(text.replace(",", ""))
    return int(value) if value == int(value) else value


def says_nothing(text: str) -> bool:
    """Whether a value is empty or a word for nothing ("none", "N/A", "TBC", a dash)."""
    if not plain(text) or is_among("nothing", text) or not re.search(r"\w", text):
        return True
    parts = LANGUAGES.split(text)
    return len(parts) > 1 and all(is_among("nothing", part) for part in parts)


def ticked(text: str) -> str:
    """What is ticked among boxes ("☐ 5 ☒ 6" gives "6"); the text itself where there are no boxes."""
    if not (_BOX.search(text) and _TICKED.search(text)):
        return text
    parts = re.split(f"({_ANY_BOX})", text)
    labels = parts[2::2] if not parts[0].strip() else parts[0::2]
    return "; ".join(
        label.strip(" ,;/")
        for box, label in zip(parts[1::2], labels, strict=False)
        if _TICKED.match(box) and label.strip()
    )


def read_credits(text: str) -> int | float | None:
    """Credits: "30", "Thirty", "20 CATS (10 ECTS)" as 20; ECTS only where nothing else is said."""
    text = text.strip(" .;,")
    said = plain(text)
    if said.removesuffix(" credits") in numbers():
        return numbers()[said.removesuffix(" credits")]
    ects = _ECTS.search(text)
    rest = re.findall(rf"(?<![\d.-]){_NUMBER}(?![\d.])", _ECTS.sub(" ", text))
    if len(text.split()) > 12:
        return None
    if len(set(rest)) == 1:
        return number(rest[0]) if float(rest[0]) < _NO_CREDITS else None
    if not rest and ects:
        return number(ects[1] or ects[2])
    return None


def read_level(text: str) -> int | float | str | None:
    """A level as a number where one is said ("FHEQ Level 7"), else the word as written ("M")."""
    text = " ".join(text.split())
    if says_nothing(text):
        return None
    if named := set(re.findall(r"\blevel\s*(\d{1,2})\b", text, re.I)):
        return int(named.pop()) if len(named) == 1 and len(text.split()) <= 12 else None
    found = re.findall(r"(?<![\d.])\d{1,2}(?![\d.%])", text)
    if len(set(found)) == 1 and len(text.split()) <= 8:
        return int(found[0])
    return text if len(text.split()) <= 5 and not found else None


def read_year(text: str) -> int | str | None:
    """A year of study ("2", "Year 2", "Final"); a calendar year is none."""
    text = " ".join(text.split())
    if says_nothing(text) or re.search(r"\b(?:19|20)\d\d\b", text) or len(text.split()) > 4:
        return None
    found = re.findall(r"\d+", text)
    return int(found[0]) if len(found) == 1 else text


def read_pass_mark(text: str) -> int | float | None:
    """A pass mark in per cent; None where several are named."""
    found = set(re.findall(_NUMBER, text))
    return number(found.pop()) if len(found) == 1 and len(text.split()) <= 12 else None


def read_weight(text: str) -> int | float | None:
    """A weight as written: "40%", "40", "60% of the marks for the module"; 0 to 100, else None."""
    text = multiplied(" ".join(text.split()))
    if match := _WEIGHT_ALONE.match(text):
        value = number(match[1])
    elif re.search(r"\+\s?/?\s?-|±|\bwords?\b", text):
        return None
    else:
        found = set(_PER_CENT.findall(text))
        if len(found) != 1 or _RANGE.search(text) or len(text.split()) > 16:
            return None
        value = number(found.pop())
    return value if 0 <= value <= 100 else None


def multiplied(text: str) -> str:
    """The text with weights of equal parts said as one ("3 x 20 %" becomes "60%")."""

    def product(match: re.Match[str]) -> str:
        count, share = (match[1], match[2]) if match[1] else (match[4], match[3])
        return f"{round(int(count) * float(share), 4):g}%"

    return _TIMES.sub(product, text)


def per_cents(text: str) -> list[int | float]:
    """Every per cent in a text, in order."""
    return [number(m) for m in _PER_CENT.findall(text)]


def read_yes_no(text: str) -> bool | None:
    """What a yes/no cell says; None where it says neither."""
    said = " ".join(text.lower().split()).strip(" .")
    said = said.split(",")[0].split(" - ")[0].split(" (")[0]
    return True if said in _YES else False if said in _NO else None


def is_status(text: str) -> bool:
    """Whether a short text is a module status in the university's words ("Core", "Optional")."""
    said = [plain(part).split() for part in (text, *LANGUAGES.split(text))]
    return len(said[0]) <= 8 and any(part[0] in words("status_words") for part in said if part)
