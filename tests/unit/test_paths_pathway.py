"""One pathway by itself, and what rests on one component."""

from __future__ import annotations

import pytest

from mapper.errors import InvalidError
from mapper.paths import Verdict, judge, read_structure
from mapper.paths.pathway import pathway
from mapper.paths.reliance import MANY_CRITERIA, MANY_FOR_A_SMALL_ONE, reliance, reliance_findings
from tests.unit.structures import module, part, programme

CHOICE = {"all": ["A", {"choose": {"number": 1, "of": ["B", "C"]}}]}
STRUCTURE = read_structure(
    programme(module("A"), module("B"), module("C"), structure=CHOICE, evidence=[["B.0"]])
).structure


@pytest.mark.parametrize(("taken", "expected"), [("AB", Verdict.GUARANTEED), ("CA", Verdict.NOT_COVERED)])
def test_a_pathway_says_what_its_own_learners_meet(taken: str, expected: Verdict) -> None:
    assert judge(pathway(STRUCTURE, taken)).verdicts[0].by_module is expected


@pytest.mark.parametrize("taken", ["", "A", "ABC", "BC", "AX"])
def test_what_the_structure_does_not_admit_is_no_pathway(taken: str) -> None:
    with pytest.raises(InvalidError, match="no way through"):
        pathway(STRUCTURE, taken)


def resting_on(weight: float, criteria: int) -> list[str]:
    given = programme(module("A", part("A.0", weight), part("A.1", 100 - weight)))
    given["criteria"] = [{"id": f"1.{i}", "any_of": [["A.0"], ["A.0", "A.1"]]} for i in range(criteria)]
    structure = read_structure(given).structure
    assert [(r.assessment, len(r.criteria)) for r in reliance(structure)] == [("A.0", criteria)]
    return [finding.message for finding in reliance_findings(structure)]


@pytest.mark.parametrize(("weight", "many"), [(50, MANY_CRITERIA), (20, MANY_FOR_A_SMALL_ONE)])
def test_many_criteria_on_one_component_are_reported(weight: float, many: int) -> None:
    assert resting_on(weight, many - 1) == []
    assert f"{many} criteria rest on A.0 of module A" in resting_on(weight, many)[0]


def test_a_criterion_with_evidence_elsewhere_rests_on_nothing_alone() -> None:
    given = programme(module("A"), module("B"), evidence=[["A.0"], ["B.0"]])
    assert reliance(read_structure(given).structure) == ()
