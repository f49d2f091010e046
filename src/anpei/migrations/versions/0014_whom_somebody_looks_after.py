"""A trainer or director may be limited to departments; nobody is until somebody says so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("scope", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "scope")  # in place: a table made anew would keep team_id from going in its turn
