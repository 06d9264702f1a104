"""Services for what a person must find out about a qualification: its last dates, and its rule."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, select

from mapper import models
from mapper.audit import record_event
from mapper.catalogue import parse_rule
from mapper.db import lock_row, now, today
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.models import RowKind
from mapper.moments import day_in_words
from mapper.queries.approvals import approved_mappings
from mapper.values import Origin, Viewer
from mapper.wording import squeeze

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 1, 1)
LONGEST_RULE = 2_000


def enter_dates(
    session: Session,
    *,
    viewer: Viewer,
    qualification_id: int,
    last_registration: date | None,
    last_certification: date | None,
    checked_on: date,
) -> int:
    """The id of the edition whose qualification has the dates now; None says that no end is announced.

    Raises InvalidError, its subject the field, for dates that cannot be.
    """
    row = _own_qualification(session, viewer, qualification_id)
    _check_dates(row, last_registration, last_certification, checked_on)
    dates = {
        "last_registration_date": last_registration,
        "last_certification_date": last_certification,
        "dates_checked_on": checked_on,
    }
    if all(getattr(row, name) == value for name, value in dates.items()):
        return row.edition_id
    for name, value in dates.items():
        setattr(row, name, value)
        _set_by_person(session, viewer, row.id, name)
    said = {name: value.isoformat() if value else None for name, value in dates.items()}
    _record(session, viewer, row, "qualification dates entered", said)
    return row.edition_id


def enter_rule(session: Session, *, viewer: Viewer, qualification_id: int, text: str) -> int:
    """The id of the edition whose qualification is judged by the entered rule now.

    The rule as read is kept beside it. Raises InvalidError for a rule that is not understood, or
    where the one read was; ConflictError where an approval rests on the qualification.
    """
    row = _own_qualification(session, viewer, qualification_id)
    entered = squeeze(text)
    if entered == row.rule_entered:
        return row.edition_id
    code = _code_of(session, row)
    if row.rule_text and not parse_rule(row.rule_text, code=code).not_understood:
        raise InvalidError(
            "The rule was understood as it was read, so none is entered in its place.",
            subject="rule",
            remedy="If it was misread, correct it in a new draft of the specification.",
        )
    _check_rule(entered, code)
    if _is_approved(session, viewer, row.id):
        raise ConflictError(
            "An approval of a mapping to this qualification is recorded, so its rule stays.",
            subject="rule",
            remedy="Withdraw the record of the approval first.",
        )
    row.rule_entered = entered
    _set_by_person(session, viewer, row.id, "rule_entered")
    _record(session, viewer, row, "rule of combination entered", {"rule": entered, "read": row.rule_text})
    return row.edition_id


def refuse_unchecked_rule(session: Session, *, qualification_id: int) -> None:
    """Raises InvalidError where the rule of combination was not understood and nobody entered it."""
    row = session.get_one(models.Qualification, qualification_id)
    text = row.rule_entered or row.rule_text
    if text and parse_rule(text, code=_code_of(session, row)).not_understood:
        raise InvalidError(
            f"The rules of combination of the {row.title} were not understood, so the units are not checked.",
            subject="approval",
            remedy="Enter the rule on the page of the specification first.",
        )


def _own_qualification(session: Session, viewer: Viewer, qualification_id: int) -> models.Qualification:
    lock_row(session, models.Qualification, qualification_id)
    row = session.get(models.Qualification, qualification_id)
    if row is None or row.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such qualification.", subject=f"qualification {qualification_id}")
    return row


def _code_of(session: Session, row: models.Qualification) -> str:
    edition = session.get_one(models.SpecificationEdition, row.edition_id)
    return session.get_one(models.Specification, edition.specification_id).code


def _check_dates(
    row: models.Qualification, registration: date | None, certification: date | None, checked_on: date
) -> None:
    if not EARLIEST <= checked_on <= today():
        raise InvalidError(
            "The date of checking cannot lie in the future, nor before 1990.",
            subject="checked_on",
            remedy="Give the day on which you looked the dates up.",
        )
    for field, day in (("last_registration", registration), ("last_certification", certification)):
        if day is not None and not max(EARLIEST, row.start_date or EARLIEST) <= day < LATEST:
            raise InvalidError(
                f"{day_in_words(day)} cannot be: it lies before the qualification began, or after 2099.",
                subject=field,
                remedy="Give the day that the awarding body names, or leave it empty where none is announced.",
            )
    if registration and certification and certification < registration:
        raise InvalidError(
            "The last certification date lies before the last registration date.",
            subject="last_certification",
            remedy="Check which is which.",
        )


def _check_rule(entered: str, code: str) -> None:
    if not 1 <= len(entered) <= LONGEST_RULE:
        raise InvalidError(
            f"A rule holds 1 to {LONGEST_RULE:,} characters.", subject="rule", remedy="Write it out."
        )
    unread = parse_rule(entered, code=code).not_understood
    if unread:
        raise InvalidError(
            f"This is not understood: “{unread}”.",
            subject="rule",
            remedy="Write bounds, groups, levels and references only: a minimum of 15 credits, "
            "with a maximum of 9 credits from Group 2 and at least one unit at level 5 or above.",
        )


def _is_approved(session: Session, viewer: Viewer, qualification_id: int) -> bool:
    mappings = session.exec(
        select(models.Mapping.id).where(models.Mapping.qualification_id == qualification_id)
    ).all()
    return bool(set(mappings) & approved_mappings(session, institution_id=viewer.institution_id))


def _set_by_person(session: Session, viewer: Viewer, qualification_id: int, field: str) -> None:
    origin = session.exec(
        select(models.FieldOrigin).where(
            models.FieldOrigin.row_kind == RowKind.QUALIFICATION,
            models.FieldOrigin.row_id == qualification_id,
            models.FieldOrigin.field == field,
        )
    ).first() or models.FieldOrigin(
        institution_id=viewer.institution_id,
        row_kind=RowKind.QUALIFICATION,
        row_id=qualification_id,
        field=field,
        origin=Origin.PERSON,
        locator={},
    )
    origin.person_id, origin.set_at = viewer.person_id, now()
    session.add(origin)


def _record(
    session: Session, viewer: Viewer, row: models.Qualification, action: str, detail: dict[str, Any]
) -> None:
    session.add(row)
    session.flush()
    record_event(
        session,
        viewer=viewer,
        action=action,
        subject=f"qualification {row.id}",
        detail={"accreditation_number": row.accreditation_number, **detail},
    )
