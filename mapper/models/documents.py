"""Imported documents, and for each field where it was read and by whom it was set."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import (
    TEXT,
    Owned,
    checked,
    json_field,
    moment_field,
    person_reference,
    reference,
    text_field,
)
from mapper.values import Origin, Severity


class RowKind(StrEnum):
    """The kinds of rows whose fields carry a source."""

    SPECIFICATION_EDITION = "specification_edition"
    QUALIFICATION = "qualification"
    UNIT = "unit"
    LEARNING_OUTCOME = "learning_outcome"
    CRITERION = "criterion"
    PROGRAMME_EDITION = "programme_edition"
    MODULE = "module"
    STATEMENT = "statement"


class SourceDocument(Owned, table=True):
    """A document as it was handed in, with its bytes and its text by blocks."""

    __tablename__ = "source_document"
    __table_args__ = (sa.UniqueConstraint("institution_id", "sha256", "name"),)

    id: int = Field(default=None, primary_key=True)
    name: str = text_field()
    format: str = text_field()
    sha256: str = Field(max_length=64)
    size_bytes: int
    pages: int | None = None
    content: bytes = Field(sa_type=sa.LargeBinary)
    blocks: list[dict[str, Any]] = json_field()
    imported_at: datetime = moment_field()
    imported_by: str = person_reference()


class FieldOrigin(Owned, table=True):
    """Where one field of one row came from; an inferred value stands here and not in the field.

    Where a person set the field, `value` is what was read before, and `set_at` when they did.
    """

    __tablename__ = "field_origin"
    __table_args__ = (sa.UniqueConstraint("row_kind", "row_id", "field", name="uq_field_origin_row_field"),)

    id: int = Field(default=None, primary_key=True)
    row_kind: RowKind = Field(sa_type=checked(RowKind, "row_kind"))
    row_id: int
    field: str = Field(sa_type=TEXT)
    origin: Origin = Field(sa_type=checked(Origin, "origin"))
    source_document_id: int | None = reference("source_document.id", nullable=True)
    locator: dict[str, Any] = json_field()
    value: Any = json_field(nullable=True)
    person_id: str | None = person_reference(nullable=True)
    set_at: datetime | None = moment_field(nullable=True)


class ReadingFinding(Owned, table=True):
    """A finding of a reading, kept with the edition that it is about."""

    __tablename__ = "reading_finding"

    id: int = Field(default=None, primary_key=True)
    row_kind: RowKind = Field(sa_type=checked(RowKind, "row_kind"))
    row_id: int = Field(index=True)
    position: int
    severity: Severity = Field(sa_type=checked(Severity, "severity"))
    subject: str = text_field()
    message: str = text_field()
    remedy: str = text_field()
    file: str = text_field()
    locator: dict[str, Any] = json_field()
