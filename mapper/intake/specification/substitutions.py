"""Reads which unit replaces another for learners registered from a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from mapper.intake.document import Document
from mapper.intake.readings import SubstitutionReading, UnitReading
from mapper.intake.specification.labels import date_in, without_footnotes
from mapper.values import Finding, Severity

UNIT = r"((?:\d{4}-)?\d{3})"
NEW_NOT_OLD = re.compile(
    rf"\b{UNIT}\s*,?\s+(?:and )?(?:not|instead of|in place of|replaces)\s+{UNIT}\b", re.I
)
OLD_BY_NEW = re.compile(rf"\b{UNIT}\s+(?:is|was|has been|must be)?\s*replaced (?:by|with)\s+{UNIT}\b", re.I)
SINCE = re.compile(
    r"\bregistered\s+(?:on or after|on or from|from|since|after)\s+[^.;]*?\d{4}|\b(?:from|on or after|since|after)\s+\d{1,2}[^.;]{3,20}\d{4}",
    re.I,
)
AFTER = re.compile(r"(?<!or )\bafter\s", re.I)


def read_substitutions(
    document: Document, units: list[UnitReading], code: str | None
) -> tuple[tuple[SubstitutionReading, ...], tuple[Finding, ...]]:
    """The replacements, each once, with whole references; and findings on dates that are missing."""
    refs = {unit.ref for unit in units if unit.ref}
    found: dict[tuple[str, str], SubstitutionReading] = {}
    findings: list[Finding] = []
    since: str | None = None
    distance = 0
    for paragraph in document.paragraphs():
        text = without_footnotes(paragraph.text)
        distance += 1
        if (stated := SINCE.search(text)) and (day := date_in(stated[0])):
            since = (day + timedelta(days=1 if AFTER.search(stated[0]) else 0)).isoformat()
            distance = 0
        elif distance > 8:
            since = None
        for replaced, replacement in _pairs(text):
            pair = _whole(replaced, code, refs), _whole(replacement, code, refs)
            if refs.isdisjoint(pair) or pair in found:
                continue
            found[pair] = SubstitutionReading(*pair, registered_from=since)
            if since is None:
                findings.append(
                    Finding(
                        Severity.ERROR,
                        f"Unit {pair[0]}",
                        f"Unit {pair[1]} replaces {pair[0]}, but no date stands with it from which learners must take it.",
                        "Ask the awarding body for the registration date.",
                        paragraph.locator,
                    )
                )
    return tuple(found.values()), tuple(findings)


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """(replaced, replacement) of each replacement that the text names."""
    for match in NEW_NOT_OLD.finditer(text):
        yield match[2], match[1]
    for match in OLD_BY_NEW.finditer(text):
        yield match[1], match[2]


def _whole(ref: str, code: str | None, refs: set[str]) -> str:
    """The whole reference that a unit number stands for: by the specification's code, or by its end."""
    if "-" in ref:
        return ref
    if code:
        return f"{code}-{ref}"
    ends = [known for known in refs if known.endswith(ref)]
    return ends[0] if len(ends) == 1 else ref
