"""Drafts of programmes, and why a file handed in to a job could not be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Makes the drafts' tables and adds a column."""
    _make_drafts()
    _make_documents()
    _make_changes()
    with op.batch_alter_table("job_file") as batch:
        batch.add_column(sa.Column("fault", TEXT, nullable=True))


def downgrade() -> None:
    """There is no way back: it would throw changes away."""
    raise NotImplementedError("Changes are never thrown away; restore a backup instead.")


def _choice(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _make_drafts() -> None:
    op.create_table(
        "programme_draft",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("module_count", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("state", _choice("open", "accepted", "dropped", name="state"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (settled_at IS NULL)", name="settled_has_moment"),
        sa.CheckConstraint("(state = 'accepted') = (edition_id IS NOT NULL)", name="accepted_has_edition"),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["programme_edition.id"], name="fk_programme_draft_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_programme_draft_institution_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_programme_draft_made_by"),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_programme_draft_programme_id"),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name="fk_programme_draft_settled_by"),
        sa.PrimaryKeyConstraint("id", name="pk_programme_draft"),
        sa.UniqueConstraint("request_id", name="uq_programme_draft_request_id"),
    )
    for column in ("edition_id", "institution_id", "made_by", "programme_id", "settled_by"):
        op.create_index(f"ix_programme_draft_{column}", "programme_draft", [column])


def _make_documents() -> None:
    op.create_table(
        "programme_draft_document",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("source_document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["programme_draft.id"], name="fk_programme_draft_document_draft_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_programme_draft_document_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"],
            ["source_document.id"],
            name="fk_programme_draft_document_source_document_id",
        ),
        sa.PrimaryKeyConstraint("draft_id", "source_document_id", name="pk_programme_draft_document"),
    )
    op.create_index(
        "ix_programme_draft_document_institution_id", "programme_draft_document", ["institution_id"]
    )


def _make_changes() -> None:
    op.create_table(
        "programme_draft_change",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            _choice("set", "add", "drop", "put back", "move", "split", "merge", "take back", name="act"),
            nullable=False,
        ),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("made_by", sa.String(length=32), nullable=False),
        sa.CheckConstraint("(act = 'take back') = (takes_back IS NOT NULL)", name="take_back_names_change"),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["programme_draft.id"], name="fk_programme_draft_change_draft_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_programme_draft_change_institution_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name="fk_programme_draft_change_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_programme_draft_change"),
        sa.UniqueConstraint("draft_id", "number", name="uq_programme_draft_change_draft_id_number"),
        sa.UniqueConstraint("draft_id", "takes_back", name="uq_programme_draft_change_draft_id_takes_back"),
    )
    for column in ("draft_id", "institution_id", "made_by"):
        op.create_index(f"ix_programme_draft_change_{column}", "programme_draft_change", [column])
