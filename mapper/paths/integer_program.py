"""The same question put to an integer program: a second, independent answer for large programmes.

One program for each criterion and measure, solved by HiGHS (scipy). The bench compares it with the
solver, in answers and in time; nothing else uses it, since it works with floating-point numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from mapper.paths.passing import passing
from mapper.paths.values import Criterion, NodeKind, Structure

if TYPE_CHECKING:
    from mapper.paths.passing import Passing

Row = tuple[dict[int, float], float, float]
ENDLESS = float("inf")
OPTIMAL, INFEASIBLE = 0, 2


@dataclass(slots=True)
class IntegerProgram:
    """The paths of a structure without unknown rules, as rows over 0/1 variables."""

    structure: Structure
    rows: list[Row] = field(default_factory=list)
    size: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    compensated: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    countable: set[str] = field(default_factory=set)
    owner: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._add_choices()
        for module in self.structure.modules:
            self._add_module(module.code, passing(module), [a.id for a in module.assessments])
        worth = {m.code: float(m.credits or 0) for m in self.structure.modules}
        limit = self.structure.compensation_credits
        if limit is not None:
            self._row(
                {self.compensated[code]: worth[code] for code in self.compensated}, -ENDLESS, float(limit)
            )

    def has_escape(self, criterion: Criterion, *, by_component: bool) -> bool | None:
        """Whether a learner exists for whom no set counts; None where the program was not solved."""
        rows = list(self.rows)
        for one in criterion.any_of:
            if not by_component or set(one) <= self.countable:
                rows.append(self._broken(one, by_component=by_component))
        return self._is_feasible(rows)

    def _broken(self, names: Iterable[str], *, by_component: bool) -> Row:
        row: dict[int, float] = {}
        codes = {self.owner[name] for name in names}
        for code in codes:
            row[self.taken[code]] = -1
            row[self.compensated[code]] = 1
        if by_component:
            row |= {self.failed[name]: 1 for name in names}
        return row, 1 - len(codes), ENDLESS

    def _is_feasible(self, rows: list[Row]) -> bool | None:
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        entries = [(i, j, value) for i, (row, _, _) in enumerate(rows) for j, value in row.items()]
        at, columns, values = zip(*entries, strict=True)
        matrix = csr_array((values, (at, columns)), shape=(len(rows), self.size))
        solved = milp(
            np.zeros(self.size),
            integrality=np.ones(self.size),
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(matrix, [r[1] for r in rows], [r[2] for r in rows]),
        )
        return {OPTIMAL: True, INFEASIBLE: False}.get(int(solved.status))

    def _new(self) -> int:
        self.size += 1
        return self.size - 1

    def _row(self, row: dict[int, float], low: float, high: float) -> None:
        self.rows.append((row, low, high))

    def _add_choices(self) -> None:
        worth = {m.code: m.credits or Fraction(0) for m in self.structure.modules}
        inside: list[set[str]] = []
        chosen: list[int] = []
        for node in self.structure.nodes:
            variable = self._new()
            chosen.append(variable)
            inside.append({node.module}.union(*(inside[c] for c in node.children)) - {""})
            children = [chosen[c] for c in node.children]
            if node.kind is NodeKind.TAKE:
                self.taken[node.module] = variable
            for child in children:
                self._row({child: 1, variable: -1}, 0 if node.kind is NodeKind.ALL else -1, 0)
            if node.kind is NodeKind.NUMBER:
                self._row({variable: -float(node.amount)} | dict.fromkeys(children, 1.0), 0, 0)
            if node.kind is NodeKind.CREDITS:
                asked = {self.taken[code]: float(worth[code]) for code in inside[-1]}
                self._row({variable: -float(node.amount)} | asked, 0, 0)
        self._row({chosen[-1]: 1}, 1, 1)

    def _add_module(self, code: str, rule: Passing, ids: list[str]) -> None:
        if code not in self.taken:
            self.taken[code] = self._new()
            self._row({self.taken[code]: 1}, 0, 0)
        taken, compensated = self.taken[code], self._new()
        self.compensated[code] = compensated
        self._row({compensated: 1, taken: -1}, -1 if rule.is_passable else 0, 0)
        if not rule.is_compensatable:
            self._row({compensated: 1}, 0, 0)
        losses: dict[int, float] = {}
        for i, name in enumerate(ids):
            self.owner[name] = code
            self.failed[name] = failed = self._new()
            self._row({failed: 1, taken: -1, compensated: 1}, -ENDLESS, 0)
            if not rule.failable >> i & 1:
                self._row({failed: 1}, 0, 0)
            losses[failed] = float(rule.losses[i])
            if rule.countable >> i & 1:
                self.countable.add(name)
        if losses and rule.is_passable:
            self._row(losses, -ENDLESS, float(rule.surplus))
