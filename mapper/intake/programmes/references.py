"""References to outcomes as documents write them: in cells ("1-3", "LO2, LO4") and in prose."""

from __future__ import annotations

import re

_PREFIX = r"(?:module\s+)?(?:intended\s+)?(?:learning\s+)?outcomes?|[A-Z]{0,3}LOs?|L\.O\.s?"
_LABEL = r"(?:[A-Z]{0,6}\s?\d{1,2}(?:\.\d{1,2})?[a-z]?|[a-zA-Z])"
_RANGE = re.compile(r"^([A-Za-z.]*)\s?(\d{1,2})$")
_SPLIT = re.compile(r"\s*(?:[,;/&\n|+]|\band\b)\s*", re.I)
_TO = re.compile(r"\s*(?:[-–—]|\bto\b|\bthrough\b)\s*", re.I)
_SHORT = re.compile(
    r"(?<!programme )\boutcomes?:?\s+((?:[A-Z]{1,3}\s?)?\d{1,2}(?!\d|\s*%)(?:(?:\s*(?:,|&|–|-)\s*|\s+(?:and|to)\s+)(?:[A-Z]{1,3}\s?)?\d{1,2}(?!\d|\s*%))*)",
    re.I,
)
_BEHIND = re.compile(r"\s[–—-]\s*([A-Z]{1,5}\d{1,2}(?:(?:,\s*|\s+and\s+|\s*&\s*)[A-Z]{1,5}\d{1,2})*)$")
_BEHIND_IN_BRACKETS = re.compile(
    r"[\[(]((?!A\d\W)[A-Z]{1,2}\d{1,2}(?:(?:,\s*|\s+and\s+|\s*&\s*|;\s*)[A-Z]{1,2}\d{1,2})*)[\])]\.?$"
)
"""Outcomes with letters of their own behind a component ("[K1, S2]"); A4 is a size of paper."""

_PROSE = re.compile(
    r"(?P<programme>programme\s+(?:level\s+)?)?"
    r"(?P<prefix>\b(?:module\s+)?(?:intended\s+)?learning\s+outcomes?\s*|\b[MI]?LOs?\s?)"
    r"(?P<list>\d{1,2}(?!\d|\s*%)(?:\.\d)?(?:\s*(?:(?:,\s*and|,\s*&|,|and|&)\s*|(?:-|–|to)\s*(?:[MI]?LO\s?)?)\d{1,2}(?:\.\d)?(?!\d|%|\s*%))*)",
    re.I,
)


def read_references(text: str) -> tuple[str, ...]:
    """The outcomes named in a reference cell, ranges spelled out, each as written; () for prose."""
    text = re.sub(r"[()\[\].]+(?=\s|$)|^[(\[]", " ", text.strip())
    named = re.match(rf"^\s*(?:{_PREFIX})\s*:?\s+(?=\d)", text, re.I)
    body = text[named.end() :] if named else text
    if re.match(r"[MI]?LO\s\d", text) and body is not text:
        body = text
    found: list[str] = []
    for part in _SPLIT.split(body):
        said = _one(part)
        if said is None:
            return ()
        found.extend(label for label in said if label not in found)
    return tuple(found)


def _one(part: str) -> list[str] | None:
    part = re.sub(r"^(?:module\s+)?learning\s+outcomes?\s+", "", " ".join(part.split()), flags=re.I)
    if not part:
        return []
    ends = _TO.split(part)
    if len(ends) == 2 and (span := _span(ends[0], ends[1])):
        return span
    pieces = part.split(" ")
    if len(pieces) == 2 and re.fullmatch(r"[A-Za-z]{1,4}", pieces[0]) and pieces[1].isdigit():
        return [part]
    if all(re.fullmatch(_LABEL, piece) for piece in pieces):
        return pieces
    return None


def _span(first: str, last: str) -> list[str] | None:
    start, end = _RANGE.match(first), _RANGE.match(last)
    if not start or not end or int(end[2]) < int(start[2]) or int(end[2]) - int(start[2]) > 20:
        return None
    if end[1] and end[1].upper() != start[1].upper():
        return None
    return [f"{start[1]}{n}" for n in range(int(start[2]), int(end[2]) + 1)]


def names_all(text: str) -> bool:
    """Whether a reference cell says "all" of the outcomes."""
    return bool(
        re.fullmatch(
            r"\W*all(?:\s+(?:of\s+the\s+)?(?:module\s+)?(?:learning\s+)?(?:outcomes|los))?\W*", text, re.I
        )
    )


def references_in_prose(text: str) -> tuple[str, ...]:
    """Module outcomes that a sentence names ("(Learning Outcome 4)", "LO2 and LO3"), in order.

    Programme outcomes are not the module's and are left out.
    """
    found: list[str] = []
    for match in _PROSE.finditer(text):
        if match["programme"]:
            continue
        labelled = re.match(r"([MI]?LO)\s?\d", match[0], re.I)
        prefix = labelled[1] if labelled else ""
        for label in read_references(re.sub(r"[MI]?LO\s?(?=\d)", "", match["list"], flags=re.I)):
            said = f"{prefix}{label}"
            if said not in found:
                found.append(said)
    return tuple(found)


def references_in_brackets(text: str) -> tuple[str, ...]:
    """Outcomes that a line about one component names shortly ("(outcome 1)", "assesses outcomes 1 and 3")."""
    found = _SHORT.findall(text)
    if not found and (behind := _BEHIND.search(text) or _BEHIND_IN_BRACKETS.search(text)):
        return read_references(behind[1])
    return read_references(found[0]) if len(found) == 1 else ()


def same_outcome(reference: str) -> str:
    """A reference or outcome number as it is compared: "LO 3", "lo3" and "3" are one."""
    said = re.sub(r"[^a-z0-9.]", "", reference.lower()).strip(".")
    return re.sub(r"^(?:module)?(?:learning)?(?:outcomes?|[a-z]{0,3}los?)(?=\d)", "", said)
