"""The first tables; decisions, approvals and the record of changes can only be added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("decision", "approval", "audit_event")


def upgrade() -> None:
    """Makes all tables and the triggers that keep three of them append-only."""
    _make_tables()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION mapper_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION mapper_append_only()"
            )
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION mapper_append_only()"
            )
        return
    # Batch mode rebuilds a table and loses its triggers: a later migration of these makes them anew.
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def downgrade() -> None:
    """There is no way back: it would throw decisions away."""
    raise NotImplementedError("Decisions are never thrown away; restore a backup instead.")


def _make_tables() -> None:  # noqa: PLR0915  one table after the other
    op.create_table(
        "institution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_institution"),
    )
    op.create_table(
        "person",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_person_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_index("ix_person_institution_id", "person", ["institution_id"])

    op.create_table(
        "programme",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_programme_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_programme"),
    )
    op.create_index("ix_programme_institution_id", "programme", ["institution_id"])

    op.create_table(
        "reading_finding",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "row_kind",
            sa.Enum(
                "specification_edition",
                "qualification",
                "unit",
                "learning_outcome",
                "criterion",
                "programme_edition",
                "module",
                "statement",
                name="row_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "severity",
            sa.Enum(
                "error",
                "warning",
                "info",
                name="severity",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("remedy", TEXT, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("locator", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_reading_finding_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reading_finding"),
    )
    op.create_index("ix_reading_finding_institution_id", "reading_finding", ["institution_id"])
    op.create_index("ix_reading_finding_row_id", "reading_finding", ["row_id"])

    op.create_table(
        "specification",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_specification_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specification"),
        sa.UniqueConstraint("institution_id", "code", name="uq_specification_institution_id_code"),
    )
    op.create_index("ix_specification_institution_id", "specification", ["institution_id"])

    op.create_table(
        "job",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("worker", TEXT, nullable=True),
        sa.Column("lease_until", MOMENT, nullable=True),
        sa.Column("is_cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("progress_done", sa.Integer(), nullable=False),
        sa.Column("progress_total", sa.Integer(), nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("requested_by", sa.String(length=32), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_job_institution_id"),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name="fk_job_requested_by"),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
        sa.UniqueConstraint("digest", name="uq_job_digest"),
    )
    op.create_index("ix_job_institution_id", "job", ["institution_id"])
    op.create_index("ix_job_requested_by", "job", ["requested_by"])
    op.create_index("ix_job_state_lease", "job", ["state", "lease_until"])

    op.create_table(
        "person_name",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("email", TEXT, nullable=True),
        sa.Column("erased_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_person_name_institution_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_person_name_person_id"),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_name"),
    )
    op.create_index("ix_person_name_institution_id", "person_name", ["institution_id"])

    op.create_table(
        "programme_edition",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("award", TEXT, nullable=True),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("duration", TEXT, nullable=True),
        sa.Column("mode", TEXT, nullable=True),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("imported_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name="fk_programme_edition_imported_by"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_programme_edition_institution_id"
        ),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name="fk_programme_edition_programme_id"),
        sa.PrimaryKeyConstraint("id", name="pk_programme_edition"),
        sa.UniqueConstraint("programme_id", "number", name="uq_programme_edition_programme_id_number"),
    )
    op.create_index("ix_programme_edition_imported_by", "programme_edition", ["imported_by"])
    op.create_index("ix_programme_edition_institution_id", "programme_edition", ["institution_id"])
    op.create_index("ix_programme_edition_programme_id", "programme_edition", ["programme_id"])

    op.create_table(
        "source_document",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("imported_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name="fk_source_document_imported_by"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_source_document_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_source_document"),
        sa.UniqueConstraint(
            "institution_id", "sha256", "name", name="uq_source_document_institution_id_sha256_name"
        ),
    )
    op.create_index("ix_source_document_imported_by", "source_document", ["imported_by"])
    op.create_index("ix_source_document_institution_id", "source_document", ["institution_id"])

    op.create_table(
        "field_origin",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "row_kind",
            sa.Enum(
                "specification_edition",
                "qualification",
                "unit",
                "learning_outcome",
                "criterion",
                "programme_edition",
                "module",
                "statement",
                name="row_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column(
            "origin",
            sa.Enum(
                "read",
                "inferred",
                "person",
                name="origin",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_document_id", sa.Integer(), nullable=True),
        sa.Column("locator", sa.JSON(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_field_origin_institution_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_field_origin_person_id"),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_field_origin_source_document_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_field_origin"),
        sa.UniqueConstraint("row_kind", "row_id", "field", name="uq_field_origin_row_field"),
    )
    op.create_index("ix_field_origin_institution_id", "field_origin", ["institution_id"])
    op.create_index("ix_field_origin_person_id", "field_origin", ["person_id"])
    op.create_index("ix_field_origin_source_document_id", "field_origin", ["source_document_id"])

    op.create_table(
        "job_file",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_job_file_institution_id"),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name="fk_job_file_job_id"),
        sa.PrimaryKeyConstraint("job_id", "position", name="pk_job_file"),
    )
    op.create_index("ix_job_file_institution_id", "job_file", ["institution_id"])

    op.create_table(
        "module",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("level", TEXT, nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("status", TEXT, nullable=True),
        sa.Column("option_group", TEXT, nullable=True),
        sa.Column("year", TEXT, nullable=True),
        sa.Column("pass_mark", sa.Float(), nullable=True),
        sa.Column("prerequisites", sa.JSON(), nullable=False),
        sa.Column("learning_strategy", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["programme_edition.id"], name="fk_module_edition_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_module_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_module"),
        sa.UniqueConstraint("edition_id", "position", name="uq_module_edition_id_position"),
    )
    op.create_index("ix_module_edition_id", "module", ["edition_id"])
    op.create_index("ix_module_institution_id", "module", ["institution_id"])

    op.create_table(
        "programme_document",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("source_document_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["programme_edition.id"], name="fk_programme_document_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_programme_document_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_programme_document_source_document_id"
        ),
        sa.PrimaryKeyConstraint("edition_id", "source_document_id", name="pk_programme_document"),
    )
    op.create_index("ix_programme_document_institution_id", "programme_document", ["institution_id"])

    op.create_table(
        "specification_edition",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("specification_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("source_document_id", sa.Integer(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("imported_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name="fk_specification_edition_imported_by"),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_specification_edition_institution_id"
        ),
        sa.ForeignKeyConstraint(
            ["source_document_id"], ["source_document.id"], name="fk_specification_edition_source_document_id"
        ),
        sa.ForeignKeyConstraint(
            ["specification_id"], ["specification.id"], name="fk_specification_edition_specification_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_specification_edition"),
        sa.UniqueConstraint(
            "specification_id", "number", name="uq_specification_edition_specification_id_number"
        ),
    )
    op.create_index("ix_specification_edition_imported_by", "specification_edition", ["imported_by"])
    op.create_index("ix_specification_edition_institution_id", "specification_edition", ["institution_id"])
    op.create_index(
        "ix_specification_edition_source_document_id", "specification_edition", ["source_document_id"]
    )
    op.create_index(
        "ix_specification_edition_specification_id", "specification_edition", ["specification_id"]
    )

    op.create_table(
        "qualification",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("accreditation_number", TEXT, nullable=False),
        sa.Column("size", TEXT, nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("credits_min", sa.Float(), nullable=True),
        sa.Column("credits_max", sa.Float(), nullable=True),
        sa.Column("glh", sa.Float(), nullable=True),
        sa.Column("average_glh", sa.Float(), nullable=True),
        sa.Column("tqt", sa.Float(), nullable=True),
        sa.Column("start_date", sa.Date(), nullable=True),
        sa.Column("last_registration_date", sa.Date(), nullable=True),
        sa.Column("last_certification_date", sa.Date(), nullable=True),
        sa.Column("dates_checked_on", sa.Date(), nullable=True),
        sa.Column("induction", TEXT, nullable=True),
        sa.Column("tutorial_support", TEXT, nullable=True),
        sa.Column("duration", TEXT, nullable=True),
        sa.Column("rule_text", TEXT, nullable=True),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["specification_edition.id"], name="fk_qualification_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_qualification_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_qualification"),
        sa.UniqueConstraint(
            "edition_id", "accreditation_number", name="uq_qualification_edition_id_accreditation_number"
        ),
    )
    op.create_index("ix_qualification_edition_id", "qualification", ["edition_id"])
    op.create_index("ix_qualification_institution_id", "qualification", ["institution_id"])

    op.create_table(
        "statement",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "outcome",
                "assessment",
                "content",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_statement_institution_id"),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name="fk_statement_module_id"),
        sa.PrimaryKeyConstraint("id", name="pk_statement"),
        sa.UniqueConstraint("module_id", "kind", "position", name="uq_statement_module_id_kind_position"),
    )
    op.create_index("ix_statement_institution_id", "statement", ["institution_id"])
    op.create_index("ix_statement_module_id", "statement", ["module_id"])

    op.create_table(
        "substitution",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("replaced", TEXT, nullable=False),
        sa.Column("replacement", TEXT, nullable=False),
        sa.Column("registered_from", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["specification_edition.id"], name="fk_substitution_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_substitution_institution_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_substitution"),
        sa.UniqueConstraint(
            "edition_id", "replaced", "replacement", name="uq_substitution_edition_id_replaced_replacement"
        ),
    )
    op.create_index("ix_substitution_edition_id", "substitution", ["edition_id"])
    op.create_index("ix_substitution_institution_id", "substitution", ["institution_id"])

    op.create_table(
        "unit",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("ref", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("restriction", TEXT, nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("credits", sa.Float(), nullable=True),
        sa.Column("glh", sa.Float(), nullable=True),
        sa.Column("unit_group", TEXT, nullable=True),
        sa.Column("purpose", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["edition_id"], ["specification_edition.id"], name="fk_unit_edition_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_unit_institution_id"),
        sa.PrimaryKeyConstraint("id", name="pk_unit"),
        sa.UniqueConstraint("edition_id", "ref", name="uq_unit_edition_id_ref"),
    )
    op.create_index("ix_unit_edition_id", "unit", ["edition_id"])
    op.create_index("ix_unit_institution_id", "unit", ["institution_id"])

    op.create_table(
        "assessment",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("type", TEXT, nullable=True),
        sa.Column("weight", sa.Float(), nullable=True),
        sa.Column("length", TEXT, nullable=True),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("must_pass", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_assessment_institution_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_assessment_statement_id"),
        sa.PrimaryKeyConstraint("statement_id", name="pk_assessment"),
    )
    op.create_index("ix_assessment_institution_id", "assessment", ["institution_id"])

    op.create_table(
        "learning_outcome",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("indicative_content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_learning_outcome_institution_id"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_learning_outcome_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_learning_outcome"),
        sa.UniqueConstraint("unit_id", "position", name="uq_learning_outcome_unit_id_position"),
    )
    op.create_index("ix_learning_outcome_institution_id", "learning_outcome", ["institution_id"])
    op.create_index("ix_learning_outcome_unit_id", "learning_outcome", ["unit_id"])

    op.create_table(
        "mapping",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_edition_id", sa.Integer(), nullable=False),
        sa.Column("qualification_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_mapping_created_by"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_mapping_institution_id"),
        sa.ForeignKeyConstraint(
            ["programme_edition_id"], ["programme_edition.id"], name="fk_mapping_programme_edition_id"
        ),
        sa.ForeignKeyConstraint(
            ["qualification_id"], ["qualification.id"], name="fk_mapping_qualification_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_mapping"),
    )
    op.create_index("ix_mapping_created_by", "mapping", ["created_by"])
    op.create_index("ix_mapping_institution_id", "mapping", ["institution_id"])
    op.create_index("ix_mapping_programme_edition_id", "mapping", ["programme_edition_id"])
    op.create_index("ix_mapping_qualification_id", "mapping", ["qualification_id"])

    op.create_table(
        "approval",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("is_withdrawal", sa.Boolean(), nullable=False),
        sa.Column("is_full", sa.Boolean(), nullable=False),
        sa.Column("approved_by", sa.String(length=32), nullable=False),
        sa.Column("ilm_reference", TEXT, nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("recorded_by", sa.String(length=32), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("snapshot", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name="fk_approval_approved_by"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_approval_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_approval_mapping_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name="fk_approval_recorded_by"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "mapping_id"],
            ["approval.id", "approval.mapping_id"],
            name="fk_approval_supersedes",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.UniqueConstraint("id", "mapping_id", name="uq_approval_id_mapping_id"),
        sa.UniqueConstraint("request_id", name="uq_approval_request_id"),
        sa.UniqueConstraint("supersedes_id", name="uq_approval_supersedes_id"),
    )
    op.create_index("ix_approval_approved_by", "approval", ["approved_by"])
    op.create_index("ix_approval_institution_id", "approval", ["institution_id"])
    op.create_index("ix_approval_mapping_id", "approval", ["mapping_id"])
    op.create_index("ix_approval_recorded_by", "approval", ["recorded_by"])
    op.create_index(
        "uq_approval_root",
        "approval",
        ["mapping_id"],
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )

    op.create_table(
        "audit_event",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=True),
        sa.Column("chain", TEXT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("subject", TEXT, nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_audit_event_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_audit_event_mapping_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_audit_event_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_event"),
        sa.UniqueConstraint("chain", "sequence", name="uq_audit_event_chain_sequence"),
    )
    op.create_index("ix_audit_event_institution_id", "audit_event", ["institution_id"])
    op.create_index("ix_audit_event_mapping_id", "audit_event", ["mapping_id"])
    op.create_index("ix_audit_event_person_id", "audit_event", ["person_id"])

    op.create_table(
        "criterion",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("learning_outcome_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("verb", TEXT, nullable=True),
        sa.Column("verbs", sa.JSON(), nullable=False),
        sa.Column("marks", sa.Float(), nullable=True),
        sa.Column("pass_marks", sa.Float(), nullable=True),
        sa.Column("descriptors", sa.JSON(), nullable=False),
        sa.Column("shared_with", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_criterion_institution_id"),
        sa.ForeignKeyConstraint(
            ["learning_outcome_id"], ["learning_outcome.id"], name="fk_criterion_learning_outcome_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_criterion"),
        sa.UniqueConstraint(
            "learning_outcome_id", "position", name="uq_criterion_learning_outcome_id_position"
        ),
    )
    op.create_index("ix_criterion_institution_id", "criterion", ["institution_id"])
    op.create_index("ix_criterion_learning_outcome_id", "criterion", ["learning_outcome_id"])

    op.create_table(
        "mapping_unit",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_mapping_unit_institution_id"
        ),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_mapping_unit_mapping_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_mapping_unit_unit_id"),
        sa.PrimaryKeyConstraint("mapping_id", "unit_id", name="pk_mapping_unit"),
    )
    op.create_index("ix_mapping_unit_institution_id", "mapping_unit", ["institution_id"])

    op.create_table(
        "suggestion_run",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("engine", TEXT, nullable=False),
        sa.Column("engine_version", TEXT, nullable=False),
        sa.Column("parameters", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_suggestion_run_institution_id"
        ),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_suggestion_run_mapping_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion_run"),
    )
    op.create_index("ix_suggestion_run_institution_id", "suggestion_run", ["institution_id"])
    op.create_index("ix_suggestion_run_mapping_id", "suggestion_run", ["mapping_id"])

    op.create_table(
        "tested_outcome",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.statement_id"], name="fk_tested_outcome_assessment_id"
        ),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_tested_outcome_institution_id"
        ),
        sa.ForeignKeyConstraint(["outcome_id"], ["statement.id"], name="fk_tested_outcome_outcome_id"),
        sa.PrimaryKeyConstraint("assessment_id", "outcome_id", name="pk_tested_outcome"),
    )
    op.create_index("ix_tested_outcome_institution_id", "tested_outcome", ["institution_id"])
    op.create_index("ix_tested_outcome_outcome_id", "tested_outcome", ["outcome_id"])

    op.create_table(
        "subject",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "link", "criterion", "set", name="kind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=True),
        sa.Column(
            "set_mode",
            sa.Enum("all", "any", name="set_mode", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("key", TEXT, nullable=False),
        sa.CheckConstraint("(kind = 'link') = (statement_id IS NOT NULL)", name="link_has_statement"),
        sa.CheckConstraint("(kind = 'set') = (set_mode IS NOT NULL)", name="set_has_mode"),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name="fk_subject_criterion_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_subject_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_subject_mapping_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_subject_statement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_subject"),
        sa.UniqueConstraint("mapping_id", "key", name="uq_subject_mapping_id_key"),
    )
    op.create_index("ix_subject_criterion_id", "subject", ["criterion_id"])
    op.create_index("ix_subject_institution_id", "subject", ["institution_id"])
    op.create_index("ix_subject_mapping_id", "subject", ["mapping_id"])
    op.create_index("ix_subject_statement_id", "subject", ["statement_id"])

    op.create_table(
        "suggestion",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("band", TEXT, nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("shared_terms", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name="fk_suggestion_criterion_id"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_suggestion_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_suggestion_mapping_id"),
        sa.ForeignKeyConstraint(["run_id"], ["suggestion_run.id"], name="fk_suggestion_run_id"),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_suggestion_statement_id"),
        sa.PrimaryKeyConstraint("id", name="pk_suggestion"),
        sa.UniqueConstraint(
            "mapping_id",
            "criterion_id",
            "statement_id",
            name="uq_suggestion_mapping_id_criterion_id_statement_id",
        ),
    )
    op.create_index("ix_suggestion_criterion_id", "suggestion", ["criterion_id"])
    op.create_index("ix_suggestion_institution_id", "suggestion", ["institution_id"])
    op.create_index("ix_suggestion_run_id", "suggestion", ["run_id"])
    op.create_index("ix_suggestion_statement_id", "suggestion", ["statement_id"])

    op.create_table(
        "decision",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mapping_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("batch_id", sa.String(length=64), nullable=True),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column(
            "act",
            sa.Enum("judge", "withdraw", name="act", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "coverage",
            sa.Enum(
                "full", "part", "none", name="coverage", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("certainty", TEXT, nullable=True),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("criterion_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("statement_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("quotation", TEXT, nullable=False),
        sa.Column("place", TEXT, nullable=False),
        sa.Column("suggested", sa.JSON(), nullable=True),
        sa.CheckConstraint("(act = 'judge') = (coverage IS NOT NULL)", name="judged_has_coverage"),
        sa.ForeignKeyConstraint(["institution_id"], ["institution.id"], name="fk_decision_institution_id"),
        sa.ForeignKeyConstraint(["mapping_id"], ["mapping.id"], name="fk_decision_mapping_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_decision_person_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_decision_subject_id"),
        sa.ForeignKeyConstraint(
            ["supersedes_id", "subject_id"],
            ["decision.id", "decision.subject_id"],
            name="fk_decision_supersedes",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_decision"),
        sa.UniqueConstraint("id", "subject_id", name="uq_decision_id_subject_id"),
        sa.UniqueConstraint("request_id", name="uq_decision_request_id"),
        sa.UniqueConstraint("supersedes_id", name="uq_decision_supersedes_id"),
    )
    op.create_index("ix_decision_batch_id", "decision", ["batch_id"])
    op.create_index("ix_decision_institution_id", "decision", ["institution_id"])
    op.create_index("ix_decision_mapping_id", "decision", ["mapping_id"])
    op.create_index("ix_decision_person_id", "decision", ["person_id"])
    op.create_index("ix_decision_subject_id", "decision", ["subject_id"])
    op.create_index(
        "uq_decision_root",
        "decision",
        ["subject_id"],
        unique=True,
        sqlite_where=sa.text("supersedes_id IS NULL"),
        postgresql_where=sa.text("supersedes_id IS NULL"),
    )

    op.create_table(
        "subject_member",
        sa.Column("institution_id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["institution_id"], ["institution.id"], name="fk_subject_member_institution_id"
        ),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name="fk_subject_member_statement_id"),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_subject_member_subject_id"),
        sa.PrimaryKeyConstraint("subject_id", "statement_id", name="pk_subject_member"),
    )
    op.create_index("ix_subject_member_institution_id", "subject_member", ["institution_id"])
