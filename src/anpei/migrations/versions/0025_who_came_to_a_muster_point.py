"""Who came to a muster point in a drill gets a line in the record; those of before leave the records as they are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("muster", sa.Column("noted", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(sa.text("UPDATE muster SET noted = true WHERE ended IS NOT NULL"))


def downgrade() -> None:
    op.drop_column("muster", "noted")
