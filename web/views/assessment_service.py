"""The ILM Assessment Service for units that a programme does not cover: what it takes, names and dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, render_template, request

from mapper.assessment_service.file_names import NUMBERS, check_names
from mapper.assessment_service.timetable import Timetable, timetable
from mapper.assessment_service.working_days import refuse_unknown
from mapper.errors import InvalidError
from mapper.paths.awards import Measure
from web.desk import the_settings
from web.judged_paths import coverage_page
from web.pages.approval import Fault
from web.pages.assessment_service import DATE_FIELDS, AssessmentServicePage, DatesForm, NamesForm

views = Blueprint(
    "assessment_service", __name__, url_prefix="/mappings/<int:mapping_id>/coverage/assessment-service"
)


@views.get("")
def show(mapping_id: int) -> str:
    """The units in question, the steps, and the dates aimed at where one was given."""
    return _rendered(mapping_id, NamesForm())


@views.post("")
def name_files(mapping_id: int) -> str | tuple[str, int]:
    """The page with the answer on the file names that were typed; a form, so that no address holds them."""
    names = _names(request.form)
    page = _rendered(mapping_id, names)
    return (page, 422) if names.fault else page


def _rendered(mapping_id: int, names: NamesForm) -> str:
    measure = Measure.COMPONENT if request.args.get("measure") == "component" else Measure.MODULE
    calendar = the_settings().calendar
    page = AssessmentServicePage(
        coverage_page(mapping_id), measure, calendar, names, _dates(request.args, calendar)
    )
    return render_template("assessment_service/show.html", page=page)


def _names(form: Mapping[str, str]) -> NamesForm:
    typed, said = form.get("names", ""), form.get("submission", "")
    submission = int(said) if said in map(str, NUMBERS) else None
    lines = [line for line in typed.splitlines() if line.strip()]
    if not lines:
        return NamesForm(typed, said, fault=Fault("names", "No file name was given. Type one on each line."))
    try:
        return NamesForm(typed, said, check_names(lines, submission=submission))
    except InvalidError as error:
        return NamesForm(typed, said, fault=Fault.of(error))


def _dates(args: Mapping[str, str], calendar: str) -> DatesForm:
    typed = {name: args.get(name, "").strip() for name, _, _ in DATE_FIELDS}
    if not any(name in args for name in typed):
        return DatesForm(typed)
    try:
        return DatesForm(typed, _timetable(typed, calendar))
    except InvalidError as error:
        return DatesForm(typed, fault=Fault.of(error))


def _timetable(typed: Mapping[str, str], calendar: str) -> Timetable:
    submitted = _day("submitted", typed)
    if submitted is None:
        raise InvalidError("No date of the submission was given.", subject="submitted", remedy="Give one.")
    return timetable(
        submitted, calendar=calendar, rejected=_day("rejected", typed), submitted_again=_day("again", typed)
    )


def _day(name: str, typed: Mapping[str, str]) -> date | None:
    """The date in a field, None for an empty one; InvalidError at the field for one that cannot be used."""
    if not typed[name]:
        return None
    try:
        day = date.fromisoformat(typed[name])
        refuse_unknown(day)
    except ValueError as error:
        said = f"“{typed[name][:40]}” is no date."
        raise InvalidError(said, subject=name, remedy="Write it as 2026-12-01.") from error
    except InvalidError as error:
        raise InvalidError(error.message, subject=name, remedy=error.remedy) from error
    return day
