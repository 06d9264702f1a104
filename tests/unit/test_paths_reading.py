"""Structures as they are given: what is no contract's JSON, what is unknown, what is not understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mapper.errors import InvalidError
from mapper.paths import read_structure
from mapper.paths.passing import passing
from mapper.paths.reading import load_structure
from tests.unit.structures import (
    CONDITIONAL,
    GUARANTEED,
    NOT_COVERED,
    UNDETERMINED,
    judged,
    module,
    part,
    programme,
    words,
)
from web import cli

HALVES = (part("A.0", 50), part("A.1", 50))


def without(given: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in given.items() if name != key}


WHOLE = programme(module("A"), evidence=[["A.0"]])


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ([], "the file"),
        (without(WHOLE, "modules"), "“modules”"),
        (without(WHOLE, "structure"), "“structure”"),
        (without(WHOLE, "criteria"), "“criteria”"),
        (without(WHOLE, "compensation_credits"), "“compensation_credits”"),
        (WHOLE | {"modules": {}}, "modules"),
        (WHOLE | {"modules": [7]}, "modules[0]"),
        (WHOLE | {"modules": [without(module("A"), "credits")]}, "modules[0]"),
        (WHOLE | {"modules": [module("")]}, "modules[0].code"),
        (WHOLE | {"modules": [module("A", without(part("A.0"), "weight"))]}, "modules[0].assessments[0]"),
        (WHOLE | {"structure": 7}, "structure"),
        (WHOLE | {"structure": {}}, "structure"),
        (WHOLE | {"structure": {"any": ["A"]}}, "structure"),
        (WHOLE | {"structure": {"all": ["A"], "choose": {"number": 1, "of": ["A"]}}}, "structure"),
        (WHOLE | {"structure": {"all": "A"}}, "structure.all"),
        (WHOLE | {"structure": {"all": ["A", None]}}, "structure.all[1]"),
        (WHOLE | {"structure": {"choose": {"of": ["A"]}}}, "structure.choose"),
        (WHOLE | {"structure": {"choose": {"number": 1, "credits": 20, "of": ["A"]}}}, "structure.choose"),
        (WHOLE | {"structure": {"choose": {"number": 1}}}, "structure.choose"),
        (WHOLE | {"criteria": [{"id": "1.1"}]}, "criteria[0]"),
        (WHOLE | {"criteria": [{"id": 1, "any_of": []}]}, "criteria[0].id"),
        (WHOLE | {"criteria": [{"id": "1.1", "any_of": ["A.0"]}]}, "criteria[0].any_of[0]"),
        (WHOLE | {"criteria": [{"id": "1.1", "any_of": [[7]]}]}, "criteria[0].any_of[0]"),
    ],
)
def test_what_is_not_the_contracts_is_refused_with_its_place(given: object, place: str) -> None:
    with pytest.raises(InvalidError, match="What stands at") as refused:
        read_structure(given)
    assert place in refused.value.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"modules": NaN}',
        '{"modules": [], "modules": []}',
        "[" * 100_000,
        '{"a": ' + "9" * 5_000 + "}",
        "\udcff",
    ],
)
def test_what_cannot_be_read_as_json_is_misuse_in_one_line_and_no_answer(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "structure.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert cli.main(["verdicts", str(path), "--json"]) == cli.MISUSE
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1


def test_a_file_that_is_not_there_is_misuse(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verdicts", str(tmp_path / "none.json")]) == cli.MISUSE
    assert "could not be read" in capsys.readouterr().err


def test_deep_nesting_is_no_limit_to_the_solver() -> None:
    node: object = "A"
    for _ in range(5_000):
        node = {"all": [node]}
    assert words(programme(module("A"), structure=node, evidence=[["A.0"]])) == (GUARANTEED, GUARANTEED)


def test_numbers_are_exact_as_they_are_written(tmp_path: Path) -> None:
    path = tmp_path / "structure.json"
    tenths = [module(f"M{i}", credits=0.1) for i in range(3)]
    choice = {"choose": {"credits": 0.3, "of": ["M0", "M1", "M2"]}}
    path.write_text(json.dumps(programme(*tenths, structure=choice, evidence=[["M2.0"]])), encoding="utf-8")
    assert judge_file(path) == GUARANTEED


def judge_file(path: Path) -> object:
    from mapper.paths import judge

    return judge(load_structure(path).structure).verdicts[0].by_module


@pytest.mark.parametrize(
    ("a", "expected"),
    [
        (module("A", *HALVES, every_component=None), (GUARANTEED, CONDITIONAL)),
        (module("A", part("A.0", 50, must_pass=None), part("A.1", 50)), (GUARANTEED, CONDITIONAL)),
        (module("A", part("A.0", choice=None)), (GUARANTEED, NOT_COVERED)),
        (module("A", part("A.0", None)), (GUARANTEED, NOT_COVERED)),
        (module("A", pass_mark=None), (GUARANTEED, CONDITIONAL)),
        (module("A", part("A.0", pass_mark=None)), (GUARANTEED, CONDITIONAL)),
        (module("A", part("A.0", pass_mark=None, must_pass=True)), (GUARANTEED, GUARANTEED)),
        (module("A", part("A.0", 70), part("A.1", None), pass_mark=58), (GUARANTEED, GUARANTEED)),
        (module("A", part("A.0", 70), part("A.1", None), pass_mark=57), (GUARANTEED, CONDITIONAL)),
    ],
)
def test_an_unknown_rule_counts_as_the_weakest_imaginable_and_says_so(
    a: dict[str, Any], expected: object
) -> None:
    given = programme(a, evidence=[["A.0"]])
    assert words(given) == expected
    (finding,) = judged(given).findings
    assert "weakest imaginable" in finding.message
    assert finding.severity == "warning"


def test_unknown_weights_go_to_what_suits_the_learner_and_to_no_more_than_there_is() -> None:
    a = module("A", part("A.0", None), part("A.1", None), part("A.2", 20), pass_mark=50)
    (read,) = read_structure(programme(a)).structure.modules
    rule = passing(read)
    assert rule.can_fail(0b101)
    assert rule.can_fail(0b110)
    # 39 × 80 + 100 × 20 = 5,120 reaches 50, and 39 does not.
    assert rule.can_fail(0b011)
    assert not rule.can_fail(0b111)


def test_unknown_compensation_is_allowed_without_a_limit() -> None:
    a = module("A", compensatable=None)
    said = judged(programme(a, evidence=[["A.0"]], compensation_credits=None))
    assert said.verdicts[0].by_module is CONDITIONAL
    assert "no limit was assumed" in " ".join(f.message for f in said.findings)


def test_unknown_credits_are_no_hindrance_to_compensation_and_a_fault_in_a_choice_by_credits() -> None:
    a = module("A", credits=None, compensatable=True)
    assert words(programme(a, evidence=[["A.0"]], compensation_credits=0))[0] is CONDITIONAL
    choice = {"choose": {"credits": 20, "of": ["A", "B"]}}
    said = judged(programme(a, module("B"), structure=choice, evidence=[["B.0"]]))
    assert said.verdicts[0].by_module is UNDETERMINED
    assert "credits of module A are unknown" in said.findings[0].message


@pytest.mark.parametrize(
    "a",
    [
        module("A", **{"pass_mark": "forty or so"}),
        module("A", pass_mark=-1),
        module("A", pass_mark=101),
        module("A", every_component="mostly"),
        module("A", compensatable=1),
        module("A", part("A.0", [40])),
        module("A", part("A.0", pass_mark=True)),
        module("A", part("A.0", **{"must_pass": "at the board's discretion"})),
        module("A", part("A.0", choice={})),
    ],
)
def test_a_rule_that_is_not_understood_leaves_what_rests_on_its_module_undetermined(
    a: dict[str, Any],
) -> None:
    given = programme(a, module("B"))
    given["criteria"] = [{"id": "1.1", "any_of": [["A.0"], ["B.0"]]}, {"id": "1.2", "any_of": [["B.0"]]}]
    said = judged(given)
    assert [v.by_module for v in said.verdicts] == [UNDETERMINED, GUARANTEED]
    assert (said.findings[0].severity, said.findings[0].subject) == ("error", "module A")
    assert said.findings[0].remedy


@pytest.mark.parametrize(
    "given",
    [
        WHOLE | {"compensation_credits": "some"},
        WHOLE | {"compensation_credits": -5},
        WHOLE | {"modules": [module("A", credits=-20)]},
        WHOLE | {"modules": [module("A", credits="twenty")]},
        WHOLE | {"modules": [module("A", credits=10**40)]},
    ],
)
def test_a_rule_of_the_programme_that_is_not_understood_leaves_everything_undetermined(given: object) -> None:
    said = judged(given)
    assert said.verdicts[0].by_module is UNDETERMINED
    assert said.findings[0].severity == "error"


def test_weights_that_do_not_add_up_are_taken_as_stated_and_reported() -> None:
    # 100 × 30 + 39 × 60 = 5,340: reaches 53, though it is 59 per cent of what is stated.
    a = module("A", part("A.0", 60), part("A.1", 30), pass_mark=54)
    said = judged(programme(a, evidence=[["A.0"]]))
    assert said.verdicts[0].by_component is GUARANTEED
    assert "total 90 per cent" in said.findings[0].message


def test_thirds_written_short_are_no_finding() -> None:
    a = module("A", part("A.0", 33.3), part("A.1", 33.3), part("A.2", 33.3))
    assert judged(programme(a, evidence=[["A.0"]])).findings == ()


def test_criteria_under_one_id_are_each_judged() -> None:
    given = programme(module("A"))
    given["criteria"] = [{"id": "1.1", "any_of": [["A.0"]]}, {"id": "1.1", "any_of": []}]
    said = judged(given)
    assert [v.by_module for v in said.verdicts] == [GUARANTEED, NOT_COVERED]
    assert "2 criteria are called 1.1" in said.findings[0].message


def test_the_command_prints_the_contracts_document_and_ends_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "structure.json"
    path.write_text(json.dumps(programme(module("A", *HALVES), evidence=[["A.1"]])), encoding="utf-8")
    assert cli.main(["verdicts", str(path), "--json"]) == cli.DONE
    assert json.loads(capsys.readouterr().out) == {
        "verdicts": [
            {
                "criterion": "1.1",
                "by_module": "guaranteed",
                "by_component": "conditional",
                "counter_example": {"modules": ["A"], "compensated": [], "failed": ["A.1"]},
            }
        ],
        "findings": [],
    }


def test_the_command_ends_with_a_status_of_its_own_where_the_structure_is_faulty(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "structure.json"
    path.write_text(json.dumps(programme(module("A"), structure={"all": ["A", "A"]})), encoding="utf-8")
    assert cli.main(["verdicts", str(path), "--json"]) == cli.DONE_WITH_ERRORS
    assert json.loads(capsys.readouterr().out)["verdicts"][0]["counter_example"] is None


def test_the_command_tells_a_person_who_never_meets_a_criterion(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "structure.json"
    modules = (module("A", *HALVES), module("B", compensatable=True))
    given = programme(*modules, evidence=[["A.1", "B.0"]], compensation_credits=20)
    path.write_text(json.dumps(given), encoding="utf-8")
    cli.main(["verdicts", str(path)])
    assert capsys.readouterr().out == (
        "1.1: conditional by module, conditional by component; "
        "never met by a learner who takes A and B, and is compensated in B.\n"
    )
