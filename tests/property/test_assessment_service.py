"""Working days against a slow count of every day; proposed names are right and stay as they are."""

from __future__ import annotations

from datetime import date, timedelta

import holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.assessment_service.file_names import check_name, check_names
from mapper.assessment_service.timetable import aims_of
from mapper.assessment_service.working_days import CALENDARS, working_day_after

# The package makes a year's holidays when one is first asked for, which takes longer than all else.
unhurried = settings(deadline=None)
days = st.dates(date(2025, 1, 1), date(2028, 12, 31))
calendars = st.sampled_from(list(CALENDARS))
words = st.sampled_from(
    ["S", "s", "Lamp", "van", "O’Quay", "Lamp-Lens", "ABC123", "abc1", "123", "É", "copy", "final", "ENR"]
)
marks = st.sampled_from(
    [".", "-", " ", "_", "–", "(1)", "(2)", "(3)", "(0)", "[1]", ",", "", ".docx", ".pdf"]
)
names = st.one_of(
    st.text(max_size=40),
    st.lists(st.tuples(words, marks), max_size=7).map(lambda parts: "".join(w + m for w, m in parts)),
)


def works(day: date, calendar: str, known: dict[str, holidays.HolidayBase]) -> bool:
    country = known.setdefault(calendar, holidays.country_holidays("GB", subdiv=calendar.removeprefix("GB-")))
    return day.weekday() < 5 and day not in country


KNOWN: dict[str, holidays.HolidayBase] = {}


def counted(first: date, last: date, calendar: str) -> int:
    """The working days after the first day, up to and with the last one."""
    return sum(works(first + timedelta(days=n), calendar, KNOWN) for n in range(1, (last - first).days + 1))


@unhurried
@given(day=days, count=st.integers(1, 130), calendar=calendars)
def test_the_nth_working_day_has_as_many_working_days_before_it(day: date, count: int, calendar: str) -> None:
    found = working_day_after(day, count, calendar=calendar)
    assert works(found, calendar, KNOWN)
    assert counted(day, found, calendar) == count


@unhurried
@given(day=days, calendar=calendars)
def test_both_aims_are_working_days_and_every_day_between_is_accounted_for(day: date, calendar: str) -> None:
    aims = aims_of(day, calendar=calendar)
    assert counted(aims.counted_from, aims.quality_check, calendar) == 5
    assert counted(aims.counted_from, aims.result, calendar) == 25
    skipped = {s.day for s in aims.skipped}
    span = [aims.submitted + timedelta(days=n) for n in range((aims.result - aims.submitted).days + 1)]
    assert skipped == {d for d in span if not works(d, calendar, KNOWN)}


@unhurried
@given(first=days, second=days, calendar=calendars)
def test_what_is_submitted_later_is_never_aimed_at_earlier(first: date, second: date, calendar: str) -> None:
    early, late = (aims_of(d, calendar=calendar) for d in sorted((first, second)))
    assert early.quality_check <= late.quality_check
    assert early.result <= late.result


@given(name=names, submission=st.sampled_from([None, 1, 2]))
def test_a_proposed_name_is_right_and_nothing_better_is_proposed_for_it(
    name: str, submission: int | None
) -> None:
    check = check_name(name, submission=submission)
    if check.proposed is not None:
        again = check_name(check.proposed, submission=submission)
        assert again.is_right
        assert again.proposed is None


@given(name=names)
def test_a_wrong_name_always_says_what_to_do(name: str) -> None:
    check = check_name(name)
    assert check.is_right == all(f.severity != "error" for f in check.findings)
    assert all(f.message.endswith(".") and f.remedy.endswith(".") for f in check.findings)


@given(listed=st.lists(names, max_size=6))
def test_in_a_list_every_name_is_answered_in_its_order(listed: list[str]) -> None:
    checks = check_names(listed)
    assert [c.name for c in checks] == [check_name(n).name for n in listed]
    for alone, among in zip(map(check_name, listed), checks, strict=True):
        assert len(among.findings) >= len(alone.findings)
