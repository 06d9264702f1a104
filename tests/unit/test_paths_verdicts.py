"""What coverage means on every path, sentence by sentence of the contract."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mapper.paths import judge, read_structure
from mapper.paths.enumeration import disagreements
from mapper.paths.replay import Replay
from mapper.paths.values import Learner
from tests.unit.structures import (
    CONDITIONAL,
    GUARANTEED,
    NOT_COVERED,
    UNDETERMINED,
    judged,
    module,
    part,
    programme,
    verdict,
    words,
)

HALVES = (part("A.0", 50), part("A.1", 50))


def test_the_only_assessment_of_a_core_module_is_guaranteed() -> None:
    said = verdict(programme(module("A"), evidence=[["A.0"]]))
    assert (said.by_module, said.by_component) == (GUARANTEED, GUARANTEED)
    assert said.counter_example is None


def test_a_component_that_can_be_averaged_away_is_guaranteed_by_module_only() -> None:
    said = verdict(programme(module("A", *HALVES), evidence=[["A.0"]]))
    assert (said.by_module, said.by_component) == (GUARANTEED, CONDITIONAL)
    assert said.counter_example == Learner(modules=("A",), failed=("A.0",))


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({}, CONDITIONAL),
        ({"every_component": True}, GUARANTEED),
        # 39 × 70 + 100 × 30 = 5,730 reaches 57, and does not reach 58.
        ({"pass_mark": 57}, CONDITIONAL),
        ({"pass_mark": 58}, GUARANTEED),
    ],
)
def test_whether_a_heavy_component_can_fail_is_a_matter_of_whole_marks(
    rules: dict[str, Any], expected: object
) -> None:
    a = module("A", part("A.0", 70), part("A.1", 30), **rules)
    assert words(programme(a, evidence=[["A.0"]])) == (GUARANTEED, expected)


def test_two_components_that_cannot_fail_together_prove_a_criterion_that_either_meets() -> None:
    a = module("A", *HALVES)
    assert words(programme(a, evidence=[["A.0"], ["A.1"]])) == (GUARANTEED, GUARANTEED)
    assert words(programme(a, evidence=[["A.0", "A.1"]])) == (GUARANTEED, CONDITIONAL)


def test_an_optional_module_is_met_on_some_paths_and_the_example_leaves_it_out() -> None:
    choice = {"choose": {"number": 1, "of": ["A", "B"]}}
    said = verdict(programme(module("A"), module("B"), structure=choice, evidence=[["A.0"]]))
    assert (said.by_module, said.by_component) == (CONDITIONAL, CONDITIONAL)
    assert said.counter_example == Learner(modules=("B",))


def test_evidence_in_every_branch_of_a_choice_is_guaranteed() -> None:
    choice = {"choose": {"number": 1, "of": ["A", {"all": ["B", "C"]}]}}
    given = programme(module("A"), module("B"), module("C"), structure=choice, evidence=[["A.0"], ["C.0"]])
    assert words(given) == (GUARANTEED, GUARANTEED)


def test_a_set_needs_all_its_modules_on_the_same_path() -> None:
    choice = {"choose": {"number": 1, "of": ["A", "B"]}}
    given = programme(module("A"), module("B"), structure=choice, evidence=[["A.0", "B.0"]])
    assert words(given) == (NOT_COVERED, NOT_COVERED)


def test_two_of_three_always_share_a_module_with_any_two() -> None:
    choice = {"choose": {"number": 2, "of": ["A", "B", "C"]}}
    three = [module(code) for code in "ABC"]
    given = programme(*three, structure=choice, evidence=[["A.0"], ["B.0"]])
    assert words(given) == (GUARANTEED, GUARANTEED)


def test_exactly_the_credits_are_chosen() -> None:
    modules = [module("A", credits=30), module("B", credits=20), module("C", credits=10)]
    choice = {"choose": {"credits": 30, "of": ["A", "B", "C"]}}
    said = verdict(programme(*modules, structure=choice, evidence=[["A.0"], ["B.0"]]))
    assert said.by_module is GUARANTEED
    alone = verdict(programme(*modules, structure=choice, evidence=[["A.0"]]))
    assert alone.counter_example == Learner(modules=("B", "C"))


def test_credits_of_a_branch_count_as_what_is_taken_in_it() -> None:
    modules = [module("A", credits=10), module("B", credits=20), module("C", credits=10)]
    inner = {"choose": {"number": 1, "of": ["A", "B"]}}
    given = programme(*modules, structure={"choose": {"credits": 20, "of": [inner, "C"]}})
    met = given | {"criteria": [{"id": "1.1", "any_of": [["B.0"], ["A.0", "C.0"]]}]}
    assert words(met) == (GUARANTEED, GUARANTEED)


def test_of_several_ways_to_the_same_credits_the_one_without_compensation_is_found() -> None:
    modules = [
        module(code, credits=c, compensatable=True) for code, c in zip("ABCD", (10, 20, 10, 20), strict=True)
    ]
    halves = [{"choose": {"number": 1, "of": list(codes)}} for codes in ("AB", "CD")]
    given = programme(*modules, structure={"choose": {"credits": 30, "of": halves}}, evidence=[["A.0"]])
    assert verdict(given).counter_example == Learner(modules=("B", "C"))


def test_credits_may_be_fractions() -> None:
    modules = [module("A", credits=7.5), module("B", credits=2.5), module("C", credits=0.1)]
    choice = {"choose": {"credits": 10, "of": ["A", "B", "C"]}}
    assert words(programme(*modules, structure=choice, evidence=[["A.0", "B.0"]]))[0] is GUARANTEED


def test_a_module_without_credits_may_join_any_choice_by_credits() -> None:
    modules = [module("A", credits=10), module("B", credits=0)]
    choice = {"choose": {"credits": 10, "of": ["A", "B"]}}
    assert words(programme(*modules, structure=choice, evidence=[["B.0"]]))[0] is CONDITIONAL


@pytest.mark.parametrize(("limit", "expected"), [(0, GUARANTEED), (19, GUARANTEED), (20, CONDITIONAL)])
def test_a_compensated_module_proves_nothing(limit: int, expected: object) -> None:
    a = module("A", compensatable=True)
    said = verdict(programme(a, evidence=[["A.0"]], compensation_credits=limit))
    assert (said.by_module, said.by_component) == (expected, expected)
    if expected is CONDITIONAL:
        assert said.counter_example == Learner(modules=("A",), compensated=("A",))


def test_compensation_is_limited_in_total() -> None:
    both = [module("A", compensatable=True), module("B", compensatable=True)]
    given = programme(*both, evidence=[["A.0"], ["B.0"]], compensation_credits=20)
    assert words(given)[0] is GUARANTEED
    assert words(given | {"compensation_credits": 40})[0] is CONDITIONAL


def test_nobody_is_compensated_in_a_module_that_no_marks_fail() -> None:
    a = module("A", pass_mark=0, compensatable=True)
    assert words(programme(a, evidence=[["A.0"]], compensation_credits=20))[0] is GUARANTEED


@pytest.mark.parametrize(("mark", "expected"), [(0, GUARANTEED), (1, CONDITIONAL)])
def test_a_must_pass_component_can_fail_a_module_of_pass_mark_nought(mark: int, expected: object) -> None:
    a = module("A", part("A.0", pass_mark=mark, must_pass=True), pass_mark=0, compensatable=True)
    assert words(programme(a, evidence=[["A.0"]], compensation_credits=20))[0] is expected


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ({"choice": True}, NOT_COVERED),
        ({"weight": 0}, NOT_COVERED),
        ({"weight": 0, "must_pass": True}, GUARANTEED),
        ({"choice": True, "must_pass": True}, NOT_COVERED),
        ({"must_pass": True}, GUARANTEED),
    ],
)
def test_what_counts_by_component(rules: dict[str, Any], expected: object) -> None:
    a = module("A", part("A.0", **{"weight": 40, **rules}), part("A.1"))
    assert words(programme(a, evidence=[["A.0"]])) == (GUARANTEED, expected)


def test_a_component_with_pass_mark_nought_cannot_be_failed() -> None:
    a = module("A", part("A.0", 10, pass_mark=0), part("A.1", 90))
    assert words(programme(a, evidence=[["A.0"]])) == (GUARANTEED, GUARANTEED)


def test_no_evidence_is_not_covered_and_any_learner_shows_it() -> None:
    said = verdict(programme(module("A"), evidence=[]))
    assert (said.by_module, said.by_component) == (NOT_COVERED, NOT_COVERED)
    assert said.counter_example == Learner(modules=("A",))


def test_a_set_without_an_assessment_proves_nothing_and_says_so() -> None:
    said = judged(programme(module("A"), evidence=[[]]))
    assert said.verdicts[0].by_module is NOT_COVERED
    assert "proves nothing" in said.findings[0].message


@pytest.mark.parametrize(
    "structure",
    [
        {"choose": {"number": 3, "of": ["A", "B"]}},
        {"choose": {"credits": 50, "of": ["A", "B"]}},
        {"choose": {"number": -1, "of": ["A", "B"]}},
        {"choose": {"number": 1.5, "of": ["A", "B"]}},
        {"choose": {"number": None, "of": ["A", "B"]}},
        {"choose": {"number": 1, "of": []}},
        {"all": ["A", "B", "A"]},
        {"all": ["A", "B", "C"]},
    ],
)
def test_a_faulty_structure_leaves_everything_undetermined_with_a_remedy(structure: object) -> None:
    said = judged(programme(module("A"), module("B"), structure=structure, evidence=[["A.0"]]))
    assert (said.verdicts[0].by_module, said.verdicts[0].by_component) == (UNDETERMINED, UNDETERMINED)
    assert said.verdicts[0].counter_example is None
    assert [f for f in said.findings if f.severity == "error" and f.remedy]


def test_a_choice_that_nobody_can_make_is_passed_by_where_another_is_open() -> None:
    inner = {"choose": {"number": 2, "of": ["A"]}}
    choice = {"choose": {"number": 1, "of": [inner, "B"]}}
    said = judged(programme(module("A"), module("B"), structure=choice, evidence=[["B.0"]]))
    assert said.verdicts[0].by_module is GUARANTEED
    assert [f.severity for f in said.findings] == ["warning"]
    assert "structure.choose.of[0].choose.of" in said.findings[0].message


@pytest.mark.parametrize(
    ("twice", "named"),
    [
        (programme(module("A"), module("A"), structure="A", evidence=[["A.0"]]), "module A"),
        (programme(module("A"), module("B", part("A.0")), evidence=[["A.0"]]), "assessment A.0"),
    ],
)
def test_two_things_under_one_name_leave_everything_undetermined(twice: object, named: str) -> None:
    said = judged(twice)
    assert said.verdicts[0].by_module is UNDETERMINED
    assert named in [f.subject for f in said.findings]


def test_a_programme_whose_core_module_nobody_can_pass_is_undetermined() -> None:
    a = module("A", part("A.0", 0))
    said = judged(programme(a, module("B"), evidence=[["B.0"]]))
    assert said.verdicts[0].by_module is UNDETERMINED
    assert "No marks reach the pass mark of module A" in said.findings[1].message


def test_a_module_that_nobody_can_pass_is_compensated_by_everyone() -> None:
    a = module("A", part("A.0", 0), compensatable=True)
    given = programme(a, module("B", compensatable=True), evidence=[["B.0"]], compensation_credits=20)
    assert words(given)[0] is GUARANTEED
    assert words(given | {"criteria": [{"id": "1.1", "any_of": [["A.0"]]}]})[0] is NOT_COVERED


def test_evidence_that_is_not_known_leaves_its_criterion_undetermined_and_no_other() -> None:
    given = programme(module("A"))
    given["criteria"] = [{"id": "1.1", "any_of": [["A.0"], ["A.9"]]}, {"id": "1.2", "any_of": [["A.0"]]}]
    said = judged(given)
    assert [v.by_module for v in said.verdicts] == [UNDETERMINED, GUARANTEED]
    assert "A.9" in said.findings[0].message


def test_a_module_outside_the_structure_is_never_taken() -> None:
    given = programme(module("A"), module("B"), structure="A", evidence=[["B.0"]])
    assert words(given) == (NOT_COVERED, NOT_COVERED)


def test_the_example_fails_the_module_verdict_wherever_any_learner_does() -> None:
    choice = {"choose": {"number": 1, "of": ["A", "B"]}}
    said = verdict(programme(module("A", *HALVES), module("B"), structure=choice, evidence=[["A.0"]]))
    assert said.counter_example == Learner(modules=("B",))


def test_the_example_shows_no_failure_that_it_does_not_need() -> None:
    b = module("B", part("B.0", 50), part("B.1", 50))
    given = programme(module("A", *HALVES), b, evidence=[["A.0", "B.0"]])
    example = verdict(given).counter_example
    assert example is not None
    assert len(example.failed) == 1


def test_the_order_in_the_file_does_not_change_a_verdict() -> None:
    choice = {"choose": {"number": 2, "of": ["C", {"all": ["A", "B"]}, "D"]}}
    modules = [module(code, compensatable=code in "AB") for code in "ABCD"]
    evidence = [["A.0", "C.0"], ["D.0"], ["B.0"]]
    given = programme(*modules, structure=choice, evidence=evidence, compensation_credits=20)
    turned = programme(*reversed(modules), structure=choice, evidence=evidence[::-1], compensation_credits=20)
    assert words(given) == words(turned)


def test_the_comparison_with_enumeration_notices_a_wrong_verdict_and_a_wrong_learner() -> None:
    structure = read_structure(programme(module("A", *HALVES), evidence=[["A.0"]])).structure
    (right,) = judge(structure).verdicts
    assert disagreements(structure, [right]).lines == ()
    for wrong in (
        replace(right, by_component=GUARANTEED, counter_example=None),
        replace(right, by_module=CONDITIONAL),
        replace(right, counter_example=Learner(("A",), failed=("A.1",))),
        replace(right, counter_example=Learner(("A",), failed=("A.0", "A.1"))),
        replace(right, counter_example=None),
    ):
        assert disagreements(structure, [wrong]).lines


def test_a_learner_is_replayed_against_every_rule() -> None:
    choice = {"choose": {"number": 1, "of": ["A", "B"]}}
    given = programme(
        module("A", *HALVES, compensatable=True), module("B"), structure=choice, compensation_credits=20
    )
    replay = Replay(read_structure(given).structure)
    for path in (Learner(("A",)), Learner(("A",), failed=("A.0",)), Learner(("A",), compensated=("A",))):
        assert replay.is_a_path(path)
    for no_path in (
        Learner(("A", "B")),
        Learner(("C",)),
        Learner(("B",), compensated=("B",)),
        Learner(("B",), compensated=("A",)),
        Learner(("A",), failed=("A.0", "A.1")),
        Learner(("A",), failed=("B.0",)),
        Learner(("A",), compensated=("A",), failed=("A.0",)),
    ):
        assert not replay.is_a_path(no_path)
