"""What a line's pace is judged by"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Forward only; what is new has a default, so the code before it goes on."""
    for name in ("answers_lately", "answers_usually", "answers_before", "trial_seconds"):
        op.add_column("line", sa.Column(name, sa.Double(), nullable=False, server_default="0"))
