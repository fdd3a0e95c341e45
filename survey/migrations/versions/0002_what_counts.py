"""An index that holds what a snapshot counts, so that nobody reads whole interviews to see that nothing changed."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_interview_counted", "interview", ["wave_id", "state", "outcome", "submission_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_interview_counted", table_name="interview")
