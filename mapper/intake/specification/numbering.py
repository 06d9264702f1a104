"""Pairs criteria with their numbers: typed, numbered by a list, or standing in the cell beside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mapper.intake.document import Paragraph
from mapper.values import Locator
from mapper.wording import squeeze

AC = re.compile(r"\bAC\s+(?=\d)", re.IGNORECASE)
BARE = re.compile(r"^(?:AC)?(\d+\.\d+|[PMD]\d+)[.):]?$", re.IGNORECASE)
TYPED = re.compile(r"^(?:AC\s*)?(\d+\.\d+|[PMD]\d+)[.):]?\s+(\S.*)$", re.DOTALL)
OUTCOME = re.compile(
    r"^((?:LO|Learning outcome)\s*)?(\d{1,2})(?!\.\d)\s*[.):–-]?\s+(\S.*)$", re.IGNORECASE | re.DOTALL
)
BARE_OUTCOME = re.compile(r"^(LO\s*)?(\d{1,2})[.):]?$", re.IGNORECASE)
SHARED = re.compile(r"^LO\s*\d+(?:\s*(?:,|&|and)\s*(?:LO\s*)?\d+)+\b", re.IGNORECASE)
BULLET = re.compile(r"^[•·▪◦●\uf0b7]\s*")
ENDINGS = (".", ":", ";", "?", "!")
LEARNER_WILL = re.compile(r"^the (?:learner|student|candidate)s? will\s*:\s*", re.IGNORECASE)
LEAD_IN = re.compile(r"^the (?:learner|student|candidate)s? (?:can|will)\b[^.]*:?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion in a cell; `number` None where none stands with it."""

    number: str | None
    text: str
    locator: Locator
    is_listed: bool = False


def bare_numbers(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The numbers in a cell that holds criterion numbers and nothing else, else an empty list."""
    # A reader may give them a line each, all in one line, or the first as the number of a list.
    words = [word for p in paragraphs for word in f"{p.number or ''} {AC.sub('', p.text)}".split()]
    numbers = [BARE.match(word) for word in words]
    return [m[1] for m in numbers if m] if all(numbers) else []


def outcome_of(paragraphs: Sequence[Paragraph]) -> tuple[str | None, str]:
    """An outcome's number as shown (1, LO1; None where it has none) and its text."""
    words = [p for p in paragraphs if p.text]
    if not words:
        return None, ""
    first, text = words[0], squeeze(" ".join(p.text for p in words))
    if match := OUTCOME.match(text):
        return _shown(match[1], match[2]), LEARNER_WILL.sub("", match[3])
    if bare := BARE_OUTCOME.match(first.text):
        return _shown(bare[1], bare[2]), squeeze(" ".join(p.text for p in words[1:]))
    number = (first.number or "").strip(" .):")
    if listed := BARE_OUTCOME.match(number):
        return _shown(listed[1], listed[2]), text
    return None, text


def _shown(prefix: str | None, number: str) -> str:
    return f"LO{number}" if prefix and prefix.strip().upper() == "LO" else number


def items_in(paragraphs: Sequence[Paragraph]) -> list[Item]:
    """The criteria of a cell, one per paragraph, broken ones joined.

    A paragraph goes on with the one before when it begins in lower case after an unfinished
    sentence, or is a list under a line that ends in a colon, or has no number among numbered ones.
    """
    found: list[Item] = []
    for paragraph in (piece for whole in paragraphs for piece in _pieces(whole)):
        text = squeeze(paragraph.text)
        if not text or (not found and LEAD_IN.match(text)):
            continue
        typed = TYPED.match(text)
        number = typed[1] if typed else (paragraph.number or "").strip(" .):") or None
        item = Item(number, typed[2] if typed else text, paragraph.locator, paragraph.number is not None)
        if found and _goes_on(found[-1], item, is_bullet=paragraph.is_item and number is None):
            before = found.pop()
            item = Item(before.number, f"{before.text} {item.text}", before.locator, before.is_listed)
        found.append(item)
    return found


def _pieces(paragraph: Paragraph) -> list[Paragraph]:
    """The paragraph, cut where typed numbers count on (1.1 … 1.2 …), as PDF may give a whole cell."""
    first = TYPED.match(paragraph.text)
    if not first or "." not in first[1]:
        return [paragraph]
    outcome, _, number = first[1].partition(".")
    pieces, rest = [], paragraph.text
    while cut := re.search(rf"\s(?={outcome}\.{int(number) + 1}[.):]?\s+[A-Z])", rest):
        pieces.append(rest[: cut.start()])
        rest, number = rest[cut.end() :], str(int(number) + 1)
    return [replace(paragraph, text=text) for text in (*pieces, rest)]


def joined_texts(paragraphs: Sequence[Paragraph]) -> list[str]:
    """One text per paragraph or bullet, the lines of one broken over lines joined."""
    texts: list[str] = []
    for paragraph in paragraphs:
        text = squeeze(paragraph.text)
        bare = BULLET.sub("", text)
        if not bare:
            continue
        is_new = paragraph.is_item or bare != text
        if texts and not is_new and text[0].islower() and not texts[-1].endswith(ENDINGS):
            texts[-1] = f"{texts[-1]} {text}"
        else:
            texts.append(bare)
    return texts


def _goes_on(before: Item, item: Item, *, is_bullet: bool) -> bool:
    if item.number is not None:
        return False
    if before.number is not None or (is_bullet and before.text.endswith(":")):
        return True
    return item.text[0].islower() and not before.text.endswith(ENDINGS)


def pair_items(
    items: Sequence[Item], numbers: Sequence[str], *, outcome: str, first: int = 1
) -> list[tuple[str, Item]] | None:
    """Each criterion with its number; None where the numbers beside them are more or fewer.

    Numbers that a list gives become the outcome's: 1 in outcome 2 is 2.1. Criteria without any
    number are numbered by position from `first`.
    """
    if numbers and all(i.number is None for i in items):
        return list(zip(numbers, items, strict=True)) if len(numbers) == len(items) else None
    stem = outcome.lstrip("LOlo ")
    paired: list[tuple[str, Item]] = []
    for n, item in enumerate(items, first):
        number = item.number or str(n)
        if len(number) == 1 and number.isalpha():
            number = str(ord(number.lower()) - ord("a") + 1)
        paired.append((f"{stem}.{number}" if number.isdigit() else number, item))
    return paired
