"""Where families live, what they have shown, who brings the children, and no-shows that were waived"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

CAUSES = "cancel_cause IN ('guardian', 'capacity', 'closing', 'account', 'child', 'staff', 'suspended')"


def upgrade() -> None:
    """Forward only; what is new is nullable, has a default, or is another table."""
    with op.batch_alter_table("family", schema=None) as batch_op:
        batch_op.add_column(sa.Column("residence_known", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("residence_district_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("life_zone", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_family_residence_district_id"), "district", ["residence_district_id"], ["id"]
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_family_residence_said"), "residence_known OR (residence_district_id IS NULL AND NOT life_zone)"
        )
    op.create_table(
        "family_concession",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("proved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("proved_by_id", sa.Integer(), nullable=True),
        sa.Column("proved_in_cafe_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["family_id"], ["family.id"], name=op.f("fk_family_concession_family_id")),
        sa.ForeignKeyConstraint(["proved_by_id"], ["account.id"], name=op.f("fk_family_concession_proved_by_id")),
        sa.ForeignKeyConstraint(["proved_in_cafe_id"], ["cafe.id"], name=op.f("fk_family_concession_proved_in_cafe_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_concession")),
    )
    with op.batch_alter_table("family_concession", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_concession_family_id"), ["family_id"], unique=False)
    with op.batch_alter_table("reservation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("companion", sa.String(length=40), nullable=True))
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("waived_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("waived_reason", sa.String(length=300), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_visit_waived_by_id"), "account", ["waived_by_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_visit_waived_with_reason"), "(waived_at IS NULL) = (waived_reason IS NULL)"
        )
        batch_op.drop_constraint(batch_op.f("ck_visit_cancel_cause_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_visit_cancel_cause_known"), CAUSES)
