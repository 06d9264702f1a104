"""What is wrong or doubtful in a structure, each with its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction

from mapper.paths.passing import passing
from mapper.paths.values import Module, Node, NodeKind, Structure
from mapper.values import Finding, Severity

SUBJECT = "the structure"
FULL_WEIGHT = Fraction(100)
# Thirds are written as 33 or 33.3; that is no component missing.
ROUNDING = Fraction(1)


def faults(structure: Structure) -> Iterator[Finding]:
    """What leaves the whole structure without a meaning: nothing can be determined until it is mended."""
    codes = Counter(m.code for m in structure.modules)
    for code, times in codes.items():
        if times > 1:
            yield _error(
                f"module {code}", f"Module {code} is described {times} times.", "Describe each module once."
            )
    ids = Counter(a.id for m in structure.modules for a in m.assessments)
    for name, times in ids.items():
        if times > 1:
            yield _error(
                f"assessment {name}",
                f"{times} assessments are called {name}.",
                "Give each assessment an id of its own.",
            )
    places: dict[str, list[Node]] = {}
    for node in structure.nodes:
        if node.kind is NodeKind.TAKE:
            places.setdefault(node.module, []).append(node)
    for code, nodes in places.items():
        if code not in codes:
            yield _error(
                f"module {code}",
                f"The structure names module {code} at {nodes[0].place}, and no such module is described.",
                "Describe the module, or take it out of the structure.",
            )
        if len(nodes) > 1:
            where = " and ".join(sorted(node.place for node in nodes))
            yield _error(
                f"module {code}",
                f"Module {code} stands in {len(nodes)} places of the structure, {where}.",
                "Leave it in one place.",
            )
    yield from _credits_unknown(structure)


def _credits_unknown(structure: Structure) -> Iterator[Finding]:
    """A choice by credits can't be followed where a module's credits aren't known."""
    unknown = {m.code for m in structure.modules if m.credits is None}
    below: list[set[str]] = []
    for node in structure.nodes:
        below.append({node.module}.union(*(below[c] for c in node.children)))
        if node.kind is NodeKind.CREDITS:
            for code in sorted(below[-1] & unknown):
                yield _error(
                    f"module {code}",
                    f"The credits of module {code} are unknown, and it stands in a choice by credits "
                    f"at {node.place}.",
                    "State its credits.",
                )


def module_findings(structure: Structure) -> Iterator[Finding]:
    """What is unknown, unreachable or does not add up in the modules' pass rules."""
    named = {node.module for node in structure.nodes}
    for module in structure.modules:
        yield from _unknown_rules(module)
        yield from _weights(module)
        if module.is_understood and not passing(module).is_passable:
            yield _error(
                f"module {module.code}",
                f"No marks reach the pass mark of module {module.code}, so nobody can pass it.",
                "Correct its pass mark or the weights of its assessments.",
            )
        if module.code not in named:
            yield Finding(
                Severity.INFO,
                f"module {module.code}",
                f"Module {module.code} stands nowhere in the structure, so nobody takes it.",
                "Give it a place in the structure if learners can take it.",
            )
    if structure.is_understood and structure.compensation_credits is None:
        yield Finding(
            Severity.WARNING,
            SUBJECT,
            "How many credits may be compensated is unknown, so no limit was assumed.",
            "State compensation_credits, 0 where there is none.",
        )


def _unknown_rules(module: Module) -> Iterator[Finding]:
    rules: list[tuple[str, object]] = [
        ("pass_mark", module.pass_mark),
        ("every_component", module.every_component),
        ("compensatable", module.compensatable),
        ("credits", module.credits),
    ]
    for a in module.assessments:
        rules += [
            (f"{name} of {a.id}", getattr(a, name)) for name in ("weight", "pass_mark", "must_pass", "choice")
        ]
    unknown = [name for name, value in rules if value is None]
    if unknown and module.is_understood:
        yield Finding(
            Severity.WARNING,
            f"module {module.code}",
            f"Unknown in module {module.code}, and counted as the weakest imaginable: {', '.join(unknown)}.",
            "State what the regulations say.",
        )


def _weights(module: Module) -> Iterator[Finding]:
    weights = [a.weight for a in module.assessments]
    total = sum((w for w in weights if w is not None), Fraction(0))
    is_short = bool(weights) and None not in weights and FULL_WEIGHT - total > ROUNDING
    if is_short or total - FULL_WEIGHT > ROUNDING:
        yield Finding(
            Severity.WARNING,
            f"module {module.code}",
            f"The weights of module {module.code} total {float(total):g} per cent; they were taken as stated.",
            "Correct the weights, or add the assessment that is missing.",
        )


def criterion_findings(structure: Structure) -> Iterator[Finding]:
    """Evidence that names nothing, and criteria that share an id."""
    for name, times in Counter(c.id for c in structure.criteria).items():
        if times > 1:
            yield Finding(
                Severity.WARNING,
                f"criterion {name}",
                f"{times} criteria are called {name}; each was judged by itself.",
                "Give each criterion an id of its own.",
            )
    known = {a.id for m in structure.modules for a in m.assessments}
    for criterion in structure.criteria:
        for missing in _missing(criterion.any_of, known):
            yield _error(
                f"criterion {criterion.id}",
                f"The evidence of criterion {criterion.id} names {missing}, which is no known assessment.",
                "Correct the id, or take it out.",
            )
        if any(not one for one in criterion.any_of):
            yield Finding(
                Severity.WARNING,
                f"criterion {criterion.id}",
                f"A set of evidence of criterion {criterion.id} names no assessment, and proves nothing.",
                "Name the assessments, or take the set out.",
            )


def _missing(sets: Iterable[Iterable[str]], known: set[str]) -> list[str]:
    return list(dict.fromkeys(name for one in sets for name in one if name not in known))


def _error(subject: str, message: str, remedy: str) -> Finding:
    return Finding(Severity.ERROR, subject, message, remedy)
