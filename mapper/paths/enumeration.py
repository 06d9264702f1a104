"""The slow and obvious reference: every path is written out, and every criterion looked up on each.

It shares nothing with the solver but the values, so that agreement means something. Only for small
programmes. An unknown rule is tried with every value that could matter.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from mapper.paths.values import (
    Assessment,
    Criterion,
    CriterionVerdict,
    Learner,
    Module,
    NodeKind,
    Structure,
    Verdict,
)

# What a learner made of a module: the failed components of a passed one, or None where compensated.
Outcome = frozenset[str] | None


def admitted_sets(structure: Structure) -> set[frozenset[str]]:
    """Every set of modules that the structure admits."""
    credits_ = {m.code: m.credits or Fraction(0) for m in structure.modules}

    def sets_of(position: int) -> set[frozenset[str]]:
        node = structure.nodes[position]
        if node.kind is NodeKind.TAKE:
            return {frozenset({node.module})}
        inner = [sets_of(child) for child in node.children]
        if node.kind is NodeKind.ALL:
            return _unions(inner)
        if node.kind is NodeKind.NUMBER:
            return {one for some in combinations(inner, int(node.amount)) for one in _unions(some)}
        return {
            one
            for number in range(len(inner) + 1)
            for some in combinations(inner, number)
            for one in _unions(some)
            if sum((credits_[code] for code in one), Fraction(0)) == node.amount
        }

    return {one for one in sets_of(len(structure.nodes) - 1) if structure.core <= one}


def _unions(sets: list[set[frozenset[str]]] | tuple[set[frozenset[str]], ...]) -> set[frozenset[str]]:
    return {frozenset().union(*some) for some in product(*sets)}


def outcomes(module: Module) -> set[Outcome]:
    """Every outcome of a module, over the marks that could matter and every value of an unknown rule."""
    found: set[Outcome] = set()
    for known in _made_known(module):
        for marks in product(*(_marks(a) for a in known.assessments)):
            failed = {
                a.id for a, mark in zip(known.assessments, marks, strict=True) if mark < (a.pass_mark or 0)
            }
            must = {a.id for a in known.assessments if known.every_component or a.must_pass}
            total = sum(
                ((a.weight or 0) * mark for a, mark in zip(known.assessments, marks, strict=True)),
                Fraction(0),
            )
            if total >= 100 * (known.pass_mark or 0) and not failed & must:
                found.add(frozenset(failed))
            elif known.compensatable:
                found.add(None)
    return found


def _marks(assessment: Assessment) -> set[int]:
    """None, the most that fails, the least that passes, and all: no other mark changes an outcome."""
    threshold = math.ceil(assessment.pass_mark or 0)
    return {0, max(0, threshold - 1), threshold, 100}


def _made_known(module: Module) -> Iterator[Module]:
    """The module with each unknown rule at each value that could matter."""
    for parts in product(*(_made_known_parts(a) for a in module.assessments)):
        for weighted in _weighted(parts):
            for mark in _each_mark(module.pass_mark):
                for every in _each_claim(module.every_component):
                    for compensatable in _each_claim(module.compensatable):
                        yield Module(module.code, module.credits, mark, every, compensatable, weighted)


def _made_known_parts(assessment: Assessment) -> list[Assessment]:
    return [
        Assessment(assessment.id, assessment.weight, mark, must, choice=None)
        for mark in _each_mark(assessment.pass_mark)
        for must in _each_claim(assessment.must_pass)
    ]


def _each_mark(mark: Fraction | None) -> tuple[Fraction, ...]:
    return (Fraction(0), Fraction(1), Fraction(100)) if mark is None else (mark,)


def _each_claim(claim: bool | None) -> tuple[bool, ...]:
    return (False, True) if claim is None else (claim,)


def _weighted(assessments: tuple[Assessment, ...]) -> Iterator[tuple[Assessment, ...]]:
    """Unknown weights share what is missing to 100: all of it falls to each of them in turn."""
    known = sum((a.weight for a in assessments if a.weight is not None), Fraction(0))
    rest = max(Fraction(0), 100 - known)
    unknown = [a.id for a in assessments if a.weight is None]
    for heir in unknown or [""]:
        yield tuple(
            Assessment(
                a.id, rest if a.id == heir else a.weight or Fraction(0), a.pass_mark, a.must_pass, None
            )
            for a in assessments
        )


def every_path(structure: Structure) -> Iterator[Learner]:
    """Every learner who completes the programme, each once."""
    modules = {m.code: m for m in structure.modules}
    made = {
        code: sorted(outcomes(m), key=lambda o: (o is None, sorted(o or ()))) for code, m in modules.items()
    }
    limit = structure.compensation_credits
    for taken in admitted_sets(structure):
        codes = sorted(taken)
        for results in product(*(made[code] for code in codes)):
            compensated = [c for c, result in zip(codes, results, strict=True) if result is None]
            if limit is not None and sum((modules[c].credits or 0 for c in compensated), Fraction(0)) > limit:
                continue
            failed = sorted(frozenset().union(*(result or () for result in results)))
            yield Learner(tuple(codes), tuple(compensated), tuple(failed))


def verdict_by_enumeration(
    structure: Structure, criterion: Criterion, paths: list[Learner], *, by_component: bool
) -> Verdict:
    """The verdict on one criterion, looked up on every path in turn."""
    if not paths:
        return Verdict.UNDETERMINED
    homes = {a.id: (m.code, a) for m in structure.modules for a in m.assessments}
    met = 0
    for learner in paths:
        passed = set(learner.modules) - set(learner.compensated)
        for one in criterion.any_of:
            found = [homes[name] for name in one]
            counts = bool(found) and all(code in passed for code, _ in found)
            if by_component:
                counts = counts and all(
                    a.id not in learner.failed and a.choice is False and (a.weight or a.must_pass is True)
                    for _, a in found
                )
            if counts:
                met += 1
                break
    if met == len(paths):
        return Verdict.GUARANTEED
    return Verdict.CONDITIONAL if met else Verdict.NOT_COVERED


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many paths were written out, and a line for each verdict or learner that disagrees."""

    paths: int
    lines: tuple[str, ...]


def disagreements(structure: Structure, verdicts: Sequence[CriterionVerdict]) -> Comparison:
    """What the enumeration says otherwise than `verdicts`, which are in the order of the criteria.

    A counter-example has to be one of the paths, on which the criterion is not met.
    """
    paths = list(every_path(structure))
    lines: list[str] = []
    for criterion, verdict in zip(structure.criteria, verdicts, strict=True):
        by_module, by_component = (
            verdict_by_enumeration(structure, criterion, paths, by_component=strict)
            for strict in (False, True)
        )
        if (by_module, by_component) != (verdict.by_module, verdict.by_component):
            lines.append(f"{criterion.id} is {by_module}, {by_component}, not {verdict}")
        is_open = {by_module, by_component} & {Verdict.CONDITIONAL, Verdict.NOT_COVERED}
        if bool(is_open) != (verdict.counter_example is not None):
            lines.append(f"{criterion.id} has a counter-example where none belongs, or none where one does")
        if verdict.counter_example is not None:
            shown = _sorted(verdict.counter_example)
            strict = by_module is Verdict.GUARANTEED
            alone = verdict_by_enumeration(structure, criterion, [shown], by_component=strict)
            if shown not in paths or alone is not Verdict.NOT_COVERED:
                lines.append(f"{criterion.id}: no path fails it as {shown} does")
    return Comparison(len(paths), tuple(lines))


def _sorted(learner: Learner) -> Learner:
    return Learner(
        tuple(sorted(learner.modules)), tuple(sorted(learner.compensated)), tuple(sorted(learner.failed))
    )
