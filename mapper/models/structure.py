"""What people entered of a programme's structure and pass rules; versions are only added."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import Owned, json_field, moment_field, person_reference, reference, text_field


class EnteredStructure(Owned, table=True):
    """A version of an edition's structure: `number` counts from 1, and the last one stands.

    `entered` is the whole of it (`mapper.standing.entered`), `note` says in words what was entered.
    """

    __tablename__ = "entered_structure"
    __table_args__ = (sa.UniqueConstraint("edition_id", "number"), sa.UniqueConstraint("request_id"))

    id: int = Field(default=None, primary_key=True)
    edition_id: int = reference("programme_edition.id")
    number: int
    entered: dict[str, Any] = json_field()
    note: str = text_field()
    entered_at: datetime = moment_field()
    entered_by: str = person_reference()
    request_id: str = Field(max_length=64)
