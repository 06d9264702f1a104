"""Services for a programme's structure: each entry is a version of its own, and the last one stands."""

from __future__ import annotations

import json

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.errors import ConflictError, InvalidError, NotFoundError
from mapper.reviews import check_request
from mapper.standing.entered import Entered, as_json, from_json
from mapper.values import Viewer

LONGEST_NOTE = 300


def enter_structure(
    session: Session,
    *,
    viewer: Viewer,
    edition_id: int,
    entered: Entered,
    note: str,
    request_id: str,
    seen: int,
) -> int:
    """The number of the new version; of the one kept before where this request came already.

    `seen` is the number of the version that the person saw, 0 for none. Raises NotFoundError for
    another's edition, InvalidError where it names a module or an assessment of another edition,
    ConflictError where somebody entered something meanwhile, or this request something else.
    """
    edition = session.get(models.ProgrammeEdition, edition_id)
    if edition is None or edition.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such programme edition.", subject=f"edition {edition_id}")
    check_request(request_id)
    lock_row(session, models.ProgrammeEdition, edition_id)
    if again := _same_request(session, viewer, edition_id, request_id, entered):
        return again
    last = session.exec(
        select(func.max(models.EnteredStructure.number)).where(
            models.EnteredStructure.edition_id == edition_id
        )
    ).one()
    if (last or 0) != seen:
        raise ConflictError(
            "Somebody entered something else after you opened this page.",
            subject="the structure",
            remedy="Nothing was overwritten: look at what stands now, then enter it again.",
        )
    _refuse_strangers(session, edition_id, entered)
    number = (last or 0) + 1
    row = models.EnteredStructure(
        institution_id=viewer.institution_id,
        edition_id=edition_id,
        number=number,
        entered=as_json(entered),
        note=note[:LONGEST_NOTE],
        entered_at=now(),
        entered_by=viewer.person_id,
        request_id=request_id,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError(
            "This request was used for something else.", subject="request", remedy="Load the page anew."
        ) from error
    record_event(
        session,
        viewer=viewer,
        action="structure entered",
        subject=f"programme edition {edition_id}",
        detail={"version": number, "note": row.note},
    )
    return number


def _same_request(
    session: Session, viewer: Viewer, edition_id: int, request_id: str, entered: Entered
) -> int | None:
    before = session.exec(
        select(models.EnteredStructure.number, models.EnteredStructure.entered).where(
            models.EnteredStructure.request_id == request_id,
            models.EnteredStructure.edition_id == edition_id,
            models.EnteredStructure.institution_id == viewer.institution_id,
        )
    ).first()
    if before is None:
        return None
    number, kept = before
    if from_json(kept) != from_json(json.loads(json.dumps(as_json(entered)))):
        raise ConflictError(
            f"This form was recorded before, as version {number}, to say something else.",
            subject="the structure",
            remedy="Nothing was overwritten: look at what stands now, then enter it again.",
        )
    return number


def _refuse_strangers(session: Session, edition_id: int, entered: Entered) -> None:
    modules = set(session.exec(select(models.Module.id).where(models.Module.edition_id == edition_id)).all())
    named = {*entered.modules, *(i for tree in entered.trees for i in tree.places)}
    statements = set(
        session.exec(
            select(models.Assessment.statement_id)
            .join(models.Statement, col(models.Statement.id) == col(models.Assessment.statement_id))
            .where(col(models.Statement.module_id).in_(modules))
        ).all()
    )
    if not named <= modules or not set(entered.assessments) <= statements:
        raise InvalidError(
            "A module or an assessment is not of this edition.",
            subject="the structure",
            remedy="Load the page anew.",
        )
