"""Lists in a draft: indicative content, descriptors and replaced units, corrected line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mapper.drafts.corrections import Correction
from mapper.drafts.differences import Change, differences_between
from mapper.drafts.draft import stand
from mapper.drafts.fields import Value, differs, find_field, typed_value
from mapper.errors import InvalidError
from mapper.intake.readings import Descriptors, SpecificationReading, SubstitutionReading
from mapper.values import Origin
from tests.made_drafts import read_specification

AT = datetime(2024, 5, 6, 7, 8, tzinfo=UTC)
CONTENT = "units[0].learning_outcomes[0].indicative_content"
DESCRIBED = "units[0].learning_outcomes[0].criteria[0].pass_descriptors"
REPLACED = SubstitutionReading("9901-201", "9901-202", "2020-07-01")


def listed() -> SpecificationReading:
    """The invented specification with content, descriptors and a replaced unit."""
    read = read_specification()
    first = read.units[0]
    outcome = first.learning_outcomes[0]
    criterion = replace(
        outcome.criteria[0], descriptors=Descriptors(referral=("No wick",), pass_=("A wick", "Oil"))
    )
    outcome = replace(
        outcome,
        indicative_content=("Wicks", "Whale  oil"),
        criteria=(criterion, *outcome.criteria[1:]),
    )
    first = replace(first, learning_outcomes=(outcome, *first.learning_outcomes[1:]))
    return replace(read, units=(first, *read.units[1:]), substitutions=(REPLACED,))


def corrected(path: str, read: Value, value: Value) -> SpecificationReading:
    draft = stand(listed(), corrections=[Correction(path, read, value, by="ada", at=AT)])
    assert draft.lapsed == ()
    return draft.reading


def test_lines_of_content_are_added_removed_and_changed() -> None:
    made = corrected(CONTENT, "Wicks\nWhale oil", "Wicks and lamps\nLenses\nFog")
    outcome = made.units[0].learning_outcomes[0]
    assert outcome.indicative_content == ("Wicks and lamps", "Lenses", "Fog")
    source = outcome.sources["indicative_content"]
    assert (source.origin, source.value, source.by) == (Origin.PERSON, "Wicks\nWhale oil", "ada")


def test_descriptors_of_one_column_are_corrected_and_the_others_stay() -> None:
    made = corrected(DESCRIBED, "A wick\nOil", "A wick").units[0].learning_outcomes[0].criteria[0]
    assert made.descriptors == Descriptors(referral=("No wick",), pass_=("A wick",))


def test_a_column_that_was_not_there_is_entered_and_an_emptied_one_is_gone() -> None:
    good = DESCRIBED.replace("pass_descriptors", "good_pass_descriptors")
    first = corrected(good, None, "Two wicks").units[0].learning_outcomes[0].criteria[0]
    assert first.descriptors.good_pass == ("Two wicks",)
    emptied = corrected(DESCRIBED, "A wick\nOil", None).units[0].learning_outcomes[0].criteria[0]
    assert emptied.descriptors.pass_ is None


def test_a_replaced_unit_is_corrected() -> None:
    made = corrected(
        "substitutions",
        "9901-201 replaced by 9901-202 from 2020-07-01",
        "9901-201 replaced by 9901-202 from 2021-01-01\n9901-202 replaced by 9901-203",
    )
    assert made.substitutions == (
        SubstitutionReading("9901-201", "9901-202", "2021-01-01"),
        SubstitutionReading("9901-202", "9901-203", None),
    )
    assert made.sources["substitutions"].by == "ada"


@pytest.mark.parametrize(
    ("path", "typed", "value"),
    [
        (CONTENT, " Wicks \r\n\r\n  Whale   oil\r\n", "Wicks\nWhale oil"),
        (CONTENT, " \r\n ", None),
        ("substitutions", "9901-201 Replaced by 9901-203", "9901-201 Replaced by 9901-203"),
    ],
)
def test_what_is_typed_is_tidied_line_by_line(path: str, typed: str, value: Value) -> None:
    field = find_field(listed(), path)
    assert field
    assert typed_value(field, typed) == value
    assert not differs(field, field.value)


@pytest.mark.parametrize(
    "typed",
    [
        "9901-201 by 9901-202",
        "201 replaced by 202",
        "9901-201 replaced by 9901-201",
        "9901-201 replaced by 9901-202 from 1 July 2020",
        "9901-201 replaced by 9901-202 from 2020-13-01",
        "9901-201 replaced by 9901-202\n9901-201 replaced by 9901-202 from 2020-07-01",
    ],
)
def test_a_line_that_says_nothing_of_a_replaced_unit_is_refused(typed: str) -> None:
    field = find_field(listed(), "substitutions")
    assert field
    with pytest.raises(InvalidError) as caught:
        typed_value(field, typed)
    assert caught.value.subject == "substitutions"


def test_editions_differ_in_what_replaces_what() -> None:
    later = replace(REPLACED, registered_from="2021-01-01")
    other = SubstitutionReading("9901-202", "9901-203", None)

    def of(*substitutions: SubstitutionReading) -> SpecificationReading:
        return replace(listed(), substitutions=substitutions)

    changed = differences_between(of(REPLACED), of(later, other)).changed
    assert [(p.code, p.title, p.change) for p in changed] == [
        ("9901-201", "replaced by 9901-202", Change.CHANGED),
        ("9901-202", "replaced by 9901-203", Change.ADDED),
    ]
    assert [(f.old, f.new) for f in changed[0].fields] == [("2020-07-01", "2021-01-01")]
    assert [p.change for p in differences_between(of(other), of()).changed] == [Change.REMOVED]
    assert differences_between(of(other), of(other)).changed == ()
