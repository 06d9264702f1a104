"""`assessment-service`: file names and dates for ILM's own marking; no workspace is opened."""

from __future__ import annotations

from argparse import Namespace
from datetime import date

from mapper.errors import InvalidError
from web.commands.output import describe, note, print_json, status


def check_names(arguments: Namespace) -> int:
    """Prints for each file name whether it follows the rule, what to mend and a better one."""
    from mapper.assessment_service.file_names import check_names

    checks = check_names(arguments.names, submission=arguments.submission)
    if arguments.json:
        print_json({"names": [check.as_json() for check in checks]})
    else:
        for check in checks:
            better = f", better {check.proposed}" if check.proposed else ""
            print(f"{'right' if check.is_right else 'wrong'}: {check.name}{better}")
            for finding in check.findings:
                note(describe(finding))
    return status(finding for check in checks for finding in check.findings)


def dates(arguments: Namespace) -> int:
    """Prints the dates aimed at, counted on the calendar that is set or named."""
    from mapper.assessment_service.timetable import COUNTING, timetable
    from mapper.assessment_service.working_days import CALENDARS, known_calendar
    from web.settings import read_calendar

    calendar = known_calendar(arguments.calendar) if arguments.calendar else read_calendar()
    submitted = _day("--submitted", arguments.submitted)
    if submitted is None:
        raise InvalidError("The date is missing.", subject="--submitted", remedy="Write it as 2026-12-01.")
    found = timetable(
        submitted,
        calendar=calendar,
        rejected=_day("--rejected", arguments.rejected),
        submitted_again=_day("--again", arguments.again),
    )
    if arguments.json:
        print_json(found.as_json() | {"counting": COUNTING})
    elif found.standing is None:
        print("No date is aimed at until everything is submitted again.")
    else:
        print(f"Quality check aimed at by {found.standing.quality_check.isoformat()}")
        print(f"Result aimed at by {found.standing.result.isoformat()}")
        note(f"Working days of {CALENDARS[calendar]}. {COUNTING}")
    return 0


def _day(option: str, said: str | None) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as error:
        raise InvalidError(
            f"“{said}” is no date.", subject=option, remedy="Write it as 2026-12-01."
        ) from error
