"""The tables and columns that statements have replaced"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Forward only; their content was copied by ``0003``."""
    for name in ("policy", "period", "fact_source"):
        op.drop_table(name)
    with op.batch_alter_table("cafe", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_cafe_group_capacity_not_negative"), type_="check")
        for name in ("group_capacity", "socks_note", "entrance_note", "break_note", "visit_note"):
            batch_op.drop_column(name)
