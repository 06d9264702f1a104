"""Conditions on some of the units: at a level, not both, from each group, in part from a list."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mapper.catalogue import QualificationFacts, Rule, SpecificationFacts, UnitFacts, check_combination
from mapper.catalogue.facts import GroupRule, Limit
from mapper.catalogue.rule_text import parse_rule
from mapper.catalogue.shipped import from_json, to_json

LEVELS = {501: 5, 502: 5, 503: 5, 504: 4, 505: 4, 601: 6}


def parsed(text: str) -> Rule:
    return parse_rule(text, code="9905")


def known(**changes: Any) -> dict[str, UnitFacts]:
    """Six units of 5 credits; 501 to 505 in Group 1, 601 in Group 2; `changes` are of unit 501."""
    units = {
        f"9905-{n}": UnitFacts(f"9905-{n}", "Boats", None, level, 5, 8, "Group 2" if n > 600 else "Group 1")
        for n, level in LEVELS.items()
    }
    first = units["9905-501"]
    units["9905-501"] = UnitFacts(
        **{"ref": first.ref, "title": "Boats", "level": 5, "credits": 5, "group": "Group 1"} | changes
    )
    return units


def valid(text: str, *refs: int, **changes: Any) -> bool | None:
    """What the evaluator says of a choice under the rule that the text states."""
    return check_combination(
        qualification=QualificationFacts("Award", "900/0000/0", "9905", rule=parsed(text)),
        units=[f"9905-{n}" for n in refs],
        known=known(**changes),
        registered_on=date(2024, 1, 1),
    ).valid


@pytest.mark.parametrize(
    ("text", "levels", "bound"),
    [
        ("At least 15 credits, 10 of them at level 5 or above.", (5, 8), ("credits_min", 10)),
        (
            "A minimum of 15 credits, of which at least 10 credits must be at level 5.",
            (5, 5),
            ("credits_min", 10),
        ),
        (
            "A minimum of 15 credits with a maximum of 5 credits at level 4 or below.",
            (1, 4),
            ("credits_max", 5),
        ),
        ("At least 3 units including at least two units at level 5.", (5, 5), ("units_min", 2)),
        ("At least 15 credits, with at least 2 level 5 units.", (5, 5), ("units_min", 2)),
        ("At least 15 credits and no more than 1 unit at levels 5 and 6.", (5, 6), ("units_max", 1)),
        (
            "At least 15 credits; at least 10 credits from level 5 or higher units.",
            (5, 8),
            ("credits_min", 10),
        ),
    ],
)
def test_an_amount_at_a_level_is_read(text: str, levels: tuple[int, int], bound: tuple[str, float]) -> None:
    rule = parsed(text)
    assert rule.not_understood is None
    (limit,) = rule.limits
    assert (limit.level_min, limit.level_max) == levels
    assert getattr(limit, bound[0]) == bound[1]


@pytest.mark.parametrize(
    "text",
    [
        "At least 15 credits from units at level 5.",
        "At least 15 credits. All units must be at level 5.",
        "At least 15 credits, 10 of them at level 5 or above from Group 1.",
        "At least 15 credits, 10 of them at levels 4 and 6.",
        "At least 15 credits, 10 of them at level 5+.",
        "At least 15 credits, 10 of them not at level 5.",
        "At least 15 credits, 10 of them at the level of the award.",
        "At least 15 credits for the award at level 5 certificate.",
        "At least 15 credits, 10 of them at level 5 and 12 of them at level 5.",
        "At least 15 credits from units 501-505, but not both 501, 502 and 503.",
        "At least 15 credits from units 501-505. Units 501, 502 and 503 cannot be taken together.",
        "At least 15 credits from units 501-505. Units 501 and 502 may not be taken.",
        "At least 15 credits from units 501 or 502 but not both.",
        "At least 15 credits. Only one of units 501 and 502 is required.",
        "At least 15 credits, with one unit from each of the three groups.",
        "At least 15 credits from both groups.",
        "At least 5 credits from Group 1 and at least 6 credits from Group 1.",
        "A minimum of 15 credits; no more than 5 credits from units 504-505.",
        "A minimum of 15 credits. Units 501 and 502 must be taken.",
        "A minimum of 15 credits. Units 501 and 502 are required.",
        "A minimum of 15 credits, of which at least two from units 501-505.",
        "At least 15 credits from units 501-505, 10 of them at level 5 or above.",
        "A minimum of 15 credits, of which 7 must be from Group 1.",
    ],
)
def test_a_condition_that_may_mean_something_else_is_not_understood(text: str) -> None:
    assert parsed(text).not_understood is not None
    assert valid(text, 501, 502, 503) is not True


def test_units_at_a_level_are_counted() -> None:
    rule = "At least 15 credits, 10 of them at level 5 or above, and no more than 5 credits at level 4."
    assert valid(rule, 501, 502, 504) is True
    assert valid(rule, 501, 601, 504) is True
    assert valid(rule, 501, 504, 505) is False
    assert valid(rule, 501, 502, 503, 504, 505) is False


def test_a_unit_of_unknown_level_leaves_the_choice_undecided() -> None:
    rule = "At least 15 credits, 10 of them at level 5 or above."
    assert valid(rule, 501, 502, 504, level=None) is None
    assert valid("At least 15 credits.", 501, 502, 504, level=None) is True


@pytest.mark.parametrize(
    "text",
    [
        "At least 10 credits from units 501-505, but not both 501 and 502.",
        "At least 10 credits from units 501-505; units 501 and 502 cannot be taken together.",
        "At least 10 credits from units 501-505. Units 501 and 502 may not both be claimed.",
        "At least 10 credits from units 501-505. Only one of units 501 and 502 may be taken.",
        "At least 10 credits from units 501-505 with at most one of units 501, 502.",
    ],
)
def test_units_that_bar_each_other_are_read(text: str) -> None:
    assert parsed(text).not_understood is None
    assert valid(text, 501, 503) is True
    assert valid(text, 502, 503) is True
    assert valid(text, 501, 502) is False
    assert valid(text, 501, 601) is False


@pytest.mark.parametrize(
    "text",
    [
        "At least 10 credits, with at least one from each group.",
        "At least 10 credits; one unit from each group must be taken.",
        "At least 10 credits with a minimum of 1 unit from each of Groups 1 and 2.",
        "At least 10 credits and at least 5 credits from each of group 1 and group 2.",
    ],
)
def test_something_of_each_group_is_read(text: str) -> None:
    assert parsed(text).not_understood is None
    assert valid(text, 501, 601) is True
    assert valid(text, 501, 502) is False


def test_each_group_is_each_of_those_that_the_rule_names() -> None:
    text = (
        "At least 10 credits from Group A (501-503) and Group B (504-505), with at least one from each group."
    )
    assert valid(text, 501, 502) is False
    assert valid(text, 501, 504) is True


def test_a_group_that_is_only_held_to_a_maximum_leaves_the_others_open() -> None:
    text = "At least 15 credits, of which no more than 5 credits from Group 2."
    assert valid(text, 501, 502, 601) is True
    assert valid(text, 501, 502, 503) is True
    assert parsed("At least 15 credits from Group 1.").admits(known()["9905-601"]) is False


def test_a_number_without_its_thing_counts_what_was_counted_last() -> None:
    rule = parsed("A minimum of 15 credits, of which no more than 6 from Group 2.")
    assert rule.not_understood is None
    assert [(g.name, g.credits_max) for g in rule.groups] == [("Group 2", 6)]
    rule = parsed("A minimum of 15 credits, at least 10 of which must be at level 5.")
    assert [limit.credits_min for limit in rule.limits] == [10]


def test_an_amount_after_a_group_names_no_further_group() -> None:
    rule = parsed("Learners must complete 3 units from Group A and 2 units from Group B.")
    assert [(g.name, g.units_min) for g in rule.groups] == [("Group A", 3), ("Group B", 2)]


def test_a_minimum_of_one_thing_and_a_maximum_of_another_are_two_bounds() -> None:
    rule = parsed("At least 15 credits and no more than 4 units.")
    assert (rule.credits_min, rule.credits_max, rule.units_min, rule.units_max) == (15, None, None, 4)


@pytest.mark.parametrize("group", [None, "Group 1"])
def test_where_fewer_than_two_groups_are_known_each_group_leaves_the_choice_undecided(
    group: str | None,
) -> None:
    units = {ref: UnitFacts(ref, "Boats", credits=5, group=group) for ref in ("9905-501", "9905-502")}
    found = check_combination(
        qualification=QualificationFacts(
            "Award",
            "900/0000/0",
            "9905",
            rule=parsed("At least 10 credits, with at least one from each group."),
        ),
        units=list(units),
        known=units,
        registered_on=date(2024, 1, 1),
    )
    assert found.valid is None


def test_a_part_from_a_list_is_admitted_and_bounded() -> None:
    text = "A minimum of 15 credits from units 501-503, of which no more than 5 credits can be taken from units 504-505."
    assert parsed(text).not_understood is None
    assert valid(text, 501, 502, 504) is True
    assert valid(text, 501, 504, 505) is False
    assert valid(text, 501, 502, 601) is False


def test_conditions_come_back_from_stored_facts_as_they_were() -> None:
    texts = (
        "At least 15 credits from units 501-505, but not both 501 and 502, with at least one from each group.",
        "At least 15 credits, 10 of them at level 5 or above.",
        "15 credits from units 501-503, of which at least 5 credits from units 504-505.",
    )
    qualifications = tuple(
        QualificationFacts("Award", f"900/000{n}/0", "9905", rule=parsed(text))
        for n, text in enumerate(texts)
    )
    facts = SpecificationFacts("9905", None, 5, qualifications, tuple(known().values()))
    assert all(q.rule and (q.rule.limits or q.rule.each_group) for q in qualifications)
    assert from_json(to_json(facts)) == facts


def test_a_broken_condition_is_told_with_its_numbers() -> None:
    rule = Rule(
        limits=(Limit("units at level 5", level_min=5, level_max=5, units_min=2),),
        each_group=GroupRule("each group", units_min=1),
    )
    found = check_combination(
        qualification=QualificationFacts("Award", "900/0000/0", "9905", rule=rule),
        units=["9905-501"],
        known=known(),
        registered_on=date(2024, 1, 1),
    )
    assert [f"{f.message} {f.remedy}" for f in found.findings] == [
        "1 unit from units at level 5; at least 2 must be taken (rules of combination). Add units at level 5.",
        "0 units from Group 2; at least 1 must be taken (rules of combination). Add units of Group 2.",
    ]
