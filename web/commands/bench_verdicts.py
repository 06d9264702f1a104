"""`bench verdicts`: the solver against enumeration on small programmes, and against integer programs
on a large one, in the same run."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace

PROGRAMMES = 10_000
LARGE = {"modules": 60, "groups": 12, "criteria": 250}


def add_arguments(parser: ArgumentParser) -> None:
    """The bench's own options."""
    parser.add_argument("--programmes", type=int, default=PROGRAMMES, metavar="N", help="small programmes")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="of the first programme")


def run(arguments: Namespace) -> int:
    """Prints the disagreements and the times; 1 where a verdict disagrees, else 0."""
    small = _compare_small(getattr(arguments, "programmes", PROGRAMMES), first=getattr(arguments, "seed", 0))
    large = _compare_large(getattr(arguments, "seed", 0))
    return int(small + large > 0)


def _compare_small(programmes: int, *, first: int) -> int:
    from mapper.paths import judge, read_structure
    from mapper.paths.enumeration import disagreements
    from mapper.paths.invented import small_programme

    disagreeing = criteria = paths = 0
    solver_s = 0.0
    started = time.perf_counter()
    for seed in range(first, first + programmes):
        structure = read_structure(small_programme(seed)).structure
        begun = time.perf_counter()
        judged = judge(structure)
        solver_s += time.perf_counter() - begun
        compared = disagreements(structure, judged.verdicts)
        criteria += len(structure.criteria)
        paths += compared.paths
        for line in compared.lines:
            print(f"programme {seed}: {line}")
        disagreeing += len(compared.lines)
    total_s = time.perf_counter() - started
    print(
        f"{programmes} programmes, {criteria} criteria, {paths} paths: {disagreeing} disagreements with "
        f"enumeration; solver {solver_s:.1f} s, enumeration {total_s - solver_s:.1f} s"
    )
    return disagreeing


def _compare_large(seed: int) -> int:
    from mapper.paths import Verdict, judge, read_structure
    from mapper.paths.integer_program import IntegerProgram
    from mapper.paths.invented import large_programme

    structure = read_structure(large_programme(seed, **LARGE)).structure
    begun = time.perf_counter()
    judged = judge(structure)
    solver_s = time.perf_counter() - begun
    program = IntegerProgram(structure)
    # The first program of a run pays for loading scipy, which is none of the comparison's business.
    program.has_escape(structure.criteria[0], by_component=False)
    begun = time.perf_counter()
    disagreeing = 0
    for criterion, verdict in zip(structure.criteria, judged.verdicts, strict=True):
        for word, by_component in ((verdict.by_module, False), (verdict.by_component, True)):
            escapes = program.has_escape(criterion, by_component=by_component)
            disagreeing += escapes is not (word is not Verdict.GUARANTEED)
    program_s = time.perf_counter() - begun
    print(
        f"{LARGE['modules']} modules, {LARGE['groups']} groups, {LARGE['criteria']} criteria: solver "
        f"{solver_s:.2f} s, one integer program each {program_s:.2f} s (ratio {program_s / solver_s:.1f}); "
        f"{disagreeing} disagreements"
    )
    return disagreeing
