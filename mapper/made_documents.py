"""Keeps documents that took long to make: the newest of each name, as long as nothing newer is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete

from mapper import models
from mapper.mappings import own_mapping
from mapper.values import Viewer

MAKE_DOCUMENT = "make document"
"""The kind of the job that makes one; its payload names the mapping, the document and its fingerprint."""


@dataclass(frozen=True, slots=True)
class NewlyMade:
    """A finished file: `name` as it is asked for by, `file_name` as it is saved, `made_at` as it says.

    `fingerprint` is of everything that it shows, in 64 hexadecimal digits.
    """

    name: str
    fingerprint: str
    file_name: str
    media_type: str
    content: bytes
    made_at: datetime


def keep_document(session: Session, *, viewer: Viewer, mapping_id: int, made: NewlyMade) -> None:
    """Keeps the file in the place of an earlier one of its name; NotFoundError for another's mapping."""
    mapping = own_mapping(session, viewer=viewer, mapping_id=mapping_id)
    earlier = (col(models.MadeDocument.mapping_id) == mapping.id, col(models.MadeDocument.name) == made.name)
    session.exec(delete(models.MadeDocument).where(*earlier))
    session.add(
        models.MadeDocument(
            institution_id=mapping.institution_id,
            mapping_id=mapping.id,
            name=made.name,
            fingerprint=made.fingerprint,
            file_name=made.file_name,
            media_type=made.media_type,
            content=made.content,
            made_at=made.made_at,
            made_by=viewer.person_id,
        )
    )
    session.flush()
