"""Organisations, their accounts and how these sign in; every study belongs to an organisation."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "allowance",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_allowance")),
    )
    op.create_index(op.f("ix_allowance_expires_at"), "allowance", ["expires_at"], unique=False)
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(slug) > 0", name=op.f("ck_organisation_slug_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=255), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password", sa.String(length=255), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("role_names", sa.JSON(), nullable=False),
        sa.Column("sees_single_answers", sa.Boolean(), nullable=False),
        sa.Column("may_export", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.String(length=64), nullable=False),
        sa.Column("tf_totp_secret", sa.String(length=255), nullable=True),
        sa.Column("totp_counter", sa.Integer(), nullable=True),
        sa.Column("mf_recovery_codes", sa.JSON(), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(length=64), nullable=False),
        sa.Column("oidc_issuer", sa.String(length=255), nullable=True),
        sa.Column("oidc_subject", sa.String(length=255), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_account_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_account_fs_uniquifier")),
        sa.UniqueConstraint("fs_webauthn_user_handle", name=op.f("uq_account_fs_webauthn_user_handle")),
        sa.UniqueConstraint(
            "oidc_issuer", "oidc_subject", name=op.f("uq_account_oidc_issuer_oidc_subject")
        ),
    )
    op.create_index(op.f("ix_account_organisation_id"), "account", ["organisation_id"], unique=False)
    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_key_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_api_key_key_hash")),
    )
    op.create_index(op.f("ix_api_key_account_id"), "api_key", ["account_id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_passkey_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"], unique=False)
    op.create_table(
        "password_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_link_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_link_token_hash")),
    )
    op.create_index(op.f("ix_password_link_account_id"), "password_link", ["account_id"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("device", sa.String(length=120), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_visit_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_visit_token_hash")),
    )
    op.create_index(op.f("ix_visit_account_id"), "visit", ["account_id"], unique=False)

    _studies_get_an_organisation()


def downgrade() -> None:
    with op.batch_alter_table("study") as study:
        study.drop_index(op.f("ix_study_organisation_id"))
        study.drop_constraint(op.f("fk_study_organisation_id_organisation"), type_="foreignkey")
        study.drop_column("organisation_id")
    op.drop_index(op.f("ix_visit_account_id"), table_name="visit")
    op.drop_table("visit")
    op.drop_index(op.f("ix_password_link_account_id"), table_name="password_link")
    op.drop_table("password_link")
    op.drop_index(op.f("ix_passkey_account_id"), table_name="passkey")
    op.drop_table("passkey")
    op.drop_index(op.f("ix_api_key_account_id"), table_name="api_key")
    op.drop_table("api_key")
    op.drop_index(op.f("ix_account_organisation_id"), table_name="account")
    op.drop_table("account")
    op.drop_table("organisation")
    op.drop_index(op.f("ix_allowance_expires_at"), table_name="allowance")
    op.drop_table("allowance")


def _studies_get_an_organisation() -> None:
    """What was there before belongs to one organisation; whoever runs the server gives it its real name."""
    connection = op.get_bind()
    first = None
    if connection.execute(sa.text("SELECT id FROM study LIMIT 1")).first() is not None:
        organisation = sa.table(
            "organisation",
            sa.column("id"),
            sa.column("slug"),
            sa.column("name"),
            sa.column("created_at", sa.DateTime(timezone=True)),
        )
        values = {"slug": "gemeente", "name": "Gemeente", "created_at": datetime.now(UTC)}
        first = connection.execute(
            sa.insert(organisation).values(values).returning(organisation.c.id)
        ).scalar()
    with op.batch_alter_table("study") as study:
        study.add_column(sa.Column("organisation_id", sa.Integer(), nullable=True))
    if first is not None:
        connection.execute(sa.text("UPDATE study SET organisation_id = :first"), {"first": first})
    with op.batch_alter_table("study") as study:
        study.alter_column("organisation_id", existing_type=sa.Integer(), nullable=False)
        study.create_foreign_key(
            op.f("fk_study_organisation_id_organisation"), "organisation", ["organisation_id"], ["id"]
        )
        study.create_index(op.f("ix_study_organisation_id"), ["organisation_id"], unique=False)
