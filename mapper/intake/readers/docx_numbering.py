"""Word's automatic numbers: they are not in the text and must be counted (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
LAST_LETTERED = 780
"""Word's last number in letters: "z" thirty times."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written: its format, its pattern ("%1.%2"), where it starts."""

    format: str
    pattern: str
    start: int
    is_legal: bool
    restart: int | None = None
    style: str | None = None


@dataclass(slots=True)
class Numbering:
    """Counts list items as Word would; ask for each numbered paragraph once, in reading order."""

    levels: dict[str, dict[int, Level]]
    abstract_of: dict[str, str]
    overrides: dict[tuple[str, int], int]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, num_id: str, level: int) -> str | None:
        """The item's number without the closing punctuation ("1", "1.2", "a"); None for a bullet."""
        abstract = self.abstract_of.get(num_id)
        known = self.levels.get(num_id, {}).get(level)
        if abstract is None or known is None:
            return None
        counts = self.counters.setdefault(abstract, {})
        override = self.overrides.get((num_id, level))
        if override is not None and (num_id, level) not in self.started:
            counts[level] = override
        else:
            counts[level] = counts.get(level, known.start - 1) + 1
        self.started.add((num_id, level))
        for deeper in [d for d in counts if d > level and self._restarts(num_id, d, level)]:
            del counts[deeper]
        if known.format in ("bullet", "none"):
            return None
        return self._written(num_id, known, counts)

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level of the list that is bound to the paragraph style, None where none is."""
        return next((at for at, one in self.levels.get(num_id, {}).items() if one.style == style), None)

    def _restarts(self, num_id: str, deeper: int, level: int) -> bool:
        """Whether an item of `level` restarts a deeper one: 0 never does, n only up to level n (from 1)."""
        known = self.levels[num_id].get(deeper)
        return known is None or known.restart is None or level < known.restart

    def _written(self, num_id: str, known: Level, counts: dict[int, int]) -> str | None:
        def one(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            each = self.levels[num_id].get(index)
            if each is None:
                return ""
            style = "decimal" if known.is_legal else each.format
            return in_format(counts.get(index, each.start), style)

        label = re.sub(r"%(\d)", one, known.pattern).strip()
        return label.strip(" .):([]-–—") or None


def in_format(number: int, style: str) -> str:
    """The number as Word writes it in that format; decimal where the format is not known."""
    if style == "decimalZero":
        return f"{number:02d}"
    if style in ("lowerLetter", "upperLetter") and 0 < number <= LAST_LETTERED:
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        left, said = number, ""
        for value, sign in ROMAN:
            said += sign * (left // value)
            left %= value
        return said.upper() if style == "upperRoman" else said
    return str(number)


def numbering_of(root: Any) -> Numbering:
    """The numbering of a document from its numbering part's XML (None where it has none)."""
    if root is None:
        return Numbering({}, {}, {})
    abstract = _abstract_levels(root)
    levels: dict[str, dict[int, Level]] = {}
    abstract_of: dict[str, str] = {}
    overrides: dict[tuple[str, int], int] = {}
    for num in root.iter(f"{W}num"):
        num_id = num.get(f"{W}numId")
        ref = num.find(f"{W}abstractNumId")
        if num_id is None or ref is None:
            continue
        abstract_of[num_id] = ref.get(f"{W}val")
        levels[num_id] = dict(abstract.get(abstract_of[num_id], {}))
        for override in num.findall(f"{W}lvlOverride"):
            index = _whole(override.get(f"{W}ilvl"), 0)
            start = override.find(f"{W}startOverride")
            if start is not None:
                overrides[num_id, index] = _whole(start.get(f"{W}val"), 1)
            levels[num_id].update(_levels(override))
    return Numbering(levels, abstract_of, overrides)


def _abstract_levels(root: Any) -> dict[str, dict[int, Level]]:
    """The levels of each list definition; one that names a list style has that style's levels."""
    found, styled, links = {}, {}, {}
    for element in root.iter(f"{W}abstractNum"):
        key = element.get(f"{W}abstractNumId")
        found[key] = _levels(element)
        if style := _value(element, "styleLink"):
            styled[style] = found[key]
        if link := _value(element, "numStyleLink"):
            links[key] = link
    return {key: levels or styled.get(links.get(key, ""), {}) for key, levels in found.items()}


def _levels(parent: Any) -> dict[int, Level]:
    found = {}
    for level in parent.findall(f"{W}lvl"):
        found[_whole(level.get(f"{W}ilvl"), 0)] = Level(
            format=_value(level, "numFmt") or "decimal",
            pattern=_value(level, "lvlText") or "",
            start=_whole(_value(level, "start"), 1),
            is_legal=level.find(f"{W}isLgl") is not None,
            restart=_whole(restart, 0) if (restart := _value(level, "lvlRestart")) is not None else None,
            style=_value(level, "pStyle"),
        )
    return found


def _value(element: Any, name: str) -> str | None:
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d+", text) else default
