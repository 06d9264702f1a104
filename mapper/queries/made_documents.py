"""The documents of a mapping that were made and kept, and those that are being made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from mapper import models
from mapper.errors import NotFoundError
from mapper.jobs import ENDED
from mapper.made_documents import MAKE_DOCUMENT
from mapper.mappings import own_mapping
from mapper.values import Viewer


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A kept document without its content; `made_at` is the moment that it says it was made."""

    name: str
    fingerprint: str
    file_name: str
    size_bytes: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class MakingRow:
    """A job that waits or is at work on a document, asked for as it stood by `fingerprint`."""

    job_id: int
    name: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class DocumentShelf:
    """What there is of a mapping's documents: at most one made of each name; jobs oldest first."""

    made: tuple[MadeRow, ...] = ()
    making: tuple[MakingRow, ...] = ()

    def kept(self, name: str) -> MadeRow | None:
        """The document of that name, whatever state of the mapping it shows; None where none is kept."""
        return next((row for row in self.made if row.name == name), None)

    def job_for(self, name: str, *, fingerprint: str) -> int | None:
        """The job that makes just this; None where none does."""
        asked = (name, fingerprint)
        return next((m.job_id for m in self.making if (m.name, m.fingerprint) == asked), None)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A kept document as it is handed out."""

    file_name: str
    media_type: str
    content: bytes


def read_document_shelf(session: Session, *, viewer: Viewer, mapping_id: int) -> DocumentShelf:
    """What there is of the documents of the viewer's mapping; NotFoundError for another's."""
    own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    kept = models.MadeDocument
    rows = session.execute(
        sa.select(
            col(kept.name),
            col(kept.fingerprint),
            col(kept.file_name),
            sa.func.length(col(kept.content)),
            col(kept.made_at),
        )
        .where(col(kept.mapping_id) == mapping_id)
        .order_by(col(kept.name))
    )
    return DocumentShelf(tuple(MadeRow(*row) for row in rows), _making(session, viewer, mapping_id))


def _making(session: Session, viewer: Viewer, mapping_id: int) -> tuple[MakingRow, ...]:
    jobs = session.exec(
        select(models.Job)
        .where(
            models.Job.institution_id == viewer.institution_id,
            models.Job.kind == MAKE_DOCUMENT,
            col(models.Job.state).not_in(ENDED),
            col(models.Job.is_cancel_requested).is_(False),
        )
        .order_by(col(models.Job.id))
    )
    # Few wait at a time, and the two databases look into JSON in different ways.
    return tuple(
        MakingRow(job.id, job.payload["document"], job.payload["fingerprint"])
        for job in jobs
        if job.payload["mapping"] == mapping_id
    )


def read_made_file(
    session: Session, *, viewer: Viewer, mapping_id: int, name: str, fingerprint: str
) -> MadeFile:
    """The kept document that shows just this; NotFoundError where none does, or it is another's."""
    kept = models.MadeDocument
    row = session.exec(
        select(kept).where(
            kept.institution_id == viewer.institution_id,
            kept.mapping_id == mapping_id,
            kept.name == name,
            kept.fingerprint == fingerprint,
        )
    ).first()
    if row is None:
        raise NotFoundError("This document is not made as the mapping stands now.", subject=name)
    return MadeFile(row.file_name, row.media_type, row.content)
