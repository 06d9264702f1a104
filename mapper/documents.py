"""Stores the documents that were handed in, their text by blocks, and where each field was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlmodel import Session, select

from mapper import models
from mapper.db import lock_row, now
from mapper.intake.document import Document
from mapper.intake.files import HandedIn
from mapper.models.base import Owned
from mapper.values import FieldSource, Finding, Origin, Viewer


def store_document(
    session: Session, *, viewer: Viewer, document: Document, handed_in: HandedIn
) -> models.SourceDocument:
    """The stored document; the same bytes under the same name are stored once."""
    # Two who hand in the same file at once would both find it missing.
    lock_row(session, models.Institution, viewer.institution_id)
    digest = hashlib.sha256(handed_in.content).hexdigest()
    known = session.exec(
        select(models.SourceDocument).where(
            models.SourceDocument.institution_id == viewer.institution_id,
            models.SourceDocument.sha256 == digest,
            models.SourceDocument.name == document.file,
        )
    ).first()
    if known:
        return known
    row = models.SourceDocument(
        institution_id=viewer.institution_id,
        name=document.file,
        format=document.format,
        sha256=digest,
        size_bytes=len(handed_in.content),
        pages=document.pages,
        content=handed_in.content,
        blocks=[_block(p.text, p.locator.as_json()) for p in document.paragraphs() if p.text],
        imported_at=now(),
        imported_by=viewer.person_id,
    )
    session.add(row)
    session.flush()
    return row


def _block(text: str, place: dict[str, str | int]) -> dict[str, Any]:
    return {"text": text, "place": place}


Row = TypeVar("Row", bound=Owned)


class RowKeeper:
    """Adds an edition's rows, and the sources of their fields all at once at the end."""

    def __init__(
        self, session: Session, *, viewer: Viewer, documents: Mapping[str, models.SourceDocument]
    ) -> None:
        self._session = session
        self._person_id = viewer.person_id
        self._ids = {name: row.id for name, row in documents.items()}
        self._origins: list[models.FieldOrigin] = []
        self.institution_id = viewer.institution_id

    def add(self, row: Row) -> Row:
        """The row, with its id."""
        self._session.add(row)
        self._session.flush()
        return row

    def keep(self, kind: models.RowKind, row_id: int, sources: Iterable[tuple[str, FieldSource]]) -> None:
        """Remembers where each named field of the row came from."""
        for field, source in sources:
            self._origins.append(
                models.FieldOrigin(
                    institution_id=self.institution_id,
                    row_kind=kind,
                    row_id=row_id,
                    field=field,
                    origin=source.origin,
                    source_document_id=self._ids.get(source.locator.file),
                    locator=source.locator.as_json(),
                    value=source.value,
                    person_id=(source.by or self._person_id) if source.origin is Origin.PERSON else None,
                    set_at=source.at,
                )
            )

    def save(self) -> None:
        """Adds the sources that were kept to the unit of work."""
        self._session.add_all(self._origins)
        self._session.flush()
        self._origins = []


def keep_findings(
    session: Session,
    *,
    viewer: Viewer,
    kind: models.RowKind,
    row_id: int,
    findings: Iterable[Finding],
) -> None:
    """Stores a reading's findings with the edition they are about, in their order."""
    for position, finding in enumerate(findings, 1):
        session.add(
            models.ReadingFinding(
                institution_id=viewer.institution_id,
                row_kind=kind,
                row_id=row_id,
                position=position,
                severity=finding.severity,
                subject=finding.subject,
                message=finding.message,
                remedy=finding.remedy,
                file=finding.locator.file if finding.locator else "",
                locator=finding.locator.as_json() if finding.locator else {},
            )
        )
    session.flush()
