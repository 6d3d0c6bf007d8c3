"""Nothing that a page or a job of every minute asks reads all visits, notices or accounts of all times"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _partial(name: str, table: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    """Forward only; further indexes, so the code before it goes on. On a large table their making holds up who writes."""
    op.create_index(op.f("ix_visit_slot_id"), "visit", ["slot_id"])
    _partial("ix_visit_no_show", "visit", "no_show_at", "state = 'no_show'")
    _partial("ix_notice_not_sent", "notice", "done_at", "state = 'failed' OR state = 'skipped'")
    _partial("ix_account_unconfirmed", "account", "created_at", "email_confirmed_at IS NULL AND forgotten_at IS NULL")
