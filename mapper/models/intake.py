"""Appendix 1 intake: which file of a programme is which of the things that ILM asks for.

Rows are only added: the last labelling of a file, and the last wish of a programme, stands.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from mapper.intake.appendix import Travelled
from mapper.models.base import (
    Owned,
    checked,
    json_field,
    moment_field,
    person_reference,
    reference,
    text_field,
)
from mapper.values import Size


class IntakeFile(Owned, table=True):
    """A file of a programme that somebody labelled; without a document it was never imported here."""

    __tablename__ = "intake_file"
    __table_args__ = (sa.UniqueConstraint("programme_id", "source_document_id"),)

    id: int = Field(default=None, primary_key=True)
    programme_id: int = reference("programme.id")
    source_document_id: int | None = reference("source_document.id", nullable=True)
    name: str = text_field()


class IntakeLabelling(Owned, table=True):
    """What somebody says a file is; `number` counts the labellings of the file from 1.

    `asked` are values of `Asked`, none of them for a file that is nothing that was asked for.
    """

    __tablename__ = "intake_labelling"
    __table_args__ = (sa.UniqueConstraint("request_id"), sa.UniqueConstraint("intake_file_id", "number"))

    id: int = Field(default=None, primary_key=True)
    intake_file_id: int = reference("intake_file.id")
    number: int
    asked: list[str] = json_field()
    received_on: date
    travelled: Travelled | None = Field(default=None, sa_type=checked(Travelled, "travelled"), nullable=True)
    note: str = text_field()
    labelled_at: datetime = moment_field()
    labelled_by: str = person_reference()
    request_id: str = Field(max_length=64)


class IntakeWish(Owned, table=True):
    """The level and size of qualification that the university wants, as somebody recorded it."""

    __tablename__ = "intake_wish"
    __table_args__ = (sa.UniqueConstraint("request_id"), sa.UniqueConstraint("programme_id", "number"))

    id: int = Field(default=None, primary_key=True)
    programme_id: int = reference("programme.id")
    number: int
    level: str | None = text_field(default=None)
    size: Size | None = Field(default=None, sa_type=checked(Size, "size"), nullable=True)
    recorded_at: datetime = moment_field()
    recorded_by: str = person_reference()
    request_id: str = Field(max_length=64)
