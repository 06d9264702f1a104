"""Mappings and the machine's suggestions, which never count as coverage."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import Owned, json_field, moment_field, person_reference, reference, text_field


class Mapping(Owned, table=True):
    """One programme edition against one qualification and its chosen units."""

    id: int = Field(default=None, primary_key=True)
    programme_edition_id: int = reference("programme_edition.id")
    qualification_id: int = reference("qualification.id")
    created_at: datetime = moment_field()
    created_by: str = person_reference()


class MappingUnit(Owned, table=True):
    """A chosen unit of a mapping."""

    __tablename__ = "mapping_unit"

    mapping_id: int = Field(primary_key=True, foreign_key="mapping.id")
    unit_id: int = Field(primary_key=True, foreign_key="unit.id")
    position: int


class SuggestionRun(Owned, table=True):
    """One run of the engine over a mapping, with its version and parameters."""

    __tablename__ = "suggestion_run"

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    engine: str = text_field()
    engine_version: str = text_field()
    parameters: dict[str, Any] = json_field()
    made_at: datetime = moment_field()


class Suggestion(Owned, table=True):
    """A statement suggested for a criterion: `score` in [0, 1] is the sum of `parts`; `rank` from 1."""

    __table_args__ = (sa.UniqueConstraint("mapping_id", "criterion_id", "statement_id"),)

    id: int = Field(default=None, primary_key=True)
    run_id: int = reference("suggestion_run.id")
    mapping_id: int = Field(foreign_key="mapping.id")
    criterion_id: int = reference("criterion.id")
    statement_id: int = reference("statement.id")
    rank: int
    score: float
    band: str = text_field()
    parts: dict[str, float] = json_field()
    shared_terms: list[str] = json_field()
