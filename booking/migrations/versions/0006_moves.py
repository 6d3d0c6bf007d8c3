"""Reservations that went from one slot to another, and places given back because a family is suspended"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

CAUSES = (
    "cause IN ('open', 'reserve', 'walk_in', 'cancel', 'capacity', 'closing', 'account', 'child', 'no_show', 'readmit',"
    " 'undo', 'move', 'suspended')"
)


def upgrade() -> None:
    """Forward only; a wider list of causes and another table, so the code before it goes on."""
    op.create_table(
        "move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reservation_id", sa.Integer(), nullable=False),
        sa.Column("from_slot_id", sa.Integer(), nullable=False),
        sa.Column("to_slot_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_slot_id <> to_slot_id", name=op.f("ck_move_elsewhere")),
        sa.ForeignKeyConstraint(["reservation_id"], ["reservation.id"], name=op.f("fk_move_reservation_id")),
        sa.ForeignKeyConstraint(["from_slot_id"], ["slot.id"], name=op.f("fk_move_from_slot_id")),
        sa.ForeignKeyConstraint(["to_slot_id"], ["slot.id"], name=op.f("fk_move_to_slot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_move")),
        sa.UniqueConstraint("reservation_id", "request_id", name=op.f("uq_move_reservation_id_request_id")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_ledger_cause_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_ledger_cause_known"), CAUSES)
