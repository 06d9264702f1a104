"""Command verbs: which a criterion opens with, and how much each demands.

The verbs stand in `verbs.toml`, with the source of the scale.
"""

from __future__ import annotations

import re
import tomllib
from enum import IntEnum
from importlib.resources import files


class Demand(IntEnum):
    """How much a verb demands, lowest first; the order alone has a meaning, the distances none."""

    REMEMBER = 1
    UNDERSTAND = 2
    APPLY = 3
    ANALYSE = 4
    EVALUATE = 5
    CREATE = 6


_FILE = tomllib.loads(files("mapper.catalogue").joinpath("verbs.toml").read_text(encoding="utf-8"))
DEMAND: dict[str, Demand] = {
    verb: Demand[step.upper()] for step, verbs in _FILE["demand"].items() for verb in verbs
}
"""Each command verb with its demand; an adverb before it (critically evaluate) is passed over."""

PRACTICE: frozenset[str] = frozenset(_FILE["reading"]["practice"])
"""Verbs that ask for practice, which an essay alone cannot show."""

OFTEN_NOUNS = frozenset(_FILE["reading"]["often_nouns"])
OBJECT_OPENINGS = frozenset(_FILE["reading"]["object_openings"])
AFTER_NOUNS = frozenset(_FILE["reading"]["after_nouns"])
JOINS = frozenset({"and", "or", ",", ";", "then"})
_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*|[,;:.()]")
_ADVERBS = re.compile(r"^(?:critically|clearly|briefly|actively|effectively|systematically|regularly)$")
_SUBORDINATE = re.compile(
    r"\b(?:how|ways|whether|why|what|which|who|that|ability|need|needs|used|required|methods|techniques|skills)\b"
    r"(?!.*[,;])"
)
_LONGEST = max(len(verb.split()) for verb in DEMAND)


def demand_of(verb: str) -> Demand | None:
    """How much the verb demands, None for one the scale does not know; case does not matter."""
    return DEMAND.get(" ".join(verb.lower().split()))


def asks_for_practice(verb: str) -> bool:
    """Whether the verb asks for something done, which an essay alone cannot show."""
    return " ".join(verb.lower().split()) in PRACTICE


def verbs_of(text: str) -> tuple[str, ...]:
    """All command verbs of a criterion in lower case and in order; empty where none is known.

    The first opens the text, or follows what goes before it and a comma ("Using a model,
    explain …"). Others follow an "and", "or" or comma as commands of their own; verbs within
    what is to be explained ("how to plan and lead") are none.
    """
    tokens = [token.lower() for token in _WORD.findall(text)]
    first = _first(tokens)
    if first is None:
        return ()
    position, verb = first
    found = [verb]
    position += len(verb.split())
    for at in range(position, len(tokens) - 1):
        if tokens[at] not in JOINS:
            continue
        other = _verb_at(tokens, at + 1)
        if other and other not in found and _is_command(tokens, position, at, other):
            found.append(other)
    return tuple(found)


def _first(tokens: list[str]) -> tuple[int, str] | None:
    """The opening verb and where it stands: at the start, or after an opening phrase and a comma."""
    starts = [0] + [n + 1 for n, token in enumerate(tokens[:25]) if token in {",", ":"}]
    for start in starts:
        if start < len(tokens) and (verb := _verb_at(tokens, start)):
            return start, verb
    return None


def _verb_at(tokens: list[str], position: int) -> str | None:
    """The longest known verb that begins here, an adverb before it passed over."""
    for length in range(_LONGEST, 0, -1):
        verb = " ".join(tokens[position : position + length])
        if verb in DEMAND:
            return verb
    if position + 1 < len(tokens) and _ADVERBS.match(tokens[position]):
        return _verb_at(tokens, position + 1)
    return None


def _is_command(tokens: list[str], start: int, at: int, verb: str) -> bool:
    """Whether the verb after the "and" at `at` is a command, and no noun or part of a clause."""
    after = at + 1 + len(verb.split())
    following = tokens[after] if after < len(tokens) else "."
    if verb in OFTEN_NOUNS:
        is_beside_command = tokens[at - 1] in DEMAND and (at == start or tokens[at - 2] in JOINS)
        if following in AFTER_NOUNS or not following[0].isalpha():
            return False
        if not is_beside_command and following not in OBJECT_OPENINGS:
            return False
    before = tokens[start:at]
    if len(before) > 1 and before[-2] == "to" and before[-1] in DEMAND:
        return False
    return not _SUBORDINATE.search(" ".join(before))
