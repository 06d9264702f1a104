"""What is being done about gaps: who, by when, in which way, and how they were closed; only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TABLE = "gap_entry"
WAYS = (
    "judge the evidence",
    "enter who takes what",
    "make the module core",
    "rule out compensation",
    "make the component must-pass",
    "take the choice away",
    "reword the brief",
    "add a component",
    "centre-developed instrument",
    "integrated assignment",
    "ILM accepts by module",
    "ILM assignment",
    "ILM Assessment Service",
)
CLOSINGS = ("guaranteed", "accepted by module", "ILM assignment", "ILM Assessment Service")
CHAIN = ("mapping_id", "criterion_id", "award")


def upgrade() -> None:
    """Makes the table and the triggers that keep it append-only."""
    op.create_table(
        TABLE,
        *_columns(),
        sa.CheckConstraint("(act = 'close') = (closing IS NOT NULL)", name="closed_has_closing"),
        sa.CheckConstraint(
            "(accepted_by IS NOT NULL) = (closing IS NOT NULL AND closing = 'accepted by module')",
            name="accepted_has_person",
        ),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_gap_entry_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_gap_entry_mapping_id"),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name="fk_gap_entry_criterion_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_gap_entry_person_id"),
        sa.ForeignKeyConstraint(["accepted_by"], ["person.id"], name="fk_gap_entry_accepted_by"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", *CHAIN],
            [f"{TABLE}.{column}" for column in ("id", *CHAIN)],
            name="fk_gap_entry_supersedes",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_gap_entry"),
        sa.UniqueConstraint("request_id", name="uq_gap_entry_request_id"),
        sa.UniqueConstraint("supersedes_id", name="uq_gap_entry_supersedes_id"),
        sa.UniqueConstraint("id", *CHAIN, name="uq_gap_entry_id_mapping_id_criterion_id_award"),
    )
    for column in ("institution_id", "mapping_id", "criterion_id", "person_id", "accepted_by"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    op.create_index(
        f"uq_{TABLE}_root",
        TABLE,
        list(CHAIN),
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )
    _keep_append_only()


def downgrade() -> None:
    """There is no way back: it would throw what people recorded away."""
    raise NotImplementedError("What people recorded is never thrown away; restore a backup instead.")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("award", TEXT, nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("act", _choice("plan", "close", "reopen", name="act"), nullable=False),
        sa.Column("way", _choice(*WAYS, name="way"), nullable=True),
        sa.Column("assigned_to", TEXT, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("closing", _choice(*CLOSINGS, name="closing"), nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("accepted_by", sa.String(length=32), nullable=True),
        sa.Column("rested_on", sa.JSON(), nullable=False),
    ]


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _keep_append_only() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION mapper_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION mapper_append_only()"
        )
        return
    # Batch mode rebuilds a table and loses its triggers: a later migration of it makes them anew.
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{verb.lower()} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
