"""Real emergencies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "drill_emergency",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("raised", sa.BigInteger(), nullable=False),
        sa.Column("raised_by", sa.String(length=64), nullable=False),
        sa.Column("runs", sa.JSON(), nullable=False),
        sa.Column("cleared", sa.BigInteger(), nullable=True),
        sa.Column("cleared_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_emergency")),
        sa.UniqueConstraint("standing", name=op.f("uq_drill_emergency_standing")),
    )


def downgrade() -> None:
    op.drop_table("drill_emergency")
