"""A choice of units is judged against the rule, the tables and the learner's registration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from mapper.catalogue import (
    CombinationResult,
    QualificationFacts,
    UnitFacts,
    all_known_units,
    check_combination,
    find_qualification,
    parse_rule,
)
from mapper.catalogue.facts import Replacement
from mapper.errors import NotFoundError
from mapper.values import Severity

UNITS = {
    f"9905-{number}": UnitFacts(f"9905-{number}", "Boats", restriction, 5, credits_, 8, group)
    for number, credits_, group, restriction in [
        (501, 4, "Group 1", None),
        (502, 5, "Group 1", None),
        (503, 9, "Group 1", "Diploma only"),
        (530, 3, "Group 1", None),
        (550, 3, "Group 1", None),
        (601, 4, "Group 2", None),
        (602, 4, "Group 2", None),
        (603, None, "Group 2", None),
        (604, 4, "Group 2", "not for the Award"),
    ]
}
OTHER = {"9906-501": UnitFacts("9906-501", "Nets", credits=6)}
REPLACED = Replacement("9905-530", "9905-550", "2020-07-01")


def qualification(rule: str | None = "At least 4 credits.", **said: object) -> QualificationFacts:
    facts: dict[str, object] = {
        "title": "Award in Boats",
        "accreditation_number": "600/0000/0",
        "specification": "9905",
        "size": "award",
        "rule": parse_rule(rule, code="9905") if rule else None,
        "replacements": (REPLACED,),
    }
    return QualificationFacts(**{**facts, **said})  # type: ignore[arg-type]


def check(
    chosen: Sequence[str],
    of: QualificationFacts | None = None,
    *,
    on: date = date(2024, 9, 1),
    achieved: Sequence[str] = (),
) -> CombinationResult:
    return check_combination(
        qualification=of or qualification(),
        units=[ref if "-" in ref else f"9905-{ref}" for ref in chosen],
        known=UNITS | OTHER,
        registered_on=on,
        already_achieved=[f"9905-{ref}" for ref in achieved],
    )


def broken(result: CombinationResult) -> list[str]:
    return [f.message for f in result.findings if f.severity is Severity.ERROR]


def test_a_selection_that_keeps_the_rule_is_valid_without_findings() -> None:
    assert check(["501"]) == CombinationResult(True, 4, ("9905-501",), ())


def test_too_few_credits_are_told_with_the_numbers_and_the_source() -> None:
    result = check(["501"], qualification("At least 6 credits."))
    assert broken(result) == ["4 credits chosen; at least 6 are needed (rules of combination)."]


def test_the_credit_value_binds_where_the_rule_is_silent() -> None:
    result = check(["501", "502"], qualification(credits_max=8))
    assert broken(result) == ["9 credits chosen; at most 8 may be taken (Credit Value)."]


def test_too_much_of_a_group_is_told() -> None:
    rule = qualification("At least 4 credits from groups 1 and 2, of that at most 6 credits from Group 2.")
    assert broken(check(["501", "601", "602"], rule)) == [
        "8 credits from Group 2; at most 6 may be taken (rules of combination)."
    ]


def test_too_little_of_a_group_is_told() -> None:
    rule = qualification("At least 4 credits from Group 1 and at most 6 credits from Group 2.")
    assert broken(check(["601"], rule)) == [
        "0 credits from Group 1; at least 4 must be taken (rules of combination)."
    ]


def test_too_little_of_a_group_is_not_told_where_the_credits_of_its_units_are_unknown() -> None:
    result = check(["603"], qualification("At least 4 credits from Group 2."))
    assert (result.valid, broken(result)) == (None, [])


def test_a_unit_named_twice_is_one_unit_of_its_group() -> None:
    result = check(["501", "501"], qualification("At least 2 units from Group 1."))
    assert "1 unit from Group 1; at least 2 must be taken (rules of combination)." in broken(result)


def test_too_few_units_are_told() -> None:
    result = check(["501"], qualification("At least 4 credits from at least 2 units."))
    assert broken(result) == ["1 unit chosen; at least 2 are needed (rules of combination)."]


def test_the_same_unit_twice_is_no_second_unit_but_counts_each_time() -> None:
    result = check(["501", "501"], qualification("At least 4 credits from at least 2 units."))
    assert result.valid is False
    assert result.credits == 8
    assert len(broken(result)) == 2


@pytest.mark.parametrize(("ref", "credits_"), [("9905-999", 4), ("9906-501", 10)])
def test_an_unknown_or_foreign_unit_breaks_and_only_a_known_one_counts(ref: str, credits_: float) -> None:
    result = check(["501", ref])
    assert (result.valid, result.credits) == (False, credits_)
    assert result.units == ("9905-501", ref)


def test_a_reference_without_a_code_may_be_of_any_specification() -> None:
    unit = UnitFacts("Y/100/0001", "Boats", credits=6)
    result = check_combination(
        qualification=qualification(),
        units=[unit.ref],
        known={unit.ref: unit},
        registered_on=date(2024, 9, 1),
    )
    assert result.valid is True


def test_a_unit_that_the_rule_does_not_list_breaks_it() -> None:
    assert "9905-502" in broken(check(["501", "502"], qualification("At least 4 credits from unit 501.")))[0]


def test_a_restriction_in_the_title_binds() -> None:
    assert "Diploma only" in broken(check(["503"]))[0]
    assert check(["503"], qualification(size="diploma")).valid is True
    assert "not for the Award" in broken(check(["604"]))[0]
    assert check(["604"], qualification(size="diploma")).valid is True


def test_a_missing_mandatory_unit_breaks_the_rule() -> None:
    rule = qualification("At least 4 credits, including the mandatory unit 502.")
    assert broken(check(["501"], rule)) == [
        "Unit 9905-502 is mandatory and was not chosen (rules of combination)."
    ]
    every = qualification("At least 4 credits, including the mandatory units 501 to 503.", size="diploma")
    assert [said[:13] for said in broken(check(["501"], every))] == ["Unit 9905-502", "Unit 9905-503"]


@pytest.mark.parametrize(
    ("on", "achieved", "valid"),
    [
        (date(2020, 6, 30), [], True),
        (date(2020, 7, 1), [], False),
        (date(2024, 1, 1), ["530"], True),
        (date(2024, 1, 1), ["501"], False),
    ],
)
def test_a_replaced_unit_is_for_earlier_learners_and_earlier_achievement(
    on: date, achieved: list[str], valid: bool
) -> None:
    assert check(["530", "501"], on=on, achieved=achieved).valid is valid


def test_the_new_unit_may_be_taken_whatever_the_date() -> None:
    assert check(["550", "501"], on=date(2012, 9, 1)).valid is True


def test_a_mandatory_unit_is_kept_by_its_replacement() -> None:
    assert check(["550", "501"], qualification("At least 4 credits, including the mandatory unit 530.")).valid


@pytest.mark.parametrize("rule", [None, "At least 4 credits at level 5 or above."])
def test_a_rule_that_is_not_understood_is_never_kept(rule: str | None) -> None:
    result = check(["501"], qualification(rule))
    assert result.valid is None
    assert result.findings


def test_a_selection_is_invalid_where_something_else_is_broken_than_the_rule_not_understood() -> None:
    assert check(["501", "501"], qualification(None)).valid is False


def test_unknown_credits_leave_the_minimum_undecided() -> None:
    assert check(["603"]).valid is None


def test_no_unit_is_no_valid_selection() -> None:
    assert check([]).valid is False


def test_the_answer_has_the_contracts_keys() -> None:
    assert list(check(["501"]).as_json()) == ["valid", "credits", "units", "findings"]


def shipped(number: str, units: str, on: date = date(2024, 9, 1)) -> bool | None:
    of = find_qualification(number)
    return check_combination(
        qualification=of,
        units=[f"{of.specification}-{unit}" for unit in units.split()],
        known=all_known_units(),
        registered_on=on,
    ).valid


L4 = {"award": "600/5851/1", "certificate": "600/5932/1", "diploma": "600/5931/X"}
L5 = {"award": "600/5855/9", "certificate": "600/5854/7", "diploma": "600/5856/0"}


@pytest.mark.parametrize(
    ("number", "units", "valid"),
    [
        (L5["diploma"], "531 521 501 502 550", True),
        (L5["certificate"], "531", False),
        (L5["award"], "501 411 412", False),
        (L5["award"], "521", False),
        (L5["certificate"], "501 502 503 409", False),
        (L5["certificate"], "501 502 503 426", False),
        (L5["diploma"], "521 524 501 550 426", True),
        (L4["award"], "409", False),
        (L4["certificate"], "409", False),
        (L4["diploma"], "409 426 417 418 523", True),
        (L4["certificate"], "400 401 402 523", False),
        (L4["certificate"], "400 401 402 524", False),
        (L4["certificate"], "400 401 402 521", False),
        (L4["diploma"], "521 400 401 402 426 406", True),
        (L4["diploma"], "521 501 502 400 401 402 426", False),
        (L4["certificate"], "400 401 402 359", True),
        (L4["certificate"], "400 401 402 339", False),
        ("601/2511/1", "700 701", False),
    ],
)
def test_the_shipped_rules_hold_their_traps(number: str, units: str, valid: bool) -> None:
    assert shipped(number, units) is valid


def test_a_qualification_is_found_by_its_number_in_any_case() -> None:
    assert find_qualification(" 601/2510/x ").title.startswith("Level 7 Certificate")


def test_an_unknown_number_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        find_qualification("000/0000/0")


def test_an_unknown_unit_already_achieved_is_told_and_changes_nothing_else() -> None:
    known, unknown = check(["530"], achieved=["530"]), check(["530"], achieved=["530", "999"])
    (finding,) = (f for f in unknown.findings if f not in known.findings)
    assert (finding.severity, finding.subject) == (Severity.WARNING, "Unit 9905-999")
    assert finding.remedy
    assert (unknown.valid, unknown.credits, unknown.units) == (known.valid, known.credits, known.units)


def test_a_replaced_unit_that_no_table_lists_any_more_may_be_achieved() -> None:
    old = qualification(
        replacements=(
            Replacement("9905-530", "9905-550", "2020-07-01"),
            Replacement("9905-111", "9905-501", None),
        )
    )
    assert check(["501"], old, achieved=["111"]).findings == check(["501"], old).findings
