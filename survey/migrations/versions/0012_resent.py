"""The number of an interview on a device that sent it after it had come in by another way."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "resent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["device_id"], ["device.id"], name=op.f("fk_resent_device_id_device"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_resent_study_id_study")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resent")),
        sa.UniqueConstraint("device_id", "interview_id", name=op.f("uq_resent_device_id_interview_id")),
    )
    op.create_index(op.f("ix_resent_study_id"), "resent", ["study_id"], unique=False)


def downgrade() -> None:
    op.drop_table("resent")
