"""What people decided: append-only, one chain per subject, the present state never stored twice.

A decision is superseded by the one that names it in `supersedes_id`. Both that column and
`request_id` are unique and each subject has one root, so a double click, two people at once and
an undo are constraints and not code.
"""

from datetime import date, datetime
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
from mapper.values import Coverage


class SubjectKind(StrEnum):
    """What a decision is about."""

    LINK = "link"
    CRITERION = "criterion"
    SET = "set"


class SetMode(StrEnum):
    """Whether all members of a declared set are needed, or any one of them."""

    ALL = "all"
    ANY = "any"


class Act(StrEnum):
    """A judgement, or the withdrawal of one; what is withdrawn is not judged."""

    JUDGE = "judge"
    WITHDRAW = "withdraw"


class Subject(Owned, table=True):
    """A link (criterion and statement), a criterion as such ("nothing here"), or a set of links."""

    __table_args__ = (
        sa.UniqueConstraint("mapping_id", "key"),
        sa.CheckConstraint("(kind = 'link') = (statement_id IS NOT NULL)", name="link_has_statement"),
        sa.CheckConstraint("(kind = 'set') = (set_mode IS NOT NULL)", name="set_has_mode"),
    )

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    kind: SubjectKind = Field(sa_type=checked(SubjectKind, "kind"))
    criterion_id: int = reference("criterion.id")
    statement_id: int | None = reference("statement.id", nullable=True)
    set_mode: SetMode | None = Field(
        default=None,
        sa_type=checked(SetMode, "set_mode"),
        nullable=True,
    )
    key: str = text_field()


class SubjectMember(Owned, table=True):
    """A statement of a declared set."""

    __tablename__ = "subject_member"

    subject_id: int = Field(primary_key=True, foreign_key="subject.id")
    statement_id: int = Field(primary_key=True, foreign_key="statement.id")


class Decision(Owned, table=True):
    """Someone's recorded judgement: who, when, on which wording, which coverage, why."""

    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("supersedes_id"),
        sa.UniqueConstraint("id", "subject_id"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "subject_id"],
            ["decision.id", "decision.subject_id"],
            name="fk_decision_supersedes",
        ),
        sa.CheckConstraint("(act = 'judge') = (coverage IS NOT NULL)", name="judged_has_coverage"),
        sa.Index(
            "uq_decision_root",
            "subject_id",
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NULL"),
            postgresql_where=sa.text("supersedes_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    subject_id: int = reference("subject.id")
    request_id: str = Field(max_length=64)
    supersedes_id: int | None = Field(default=None)
    batch_id: str | None = Field(default=None, max_length=64, index=True)
    person_id: str = person_reference()
    decided_at: datetime = moment_field()
    act: Act = Field(sa_type=checked(Act, "act"))
    coverage: Coverage | None = Field(
        default=None,
        sa_type=checked(Coverage, "coverage"),
        nullable=True,
    )
    certainty: str | None = text_field(default=None)
    reason: str = text_field()
    criterion_fingerprint: str = Field(max_length=64)
    statement_fingerprint: str | None = Field(default=None, max_length=64)
    quotation: str = text_field()
    place: str = text_field()
    suggested: dict[str, Any] | None = json_field(nullable=True)


class Approval(Owned, table=True):
    """ILM's approval as reported, or its withdrawal; `snapshot` is the coverage it rested on."""

    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("supersedes_id"),
        sa.UniqueConstraint("id", "mapping_id"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "mapping_id"],
            ["approval.id", "approval.mapping_id"],
            name="fk_approval_supersedes",
        ),
        sa.Index(
            "uq_approval_root",
            "mapping_id",
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NULL"),
            postgresql_where=sa.text("supersedes_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    request_id: str = Field(max_length=64)
    supersedes_id: int | None = Field(default=None)
    is_withdrawal: bool
    is_full: bool
    approved_by: str = person_reference()
    ilm_reference: str = text_field()
    approved_on: date | None = None
    reason: str = text_field()
    recorded_by: str = person_reference()
    recorded_at: datetime = moment_field()
    snapshot: dict[str, Any] = json_field()
