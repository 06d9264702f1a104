"""Programmes by edition: modules and their statements, each statement something to link."""

from datetime import datetime

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
from mapper.values import StatementKind


class Programme(Owned, table=True):
    """A university's programme, whatever its editions."""

    id: int = Field(default=None, primary_key=True)
    title: str = text_field()
    created_at: datetime = moment_field()


class ProgrammeEdition(Owned, table=True):
    """A dated version of a programme's documents as read; facts as the documents state them."""

    __tablename__ = "programme_edition"
    __table_args__ = (sa.UniqueConstraint("programme_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    programme_id: int = reference("programme.id")
    number: int
    title: str = text_field()
    award: str | None = text_field(default=None)
    level: str | None = text_field(default=None)
    credits: float | None = None
    duration: str | None = text_field(default=None)
    mode: str | None = text_field(default=None)
    is_sample: bool = False
    imported_at: datetime = moment_field()
    imported_by: str = person_reference()


class ProgrammeDocument(Owned, table=True):
    """Which documents an edition was read from."""

    __tablename__ = "programme_document"

    edition_id: int = Field(primary_key=True, foreign_key="programme_edition.id")
    source_document_id: int = Field(primary_key=True, foreign_key="source_document.id")
    position: int


class Module(Owned, table=True):
    """A module; `status` is the university's own word for core, compulsory or optional."""

    __table_args__ = (sa.UniqueConstraint("edition_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    edition_id: int = reference("programme_edition.id")
    position: int
    code: str | None = text_field(default=None)
    title: str | None = text_field(default=None)
    level: str | None = text_field(default=None)
    credits: float | None = None
    status: str | None = text_field(default=None)
    option_group: str | None = text_field(default=None)
    year: str | None = text_field(default=None)
    pass_mark: float | None = None
    prerequisites: list[str] = json_field()
    learning_strategy: str | None = text_field(default=None)


class Statement(Owned, table=True):
    """Any one piece of module text that can be linked: an outcome, an assessment, a content item."""

    __table_args__ = (sa.UniqueConstraint("module_id", "kind", "position"),)

    id: int = Field(default=None, primary_key=True)
    module_id: int = reference("module.id")
    kind: StatementKind = Field(sa_type=checked(StatementKind, "kind"))
    position: int
    number: str | None = text_field(default=None)
    text: str = text_field()
    fingerprint: str = Field(max_length=64)


class Assessment(Owned, table=True):
    """What an assessment's statement is made of; `weight` in per cent, null where unknown."""

    statement_id: int = Field(primary_key=True, foreign_key="statement.id")
    title: str | None = text_field(default=None)
    type: str | None = text_field(default=None)
    weight: float | None = None
    length: str | None = text_field(default=None)
    description: str | None = text_field(default=None)
    outcomes: list[str] = json_field()
    must_pass: bool | None = None


class TestedOutcome(Owned, table=True):
    """That an assessment tests an outcome, resolved from its reference as written."""

    __tablename__ = "tested_outcome"

    assessment_id: int = Field(primary_key=True, foreign_key="assessment.statement_id")
    outcome_id: int = Field(primary_key=True, foreign_key="statement.id", index=True)
