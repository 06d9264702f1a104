"""A programme's draft as its pages show it: the reading, what people changed, what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.models import ProgrammeDraftState
from mapper.programme_review.changes import Change
from mapper.programme_review.parts import DraftAct
from mapper.programme_review.passages import Blocks
from mapper.programme_review.standing import StandingProgramme, stand
from mapper.programme_review.stored import reading_from_json
from mapper.queries.people import ERASED, names_of
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class ProgrammeDraftRow:
    """An open draft in a list; `file` is the first of its documents."""

    id: int
    title: str
    file: str
    module_count: int
    is_sample: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class DraftDocument:
    """A document that a draft was read from."""

    id: int
    name: str
    format: str
    pages: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeDraftPage:
    """A whole draft; `edition_before` is the number of the programme's last edition, 0 for a new one."""

    id: int
    programme_id: int | None
    is_sample: bool
    state: ProgrammeDraftState
    version: int
    made_at: datetime
    settled_at: datetime | None
    settled_by: str
    edition_id: int | None
    documents: tuple[DraftDocument, ...]
    draft: StandingProgramme
    all_changes: tuple[Change, ...]
    names: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, accepted or dropped."""
        return self.state is ProgrammeDraftState.OPEN

    @property
    def title(self) -> str:
        """The programme's title, empty where nobody has given one."""
        return str(self.draft.parts.facts.values["title"] or "")

    def name_of(self, person_id: str | None) -> str:
        """The name of whoever changed something, "a former user" where it was erased."""
        return self.names.get(person_id or "", ERASED)


def own_programme_draft(session: Session, *, viewer: Viewer, draft_id: int) -> models.ProgrammeDraft:
    """The viewer's draft; NotFoundError for another institution's, as for one that is not there."""
    row = session.get(models.ProgrammeDraft, draft_id)
    if row is None or row.institution_id != viewer.institution_id:
        raise NotFoundError("There is no such draft of a programme.", subject=f"draft {draft_id}")
    return row


def list_programme_drafts(session: Session, *, viewer: Viewer) -> tuple[ProgrammeDraftRow, ...]:
    """The viewer's drafts that are neither accepted nor dropped, newest first."""
    draft, named = models.ProgrammeDraft, models.ProgrammeDraftDocument
    rows = session.execute(
        sa.select(
            col(draft.id),
            col(draft.title),
            col(models.SourceDocument.name),
            col(draft.module_count),
            col(draft.is_sample),
            col(draft.made_at),
        )
        .join(named, sa.and_(col(named.draft_id) == col(draft.id), col(named.position) == 1))
        .join(models.SourceDocument, col(models.SourceDocument.id) == col(named.source_document_id))
        .where(
            col(draft.institution_id) == viewer.institution_id,
            col(draft.state) == ProgrammeDraftState.OPEN,
        )
        .order_by(col(draft.id).desc())
    )
    return tuple(
        ProgrammeDraftRow(i, title or "", file, count, is_sample, made_at)
        for i, title, file, count, is_sample, made_at in rows
    )


def last_settled_programme(session: Session, *, viewer: Viewer) -> int:
    """The id of the viewer's last draft that was accepted or dropped, 0 where none was."""
    return (
        session.exec(
            select(models.ProgrammeDraft.id)
            .where(
                models.ProgrammeDraft.institution_id == viewer.institution_id,
                models.ProgrammeDraft.state != ProgrammeDraftState.OPEN,
            )
            .order_by(col(models.ProgrammeDraft.id).desc())
        ).first()
        or 0
    )


def changes_of(session: Session, *, draft_id: int) -> tuple[Change, ...]:
    """All changes of a draft in order, those that were taken back and those that take back, too."""
    rows = session.exec(
        select(models.ProgrammeDraftChange)
        .where(models.ProgrammeDraftChange.draft_id == draft_id)
        .order_by(col(models.ProgrammeDraftChange.number))
    ).all()
    return tuple(
        Change(
            row.number,
            DraftAct(row.act),
            row.target,
            row.detail,
            by=row.made_by,
            at=row.made_at,
            takes_back=row.takes_back,
        )
        for row in rows
    )


def standing_programme(session: Session, *, row: models.ProgrammeDraft) -> StandingProgramme:
    """The draft with what people changed."""
    return stand(reading_from_json(row.reading), changes_of(session, draft_id=row.id))


def read_programme_draft(session: Session, *, viewer: Viewer, draft_id: int) -> ProgrammeDraftPage:
    """The viewer's draft as its pages show it; NotFoundError where they have no such one."""
    row = own_programme_draft(session, viewer=viewer, draft_id=draft_id)
    changes = changes_of(session, draft_id=row.id)
    people = {change.by for change in changes} | ({row.settled_by} if row.settled_by else set())
    names = names_of(session, person_ids=people)
    return ProgrammeDraftPage(
        id=row.id,
        programme_id=row.programme_id,
        is_sample=row.is_sample,
        state=row.state,
        version=row.version,
        made_at=row.made_at,
        settled_at=row.settled_at,
        settled_by=names.get(row.settled_by or "", ERASED),
        edition_id=row.edition_id,
        documents=draft_documents(session, draft_id=row.id),
        draft=stand(reading_from_json(row.reading), changes),
        all_changes=changes,
        names=names,
    )


def draft_documents(session: Session, *, draft_id: int) -> tuple[DraftDocument, ...]:
    """The documents of a draft in order, without their text."""
    document = models.SourceDocument
    rows = session.exec(
        select(document.id, document.name, document.format, document.pages)
        .join(
            models.ProgrammeDraftDocument,
            col(models.ProgrammeDraftDocument.source_document_id) == col(document.id),
        )
        .where(models.ProgrammeDraftDocument.draft_id == draft_id)
        .order_by(col(models.ProgrammeDraftDocument.position))
    ).all()
    return tuple(DraftDocument(*row) for row in rows)


def texts_of(session: Session, *, page: ProgrammeDraftPage, files: Iterable[str]) -> dict[str, Blocks]:
    """The text of the draft's documents with these names, by name."""
    wanted = set(files)
    ids = [document.id for document in page.documents if document.name in wanted]
    rows = session.exec(
        select(models.SourceDocument.name, models.SourceDocument.blocks).where(
            col(models.SourceDocument.id).in_(ids)
        )
    ).all()
    return dict(rows)
