"""Checks a learner against the structure by another road than the solver's: it replays the learner.

A proof of a counter-example must not share the solver's mistakes, so nothing of it is used here: the
modules are fitted into the structure from below, and the marks are written down and added up.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from mapper.paths.values import Assessment, Criterion, Learner, Module, Node, NodeKind, Structure


class Replay:
    """Replays learners in one structure; what it found out about a module or a learner it keeps."""

    def __init__(self, structure: Structure) -> None:
        """Takes a structure without faults."""
        self._structure = structure
        self._modules = {m.code: m for m in structure.modules}
        self._found = {a.id: (m, a) for m in structure.modules for a in m.assessments}
        self._passed: dict[tuple[str, frozenset[str]], bool] = {}
        self._paths: dict[Learner, bool] = {}

    def is_a_path(self, learner: Learner) -> bool:
        """Whether the structure admits the learner's modules, and each is passed or duly compensated."""
        if learner not in self._paths:
            self._paths[learner] = self._is_a_path(learner)
        return self._paths[learner]

    def _is_a_path(self, learner: Learner) -> bool:
        taken, compensated = set(learner.modules), set(learner.compensated)
        if not taken <= self._modules.keys() or not compensated <= taken:
            return False
        failed: dict[str, set[str]] = {code: set() for code in taken - compensated}
        for name in learner.failed:
            owner = self._found[name][0].code if name in self._found else ""
            if owner not in failed:
                return False
            failed[owner].add(name)
        limit = self._structure.compensation_credits
        return (
            is_admitted(self._structure, taken)
            and (limit is None or sum(_worth(self._modules[code]) for code in compensated) <= limit)
            and all(can_be_compensated(self._modules[code]) for code in compensated)
            and all(self._can_be_passed(code, frozenset(some)) for code, some in failed.items())
        )

    def _can_be_passed(self, code: str, failed: frozenset[str]) -> bool:
        if (code, failed) not in self._passed:
            self._passed[code, failed] = can_be_passed(self._modules[code], failed)
        return self._passed[code, failed]

    def meets(self, learner: Learner, criterion: Criterion, *, by_component: bool) -> bool:
        """Whether one set of the criterion's evidence counts for the learner."""
        passed = set(learner.modules) - set(learner.compensated)
        failed = set(learner.failed)

        def counts(name: str) -> bool:
            module, assessment = self._found[name]
            if not by_component or module.code not in passed:
                return module.code in passed
            is_weighted = assessment.weight is not None and assessment.weight > 0
            is_evidence = assessment.choice is False and (is_weighted or assessment.must_pass is True)
            return is_evidence and name not in failed

        return any(bool(one) and all(map(counts, one)) for one in criterion.any_of)


def _worth(module: Module) -> Fraction:
    return module.credits or Fraction(0)


def is_admitted(structure: Structure, taken: set[str]) -> bool:
    """Whether the structure admits exactly this set of modules.

    A node that holds one of them must have been chosen; one that holds none may have been if it asks
    for nothing.
    """
    credits_ = {m.code: _worth(m) for m in structure.modules}
    here: list[set[str]] = []
    fits: list[bool] = []
    for node in structure.nodes:
        inside = {node.module} & taken
        for child in node.children:
            inside |= here[child]
        used = [fits[c] for c in node.children if here[c]]
        idle = [fits[c] for c in node.children if not here[c]]
        here.append(inside)
        fits.append(_fits(node, inside, used, idle, credits_))
    return fits[-1] and here[-1] == taken and structure.core <= taken


def _fits(
    node: Node, inside: set[str], used: Sequence[bool], idle: Sequence[bool], credits_: Mapping[str, Fraction]
) -> bool:
    if node.kind is NodeKind.TAKE:
        return bool(inside)
    if node.kind is NodeKind.ALL:
        return all(used) and all(idle)
    if node.kind is NodeKind.NUMBER:
        return all(used) and len(used) <= node.amount <= len(used) + sum(idle)
    return all(used) and sum(credits_[code] for code in inside) == node.amount


def can_be_passed(module: Module, failed: Collection[str]) -> bool:
    """Whether marks exist that pass the module with exactly these components of it failed."""
    marks = {a.id: _best_mark(a, is_failed=a.id in failed) for a in module.assessments}
    must = [a for a in module.assessments if module.every_component or a.must_pass]
    if any(mark is None for mark in marks.values()) or any(a.id in failed for a in must):
        return False
    if module.pass_mark is None:
        return True
    known = sum((a.weight or Fraction(0) for a in module.assessments), Fraction(0))
    total = sum(((a.weight or 0) * (marks[a.id] or 0) for a in module.assessments), Fraction(0))
    unknown = [marks[a.id] or 0 for a in module.assessments if a.weight is None]
    rest = max(unknown, default=0) * max(Fraction(0), 100 - known)
    return total + rest >= 100 * module.pass_mark


def _best_mark(assessment: Assessment, *, is_failed: bool) -> int | None:
    if not is_failed:
        return 100
    highest = 99 if assessment.pass_mark is None else math.ceil(assessment.pass_mark) - 1
    return highest if highest >= 0 else None


def can_be_compensated(module: Module) -> bool:
    """Whether compensation is not ruled out, and no marks at all may leave the module failed."""
    if module.compensatable is False:
        return False
    if module.pass_mark is None or module.pass_mark > 0:
        return True
    may_be_needed = [
        a for a in module.assessments if module.every_component is not False or a.must_pass is not False
    ]
    return any(a.pass_mark is None or a.pass_mark > 0 for a in may_be_needed)
