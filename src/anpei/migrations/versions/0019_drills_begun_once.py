"""A drill is begun under a uuid, so that who had no answer and asks again is given the run that is there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drill_run", sa.Column("uuid", sa.String(length=64), nullable=True))
    op.create_index("ix_drill_run_uuid", "drill_run", ["uuid"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_drill_run_uuid", table_name="drill_run")
    op.drop_column("drill_run", "uuid")
