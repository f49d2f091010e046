"""Drill results without a verdict say whether the person had left; those that are there were all judged."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("drill_result", schema=None) as batch_op:
        batch_op.add_column(sa.Column("left_early", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("drill_result", schema=None) as batch_op:
        batch_op.drop_column("left_early")
