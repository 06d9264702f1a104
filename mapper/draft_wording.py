"""Services for wording from other documents: offered to a draft, attached when a person says so."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from mapper import models
from mapper.db import now
from mapper.documents import store_document
from mapper.draft_chain import refuse_when_moved_on
from mapper.drafts.stored import findings_as_json, unit_as_json
from mapper.errors import InvalidError, NotFoundError
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.intake.wording import WordingReading
from mapper.queries.drafts import additions_of, standing_draft
from mapper.specification_drafts import draft_documents, note_change, open_draft
from mapper.values import Finding, Viewer


def add_wording(
    session: Session,
    *,
    viewer: Viewer,
    draft_id: int,
    reading: WordingReading,
    document: Document,
    handed_in: HandedIn,
    is_sample: bool,
    passed_over: Sequence[Finding] = (),
) -> int:
    """The id of the draft, which the document's units are offered to now; nothing is attached yet.

    `passed_over` are findings on what was not tried of the archive that the document came in. The same
    document handed in again is offered once. Raises InvalidError where the draft has
    another document of that name, since places name files.
    """
    row = open_draft(session, viewer=viewer, draft_id=draft_id)
    source = store_document(session, viewer=viewer, document=document, handed_in=handed_in)
    known = draft_documents(session, row=row)
    if known.get(source.name) is source:
        return row.id
    if source.name in known:
        raise InvalidError(
            "The draft has another document of that name.",
            subject=source.name,
            remedy="Rename the file, then hand it in again.",
        )
    session.add(
        models.DraftAddition(
            institution_id=viewer.institution_id,
            draft_id=row.id,
            source_document_id=source.id,
            offered={
                "units": [
                    {"unit": unit_as_json(o.unit), "is_mark_sheet": o.is_mark_sheet} for o in reading.offered
                ],
                "findings": findings_as_json(reading.findings),
                "passed_over": findings_as_json(passed_over),
            },
            is_sample=is_sample,
            added_at=now(),
            added_by=viewer.person_id,
        )
    )
    detail = {"file": source.name, "sha256": source.sha256, "units": len(reading.offered)}
    note_change(session, viewer=viewer, row=row, action="wording offered to a draft", detail=detail)
    return row.id


def attach_wording(
    session: Session,
    *,
    viewer: Viewer,
    draft_id: int,
    addition_id: int,
    position: int,
    unit: int | None,
    seen: int,
) -> None:
    """Attaches offered wording to a unit of the draft (from 0), or with None takes it off again.

    Raises NotFoundError where the draft has no such offer or unit, ConflictError where it changed
    since version `seen`.
    """
    row = open_draft(session, viewer=viewer, draft_id=draft_id)
    offer = next((a for a in additions_of(session, draft_id=row.id) if a.id == addition_id), None)
    if offer is None or not 0 <= position < len(offer.offered):
        raise NotFoundError("The draft is offered no such wording.", subject="attachment")
    draft = standing_draft(session, row=row)
    if unit is not None and not 0 <= unit < len(draft.reading.units):
        raise NotFoundError("The draft has no such unit.", subject="attachment")
    standing = session.exec(
        select(models.DraftAttachment)
        .where(models.DraftAttachment.addition_id == addition_id, models.DraftAttachment.position == position)
        .order_by(col(models.DraftAttachment.id).desc())
    ).first()
    if (standing.unit if standing else None) == unit:
        return
    refuse_when_moved_on(row, seen=seen)
    session.add(
        models.DraftAttachment(
            institution_id=viewer.institution_id,
            draft_id=row.id,
            addition_id=addition_id,
            position=position,
            unit=unit,
            decided_at=now(),
            decided_by=viewer.person_id,
        )
    )
    detail = {
        "file": offer.file,
        "offered": offer.offered[position].unit.title,
        "unit": None if unit is None else draft.reading.units[unit].ref,
    }
    action = "wording taken off" if unit is None else "wording attached"
    note_change(session, viewer=viewer, row=row, action=action, detail=detail)
