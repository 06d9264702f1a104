"""Which modules teach a learning outcome: what the machine suggests, and what people decided.

Decisions are append-only, one chain for each `key` of a mapping. As with evidence, `request_id` and
`supersedes_id` are unique and a chain has one root, so that a double click and two people at once are
constraints.
"""

from datetime import datetime
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
from mapper.models.reviews import Act


class DeliverySuggestion(Owned, table=True):
    """A statement that may deliver a learning outcome: `score` in [0, 1] is the sum of `parts`."""

    __tablename__ = "delivery_suggestion"
    __table_args__ = (
        sa.UniqueConstraint(
            "mapping_id", "learning_outcome_id", "statement_id", name="uq_delivery_suggestion_link"
        ),
    )

    id: int = Field(default=None, primary_key=True)
    run_id: int = reference("suggestion_run.id")
    mapping_id: int = Field(foreign_key="mapping.id")
    learning_outcome_id: int = reference("learning_outcome.id")
    statement_id: int = reference("statement.id")
    rank: int
    score: float
    band: str = text_field()
    parts: dict[str, float] = json_field()
    shared_terms: list[str] = json_field()


class DeliveryDecision(Owned, table=True):
    """Whether a statement, or a module as a whole, delivers a learning outcome: who, when, on what, why.

    `key` is "7:s12" for outcome 7 and statement 12, "7:m3" for outcome 7 and all of module 3.
    `taught_fingerprint` is the statement's, or that of everything that the module says it teaches.
    """

    __tablename__ = "delivery_decision"
    __table_args__ = (
        sa.UniqueConstraint("request_id"),
        sa.UniqueConstraint("supersedes_id"),
        sa.UniqueConstraint("id", "mapping_id", "key"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "mapping_id", "key"],
            ["delivery_decision.id", "delivery_decision.mapping_id", "delivery_decision.key"],
            name="fk_delivery_decision_supersedes",
        ),
        sa.CheckConstraint("(act = 'judge') = (delivers IS NOT NULL)", name="judged_has_answer"),
        sa.CheckConstraint(
            "(statement_id IS NULL) <> (module_id IS NULL)", name="either_statement_or_module"
        ),
        sa.Index(
            "uq_delivery_decision_root",
            "mapping_id",
            "key",
            unique=True,
            sqlite_where=sa.text("supersedes_id IS NULL"),
            postgresql_where=sa.text("supersedes_id IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    mapping_id: int = reference("mapping.id")
    learning_outcome_id: int = reference("learning_outcome.id")
    statement_id: int | None = reference("statement.id", nullable=True)
    module_id: int | None = reference("module.id", nullable=True)
    key: str = text_field()
    request_id: str = Field(max_length=64)
    supersedes_id: int | None = Field(default=None)
    person_id: str = person_reference()
    decided_at: datetime = moment_field()
    act: Act = Field(sa_type=checked(Act, "act"))
    delivers: bool | None = None
    reason: str = text_field()
    outcome_fingerprint: str = Field(max_length=64)
    taught_fingerprint: str = Field(max_length=64)
    quotation: str = text_field()
    place: str = text_field()
    suggested: dict[str, Any] | None = json_field(nullable=True)
