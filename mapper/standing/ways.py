"""The ways through a programme that coverage is shown for: the whole, each exit award, each pathway.

A pathway is an option that stands beside others in a choice of one, as people enter it: a choice inside
a choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mapper.standing.entered import NOT_TAKEN, Asks, Choice, Entered, Tree


@dataclass(frozen=True, slots=True)
class Way:
    """A way with its tree; `pathway` is the key of the option that is taken, "" for all of them.

    The tree keeps the key of the award whose learners it is about.
    """

    tree: Tree
    pathway: str = ""
    pathway_name: str = ""

    @property
    def option(self) -> str:
        """The pathway's own name, without the choice that it is an option of."""
        return self.pathway_name.rpartition(" › ")[2]

    @property
    def name(self) -> str:
        """For people: the award, and the pathway where there is one."""
        return f"{self.tree.name}, {self.pathway_name}" if self.pathway else self.tree.name


def ways_through(entered: Entered) -> tuple[Way, ...]:
    """Every way in the order entered, each award before its pathways."""
    return tuple(way for tree in entered.trees for way in (Way(tree), *pathways(tree)))


def pathways(tree: Tree) -> Iterator[Way]:
    """The pathways of a programme or an exit award, in the order entered."""
    for choice in tree.choices:
        way = pathway_of(tree, choice.key)
        if way is not None:
            yield way


def pathway_of(tree: Tree, key: str) -> Way | None:
    """The way of those who take the option with this key; None where it is no pathway."""
    by_key = {c.key: c for c in tree.choices}
    option = by_key.get(key)
    if option is None or not _is_one_of_several(option, tree):
        return None
    narrowed, at, seen = tree, option, {key}
    while at.within:
        outer = by_key.get(at.within)
        if outer is None or outer.key in seen or not (outer.asks is Asks.ALL or _asks_for_one(outer)):
            return None
        if _asks_for_one(outer):
            narrowed = _only(narrowed, outer, at)
        seen.add(outer.key)
        at = outer
    return Way(narrowed, key, f"{by_key[option.within].name} › {option.name}")


def _is_one_of_several(option: Choice, tree: Tree) -> bool:
    outer = next((c for c in tree.choices if c.key == option.within), None)
    beside = [c for c in tree.choices if c.within == option.within]
    return outer is not None and _asks_for_one(outer) and len(beside) > 1


def _asks_for_one(choice: Choice) -> bool:
    return choice.asks is Asks.NUMBER and choice.amount == 1


def _only(tree: Tree, outer: Choice, option: Choice) -> Tree:
    """The tree in which nothing but the option can be taken in a choice."""
    gone = {outer.key}
    waiting = [c.key for c in tree.choices if c.within == outer.key and c.key != option.key]
    while waiting:
        key = waiting.pop()
        if key not in gone:
            gone.add(key)
            waiting += [c.key for c in tree.choices if c.within == key]
    choices = tuple(c for c in tree.choices if c.key == outer.key or c.key not in gone)
    places = {i: NOT_TAKEN if place in gone else place for i, place in tree.places.items()}
    return replace(tree, choices=choices, places=places)
