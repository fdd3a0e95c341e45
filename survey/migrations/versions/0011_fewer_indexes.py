"""Fewer indexes on what comes in: each one is written with every interview, and these found nothing others did not."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Interviews are always asked for by study or wave; these columns only count or sort within one.
_OF_INTERVIEW = ("area", "completed_on", "state", "wave_id")  # `ix_interview_counted` begins with the wave


def upgrade() -> None:
    for column in _OF_INTERVIEW:
        op.drop_index(op.f(f"ix_interview_{column}"), table_name="interview")
    # The unique key of interview and digest begins with the interview.
    op.drop_index(op.f("ix_submission_interview_id"), table_name="submission")


def downgrade() -> None:
    op.create_index(op.f("ix_submission_interview_id"), "submission", ["interview_id"])
    for column in _OF_INTERVIEW:
        op.create_index(op.f(f"ix_interview_{column}"), "interview", [column])
