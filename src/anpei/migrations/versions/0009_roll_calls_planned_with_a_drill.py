"""Roll calls planned with a drill, and names of visitors that are kept no longer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "muster_plan",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("settled", sa.BigInteger(), nullable=True),
        sa.Column("problem", sa.String(length=256), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_muster_plan")),
    )
    with op.batch_alter_table("muster_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_muster_plan_settled"), ["settled"], unique=False)
    with op.batch_alter_table("muster", schema=None) as batch_op:
        batch_op.add_column(sa.Column("forgotten", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("muster", schema=None) as batch_op:
        batch_op.drop_column("forgotten")
    with op.batch_alter_table("muster_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_muster_plan_settled"))

    op.drop_table("muster_plan")
