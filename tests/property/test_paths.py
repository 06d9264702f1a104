"""The solver against every path written out, on odd small programmes, and against integer programs."""

from __future__ import annotations

import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.errors import InvalidError
from mapper.paths import Structure, Verdict, judge, read_structure
from mapper.paths.enumeration import disagreements, outcomes
from mapper.paths.integer_program import IntegerProgram
from mapper.paths.invented import large_programme, small_programme
from mapper.paths.passing import passing
from mapper.paths.values import Assessment, Module

ORDER = (Verdict.NOT_COVERED, Verdict.CONDITIONAL, Verdict.GUARANTEED)
SLOWEST_S = 2.0

programmes = st.integers(0, 10**9).map(lambda seed: read_structure(small_programme(seed)).structure)
marks = st.one_of(st.sampled_from((0, 1, 40, 50, 100)), st.integers(0, 100)).map(Fraction)
assessments = st.builds(
    Assessment,
    id=st.just(""),
    weight=st.sampled_from((0, 10, 30, 40, 50, 60, 70, 100)).map(Fraction),
    pass_mark=marks,
    must_pass=st.booleans(),
    choice=st.just(False),
)
modules = st.builds(
    Module,
    code=st.just("A"),
    credits=st.just(Fraction(20)),
    pass_mark=marks,
    every_component=st.booleans(),
    compensatable=st.booleans(),
    assessments=st.lists(assessments, max_size=2).map(
        lambda some: tuple(replace(a, id=f"A.{i}") for i, a in enumerate(some))
    ),
)


@settings(max_examples=150, deadline=None)
@given(programmes)
def test_the_solver_agrees_with_every_path_written_out(structure: Structure) -> None:
    assert disagreements(structure, judge(structure).verdicts).lines == ()


@settings(max_examples=60, deadline=None)
@given(programmes, st.data())
def test_modules_that_everyone_must_take_are_taken_on_every_path(
    structure: Structure, data: st.DataObject
) -> None:
    core = data.draw(st.sets(st.sampled_from([m.code for m in structure.modules]), max_size=2))
    narrower = replace(structure, core=frozenset(core))
    assert disagreements(narrower, judge(narrower).verdicts).lines == ()


@settings(max_examples=20, deadline=None)
@given(modules)
def test_the_failures_worked_out_are_those_of_all_marks_there_are(module: Module) -> None:
    every = set()
    for given_marks in product(range(101), repeat=len(module.assessments)):
        results = list(zip(module.assessments, given_marks, strict=True))
        failed = frozenset(i for i, (a, mark) in enumerate(results) if mark < (a.pass_mark or 0))
        needed = {i for i, (a, _) in enumerate(results) if a.must_pass or module.every_component}
        total = sum((a.weight or 0) * mark for a, mark in results)
        is_passed = total >= 100 * (module.pass_mark or 0) and not failed & needed
        every.add(failed if is_passed else None)
    rule = passing(module)
    subsets = {
        frozenset(i for i in range(2) if bits >> i & 1) for bits in range(1 << len(module.assessments))
    }
    assert {s for s in subsets if rule.can_fail(sum(1 << i for i in s))} == every - {None}
    assert rule.is_compensatable == (module.compensatable is True and None in every)
    named = {frozenset(int(name[-1]) for name in one) for one in outcomes(module) if one is not None}
    assert named == every - {None}


@settings(max_examples=150, deadline=None)
@given(programmes)
def test_what_can_fail_together_can_fail_in_part(structure: Structure) -> None:
    for module in structure.modules:
        rule = passing(module)
        for failed in range(1 << len(module.assessments)):
            if rule.can_fail(failed):
                assert all(rule.can_fail(failed & ~(1 << i)) for i in range(len(module.assessments)))


@settings(max_examples=100, deadline=None)
@given(programmes, programmes)
def test_further_evidence_never_makes_a_verdict_worse(structure: Structure, other: Structure) -> None:
    known = {a.id for m in structure.modules for a in m.assessments}
    more = tuple(one for c in other.criteria for one in c.any_of if set(one) <= known)
    richer = replace(
        structure, criteria=tuple(replace(c, any_of=c.any_of + more) for c in structure.criteria)
    )
    for before, after in zip(judge(structure).verdicts, judge(richer).verdicts, strict=True):
        if before.by_module is not Verdict.UNDETERMINED:
            assert ORDER.index(after.by_module) >= ORDER.index(before.by_module)
            assert ORDER.index(after.by_component) >= ORDER.index(before.by_component)


@settings(max_examples=100, deadline=None)
@given(programmes)
def test_the_component_verdict_is_never_better_than_the_module_verdict(structure: Structure) -> None:
    for verdict in judge(structure).verdicts:
        if verdict.by_module is not Verdict.UNDETERMINED:
            assert ORDER.index(verdict.by_component) <= ORDER.index(verdict.by_module)


def test_a_universitys_programme_is_judged_in_time_and_as_integer_programs_do() -> None:
    structure = read_structure(large_programme(0)).structure
    begun = time.process_time()
    verdicts = judge(structure).verdicts
    assert time.process_time() - begun < SLOWEST_S
    program = IntegerProgram(structure)
    for criterion, verdict in list(zip(structure.criteria, verdicts, strict=True))[::10]:
        by_module = program.has_escape(criterion, by_component=False)
        by_component = program.has_escape(criterion, by_component=True)
        assert by_module is (verdict.by_module is not Verdict.GUARANTEED)
        assert by_component is (verdict.by_component is not Verdict.GUARANTEED)


JUNK = (
    None,
    True,
    -1,
    0.5,
    10**30,
    "",
    "M0",
    "M9",
    [],
    {},
    [[]],
    ["M0"],
    {"all": []},
    {"choose": {}},
    "M0.0",
)


def places_of(given: Any) -> Iterator[tuple[Any, Any]]:
    """Every holder with a key or position in it, the whole tree over."""
    keys = list(given) if isinstance(given, dict) else range(len(given)) if isinstance(given, list) else ()
    for key in keys:
        yield given, key
        yield from places_of(given[key])


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_whatever_is_spoilt_in_a_file_ends_in_verdicts_or_in_a_refusal(seed: int, random: Random) -> None:
    spoilt = small_programme(seed)
    for _ in range(random.randint(1, 3)):
        holder, key = random.choice(list(places_of(spoilt)))
        if isinstance(holder, dict) and random.random() < 0.3:
            del holder[key]
        else:
            holder[key] = deepcopy(random.choice(JUNK))
    try:
        structure = read_structure(spoilt).structure
    except InvalidError:
        return
    said = judge(structure)
    assert [v.criterion for v in said.verdicts] == [c.id for c in structure.criteria]
    for verdict in said.verdicts:
        is_shown = verdict.counter_example is not None
        assert is_shown == bool({verdict.by_module, verdict.by_component} & set(ORDER[:2]))
