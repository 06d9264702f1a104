"""Programmes that were read and not accepted yet: the reading, and what people did to it.

The reading itself is never changed. Changes are added one after the other; one that is taken back
stays beside the change that takes it back.
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
from mapper.programme_review.parts import DraftAct


class ProgrammeDraftState(StrEnum):
    """Whether a draft can still be changed, became an edition, or was given up."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class ProgrammeDraft(Owned, table=True):
    """A programme as read; `version` counts the changes since, `title` is what stands, for lists.

    `programme_id` names the programme that it is to be a new edition of, where it is not a new one.
    """

    __tablename__ = "programme_draft"
    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.CheckConstraint("(state = 'accepted') = (edition_id IS NOT NULL)", name="accepted_has_edition"),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_moment"),
    )

    id: int = Field(default=None, primary_key=True)
    programme_id: int | None = reference("programme.id", nullable=True)
    title: str | None = text_field(default=None)
    module_count: int
    reading: dict[str, Any] = json_field()
    is_sample: bool = False
    state: ProgrammeDraftState = Field(sa_type=checked(ProgrammeDraftState, "state"))
    version: int = 0
    made_at: datetime = moment_field()
    made_by: str = person_reference()
    settled_at: datetime | None = moment_field(nullable=True)
    settled_by: str | None = person_reference(nullable=True)
    request_id: str | None = Field(default=None, max_length=64)
    edition_id: int | None = reference("programme_edition.id", nullable=True)


class ProgrammeDraftDocument(Owned, table=True):
    """Which documents a draft was read from, in order."""

    __tablename__ = "programme_draft_document"

    draft_id: int = Field(primary_key=True, foreign_key="programme_draft.id")
    source_document_id: int = Field(primary_key=True, foreign_key="source_document.id")
    position: int


class ProgrammeDraftChange(Owned, table=True):
    """One change of a draft: `number` from 1 in its order, `target` the key of what it changes.

    `takes_back` is the number of the change that this one undoes; each is undone once at most.
    """

    __tablename__ = "programme_draft_change"
    __table_args__ = (
        sa.UniqueConstraint("draft_id", "number"),
        sa.UniqueConstraint("draft_id", "takes_back"),
        sa.CheckConstraint("(act = 'take back') = (takes_back IS NOT NULL)", name="take_back_names_change"),
    )

    id: int = Field(default=None, primary_key=True)
    draft_id: int = reference("programme_draft.id")
    number: int
    act: DraftAct = Field(sa_type=checked(DraftAct, "act"))
    target: str = text_field()
    detail: dict[str, Any] = json_field()
    takes_back: int | None = None
    made_at: datetime = moment_field()
    made_by: str = person_reference()
