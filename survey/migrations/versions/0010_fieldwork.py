"""Fieldwork: quotas and leases, contacts, keys that seal, recordings, outlines, the log."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area_boundary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("polygons", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_area_boundary_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_boundary")),
        sa.UniqueConstraint("study_id", "area", name=op.f("uq_area_boundary_study_id_area")),
    )
    op.create_index(op.f("ix_area_boundary_study_id"), "area_boundary", ["study_id"], unique=False)
    op.create_table(
        "field_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_field_note_account_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_field_note_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_note")),
    )
    op.create_index(op.f("ix_field_note_study_id"), "field_note", ["study_id"], unique=False)
    op.create_table(
        "field_settings",
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("uses_gps", sa.Boolean(), nullable=False),
        sa.Column("over_quota", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "over_quota IN ('count', 'leave_out')", name=op.f("ck_field_settings_over_quota_known")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_field_settings_study_id_study")),
        sa.PrimaryKeyConstraint("study_id", name=op.f("pk_field_settings")),
    )
    op.create_table(
        "quota_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_quota_group_code_not_empty")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_quota_group_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_group")),
        sa.UniqueConstraint("study_id", "code", name=op.f("uq_quota_group_study_id_code")),
    )
    op.create_index(op.f("ix_quota_group_study_id"), "quota_group", ["study_id"], unique=False)
    op.create_table(
        "recording",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("variable", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_recording_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint(
            "study_id", "variable", "language", name=op.f("uq_recording_study_id_variable_language")
        ),
    )
    op.create_index(op.f("ix_recording_study_id"), "recording", ["study_id"], unique=False)
    op.create_table(
        "study_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("private", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_study_key_number_positive")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_study_key_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_key")),
        sa.UniqueConstraint("name", name=op.f("uq_study_key_name")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_study_key_study_id_number")),
    )
    op.create_index(op.f("ix_study_key_study_id"), "study_key", ["study_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("interviewer", sa.String(length=20), nullable=False),
        sa.Column("place", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("sex", sa.String(length=10), nullable=False),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "age_band IN ('', '18-39', '40-59', '60+')", name=op.f("ck_contact_age_band_known")
        ),
        sa.CheckConstraint(
            "outcome IN ('interview', 'partial', 'refusal', 'no_time', 'language', 'not_resident', 'under_age', 'asked_before')",
            name=op.f("ck_contact_outcome_known"),
        ),
        sa.CheckConstraint("sex IN ('', 'man', 'woman')", name=op.f("ck_contact_sex_known")),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_contact_device_id_device"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_contact_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_device_id"), "contact", ["device_id"], unique=False)
    op.create_index(op.f("ix_contact_interview_id"), "contact", ["interview_id"], unique=False)
    op.create_index("ix_contact_counted", "contact", ["study_id", "area", "outcome", "at"], unique=False)
    op.create_table(
        "quota_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("over", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted >= 0", name=op.f("ck_quota_cell_counted_not_negative")),
        sa.CheckConstraint("over >= 0", name=op.f("ck_quota_cell_over_not_negative")),
        sa.CheckConstraint("target >= 0", name=op.f("ck_quota_cell_target_not_negative")),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["quota_group.id"],
            name=op.f("fk_quota_cell_group_id_quota_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_quota_cell_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota_cell")),
        sa.UniqueConstraint(
            "study_id", "area", "group_id", name=op.f("uq_quota_cell_study_id_area_group_id")
        ),
    )
    op.create_index(op.f("ix_quota_cell_study_id"), "quota_cell", ["study_id"], unique=False)
    op.create_table(
        "lease",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_lease_places_not_negative")),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["quota_cell.id"], name=op.f("fk_lease_cell_id_quota_cell"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_lease_device_id_device"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lease")),
        sa.UniqueConstraint("cell_id", "device_id", name=op.f("uq_lease_cell_id_device_id")),
    )
    op.create_index(op.f("ix_lease_cell_id"), "lease", ["cell_id"], unique=False)
    op.create_index(op.f("ix_lease_device_id"), "lease", ["device_id"], unique=False)
    op.create_table(
        "quota_place",
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("cell_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "standing IN ('within', 'over', 'ended')", name=op.f("ck_quota_place_standing_known")
        ),
        sa.ForeignKeyConstraint(
            ["cell_id"], ["quota_cell.id"], name=op.f("fk_quota_place_cell_id_quota_cell"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_quota_place_device_id_device"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("interview_id", name=op.f("pk_quota_place")),
    )
    op.create_index(op.f("ix_quota_place_cell_id"), "quota_place", ["cell_id"], unique=False)
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("submission_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_account_id_account"), "account", ["account_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_submission_id_submission"), "submission", ["submission_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(op.f("fk_decision_submission_id_submission"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_decision_account_id_account"), type_="foreignkey")
        batch_op.drop_column("submission_id")
        batch_op.drop_column("account_id")
    for table in (
        "quota_place",
        "lease",
        "quota_cell",
        "contact",
        "study_key",
        "recording",
        "quota_group",
        "field_settings",
        "field_note",
        "area_boundary",
    ):
        op.drop_table(table)
