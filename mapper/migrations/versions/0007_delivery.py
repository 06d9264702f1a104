"""Which modules teach a learning outcome: suggestions, and decisions that can only be added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
SUGGESTED, DECIDED = "delivery_suggestion", "delivery_decision"
CHAIN = ("mapping_id", "key")


def upgrade() -> None:
    """Makes the two tables, and the triggers that keep the decisions append-only."""
    _make_suggestions()
    _make_decisions()
    _keep_append_only()


def downgrade() -> None:
    """There is no way back: it would throw what people decided away."""
    raise NotImplementedError("What people decided is never thrown away; restore a backup instead.")


def _make_suggestions() -> None:
    op.create_table(
        SUGGESTED,
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("learning_outcome_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", TEXT, nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("shared_terms", sa.JSON(), nullable=False),
        _reference(SUGGESTED, "institution_id", "institution"),
        _reference(SUGGESTED, "run_id", "suggestion_run"),
        _reference(SUGGESTED, "mapping_id", "mapping"),
        _reference(SUGGESTED, "learning_outcome_id", "learning_outcome"),
        _reference(SUGGESTED, "statement_id", "statement"),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_suggestion"),
        sa.UniqueConstraint(
            "mapping_id", "learning_outcome_id", "statement_id", name="uq_delivery_suggestion_link"
        ),
    )
    for column in ("institution_id", "run_id", "learning_outcome_id", "statement_id"):
        op.create_index(f"ix_{SUGGESTED}_{column}", SUGGESTED, [column])


def _make_decisions() -> None:
    act = sa.Enum("judge", "withdraw", name="act", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        DECIDED,
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("learning_outcome_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("act", act, nullable=False),
        sa.Column("delivers", sa.Boolean(), nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("outcome_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("taught_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("quotation", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("suggested", sa.JSON(), nullable=True),
        sa.CheckConstraint("(act = 'judge') = (delivers IS NOT NULL)", name="judged_has_answer"),
        sa.CheckConstraint(
            "(statement_id IS NULL) <> (module_id IS NULL)", name="either_statement_or_module"
        ),
        _reference(DECIDED, "institution_id", "institution"),
        _reference(DECIDED, "mapping_id", "mapping"),
        _reference(DECIDED, "learning_outcome_id", "learning_outcome"),
        _reference(DECIDED, "statement_id", "statement"),
        _reference(DECIDED, "module_id", "module"),
        _reference(DECIDED, "person_id", "person"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", *CHAIN],
            [f"{DECIDED}.{column}" for column in ("id", *CHAIN)],
            name="fk_delivery_decision_supersedes",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_delivery_decision"),
        sa.UniqueConstraint("request_id", name="uq_delivery_decision_request_id"),
        sa.UniqueConstraint("supersedes_id", name="uq_delivery_decision_supersedes_id"),
        sa.UniqueConstraint("id", *CHAIN, name="uq_delivery_decision_id_mapping_id_key"),
    )
    indexed = (
        "institution_id",
        "mapping_id",
        "learning_outcome_id",
        "statement_id",
        "module_id",
        "person_id",
    )
    for column in indexed:
        op.create_index(f"ix_{DECIDED}_{column}", DECIDED, [column])
    op.create_index(
        f"uq_{DECIDED}_root",
        DECIDED,
        list(CHAIN),
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )


def _reference(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _keep_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {DECIDED}_append_only BEFORE UPDATE OR DELETE ON {DECIDED} "
            "FOR EACH ROW EXECUTE FUNCTION mapper_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {DECIDED}_no_truncate BEFORE TRUNCATE ON {DECIDED} "
            "FOR EACH STATEMENT EXECUTE FUNCTION mapper_append_only()"
        )
        return
    # Batch mode rebuilds a table and loses its triggers: a later migration of it makes them anew.
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {DECIDED}_no_{verb.lower()} BEFORE {verb} ON {DECIDED} "
            f"BEGIN SELECT RAISE(ABORT, '{DECIDED} is append-only'); END"
        )
