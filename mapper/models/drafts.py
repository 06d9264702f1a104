"""Specifications that were read and not published yet: the reading, and what people did to it.

The reading itself is never changed. Corrections and attachments are added one after the other;
the last of a field or of an offered unit stands.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import (
    Owned,
    checked,
    json_field,
    moment_field,
    person_reference,
    reference,
    text_field,
)


class DraftState(StrEnum):
    """Whether a draft can still be corrected, became an edition, or was given up."""

    OPEN = "open"
    PUBLISHED = "published"
    DROPPED = "dropped"


class SpecificationDraft(Owned, table=True):
    """A specification as read; `version` counts what was done to it since.

    `document_ids` are further documents that its sources name, where it was made from an edition.
    """

    __tablename__ = "specification_draft"
    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.CheckConstraint("(state = 'published') = (edition_id IS NOT NULL)", name="published_has_edition"),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_moment"),
    )

    id: int = Field(default=None, primary_key=True)
    source_document_id: int = reference("source_document.id")
    document_ids: list[int] = json_field()
    reading: dict[str, Any] = json_field()
    is_sample: bool = False
    state: DraftState = Field(sa_type=checked(DraftState, "draft_state"))
    version: int = 0
    made_at: datetime = moment_field()
    made_by: str = person_reference()
    settled_at: datetime | None = moment_field(nullable=True)
    settled_by: str | None = person_reference(nullable=True)
    request_id: str | None = Field(default=None, max_length=64)
    edition_id: int | None = reference("specification_edition.id", nullable=True)


class DraftCorrection(Owned, table=True):
    """What a person put in the place of a value: `path` as in `units[2].title`, `read` as it was read."""

    __tablename__ = "draft_correction"

    id: int = Field(default=None, primary_key=True)
    draft_id: int = reference("specification_draft.id")
    path: str = text_field()
    read: Any = json_field(nullable=True)
    value: Any = json_field(nullable=True)
    corrected_at: datetime = moment_field()
    corrected_by: str = person_reference()


class DraftAddition(Owned, table=True):
    """Another document handed in to a draft: the units' wording or mark sheets that it offers."""

    __tablename__ = "draft_addition"
    __table_args__ = (sa.UniqueConstraint("draft_id", "source_document_id"),)

    id: int = Field(default=None, primary_key=True)
    draft_id: int = reference("specification_draft.id")
    source_document_id: int = reference("source_document.id")
    offered: dict[str, Any] = json_field()
    is_sample: bool = False
    added_at: datetime = moment_field()
    added_by: str = person_reference()


class DraftAttachment(Owned, table=True):
    """A person's word on an offered unit: which unit of the draft (from 0) it belongs to, if any."""

    __tablename__ = "draft_attachment"

    id: int = Field(default=None, primary_key=True)
    draft_id: int = reference("specification_draft.id")
    addition_id: int = reference("draft_addition.id")
    position: int
    unit: int | None = None
    decided_at: datetime = moment_field()
    decided_by: str = person_reference()
