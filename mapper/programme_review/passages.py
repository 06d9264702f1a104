"""Where a field was read: the snippet at its place, and the text around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from mapper.values import Locator

Blocks = Sequence[Mapping[str, Any]]
"""A stored document's text: {"text", "place"} in reading order."""
AROUND = 8
LONGEST_SNIPPET = 280
NUMBERS = {"page", "paragraph", "table", "row", "line"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a document; `is_marked` where it is what was read."""

    text: str
    place: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """What stands at a place; `before`, `marked` and `after` make the text, cut where it is long."""

    before: str
    marked: str
    after: str


def at_place(blocks: Blocks, place: Locator) -> range:
    """The blocks at a place, from the first to the last of them; empty where it is not found.

    A place without a cell or paragraph is all of its row, table or page.
    """
    wanted = place.as_json()
    if not wanted:
        return range(0)
    exact = [n for n, block in enumerate(blocks) if block["place"] == wanted]
    found = exact or [n for n, block in enumerate(blocks) if wanted.items() <= block["place"].items()]
    return range(found[0], found[-1] + 1) if found else range(0)


def snippet_at(blocks: Blocks, place: Locator, value: str) -> Snippet | None:
    """The text at a place with the value marked in it, where it stands there; None without the place."""
    at = at_place(blocks, place)
    if not at:
        return None
    texts = [str(blocks[n]["text"]) for n in at if blocks[n]["text"]]
    text = " | ".join(" ".join(t.split()) for t in texts[:40])
    wanted = " ".join(value.split())
    start = text.casefold().find(wanted.casefold()) if wanted else -1
    if start < 0:
        return Snippet(_cut(text, LONGEST_SNIPPET), "", "")
    end = start + len(wanted)
    room = max(40, (LONGEST_SNIPPET - len(wanted)) // 2)
    before = text[:start] if start <= room else f"…{text[start - room : start]}"
    return Snippet(before, _cut(text[start:end], LONGEST_SNIPPET), _cut(text[end:], room))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def around(blocks: Blocks, place: Locator, said: str = "") -> tuple[Passage, ...]:
    """The blocks at a place, marked, with some before and after; empty where it is not found.

    Of a place as wide as a page, only the blocks that hold the words `said` are, where there are any.
    """
    at = at_place(blocks, place)
    if not at:
        return ()
    wanted = " ".join(said.split()).casefold()
    holding = [n for n in at if wanted and wanted in " ".join(str(blocks[n]["text"]).split()).casefold()]
    at = range(holding[0], holding[-1] + 1) if holding else at
    shown = range(max(0, at.start - AROUND), min(len(blocks), at.stop + AROUND))
    return tuple(
        Passage(
            str(blocks[n]["text"]),
            str(Locator.from_json("", blocks[n]["place"])),
            is_marked=n in (holding or at),
        )
        for n in shown
    )


def place_from_words(words: Mapping[str, str]) -> Locator:
    """The place that an address names; what is no position there is passed over."""
    known = {f.name for f in fields(Locator)}
    said: dict[str, Any] = {}
    for name, word in words.items():
        if name in NUMBERS:
            said |= {name: int(word)} if word.isascii() and word.isdigit() and len(word) < 9 else {}
        elif name in known:
            said[name] = word
    return Locator(**said)
