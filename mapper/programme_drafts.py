"""Services for programmes that were read: from a reading, through changes, to an edition or to nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.draft_chain import refuse_when_moved_on, refuse_when_settled, settle
from mapper.errors import InvalidError, NotFoundError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.intake.readings import ProgrammeReading
from mapper.models import ProgrammeDraftState
from mapper.programme_review.standing import StandingProgramme
from mapper.programme_review.stored import reading_as_json
from mapper.programmes import publish_programme, refuse_without_modules, store_documents
from mapper.queries.programme_drafts import own_programme_draft, standing_programme
from mapper.reviews import check_request
from mapper.values import Viewer

START_ANEW = "Import the documents again to start a new draft."


def make_programme_draft(
    session: Session,
    *,
    viewer: Viewer,
    reading: ProgrammeReading,
    documents: Sequence[Document],
    handed_in: Sequence[HandedIn],
    is_sample: bool,
    programme_id: int | None = None,
) -> int:
    """The id of a new draft that keeps the reading, of a new programme or of an edition of `programme_id`.

    Raises UnreadableError where the reading has no module, NotFoundError for an unknown programme,
    InvalidError where two documents have one name.
    """
    refuse_without_modules(reading, documents)
    _refuse_unknown_programme(session, viewer, programme_id)
    stored = store_documents(session, viewer=viewer, documents=documents, handed_in=handed_in)
    row = models.ProgrammeDraft(
        institution_id=viewer.institution_id,
        programme_id=programme_id,
        title=reading.title,
        module_count=len(reading.modules),
        reading=reading_as_json(reading),
        is_sample=is_sample,
        state=ProgrammeDraftState.OPEN,
        made_at=now(),
        made_by=viewer.person_id,
    )
    session.add(row)
    session.flush()
    for position, document in enumerate(stored.values(), 1):
        session.add(
            models.ProgrammeDraftDocument(
                institution_id=viewer.institution_id,
                draft_id=row.id,
                source_document_id=document.id,
                position=position,
            )
        )
    session.flush()
    digests = [document.sha256 for document in stored.values()]
    record_of_draft(session, viewer=viewer, row=row, action="programme drafted", detail={"sha256": digests})
    return row.id


def _refuse_unknown_programme(session: Session, viewer: Viewer, programme_id: int | None) -> None:
    known = session.get(models.Programme, programme_id) if programme_id is not None else None
    if programme_id is not None and (known is None or known.institution_id != viewer.institution_id):
        raise NotFoundError("There is no such programme.", subject=f"programme {programme_id}")


def accept_programme(
    session: Session,
    *,
    viewer: Viewer,
    draft_id: int,
    request_id: str,
    seen: int,
    needs_title: bool = True,
) -> int:
    """The id of the new edition; the one made before where this request came already.

    Findings that stand go with the edition. Raises InvalidError where the draft has no title, if it
    needs one, or no module; ConflictError where it is settled or changed since version `seen`.
    """
    check_request(request_id)
    lock_row(session, models.ProgrammeDraft, draft_id)
    row = own_programme_draft(session, viewer=viewer, draft_id=draft_id)
    if row.request_id == request_id and row.edition_id is not None:
        return row.edition_id
    refuse_when_settled(row, remedy=START_ANEW)
    refuse_when_moved_on(row, seen=seen)
    draft = standing_programme(session, row=row)
    _refuse_unfit(draft, needs_title=needs_title)
    edition = publish_programme(
        session,
        viewer=viewer,
        reading=draft.reading,
        documents=_stored(session, row),
        is_sample=row.is_sample,
        programme_id=row.programme_id,
    )
    row.edition_id, row.request_id = edition.id, request_id
    _settle(session, viewer, row, ProgrammeDraftState.ACCEPTED, {"edition": edition.id})
    return edition.id


def _refuse_unfit(draft: StandingProgramme, *, needs_title: bool) -> None:
    if needs_title and not draft.parts.facts.values["title"]:
        raise InvalidError(
            "The programme has no title.", subject="title", remedy="Give it one under “The programme”."
        )
    if not draft.parts.standing:
        raise InvalidError(
            "Every module was dropped.", subject="modules", remedy="Put one back, or drop the whole reading."
        )


def _stored(session: Session, row: models.ProgrammeDraft) -> dict[str, models.SourceDocument]:
    documents = session.exec(
        select(models.SourceDocument)
        .join(
            models.ProgrammeDraftDocument,
            col(models.ProgrammeDraftDocument.source_document_id) == col(models.SourceDocument.id),
        )
        .where(models.ProgrammeDraftDocument.draft_id == row.id)
        .order_by(col(models.ProgrammeDraftDocument.position))
    ).all()
    return {document.name: document for document in documents}


def drop_programme_draft(session: Session, *, viewer: Viewer, draft_id: int) -> None:
    """Gives the draft up; it stays readable. One that is dropped already stays as it is."""
    lock_row(session, models.ProgrammeDraft, draft_id)
    row = own_programme_draft(session, viewer=viewer, draft_id=draft_id)
    if row.state is not ProgrammeDraftState.DROPPED:
        refuse_when_settled(row, remedy=START_ANEW)
        _settle(session, viewer, row, ProgrammeDraftState.DROPPED, {})


def open_programme_draft(session: Session, *, viewer: Viewer, draft_id: int) -> models.ProgrammeDraft:
    """The viewer's draft, held until the unit of work ends; ConflictError where it is settled."""
    lock_row(session, models.ProgrammeDraft, draft_id)
    row = own_programme_draft(session, viewer=viewer, draft_id=draft_id)
    refuse_when_settled(row, remedy=START_ANEW)
    return row


def _settle(
    session: Session,
    viewer: Viewer,
    row: models.ProgrammeDraft,
    state: ProgrammeDraftState,
    detail: dict[str, Any],
) -> None:
    row.state = state
    settle(session, row, person_id=viewer.person_id)
    record_of_draft(session, viewer=viewer, row=row, action=f"programme draft {state.value}", detail=detail)


def record_of_draft(
    session: Session, *, viewer: Viewer, row: models.ProgrammeDraft, action: str, detail: dict[str, Any]
) -> None:
    """Adds to the record of changes what was done to the draft."""
    record_event(session, viewer=viewer, action=action, subject=f"programme draft {row.id}", detail=detail)
