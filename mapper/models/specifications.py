"""Specifications by edition: qualifications, units, learning outcomes and criteria as ILM wrote them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from mapper.models.base import Owned, json_field, moment_field, person_reference, reference, text_field


class Specification(Owned, table=True):
    """A specification by its code, whatever its editions."""

    __table_args__ = (sa.UniqueConstraint("institution_id", "code"),)

    id: int = Field(default=None, primary_key=True)
    code: str = text_field()
    created_at: datetime = moment_field()


class SpecificationEdition(Owned, table=True):
    """A dated version of a specification's document; a later one never overwrites it."""

    __tablename__ = "specification_edition"
    __table_args__ = (sa.UniqueConstraint("specification_id", "number"),)

    id: int = Field(default=None, primary_key=True)
    specification_id: int = reference("specification.id")
    number: int
    title: str | None = text_field(default=None)
    level: int | None = None
    source_document_id: int = reference("source_document.id")
    is_sample: bool = False
    imported_at: datetime = moment_field()
    imported_by: str = person_reference()


class Qualification(Owned, table=True):
    """A qualification of an edition; `rule_entered` is a person's where the rule was not understood."""

    __table_args__ = (sa.UniqueConstraint("edition_id", "accreditation_number"),)

    id: int = Field(default=None, primary_key=True)
    edition_id: int = reference("specification_edition.id")
    position: int
    title: str = text_field()
    accreditation_number: str = text_field()
    size: str | None = text_field(default=None)
    level: int | None = None
    credits_min: float | None = None
    credits_max: float | None = None
    glh: float | None = None
    average_glh: float | None = None
    tqt: float | None = None
    start_date: date | None = None
    last_registration_date: date | None = None
    last_certification_date: date | None = None
    dates_checked_on: date | None = None
    induction: str | None = text_field(default=None)
    tutorial_support: str | None = text_field(default=None)
    duration: str | None = text_field(default=None)
    rule_text: str | None = text_field(default=None)
    rule_entered: str | None = text_field(default=None)


class Unit(Owned, table=True):
    """A unit row of an edition; its wording may be missing."""

    __table_args__ = (sa.UniqueConstraint("edition_id", "ref"),)

    id: int = Field(default=None, primary_key=True)
    edition_id: int = reference("specification_edition.id")
    position: int
    ref: str = text_field()
    title: str = text_field()
    restriction: str | None = text_field(default=None)
    level: int | None = None
    credits: float | None = None
    glh: float | None = None
    unit_group: str | None = text_field(default=None)
    purpose: str | None = text_field(default=None)


class Substitution(Owned, table=True):
    """A unit that replaces another for learners registered from a date."""

    __table_args__ = (sa.UniqueConstraint("edition_id", "replaced", "replacement"),)

    id: int = Field(default=None, primary_key=True)
    edition_id: int = reference("specification_edition.id")
    replaced: str = text_field()
    replacement: str = text_field()
    registered_from: date | None = None


class LearningOutcome(Owned, table=True):
    """A learning outcome of a unit, in ILM's wording."""

    __tablename__ = "learning_outcome"
    __table_args__ = (sa.UniqueConstraint("unit_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    unit_id: int = reference("unit.id")
    position: int
    number: str = text_field()
    text: str = text_field()
    indicative_content: list[str] = json_field()


class Criterion(Owned, table=True):
    """An assessment criterion in ILM's wording, never altered, merged or left out."""

    __table_args__ = (sa.UniqueConstraint("learning_outcome_id", "position"),)

    id: int = Field(default=None, primary_key=True)
    learning_outcome_id: int = reference("learning_outcome.id")
    position: int
    number: str = text_field()
    text: str = text_field()
    fingerprint: str = Field(max_length=64)
    verb: str | None = text_field(default=None)
    verbs: list[str] = json_field()
    marks: float | None = None
    pass_marks: float | None = None
    descriptors: dict[str, Any] = json_field()
    shared_with: list[str] = json_field()
