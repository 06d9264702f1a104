"""Drafts of specifications, when a person set a field, and rules of combination that a person entered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the drafts' tables and adds two columns."""
    _make_tables()
    with op.batch_alter_table("field_origin") as batch:
        batch.add_column(sa.Column("set_at", MOMENT, nullable=True))

    with op.batch_alter_table("qualification") as batch:
        batch.add_column(sa.Column("rule_entered", TEXT, nullable=True))


def downgrade() -> None:
    """There is no way back: it would throw corrections away."""
    raise NotImplementedError("Corrections are never thrown away; restore a backup instead.")


def _make_tables() -> None:
    op.create_table(
        "specification_draft",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_document_id", sa.Integer(), nullable=False),
        sa.Column("document_ids", sa.JSON(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "published",
                "dropped",
                name="draft_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_moment"),
        sa.CheckConstraint("(state = 'published') = (edition_id IS NOT NULL)", name="published_has_edition"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["specification_edition.id"], name="fk_specification_draft_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_specification_draft_institution_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_specification_draft_made_by"),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name="fk_specification_draft_settled_by"),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_specification_draft_source_document_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specification_draft"),
        sa.UniqueConstraint("request_id", name="uq_specification_draft_request_id"),
    )
    op.create_index("ix_specification_draft_edition_id", "specification_draft", ["edition_id"])
    op.create_index("ix_specification_draft_institution_id", "specification_draft", ["institution_id"])
    op.create_index("ix_specification_draft_made_by", "specification_draft", ["made_by"])
    op.create_index("ix_specification_draft_settled_by", "specification_draft", ["settled_by"])
    op.create_index(
        "ix_specification_draft_source_document_id", "specification_draft", ["source_document_id"]
    )

    op.create_table(
        "draft_addition",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("source_document_id", sa.Integer(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name="fk_draft_addition_added_by"),
        sa.ForeignKeyConstraint(["draft_id"], ["specification_draft.id"], name="fk_draft_addition_draft_id"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_draft_addition_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_draft_addition_source_document_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_addition"),
        sa.UniqueConstraint(
            "draft_id", "source_document_id", name="uq_draft_addition_draft_id_source_document_id"
        ),
    )
    op.create_index("ix_draft_addition_added_by", "draft_addition", ["added_by"])
    op.create_index("ix_draft_addition_draft_id", "draft_addition", ["draft_id"])
    op.create_index("ix_draft_addition_institution_id", "draft_addition", ["institution_id"])
    op.create_index("ix_draft_addition_source_document_id", "draft_addition", ["source_document_id"])

    op.create_table(
        "draft_correction",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("read", sa.JSON(), nullable=True),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("corrected_at", MOMENT, nullable=False),
        sa.Column("corrected_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["corrected_by"], ["person.id"], name="fk_draft_correction_corrected_by"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["specification_draft.id"], name="fk_draft_correction_draft_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_draft_correction_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_correction"),
    )
    op.create_index("ix_draft_correction_corrected_by", "draft_correction", ["corrected_by"])
    op.create_index("ix_draft_correction_draft_id", "draft_correction", ["draft_id"])
    op.create_index("ix_draft_correction_institution_id", "draft_correction", ["institution_id"])

    op.create_table(
        "draft_attachment",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("addition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["addition_id"], ["draft_addition.id"], name="fk_draft_attachment_addition_id"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name="fk_draft_attachment_decided_by"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["specification_draft.id"], name="fk_draft_attachment_draft_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_draft_attachment_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_draft_attachment"),
    )
    op.create_index("ix_draft_attachment_addition_id", "draft_attachment", ["addition_id"])
    op.create_index("ix_draft_attachment_decided_by", "draft_attachment", ["decided_by"])
    op.create_index("ix_draft_attachment_draft_id", "draft_attachment", ["draft_id"])
    op.create_index("ix_draft_attachment_institution_id", "draft_attachment", ["institution_id"])
