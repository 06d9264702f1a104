"""What is being done about a gap: append-only, one chain for each criterion on each way to an award.

The last entry of a chain says everything that stands: each entry carries on what was planned before. As
with decisions, `request_id` and `supersedes_id` are unique and a chain has one root, so that a double
click and two people at once are constraints. No entry changes a verdict.
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


class GapAct(StrEnum):
    """The work is planned, the gap is closed, or it is opened again."""

    PLAN = "plan"
    CLOSE = "close"
    REOPEN = "reopen"


class Way(StrEnum):
    """The ways of closing a gap; what each takes stands in `mapper.standing.remedies`."""

    JUDGE = "judge the evidence"
    STRUCTURE = "enter who takes what"
    CORE = "make the module core"
    NO_COMPENSATION = "rule out compensation"
    MUST_PASS = "make the component must-pass"  # noqa: S105 - no password
    NO_CHOICE = "take the choice away"
    REWORD = "reword the brief"
    COMPONENT = "add a component"
    OWN_INSTRUMENT = "centre-developed instrument"
    INTEGRATED = "integrated assignment"
    ACCEPTANCE = "ILM accepts by module"
    ILM_ASSIGNMENT = "ILM assignment"
    ASSESSMENT_SERVICE = "ILM Assessment Service"


class Closing(StrEnum):
    """How a gap was closed: it is none any more, ILM accepts it, or its unit is not claimed by mapping."""

    GUARANTEED = "guaranteed"
    BY_MODULE = "accepted by module"
    ILM_ASSIGNMENT = "ILM assignment"
    ASSESSMENT_SERVICE = "ILM Assessment Service"


class GapEntry(Owned, table=True):
    """One entry on a gap; `award` is the key of an exit award, "" for the whole programme.

    `rested_on` holds what a closing rested on (`mapper.standing.gaps.Ground`), and is empty otherwise.
    `accepted_by` is the person at ILM of whom it was reported that they accept the verdict by module.
    """

    __tablename__ = "gap_entry"
    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("supersedes_id"),
        sa.UniqueConstraint("id", "mapping_id", "criterion_id", "award"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "mapping_id", "criterion_id", "award"],
            ["gap_entry.id", "gap_entry.mapping_id", "gap_entry.criterion_id", "gap_entry.award"],
            name="fk_gap_entry_supersedes",
        ),
        sa.CheckConstraint("(act = 'close') = (closing IS NOT NULL)", name="closed_has_closing"),
        sa.CheckConstraint(
            "(accepted_by IS NOT NULL) = (closing IS NOT NULL AND closing = 'accepted by module')",
            name="accepted_has_person",
        ),
        sa.Index(
            "uq_gap_entry_root",
            "mapping_id",
            "criterion_id",
            "award",
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NULL"),
            postgresql_where=sa.text("supersedes_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    criterion_id: int = reference("criterion.id")
    award: str = text_field()
    request_id: str = Field(max_length=64)
    supersedes_id: int | None = Field(default=None)
    batch_id: str = Field(max_length=64)
    person_id: str = person_reference()
    recorded_at: datetime = moment_field()
    act: GapAct = Field(sa_type=checked(GapAct, "act"))
    way: Way | None = Field(default=None, sa_type=checked(Way, "way"), nullable=True)
    assigned_to: str = text_field()
    due_on: date | None = None
    note: str = text_field()
    closing: Closing | None = Field(default=None, sa_type=checked(Closing, "closing"), nullable=True)
    reason: str = text_field()
    accepted_by: str | None = person_reference(nullable=True)
    rested_on: dict[str, Any] = json_field()
