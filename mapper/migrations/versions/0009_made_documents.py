"""Documents that took long to make, kept as files: the newest of each name and mapping."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TABLE = "made_document"


def upgrade() -> None:
    """Makes the table."""
    op.create_table(
        TABLE,
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("file_name", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_made_document_institution_id"
        ),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_made_document_mapping_id"),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_made_document_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_made_document"),
        sa.UniqueConstraint("mapping_id", "name", name="uq_made_document_mapping_id_name"),
    )
    for column in ("institution_id", "mapping_id", "made_by"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])


def downgrade() -> None:
    """Drops the table: every file in it can be made again."""
    op.drop_table(TABLE)
