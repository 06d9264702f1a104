"""Labels, hours, credits and dates are read however they are written, and never guessed."""

from __future__ import annotations

import pytest

from mapper.intake.specification.labels import (
    Label,
    as_number,
    credit_bounds,
    date_in,
    hours_in,
    label_of,
    size_of,
    without_footnotes,
)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Qualification Accreditation No:", Label.ACCREDITATION),
        ("Guided Learning Hours (GLH):", Label.GLH),
        ("GLH**", Label.GLH),
        ("CV*", Label.CREDITS),
        ("Rules of Combination: ^", Label.RULES),
        ("Average Guided Learning Hours:", Label.AVERAGE_GLH),
        ("Unit Reference Number", Label.REF),
        ("Learning outcomes (the learner will)", Label.OUTCOMES),
        ("Assessment Criteria- The learner can:", Label.CRITERIA),
        ("Assessments:", None),
        ("A level playing field", None),
    ],
)
def test_labels_are_known_in_all_their_writings(text: str, label: Label | None) -> None:
    assert label_of(text) is label


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("20 credits", (20, 20)),
        ("Minimum 5 and maximum 12 credits", (5, 12)),
        ("minimum 37 credits", (37, None)),
        ("13 – 36 credits", (13, 36)),
        ("up to 12 credits", (None, 12)),
        ("to be confirmed", (None, None)),
    ],
)
def test_credit_values_have_a_minimum_and_a_maximum(
    text: str, bounds: tuple[float | None, float | None]
) -> None:
    assert credit_bounds(text) == bounds


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("16.5", 16.5),
        ("30 hours", 30),
        ("The guided learning hours of the programme is 30, with the 6 hours of tutorials in it.", 30),
        ("90 for the 60-credit programme", 90),
        ("between 30 and 45", None),
        ("varies", None),
    ],
)
def test_hours_are_read_also_from_a_sentence_and_never_chosen_among_several(
    text: str, hours: float | None
) -> None:
    assert hours_in(text) == hours


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("01/09/2012", "2012-09-01"),
        ("1 February 2014", "2014-02-01"),
        ("1st Sept 2012", "2012-09-01"),
        ("2024-07-01", "2024-07-01"),
    ],
)
def test_dates_are_read_day_first(text: str, day: str) -> None:
    found = date_in(text)
    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize("text", ["September 2012", "31/02/2012", "none"])
def test_a_date_without_a_day_is_none(text: str) -> None:
    assert date_in(text) is None


def test_footnote_marks_are_taken_off_and_nothing_else() -> None:
    assert without_footnotes("9905-530^") == "9905-530"
    assert without_footnotes("Boats (Diploma only)*") == "Boats (Diploma only)"
    assert without_footnotes("Boats 2^3") == "Boats 2^3"


def test_a_whole_number_is_an_int() -> None:
    assert repr(as_number("20")) == "20"


def test_a_title_that_names_several_sizes_has_none() -> None:
    assert size_of("Award and Diploma in Boats") is None
    assert size_of("Level 5 Extended Diploma in Boats") == "diploma"
