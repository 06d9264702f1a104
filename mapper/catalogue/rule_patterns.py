"""How rules of combination write amounts, references and groups, in lower case."""

from __future__ import annotations

import re

from mapper.catalogue.facts import RefRange

FIGURES_IN_WORDS = "one two three four five six seven eight nine ten eleven twelve"
WORDS = {word: n for n, word in enumerate(FIGURES_IN_WORDS.split(), 1)}
COUNT = r"(\d+(?:\.\d+)?|" + "|".join(WORDS) + r")"
LOW = r"(?:minimum(?: of)?|min\.?(?: of)?|at least|no fewer than|no less than|not less than|not fewer than)"
HIGH = r"(?:maximum(?: of)?|max\.?(?: of)?|at most|no more than|not more than|up to)"
KIND = r"(credits?|(?:(?:mandatory|optional|different|further|other) )*units?)"
AMOUNTS = (
    re.compile(rf"\b{LOW} {COUNT}(?: {KIND})?,? (?:and|to|but) (?:an? |of )*{HIGH} {COUNT} {KIND}\b"),
    re.compile(rf"\bbetween {COUNT} and {COUNT} {KIND}\b"),
    re.compile(rf"\b{COUNT} ?(?:-|to) ?{COUNT} {KIND}\b"),
    re.compile(rf"\bexactly {COUNT} {KIND}\b"),
    re.compile(rf"\b{LOW} {COUNT} {KIND}\b"),
    re.compile(rf"\b{HIGH} {COUNT} {KIND}\b"),
    re.compile(rf"\b(?:total of |any )?{COUNT} {KIND}(?: or more\b| minimum\b| \(minimum\))?"),
)
BOTH, BETWEEN, SPAN, EXACT, LEAST, MOST, BARE = range(7)
REF = r"(?:\d{4}-)?\d{3}\b"
SPAN_OF_REFS = rf"{REF}(?: ?(?:-|to) ?{REF})?"
LIST = re.compile(rf"(?<![\d-]){SPAN_OF_REFS}(?:(?:,? (?:and|or|&) |[,;/] ?){SPAN_OF_REFS})*(?![\d])")
NAME = r"(?:[b-z]|a(?! (?:min|max|total|further))|\d{1,2})\b"
# "3 units from Group A and 2 units from Group B": that 2 names no group.
FURTHER = rf"(?!\d+ ?(?:units?|credits?)\b){NAME}"
GROUPS = re.compile(rf"\bgroups? ({NAME}(?:(?:,| and| or| &) ?{FURTHER})*)")


def figure(text: str) -> float:
    """The number that a figure or a word ("two") stands for."""
    return WORDS[text] if text in WORDS else float(text) if "." in text else int(text)


def ranges(text: str) -> tuple[RefRange, ...]:
    """The references and ranges of a list, as written."""
    return tuple(
        RefRange(piece[1], piece[2] or piece[1])
        for piece in re.finditer(rf"({REF})(?: ?(?:-|to) ?({REF}))?", text)
    )


def whole(refs: tuple[RefRange, ...], code: str | None) -> tuple[RefRange, ...]:
    """The references with the specification's code (531 of 8607-531)."""
    return tuple(RefRange(_whole(r.first, code), _whole(r.last, code)) for r in refs)


def _whole(ref: str, code: str | None) -> str:
    return ref if "-" in ref or code is None else f"{code}-{ref}"
