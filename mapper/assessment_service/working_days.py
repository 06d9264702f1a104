"""Working days of one of the United Kingdom's countries: Monday to Friday without its public holidays."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from mapper.errors import InvalidError

CALENDARS = {
    "GB-ENG": "England",
    "GB-WLS": "Wales",
    "GB-SCT": "Scotland",
    "GB-NIR": "Northern Ireland",
}
"""The calendars by the ISO 3166-2 code of their country."""

DEFAULT_CALENDAR = "GB-ENG"
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
"""The days that can be counted from; the package knows the holidays until the end of 2100."""

WEEKEND = {5: "Saturday", 6: "Sunday"}


def known_calendar(said: str) -> str:
    """The code of a calendar named by code or country, in either case; InvalidError for any other."""
    wanted = " ".join(said.split()).casefold()
    for code, country in CALENDARS.items():
        if wanted in {code.casefold(), country.casefold()}:
            return code
    offered = ", ".join(f"{code} ({country})" for code, country in CALENDARS.items())
    raise InvalidError(
        f"There is no calendar “{said[:40]}”.", subject="calendar", remedy=f"Use one of {offered}."
    )


def non_working(day: date, *, calendar: str) -> str | None:
    """Why nobody works on the day, the public holiday before the weekday; None for a working day."""
    return _public_holidays(calendar, day.year).get(day) or WEEKEND.get(day.weekday())


def next_working_day(day: date, *, calendar: str) -> date:
    """The day itself where it is a working day, else the first one after it."""
    while non_working(day, calendar=calendar):
        day += timedelta(days=1)
    return day


def working_day_after(day: date, count: int, *, calendar: str) -> date:
    """The working day that is the `count`-th after the day, which is not counted itself; count from 0.

    InvalidError for a day before 2000 or after 2099.
    """
    refuse_unknown(day)
    for _ in range(count):
        day = next_working_day(day + timedelta(days=1), calendar=calendar)
    return day


def refuse_unknown(day: date) -> None:
    """Raises InvalidError for a day whose public holidays are not known well enough to count from it."""
    if not EARLIEST <= day <= LATEST:
        raise InvalidError(
            f"{day.isoformat()} is too far away to count working days from.",
            subject="date",
            remedy=f"Give a date from {EARLIEST.year} to {LATEST.year}.",
        )


@cache
def _public_holidays(calendar: str, year: int) -> dict[date, str]:
    import holidays

    country, _, part = calendar.partition("-")
    return dict(holidays.country_holidays(country, subdiv=part, years=year, language="en_GB"))
