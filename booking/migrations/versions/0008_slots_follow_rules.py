"""Slots that the timetable has no more, and whether a slot's date is a public holiday"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Forward only; what is new is nullable or has a default, and the wider key lets the code before it go on. The job that
    opens slots fills both in."""
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("on_holiday", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_slot_cafe_id_starts_at"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_slot_cafe_id_starts_at_ends_at"), ["cafe_id", "starts_at", "ends_at"]
        )
