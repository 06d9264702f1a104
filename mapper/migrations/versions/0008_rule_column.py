"""Drops a qualification's parsed rule, which nothing wrote or read: rules are read from their text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Drops the column."""
    with op.batch_alter_table("qualification", recreate="never") as batch:
        batch.drop_column("rule")


def downgrade() -> None:
    """Puts the empty column back."""
    with op.batch_alter_table("qualification", recreate="never") as batch:
        batch.add_column(sa.Column("rule", sa.JSON(), nullable=True))
