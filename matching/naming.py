"""What the parts of a score are called on the screen: one table, in a lecturer's words."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "words": "shared words",
    "context": "titles around the texts",
    "spelling": "runs of letters",
    "words held": "share of the {asked}’s words",
    "coverage": "share of the {asked}’s words",  # as runs before lexical-3 called it
    "similar statements": "statements like it",
    "similar criteria": "{others} like this one",
    "meaning": "meaning",
    "meaning of similar statements": "statements of like meaning",
    "meaning of similar criteria": "{others} of like meaning",
    "suits much else": "suits much else, taken off",
    "suits others better": "suits others better, taken off",
    "decisions": "what was decided elsewhere",
    "tested outcomes": "outcomes that it tests",
}
OTHERS: Mapping[str, str] = {"criterion": "criteria", "outcome": "outcomes"}
# What is shown with three decimals as nothing.
NOTHING = 0.0005


def name_of(part: str, *, asked: str = "criterion") -> str:
    """What a part is called; `asked` is what statements are suggested for, a criterion or an outcome."""
    return NAMES.get(part, part).format(asked=asked, others=OTHERS[asked])


def told_parts(parts: Mapping[str, float], *, asked: str = "criterion") -> tuple[tuple[str, float], ...]:
    """The parts of a score that added or took off anything, each by its name."""
    return tuple((name_of(part, asked=asked), v) for part, v in parts.items() if abs(v) >= NOTHING)
