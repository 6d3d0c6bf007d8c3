"""API tokens, kept answers, counted attempts, the jobs' last runs"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Forward only. The code before it goes on: what is new is nullable or another table."""
    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_sign_in_token_named_and_expiring"), "(name IS NULL) = (expires_at IS NULL)"
        )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status >= 200 AND status < 300", name=op.f("ck_answer_status_of_success")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_answer_account_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("account_id", "key", name=op.f("uq_answer_account_id_key")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_answered_at"), ["answered_at"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("window_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count > 0", name=op.f("ck_attempt_count_positive")),
        sa.PrimaryKeyConstraint("kind", "subject", "window_at", name=op.f("pk_attempt")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) OR ((done IS NULL) <> (error IS NULL))", name=op.f("ck_job_run_ended_with_outcome")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
