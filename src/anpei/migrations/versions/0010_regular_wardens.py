"""Regular wardens of muster points; the points that were there have none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("muster_point", schema=None) as batch_op:
        batch_op.add_column(sa.Column("regulars", sa.JSON(), server_default="[]", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("muster_point", schema=None) as batch_op:
        batch_op.drop_column("regulars")
