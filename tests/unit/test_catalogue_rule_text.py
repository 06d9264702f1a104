"""Rules of combination are taken apart, or are said not to be understood."""

from __future__ import annotations

import pytest

from mapper.catalogue.facts import GroupRule, RefRange, Rule, UnitFacts
from mapper.catalogue.rule_text import parse_rule


def parsed(text: str) -> Rule:
    return parse_rule(text, code="9905")


def understood(text: str) -> Rule:
    rule = parsed(text)
    assert rule.not_understood is None
    return rule


def group(rule: Rule, name: str) -> GroupRule:
    return next(g for g in rule.groups if g.name == name)


def admits(rule: Rule, ref: str, group: str | None = None) -> bool:
    return rule.admits(UnitFacts(ref=f"9905-{ref}", title="Boats", group=group))


def test_minimum_and_maximum_of_the_whole_are_read() -> None:
    rule = understood("Take at least 6 and no more than 12 credits from units 501-503.")
    assert (rule.credits_min, rule.credits_max) == (6, 12)


def test_a_number_of_units_is_read_in_figures_and_words() -> None:
    assert understood("At least 4 credits from a minimum of 2 units.").units_min == 2
    assert understood("At least 4 credits from at least two units.").units_min == 2


def test_a_list_belongs_to_the_group_it_stands_with() -> None:
    rule = understood(
        "At least 7 credits from Group 1 (501-503, 550) and up to 6 credits from Group 2 (601)."
    )
    assert group(rule, "Group 1").refs == (
        RefRange("9905-501", "9905-503"),
        RefRange("9905-550", "9905-550"),
    )
    assert group(rule, "Group 1").credits_min == 7
    assert group(rule, "Group 2").credits_max == 6


def test_the_number_of_a_group_is_no_number_of_units() -> None:
    rule = understood("At least 13 credits; no more than 6 credits from group 2 units (601-603).")
    assert rule.units_min is None
    assert group(rule, "Group 2").units_min is None


def test_a_list_before_two_groups_admits_what_it_lists_and_not_the_whole_groups() -> None:
    rule = understood(
        "At least 13 credits from units (501, 503) in groups 1 and 2, with at most 6 credits from group 2 units (601)."
    )
    assert admits(rule, "503", "Group 1")
    assert not admits(rule, "502", "Group 1")
    assert admits(rule, "601", "Group 2")


def test_a_group_without_a_list_is_what_the_tables_say() -> None:
    rule = understood("At least 10 credits from Group A.")
    assert admits(rule, "501", "Group A")
    assert not admits(rule, "501", "Group B")


def test_a_rule_that_names_no_units_admits_all() -> None:
    assert admits(understood("At least 10 credits."), "501")


def test_mandatory_units_in_a_total_admit_no_others() -> None:
    rule = understood("Learners are required to gain 20 credits from the mandatory unit 9905-700.")
    assert rule.mandatory == (RefRange("9905-700", "9905-700"),)
    assert not admits(rule, "701")


def test_a_mandatory_unit_that_is_included_leaves_the_others_open() -> None:
    rule = understood("At least 37 credits, including the mandatory unit 704.")
    assert admits(rule, "704")
    assert admits(rule, "705")


def test_excluded_units_are_not_admitted() -> None:
    rule = understood("At least 20 credits from units 701-705 excluding unit 703.")
    assert not admits(rule, "703")
    assert admits(rule, "704")


@pytest.mark.parametrize("dash", ["-", " - ", "–", " to "])
def test_ranges_are_read_however_they_are_written(dash: str) -> None:
    rule = understood(f"At least 4 credits from units 501{dash}520.")
    assert rule.admitted == (RefRange("9905-501", "9905-520"),)


def test_an_amount_of_three_figures_is_no_reference() -> None:
    rule = understood("A minimum of 120 credits from units 501-520.")
    assert (rule.credits_min, len(rule.admitted)) == (120, 1)


@pytest.mark.parametrize(
    "text",
    [
        "All units are mandatory.",
        "At least 20 credits unless unit 501 was taken.",
        "Learners must take a coherent programme.",
        "At least 6 credits and three mandatory units 701 and 702.",
        "",
    ],
)
def test_a_condition_that_is_not_known_makes_the_rule_not_understood(text: str) -> None:
    assert parsed(text).not_understood is not None


def test_short_references_need_the_code() -> None:
    assert parse_rule("At least 4 credits from units 501-520.", code=None).not_understood


@pytest.mark.parametrize(
    ("ref", "is_inside"), [("9905-500", False), ("9905-501", True), ("9905-520", True), ("9906-501", False)]
)
def test_a_range_holds_both_its_ends_and_no_other_code(ref: str, is_inside: bool) -> None:
    assert (ref in RefRange("9905-501", "9905-520")) is is_inside
