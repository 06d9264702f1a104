"""Services for drafts: from a reading, through corrections and attached wording, to an edition."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlmodel import Session, col, select

from mapper import models
from mapper.audit import record_event
from mapper.db import lock_row, now
from mapper.documents import store_document
from mapper.draft_chain import refuse_when_moved_on, refuse_when_settled, settle
from mapper.drafts.fields import differs, fields_of, find_field, part_name, typed_value
from mapper.drafts.stored import reading_as_json
from mapper.errors import InvalidError, NotFoundError, UnreadableError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.intake.readings import SpecificationReading
from mapper.models import DraftState
from mapper.queries.drafts import own_draft, standing_draft
from mapper.queries.reading import documents_of, edition_reading
from mapper.reviews import check_request
from mapper.specifications import publish_edition
from mapper.values import Viewer

START_ANEW = "Start a new draft from the edition, or import the specification again."


def make_draft(
    session: Session,
    *,
    viewer: Viewer,
    reading: SpecificationReading,
    document: Document,
    handed_in: HandedIn,
    is_sample: bool,
) -> int:
    """The id of a new draft that keeps the reading. Raises UnreadableError where it has no qualification."""
    if not reading.qualifications:
        raise UnreadableError(
            "No qualification with an accreditation number was found.",
            subject=document.file,
            remedy="Hand in the whole specification; what holds units alone is handed in to its draft.",
        )
    source = store_document(session, viewer=viewer, document=document, handed_in=handed_in)
    return _add_draft(session, viewer, reading, source.id, is_sample=is_sample)


def draft_from_edition(session: Session, *, viewer: Viewer, edition_id: int) -> int:
    """The id of the open draft of the edition that follows the viewer's, made where there is none yet.

    A new one says what the edition says; the edition stays as it is.
    """
    lock_row(session, models.SpecificationEdition, edition_id)
    reading = edition_reading(session, viewer=viewer, edition_id=edition_id)
    edition = session.get_one(models.SpecificationEdition, edition_id)
    known = _open_draft_of(session, viewer, reading, edition.source_document_id)
    if known is not None:
        return known
    return _add_draft(
        session,
        viewer,
        reading,
        edition.source_document_id,
        is_sample=edition.is_sample,
        document_ids=documents_of(session, edition_id=edition_id),
    )


def _open_draft_of(
    session: Session, viewer: Viewer, reading: SpecificationReading, source_id: int
) -> int | None:
    """The open draft that was made of the same reading: what a draft was read as never changes."""
    rows = session.exec(
        select(models.SpecificationDraft)
        .where(
            models.SpecificationDraft.institution_id == viewer.institution_id,
            models.SpecificationDraft.source_document_id == source_id,
            models.SpecificationDraft.state == DraftState.OPEN,
        )
        .order_by(col(models.SpecificationDraft.id).desc())
    ).all()
    said = reading_as_json(reading)
    return next((row.id for row in rows if row.reading == said), None)


def _add_draft(
    session: Session,
    viewer: Viewer,
    reading: SpecificationReading,
    source_id: int,
    *,
    is_sample: bool,
    document_ids: Collection[int] = (),
) -> int:
    row = models.SpecificationDraft(
        institution_id=viewer.institution_id,
        source_document_id=source_id,
        document_ids=list(document_ids),
        reading=reading_as_json(reading),
        is_sample=is_sample,
        state=DraftState.OPEN,
        made_at=now(),
        made_by=viewer.person_id,
    )
    session.add(row)
    session.flush()
    _record(session, viewer, row, "specification drafted", {"code": reading.code})
    return row.id


def correct_draft(
    session: Session, *, viewer: Viewer, draft_id: int, part: str, typed: Mapping[str, str], seen: int
) -> int:
    """How many fields of a part were corrected: those whose typed value differs from what stands.

    `typed` is by path; paths of other parts are passed over. Raises InvalidError, its subject the
    path, for what a field cannot hold; ConflictError where the draft changed since version `seen`.
    """
    row = open_draft(session, viewer=viewer, draft_id=draft_id)
    draft = standing_draft(session, row=row)
    fields = fields_of(draft.reading, part)
    if not fields:
        raise NotFoundError("The draft has no such part.", subject=part)
    values = {f.path: typed_value(f, typed[f.path]) for f in fields if f.path in typed}
    changed = {f.path: values[f.path] for f in fields if f.path in values and differs(f, values[f.path])}
    if not changed:
        return 0
    refuse_when_moved_on(row, seen=seen)
    for path, value in changed.items():
        before = find_field(draft.base, path)
        session.add(
            models.DraftCorrection(
                institution_id=viewer.institution_id,
                draft_id=row.id,
                path=path,
                read=before.value if before else None,
                value=value,
                corrected_at=now(),
                corrected_by=viewer.person_id,
            )
        )
    told = [{"field": path, "from": _value_at(fields, path), "to": value} for path, value in changed.items()]
    detail = {"part": part_name(draft.reading, part), "corrections": told}
    note_change(session, viewer=viewer, row=row, action="draft corrected", detail=detail)
    return len(changed)


def _value_at(fields: Any, path: str) -> Any:
    return next(field.value for field in fields if field.path == path)


def publish_draft(session: Session, *, viewer: Viewer, draft_id: int, request_id: str, seen: int) -> int:
    """The id of the new edition; the one made before where this request came already.

    Findings go with the edition. Raises InvalidError where the draft has no code or no
    qualification, ConflictError where it is settled or changed since version `seen`.
    """
    check_request(request_id)
    lock_row(session, models.SpecificationDraft, draft_id)
    row = own_draft(session, viewer=viewer, draft_id=draft_id)
    if row.request_id == request_id and row.edition_id is not None:
        return row.edition_id
    refuse_when_settled(row, remedy=START_ANEW)
    refuse_when_moved_on(row, seen=seen)
    draft = standing_draft(session, row=row)
    if not draft.reading.code:
        raise InvalidError(
            "The specification has no code, so no edition can be named.",
            subject="code",
            remedy="Enter the code under “The specification”.",
        )
    documents = draft_documents(session, row=row)
    edition = publish_edition(
        session,
        viewer=viewer,
        reading=draft.reading,
        source=session.get_one(models.SourceDocument, row.source_document_id),
        documents=documents,
        is_sample=row.is_sample or draft.has_sample_attached,
    )
    row.edition_id, row.request_id = edition.id, request_id
    _settle(session, viewer, row, DraftState.PUBLISHED, {"edition": edition.id})
    return edition.id


def drop_draft(session: Session, *, viewer: Viewer, draft_id: int) -> None:
    """Gives the draft up; it stays readable. One that is dropped already stays as it is."""
    lock_row(session, models.SpecificationDraft, draft_id)
    row = own_draft(session, viewer=viewer, draft_id=draft_id)
    if row.state is DraftState.DROPPED:
        return
    refuse_when_settled(row, remedy=START_ANEW)
    _settle(session, viewer, row, DraftState.DROPPED, {})


def open_draft(session: Session, *, viewer: Viewer, draft_id: int) -> models.SpecificationDraft:
    """The viewer's draft, held until the unit of work ends; ConflictError where it is settled."""
    lock_row(session, models.SpecificationDraft, draft_id)
    row = own_draft(session, viewer=viewer, draft_id=draft_id)
    refuse_when_settled(row, remedy=START_ANEW)
    return row


def note_change(
    session: Session, *, viewer: Viewer, row: models.SpecificationDraft, action: str, detail: dict[str, Any]
) -> None:
    """Makes the draft's next version and records what was done."""
    row.version += 1
    session.add(row)
    session.flush()
    _record(session, viewer, row, action, detail)


def _settle(
    session: Session,
    viewer: Viewer,
    row: models.SpecificationDraft,
    state: DraftState,
    detail: dict[str, Any],
) -> None:
    row.state = state
    settle(session, row, person_id=viewer.person_id)
    _record(session, viewer, row, f"draft {state.value}", detail)


def draft_documents(session: Session, *, row: models.SpecificationDraft) -> dict[str, models.SourceDocument]:
    """By file name the documents that the draft's sources name, and those handed in to it."""
    own = session.exec(
        select(models.SourceDocument).where(
            col(models.SourceDocument.id).in_({row.source_document_id, *row.document_ids})
        )
    ).all()
    added = session.exec(
        select(models.SourceDocument)
        .join(
            models.DraftAddition,
            col(models.DraftAddition.source_document_id) == col(models.SourceDocument.id),
        )
        .where(models.DraftAddition.draft_id == row.id)
    ).all()
    return {document.name: document for document in (*own, *added)}


def _record(
    session: Session, viewer: Viewer, row: models.SpecificationDraft, action: str, detail: dict[str, Any]
) -> None:
    record_event(
        session, viewer=viewer, action=action, subject=f"specification draft {row.id}", detail=detail
    )
