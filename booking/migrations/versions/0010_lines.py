"""A line that is planned for later beside one that load brings now, and what a line's pace is judged by"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Forward only; what is new has a default. The code before it goes on with the line that is open; to open one it asks for
    the index that is gone, so start the servers anew."""
    for name in ("answers_lately", "answers_usually", "answers_before", "trial_seconds"):
        op.add_column("line", sa.Column(name, sa.Double(), nullable=False, server_default="0"))
    op.drop_index("uq_line_is_open", "line")
    for name, kind in (("uq_line_brought", "kind = 'load'"), ("uq_line_ordered", "kind <> 'load'")):
        where = sa.text(kind)
        op.create_index(name, "line", ["is_open"], unique=True, sqlite_where=where, postgresql_where=where)
