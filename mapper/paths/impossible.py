"""Choices that nobody can make: more to choose than there is, or credits that never add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mapper.paths.values import Node, NodeKind, Structure
from mapper.values import Finding, Severity

# More sums than this are not listed: the choice then passes for possible here, and the solver decides.
MOST_SUMS = 5_000
# The credits that a node's admitted sets can make; empty where there are none, None where too many.
Sums = frozenset[Fraction] | None
NOTHING: frozenset[Fraction] = frozenset({Fraction(0)})


def impossible_nodes(structure: Structure) -> Iterator[Finding]:
    """Choices that ask for more than stands in them; a warning where other choices go round them.

    Only the innermost impossible choice is named. Credits are looked at by what can add up in the
    choice's own modules.
    """
    credits_ = {m.code: m.credits or Fraction(0) for m in structure.modules}
    sums: list[Sums] = []
    impossible: list[Node] = []
    for node in structure.nodes:
        inner = [sums[c] for c in node.children]
        if node.kind is NodeKind.TAKE:
            found: Sums = frozenset({credits_[node.module]})
        else:
            found = _sums(node, inner)
        sums.append(found)
        if found is not None and not found and all(s is None or s for s in inner):
            impossible.append(node)
    is_whole = sums[-1] is not None and not sums[-1]
    for node in impossible:
        what = "credits" if node.kind is NodeKind.CREDITS else "number"
        asked = f"{float(node.amount):g}" + (" credits" if node.kind is NodeKind.CREDITS else "")
        yield Finding(
            Severity.ERROR if is_whole else Severity.WARNING,
            "the structure",
            f"Nobody can choose exactly {asked} of the {len(node.children)} listed at {node.place}.",
            f"Correct the {what} to choose, or the list to choose from.",
        )


def _sums(node: Node, inner: list[Sums]) -> Sums:
    if node.kind is NodeKind.ALL:
        return _all_sums(inner)
    known = [s for s in inner if s is not None]
    usable = [s for s in known if s]
    if node.kind is NodeKind.NUMBER and node.amount > len(usable) + len(inner) - len(known):
        return frozenset()
    if len(known) < len(inner):
        return None
    return (
        _number_sums(usable, int(node.amount)) if node.kind is NodeKind.NUMBER else _credit_sums(node, usable)
    )


def _all_sums(inner: list[Sums]) -> Sums:
    if any(s is not None and not s for s in inner):
        return frozenset()
    reached = NOTHING
    for one in inner:
        if one is None or len(reached) * len(one) > MOST_SUMS:
            return None
        reached = frozenset(a + b for a in reached for b in one)
    return reached


def _number_sums(usable: list[frozenset[Fraction]], number: int) -> Sums:
    by_number: list[frozenset[Fraction]] = [NOTHING, *[frozenset[Fraction]()] * number]
    for one in usable:
        for count in range(number, 0, -1):
            if len(by_number[count - 1]) * len(one) > MOST_SUMS:
                return None
            by_number[count] |= frozenset(a + b for a in by_number[count - 1] for b in one)
    return by_number[number]


def _credit_sums(node: Node, usable: list[frozenset[Fraction]]) -> Sums:
    reached = NOTHING
    for one in usable:
        if len(reached) * len(one) > MOST_SUMS:
            return None
        reached |= frozenset(a + b for a in reached for b in one if a + b <= node.amount)
    return reached & {node.amount}
