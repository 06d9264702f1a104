"""Appendix 1 intake: files with what they are, and the level and size wanted; both can only be added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("intake_file", "intake_labelling", "intake_wish")


def upgrade() -> None:
    """Makes the three tables and the triggers that keep them append-only."""
    _make_files()
    _make_labellings()
    _make_wishes()
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION mapper_append_only()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION mapper_append_only()"
            )
            continue
        # Batch mode rebuilds a table and loses its triggers: a later migration of these makes them anew.
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    """There is no way back: it would throw what people recorded away."""
    raise NotImplementedError("What people recorded is never thrown away; restore a backup instead.")


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _make_files() -> None:
    op.create_table(
        "intake_file",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("source_document_id", sa.Integer(), nullable=True),
        sa.Column("name", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_intake_file_institution_id"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_intake_file_programme_id"),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_intake_file_source_document_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_intake_file"),
        sa.UniqueConstraint(
            "programme_id", "source_document_id", name="uq_intake_file_programme_id_source_document_id"
        ),
    )
    for column in ("institution_id", "programme_id", "source_document_id"):
        op.create_index(f"ix_intake_file_{column}", "intake_file", [column])


def _make_labellings() -> None:
    op.create_table(
        "intake_labelling",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("intake_file_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("travelled", _choice("secure link", "protected zip", name="travelled"), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("labelled_at", MOMENT, nullable=False),
        sa.Column("labelled_by", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_intake_labelling_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["intake_file_id"], ["intake_file.id"], name="fk_intake_labelling_intake_file_id"
        ),
        sa.ForeignKeyConstraint(["labelled_by"], ["person.id"], name="fk_intake_labelling_labelled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_intake_labelling"),
        sa.UniqueConstraint("intake_file_id", "number", name="uq_intake_labelling_intake_file_id_number"),
        sa.UniqueConstraint("request_id", name="uq_intake_labelling_request_id"),
    )
    for column in ("institution_id", "intake_file_id", "labelled_by"):
        op.create_index(f"ix_intake_labelling_{column}", "intake_labelling", [column])


def _make_wishes() -> None:
    op.create_table(
        "intake_wish",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("size", _choice("award", "certificate", "diploma", name="size"), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_intake_wish_institution_id"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_intake_wish_programme_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_intake_wish_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_intake_wish"),
        sa.UniqueConstraint("programme_id", "number", name="uq_intake_wish_programme_id_number"),
        sa.UniqueConstraint("request_id", name="uq_intake_wish_request_id"),
    )
    for column in ("institution_id", "programme_id", "recorded_by"):
        op.create_index(f"ix_intake_wish_{column}", "intake_wish", [column])
