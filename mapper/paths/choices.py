"""Which sets of modules the structure admits, and what they cost in compensated credits, exactly.

Each module stands in one place, so that the structure is a tree, and the cheapest way through it is
found by combining the ways through its branches: by how many are chosen, or by which credits they make.
Only whole numbers are compared (credits over their common divisor). Nothing is recursive.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from mapper.paths.passing import Passing
from mapper.paths.values import Node, NodeKind, Structure

# Ways through a branch by the credits they make (0 where no choice by credits asks): the cost, and
# the modules taken, as bits.
Way = tuple[int, int]
Ways = dict[int, Way]
NO_WAY: Ways = {}
REMEMBERED = 2_000


class TooHardError(Exception):
    """The allowance of steps was used up before there was an answer."""


@dataclass(slots=True)
class Allowance:
    """Steps of work that are left; counted, not timed, so that the same file has the same answer."""

    steps: int

    def use(self, steps: int) -> None:
        """Takes the steps; raises TooHardError where they are not left."""
        self.steps -= steps
        if self.steps < 0:
            raise TooHardError


@dataclass(slots=True)
class Branch:
    """A node with its leaves as bits, and the ways through it that were worked out before."""

    node: Node
    inside: int
    position: int
    most: int | None
    is_counted: bool
    amount: int
    known: dict[tuple[int, int], Ways]


class Choices:
    """The admitted sets of modules as bits, by the modules' order in the file.

    A structure with a fault (`mapper.paths.faults`) is not accepted.
    """

    def __init__(self, structure: Structure, rules: tuple[Passing, ...]) -> None:
        """Takes the structure with the rules of its modules, in their order."""
        codes = {module.code: i for i, module in enumerate(structure.modules)}
        amounts = [m.credits or Fraction(0) for m in structure.modules]
        amounts += [n.amount for n in structure.nodes if n.kind is NodeKind.CREDITS]
        limit = structure.compensation_credits
        amounts += [limit] if limit is not None else []
        scale = math.lcm(*(a.denominator for a in amounts))
        unit = math.gcd(*(int(a * scale) for a in amounts)) or 1
        self.credits = [int((m.credits or 0) * scale) // unit for m in structure.modules]
        self.limit = None if limit is None else int(limit * scale) // unit
        self.unpassable = sum(1 << i for i, rule in enumerate(rules) if not rule.is_passable)
        self.fixed = sum(1 << i for i, rule in enumerate(rules) if not rule.is_compensatable)
        self.core = sum(1 << codes[code] for code in structure.core)
        # Fewer credits first, then fewer modules: a learner with fewer failures is easier to follow.
        self._tie = len(structure.modules) + 1
        self.branches = _branches(structure.nodes, codes, scale=scale, unit=unit)
        self._answers: dict[tuple[int, int], int | None] = {}

    @property
    def inside(self) -> int:
        """All modules that the structure names."""
        return self.branches[-1].inside

    def cheapest(self, spoilt: int, needed: int, allowance: Allowance) -> int | None:
        """The first admitted set that a learner can complete without passing any module of `spoilt`.

        Such a module is left out or compensated, as is whatever nobody can pass; those of `needed`
        are taken. The set has the fewest compensated credits; None where there is none within the
        limit. Ties go to what stands first in the file.
        """
        spoilt = (spoilt | self.unpassable) & self.inside
        needed |= self.core
        if needed & ~self.inside:
            return None
        if (spoilt, needed) not in self._answers:
            allowance.use(len(self.branches))
            self._answers[spoilt, needed] = self._solve(spoilt, needed, allowance)
        return self._answers[spoilt, needed]

    def _solve(self, spoilt: int, needed: int, allowance: Allowance) -> int | None:
        for branch in self.branches:
            key = (spoilt & branch.inside, needed & branch.inside)
            if key not in branch.known:
                if len(branch.known) > REMEMBERED:
                    branch.known.clear()
                branch.known[key] = self._ways(branch, spoilt, needed, allowance)
        root = self.branches[-1].known[spoilt & self.inside, needed]
        if not root:
            return None
        cost, taken = min(root.values(), key=lambda way: way[0])
        if self.limit is not None and cost // self._tie > self.limit:
            return None
        return taken

    def _ways(self, branch: Branch, spoilt: int, needed: int, allowance: Allowance) -> Ways:
        if branch.node.kind is NodeKind.TAKE:
            return self._take(branch, spoilt)
        inner = [self.branches[child] for child in branch.node.children]
        children = [(c.known[spoilt & c.inside, needed & c.inside], bool(needed & c.inside)) for c in inner]
        if branch.node.kind is NodeKind.ALL:
            ways: Ways = {0: (0, 0)}
            for child, _ in children:
                ways = _joined(ways, child, branch.most, allowance)
            return ways
        if branch.node.kind is NodeKind.NUMBER:
            return _chosen_by_number(children, branch.amount, branch.most, allowance)
        found = _chosen_by_credits(children, branch.amount, allowance)
        return {branch.amount if branch.is_counted else 0: found} if found else NO_WAY

    def _take(self, branch: Branch, spoilt: int) -> Ways:
        credits_ = self.credits[branch.position]
        counted = credits_ if branch.is_counted else 0
        if branch.most is not None and counted > branch.most:
            return NO_WAY
        if not spoilt & branch.inside:
            return {counted: (0, branch.inside)}
        if self.fixed & branch.inside:
            return NO_WAY
        return {counted: (credits_ * self._tie + 1, branch.inside)}


def _branches(nodes: tuple[Node, ...], codes: dict[str, int], *, scale: int, unit: int) -> list[Branch]:
    branches: list[Branch] = []
    for node in nodes:
        inside = 1 << codes[node.module] if node.kind is NodeKind.TAKE else 0
        for child in node.children:
            inside |= branches[child].inside
        amount = int(node.amount * scale) // unit if node.kind is NodeKind.CREDITS else int(node.amount)
        branches.append(Branch(node, inside, codes.get(node.module, -1), None, False, amount, {}))
    for branch in reversed(branches):
        most = branch.most
        is_choice = branch.node.kind is NodeKind.CREDITS
        if is_choice:
            most = branch.amount if most is None else min(most, branch.amount)
        for child in branch.node.children:
            branches[child].most = most
            branches[child].is_counted = branch.is_counted or is_choice
    return branches


def _joined(left: Ways, right: Ways, most: int | None, allowance: Allowance) -> Ways:
    """Both branches taken."""
    allowance.use(len(left) * len(right))
    ways: Ways = {}
    for had, (cost, taken) in left.items():
        for more, (further, also) in right.items():
            credits_ = had + more
            if most is not None and credits_ > most:
                continue
            if credits_ not in ways or cost + further < ways[credits_][0]:
                ways[credits_] = (cost + further, taken | also)
    return ways


def _either(first: Ways, second: Ways) -> Ways:
    """The cheaper of the two; the first where they cost the same."""
    ways = dict(first)
    for credits_, way in second.items():
        if credits_ not in ways or way[0] < ways[credits_][0]:
            ways[credits_] = way
    return ways


def _chosen_by_number(
    children: list[tuple[Ways, bool]], number: int, most: int | None, allowance: Allowance
) -> Ways:
    if number > len(children):
        return NO_WAY
    by_number: list[Ways] = [{0: (0, 0)}, *({} for _ in range(number))]
    for child, is_needed in children:
        for count in range(number, -1, -1):
            taken = _joined(by_number[count - 1], child, most, allowance) if count else {}
            by_number[count] = taken if is_needed else _either(by_number[count], taken)
    return by_number[number]


def _chosen_by_credits(children: list[tuple[Ways, bool]], amount: int, allowance: Allowance) -> Way | None:
    ways: Ways = {0: (0, 0)}
    for child, is_needed in children:
        taken = _joined(ways, child, amount, allowance)
        ways = taken if is_needed else _either(ways, taken)
    return ways.get(amount)
