"""The dates that the ILM Assessment Service aims at, from the day of a submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mapper.assessment_service.working_days import (
    CALENDARS,
    WEEKEND,
    next_working_day,
    non_working,
    refuse_unknown,
    working_day_after,
)
from mapper.errors import InvalidError

QUALITY_CHECK_DAYS = 5
RESULT_DAYS = 25
"""Working days in all, those of the quality check included (seed 002, 5.1 and 7)."""

COUNTING = (
    "The working day after the upload counts as day 1. What is uploaded when nobody works counts as uploaded "
    "on the next working day. ILM’s document does not say how it counts; this is the later reading."
)


@dataclass(frozen=True, slots=True)
class SkippedDay:
    """A day that was not counted, and why: a weekday's or a public holiday's name."""

    day: date
    name: str

    @property
    def is_weekend(self) -> bool:
        """Whether it would not have been a working day anyway."""
        return self.day.weekday() in WEEKEND


@dataclass(frozen=True, slots=True)
class Aims:
    """What is aimed at for one submission; `counted_from` is the working day that stands before day 1."""

    submitted: date
    counted_from: date
    quality_check: date
    result: date
    skipped: tuple[SkippedDay, ...]

    @property
    def public_holidays(self) -> tuple[SkippedDay, ...]:
        """The days skipped that are no Saturday or Sunday, in order."""
        return tuple(s for s in self.skipped if not s.is_weekend)

    @property
    def weekend_days(self) -> tuple[SkippedDay, ...]:
        """The Saturdays and Sundays skipped, in order."""
        return tuple(s for s in self.skipped if s.is_weekend)

    def as_json(self) -> dict[str, object]:
        """All dates as YYYY-MM-DD."""
        return {
            "submitted": self.submitted.isoformat(),
            "counted_from": self.counted_from.isoformat(),
            "quality_check": self.quality_check.isoformat(),
            "result": self.result.isoformat(),
            "skipped": [{"date": s.day.isoformat(), "name": s.name} for s in self.skipped],
        }


@dataclass(frozen=True, slots=True)
class Timetable:
    """The aims of a submission, and of the one that replaced it where it was rejected.

    `calendar` is a code of `CALENDARS`. `again` is None while nothing was submitted after a rejection.
    """

    calendar: str
    first: Aims
    rejected: date | None = None
    again: Aims | None = None

    @property
    def standing(self) -> Aims | None:
        """The aims that hold now; None after a rejection until there is a new submission."""
        return self.again if self.rejected else self.first

    def as_json(self) -> dict[str, object]:
        """The calendar, every submission's dates, and which aims stand (null for none)."""
        return {
            "calendar": self.calendar,
            "country": CALENDARS[self.calendar],
            "first": self.first.as_json(),
            "rejected": self.rejected.isoformat() if self.rejected else None,
            "again": self.again.as_json() if self.again else None,
            "aims": self.standing.as_json() if self.standing else None,
        }


def aims_of(submitted: date, *, calendar: str) -> Aims:
    """The dates aimed at for what is submitted on a day: 5 working days, and 25 in all.

    The working day after the submission is day 1; a submission on a day when nobody works counts as
    made on the next working day. Seed 002 says neither (only "from the date" of the upload): of the
    readings this is the later. InvalidError for a day that cannot be counted from.
    """
    refuse_unknown(submitted)
    counted_from = next_working_day(submitted, calendar=calendar)
    result = working_day_after(counted_from, RESULT_DAYS, calendar=calendar)
    days = (submitted + timedelta(days=n) for n in range((result - submitted).days + 1))
    return Aims(
        submitted=submitted,
        counted_from=counted_from,
        quality_check=working_day_after(counted_from, QUALITY_CHECK_DAYS, calendar=calendar),
        result=result,
        skipped=tuple(SkippedDay(d, name) for d in days if (name := non_working(d, calendar=calendar))),
    )


def timetable(
    submitted: date, *, calendar: str, rejected: date | None = None, submitted_again: date | None = None
) -> Timetable:
    """The aims of a submission; after a rejection all is counted from the new one (seed 002, 5.1).

    InvalidError where a date comes before the one it follows, is named without it, or is too far away.
    """
    first = aims_of(submitted, calendar=calendar)
    if rejected is None:
        if submitted_again is not None:
            raise InvalidError(
                "A submission is only made anew after a rejection, and no date of one was given.",
                subject="rejected",
                remedy="Give the date of the rejection, or leave the new submission out.",
            )
        return Timetable(calendar, first)
    _refuse_before(rejected, submitted, "rejected", "The rejection", "the submission")
    if submitted_again is None:
        return Timetable(calendar, first, rejected)
    _refuse_before(submitted_again, rejected, "again", "The new submission", "the rejection")
    return Timetable(calendar, first, rejected, aims_of(submitted_again, calendar=calendar))


def _refuse_before(day: date, earliest: date, subject: str, what: str, of_what: str) -> None:
    if day < earliest:
        raise InvalidError(
            f"{what} cannot come before {of_what}.", subject=subject, remedy="Correct one of the dates."
        )
