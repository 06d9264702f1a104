"""What is said where evidence took the place of “nothing here”."""

from __future__ import annotations

INSTEAD = "-instead"
"""What follows a message's name in addresses where a “nothing here” gave way: "full-instead"."""


def message_of(said: dict[str, str], name: str, *, then: str = "") -> str:
    """The sentence of this name, followed by `then`, and what became of “nothing here"; "" of a strange name."""
    kind = name.removesuffix(INSTEAD)
    if kind not in said:
        return ""
    if kind == name:
        more = ""
    elif kind == "withdrawn":
        more = " “Nothing here”, which stood before, does not come back: say it again if it still holds."
    else:
        more = " “Nothing here” is withdrawn with it."
    return f"{said[kind]}{then}{more}"
