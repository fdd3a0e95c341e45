"""Study, version, wave, area, margin, submission, interview, decision and draft."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.Column("municipality", sa.String(length=120), nullable=False),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("default_origin", sa.String(length=20), nullable=False),
        sa.Column("revision", sa.String(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_study_slug_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study")),
        sa.UniqueConstraint("slug", name=op.f("uq_study_slug")),
    )
    op.create_table(
        "area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("col", sa.Integer(), nullable=False),
        sa.Column("residents", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "residents IS NULL OR residents >= 0", name=op.f("ck_area_residents_not_negative")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_area_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area")),
        sa.UniqueConstraint("study_id", "code", name=op.f("uq_area_study_id_code")),
    )
    op.create_index(op.f("ix_area_study_id"), "area", ["study_id"], unique=False)
    op.create_table(
        "population_margin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("variable", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.CheckConstraint("count >= 0", name=op.f("ck_population_margin_count_not_negative")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_population_margin_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_margin")),
        sa.UniqueConstraint(
            "study_id", "variable", "category", name=op.f("uq_population_margin_study_id_variable_category")
        ),
    )
    op.create_index(op.f("ix_population_margin_study_id"), "population_margin", ["study_id"], unique=False)
    op.create_table(
        "questionnaire_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("programme", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(hash) = 64", name=op.f("ck_questionnaire_version_hash_is_sha256")),
        sa.CheckConstraint("number > 0", name=op.f("ck_questionnaire_version_number_positive")),
        sa.ForeignKeyConstraint(
            ["study_id"], ["study.id"], name=op.f("fk_questionnaire_version_study_id_study")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire_version")),
        sa.UniqueConstraint("study_id", "hash", name=op.f("uq_questionnaire_version_study_id_hash")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_questionnaire_version_study_id_number")),
    )
    op.create_index(op.f("ix_questionnaire_version_hash"), "questionnaire_version", ["hash"], unique=False)
    op.create_index(
        op.f("ix_questionnaire_version_study_id"), "questionnaire_version", ["study_id"], unique=False
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("outcome IN ('accepted', 'conflict')", name=op.f("ck_submission_outcome_known")),
        sa.CheckConstraint("length(digest) = 64", name=op.f("ck_submission_digest_is_sha256")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_submission_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("interview_id", "digest", name=op.f("uq_submission_interview_id_digest")),
    )
    op.create_index(op.f("ix_submission_interview_id"), "submission", ["interview_id"], unique=False)
    op.create_index(op.f("ix_submission_study_id"), "submission", ["study_id"], unique=False)
    op.create_table(
        "wave",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_wave_ends_after_start")),
        sa.CheckConstraint("number > 0", name=op.f("ck_wave_number_positive")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_wave_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_wave_study_id_number")),
    )
    op.create_index(op.f("ix_wave_study_id"), "wave", ["study_id"], unique=False)
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_draft_study_id_study")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_draft_version_id_questionnaire_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_study_id"), "draft", ["study_id"], unique=False)
    op.create_table(
        "interview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=20), nullable=False),
        sa.Column("mode", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("stratum", sa.String(length=80), nullable=True),
        sa.Column("psu", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "mode IN ('interviewer', 'online', 'telephone', 'paper')", name=op.f("ck_interview_mode_known")
        ),
        sa.CheckConstraint(
            "origin IN ('street', 'panel', 'open_link', 'random_sample')",
            name=op.f("ck_interview_origin_known"),
        ),
        sa.CheckConstraint(
            "state IN ('accepted', 'flagged', 'excluded')", name=op.f("ck_interview_state_known")
        ),
        sa.CheckConstraint("completed_at >= started_at", name=op.f("ck_interview_completed_after_start")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_interview_study_id_study")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_interview_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["questionnaire_version.id"],
            name=op.f("fk_interview_version_id_questionnaire_version"),
        ),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_interview_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_interview_submission_id")),
    )
    op.create_index(op.f("ix_interview_area"), "interview", ["area"], unique=False)
    op.create_index(op.f("ix_interview_completed_on"), "interview", ["completed_on"], unique=False)
    op.create_index(op.f("ix_interview_state"), "interview", ["state"], unique=False)
    op.create_index(op.f("ix_interview_study_id"), "interview", ["study_id"], unique=False)
    op.create_index(op.f("ix_interview_wave_id"), "interview", ["wave_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('include', 'exclude')", name=op.f("ck_decision_verdict_known")),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_decision_reason_given")),
        sa.ForeignKeyConstraint(
            ["interview_id"], ["interview.id"], name=op.f("fk_decision_interview_id_interview")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    op.create_index(op.f("ix_decision_interview_id"), "decision", ["interview_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_decision_interview_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_interview_wave_id"), table_name="interview")
    op.drop_index(op.f("ix_interview_study_id"), table_name="interview")
    op.drop_index(op.f("ix_interview_state"), table_name="interview")
    op.drop_index(op.f("ix_interview_completed_on"), table_name="interview")
    op.drop_index(op.f("ix_interview_area"), table_name="interview")
    op.drop_table("interview")
    op.drop_index(op.f("ix_draft_study_id"), table_name="draft")
    op.drop_table("draft")
    op.drop_index(op.f("ix_wave_study_id"), table_name="wave")
    op.drop_table("wave")
    op.drop_index(op.f("ix_submission_study_id"), table_name="submission")
    op.drop_index(op.f("ix_submission_interview_id"), table_name="submission")
    op.drop_table("submission")
    op.drop_index(op.f("ix_questionnaire_version_study_id"), table_name="questionnaire_version")
    op.drop_index(op.f("ix_questionnaire_version_hash"), table_name="questionnaire_version")
    op.drop_table("questionnaire_version")
    op.drop_index(op.f("ix_population_margin_study_id"), table_name="population_margin")
    op.drop_table("population_margin")
    op.drop_index(op.f("ix_area_study_id"), table_name="area")
    op.drop_table("area")
    op.drop_table("study")
