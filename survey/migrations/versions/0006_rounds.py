"""Rounds, invitations, what opens them and what was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("study_id", sa.Integer(), nullable=False),
        sa.Column("wave_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=True),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.Column("draw", sa.JSON(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.Column("thanks", sa.JSON(), nullable=False),
        sa.Column("feedback", sa.JSON(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("link_destroyed_on", sa.Date(), nullable=True),
        sa.Column("link_kept_days", sa.Integer(), nullable=False),
        sa.Column("outcomes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('preparing', 'open', 'closed')", name=op.f("ck_round_state_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_round_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["study_id"], ["study.id"], name=op.f("fk_round_study_id_study")),
        sa.ForeignKeyConstraint(["wave_id"], ["wave.id"], name=op.f("fk_round_wave_id_wave")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("study_id", "number", name=op.f("uq_round_study_id_number")),
    )
    op.create_index(op.f("ix_round_organisation_id"), "round", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_round_study_id"), "round", ["study_id"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=15), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("stratum", sa.String(length=120), nullable=False),
        sa.Column("profile", sa.JSON(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('drawn', 'invited', 'opened', 'started', 'partial', 'complete', 'refused', 'undeliverable')",
            name=op.f("ck_invitation_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_invitation_member_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_invitation_round_id_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("round_id", "member_id", name=op.f("uq_invitation_round_id_member_id")),
    )
    op.create_index(op.f("ix_invitation_member_id"), "invitation", ["member_id"], unique=False)
    op.create_index(op.f("ix_invitation_round_id"), "invitation", ["round_id"], unique=False)
    op.create_index(op.f("ix_invitation_state"), "invitation", ["state"], unique=False)
    op.create_table(
        "mailing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('invitation', 'reminder')", name=op.f("ck_mailing_kind_known")),
        sa.CheckConstraint("number BETWEEN 0 AND 3", name=op.f("ck_mailing_at_most_three_reminders")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["round.id"], name=op.f("fk_mailing_round_id_round"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint(
            "round_id", "kind", "number", "channel", name=op.f("uq_mailing_round_id_kind_number_channel")
        ),
    )
    op.create_index(op.f("ix_mailing_round_id"), "mailing", ["round_id"], unique=False)
    op.create_table(
        "access",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=5), nullable=False),
        sa.CheckConstraint("kind IN ('token', 'code')", name=op.f("ck_access_kind_known")),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_access_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_access")),
    )
    op.create_index(op.f("ix_access_invitation_id"), "access", ["invitation_id"], unique=False)
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mailing_id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "state IN ('sending', 'sent', 'failed', 'bounced')", name=op.f("ck_dispatch_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_dispatch_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["mailing_id"], ["mailing.id"], name=op.f("fk_dispatch_mailing_id_mailing"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("mailing_id", "invitation_id", name=op.f("uq_dispatch_mailing_id_invitation_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_dispatch_reference")),
    )
    op.create_index(op.f("ix_dispatch_invitation_id"), "dispatch", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_dispatch_mailing_id"), "dispatch", ["mailing_id"], unique=False)
    op.create_table(
        "response_link",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("draft_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitation.id"],
            name=op.f("fk_response_link_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_response_link")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_response_link_draft_id")),
    )


def downgrade() -> None:
    op.drop_table("response_link")
    op.drop_index(op.f("ix_dispatch_mailing_id"), table_name="dispatch")
    op.drop_index(op.f("ix_dispatch_invitation_id"), table_name="dispatch")
    op.drop_table("dispatch")
    op.drop_index(op.f("ix_access_invitation_id"), table_name="access")
    op.drop_table("access")
    op.drop_index(op.f("ix_mailing_round_id"), table_name="mailing")
    op.drop_table("mailing")
    op.drop_index(op.f("ix_invitation_state"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_round_id"), table_name="invitation")
    op.drop_index(op.f("ix_invitation_member_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_round_study_id"), table_name="round")
    op.drop_index(op.f("ix_round_organisation_id"), table_name="round")
    op.drop_table("round")
