"""The structure and pass rules of a programme's edition, as people enter them; they can only be added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
TABLE = "entered_structure"


def upgrade() -> None:
    """Makes the table and the triggers that keep it append-only."""
    op.create_table(
        TABLE,
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entered", sa.JSON(), nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("entered_by", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_entered_structure_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["programme_edition.id"], name="fk_entered_structure_edition_id"
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name="fk_entered_structure_entered_by"),
        sa.PrimaryKeyConstraint("id", name="pk_entered_structure"),
        sa.UniqueConstraint("edition_id", "number", name="uq_entered_structure_edition_id_number"),
        sa.UniqueConstraint("request_id", name="uq_entered_structure_request_id"),
    )
    for column in ("institution_id", "edition_id", "entered_by"):
        op.create_index(f"ix_{TABLE}_{column}", TABLE, [column])
    _keep_append_only()


def downgrade() -> None:
    """There is no way back: it would throw what people recorded away."""
    raise NotImplementedError("What people recorded is never thrown away; restore a backup instead.")


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
