"""Dates that the ILM Assessment Service aims at, on the calendars of four countries."""

from __future__ import annotations

from datetime import date

import pytest

from mapper.assessment_service.timetable import aims_of, timetable
from mapper.assessment_service.working_days import (
    CALENDARS,
    LATEST,
    known_calendar,
    next_working_day,
    non_working,
    working_day_after,
)
from mapper.errors import InvalidError

ENGLAND = "GB-ENG"


@pytest.mark.parametrize(
    ("submitted", "calendar", "quality_check", "result"),
    [
        # Counted by hand on a printed calendar. No public holiday:
        ("2026-06-01", "GB-ENG", "2026-06-08", "2026-07-06"),
        # Christmas, Boxing Day given back on the 28th, New Year; Scotland has 2 January, given back on the 4th.
        ("2026-12-01", "GB-ENG", "2026-12-08", "2027-01-08"),
        ("2026-12-01", "GB-WLS", "2026-12-08", "2027-01-08"),
        ("2026-12-01", "GB-SCT", "2026-12-08", "2027-01-11"),
        # St Patrick's Day and both days of Easter in Northern Ireland; Easter Monday is worked in Scotland.
        ("2026-03-11", "GB-ENG", "2026-03-18", "2026-04-17"),
        ("2026-03-11", "GB-NIR", "2026-03-19", "2026-04-20"),
        ("2026-03-11", "GB-SCT", "2026-03-18", "2026-04-16"),
        # Both Christmas days on a weekend are given back on Monday and Tuesday.
        ("2027-12-23", "GB-ENG", "2028-01-04", "2028-02-01"),
    ],
)
def test_five_and_twenty_five_working_days_after_the_submission(
    submitted: str, calendar: str, quality_check: str, result: str
) -> None:
    aims = aims_of(date.fromisoformat(submitted), calendar=calendar)
    assert (aims.quality_check.isoformat(), aims.result.isoformat()) == (quality_check, result)


@pytest.mark.parametrize("submitted", [date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)])
def test_a_submission_when_nobody_works_counts_as_of_the_next_working_day(submitted: date) -> None:
    aims, on_the_day = aims_of(submitted, calendar=ENGLAND), aims_of(date(2026, 12, 29), calendar=ENGLAND)
    assert aims.counted_from == date(2026, 12, 29)
    assert (aims.quality_check, aims.result) == (on_the_day.quality_check, on_the_day.result)


def test_the_days_that_were_not_counted_are_named() -> None:
    aims = aims_of(date(2026, 12, 1), calendar=ENGLAND)
    assert [(s.day.isoformat(), s.name) for s in aims.public_holidays] == [
        ("2026-12-25", "Christmas Day"),
        ("2026-12-28", "Boxing Day (observed)"),
        ("2027-01-01", "New Year's Day"),
    ]
    # Boxing Day itself falls on a Saturday.
    assert len(aims.weekend_days) == 10
    assert (aims.result - aims.submitted).days == 25 + len(aims.skipped)


def test_after_a_rejection_all_is_counted_from_the_new_submission() -> None:
    found = timetable(
        date(2026, 12, 1),
        calendar=ENGLAND,
        rejected=date(2026, 12, 4),
        submitted_again=date(2026, 12, 7),
    )
    assert found.standing == aims_of(date(2026, 12, 7), calendar=ENGLAND)
    assert found.as_json()["aims"] == found.as_json()["again"]


def test_nothing_is_aimed_at_between_a_rejection_and_the_new_submission() -> None:
    found = timetable(date(2026, 12, 1), calendar=ENGLAND, rejected=date(2026, 12, 4))
    assert found.standing is None
    assert found.as_json()["aims"] is None


@pytest.mark.parametrize(
    ("rejected", "again", "field"),
    [
        (None, date(2026, 12, 4), "rejected"),
        (date(2026, 11, 30), None, "rejected"),
        (date(2026, 12, 4), date(2026, 12, 3), "again"),
    ],
)
def test_dates_that_cannot_follow_each_other_are_refused_at_their_field(
    rejected: date | None, again: date | None, field: str
) -> None:
    with pytest.raises(InvalidError) as refused:
        timetable(date(2026, 12, 1), calendar=ENGLAND, rejected=rejected, submitted_again=again)
    assert refused.value.subject == field


@pytest.mark.parametrize("submitted", [date(1999, 12, 31), date(2100, 1, 1), date.min, date.max])
def test_a_day_too_far_away_is_refused_with_the_years_that_are_known(submitted: date) -> None:
    with pytest.raises(InvalidError, match="Give a date from 2000 to 2099"):
        aims_of(submitted, calendar=ENGLAND)


@pytest.mark.parametrize("calendar", CALENDARS)
def test_the_last_day_that_can_be_counted_from_has_its_holidays(calendar: str) -> None:
    assert aims_of(LATEST, calendar=calendar).result > date(2100, 2, 1)
    assert non_working(date(2100, 1, 1), calendar=calendar) == "New Year's Day"


def test_a_public_holiday_is_named_before_the_weekday() -> None:
    assert non_working(date(2026, 12, 26), calendar=ENGLAND) == "Boxing Day"
    assert non_working(date(2026, 12, 27), calendar=ENGLAND) == "Sunday"
    assert non_working(date(2026, 12, 29), calendar=ENGLAND) is None


def test_no_working_day_later_is_the_day_itself() -> None:
    assert working_day_after(date(2026, 12, 26), 0, calendar=ENGLAND) == date(2026, 12, 26)
    assert next_working_day(date(2026, 12, 29), calendar=ENGLAND) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("said", "code"),
    [("GB-ENG", "GB-ENG"), ("gb-sct", "GB-SCT"), (" Northern  Ireland ", "GB-NIR"), ("wales", "GB-WLS")],
)
def test_a_calendar_is_known_by_its_code_or_country(said: str, code: str) -> None:
    assert known_calendar(said) == code


@pytest.mark.parametrize("said", ["", "GB", "France", "FR", "GB-LND"])
def test_another_calendar_is_refused_with_those_there_are(said: str) -> None:
    with pytest.raises(InvalidError) as refused:
        known_calendar(said)
    for code, country in CALENDARS.items():
        assert f"{code} ({country})" in refused.value.remedy
