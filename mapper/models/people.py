"""Institutions and the people who act for them, names apart so that they can be erased."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from mapper.models.base import Owned, moment_field, text_field


class Institution(SQLModel, table=True):
    """A university or an awarding body."""

    id: int = Field(default=None, primary_key=True)
    name: str = text_field()
    created_at: datetime = moment_field()


class Person(Owned, table=True):
    """Somebody by opaque id; what they decided keeps pointing here when the name is erased."""

    id: str = Field(primary_key=True, max_length=32)
    created_at: datetime = moment_field()


class PersonName(Owned, table=True):
    """The one place that holds names; erasing empties the row and leaves decisions whole."""

    __tablename__ = "person_name"

    person_id: str = Field(primary_key=True, foreign_key="person.id", max_length=32)
    name: str | None = text_field(default=None)
    email: str | None = text_field(default=None)
    erased_at: datetime | None = moment_field(nullable=True)
