"""Open links by place."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(code) > 0", name=op.f("ck_location_code_not_empty")),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_location_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("study_id", "code", name=op.f("uq_location_study_id_code")),
    )
    op.create_index(op.f("ix_location_study_id"), "location", ["study_id"], unique=False)
    op.create_table(
        "open_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=True),
        sa.Column("device", sa.String(length=64), nullable=True),
        sa.Column("proof", sa.String(length=40), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["location.id"],
            name=op.f("fk_open_visit_location_id_location"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_open_visit_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_visit")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_open_visit_draft_id")),
        sa.UniqueConstraint("proof", name=op.f("uq_open_visit_proof")),
    )
    op.create_index(op.f("ix_open_visit_device"), "open_visit", ["device"], unique=False)
    op.create_index(op.f("ix_open_visit_location_id"), "open_visit", ["location_id"], unique=False)
    op.create_index(op.f("ix_open_visit_study_id"), "open_visit", ["study_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_open_visit_location_id"), table_name="open_visit")
    op.drop_index(op.f("ix_open_visit_study_id"), table_name="open_visit")
    op.drop_index(op.f("ix_open_visit_device"), table_name="open_visit")
    op.drop_table("open_visit")
    op.drop_index(op.f("ix_location_study_id"), table_name="location")
    op.drop_table("location")
