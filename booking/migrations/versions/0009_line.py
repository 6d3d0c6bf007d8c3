"""The waiting line before making reservations"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Forward only; two further tables, so the code before it goes on."""
    op.create_table(
        "line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=True),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calm_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined", sa.Integer(), nullable=False),
        sa.Column("numbered", sa.Integer(), nullable=False),
        sa.Column("admitted", sa.Integer(), nullable=False),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("turned_away", sa.Integer(), nullable=False),
        sa.Column("pace", sa.Double(), nullable=False),
        sa.Column("allowance", sa.Double(), nullable=False),
        sa.CheckConstraint("kind IN ('load', 'official', 'off')", name=op.f("ck_line_kind_known")),
        sa.CheckConstraint("is_open", name=op.f("ck_line_open_or_null")),
        sa.CheckConstraint("(is_open IS NULL) = (closed_at IS NOT NULL)", name=op.f("ck_line_open_until_closed")),
        sa.CheckConstraint("(kind = 'load') = (reason IS NULL)", name=op.f("ck_line_reason_of_an_official")),
        sa.CheckConstraint("admitted <= numbered", name=op.f("ck_line_turns_by_number")),
        sa.CheckConstraint("pace > 0", name=op.f("ck_line_pace_positive")),
        sa.ForeignKeyConstraint(["started_by_id"], ["account.id"], name=op.f("fk_line_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line")),
    )
    op.create_index("uq_line_is_open", "line", ["is_open"], unique=True)
    op.create_table(
        "line_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("let_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("let_in_at IS NULL OR number IS NOT NULL", name=op.f("ck_line_ticket_turn_by_number")),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_line_ticket_family_id")),
        sa.ForeignKeyConstraint(["line_id"], ["line.id"], name=op.f("fk_line_ticket_line_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_ticket")),
        sa.UniqueConstraint("line_id", "family_id", name=op.f("uq_line_ticket_line_id_family_id")),
        sa.UniqueConstraint("line_id", "number", name=op.f("uq_line_ticket_line_id_number")),
    )
    op.create_index(op.f("ix_line_ticket_family_id"), "line_ticket", ["family_id"])
    op.create_index(
        "ix_line_ticket_without_number",
        "line_ticket",
        ["line_id", "rank"],
        sqlite_where=sa.text("number IS NULL"),
        postgresql_where=sa.text("number IS NULL"),
    )
