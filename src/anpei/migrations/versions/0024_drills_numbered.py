"""Drills that a director called are numbered by year (2026-001); those of before get theirs as they were made.

A year is China's here, for a migration knows no site.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RUN = sa.table(
    "drill_run",
    sa.column("run_id", sa.Integer),
    sa.column("origin", sa.String),
    sa.column("created", sa.BigInteger),
    sa.column("number", sa.String),
)


def upgrade() -> None:
    op.add_column("drill_run", sa.Column("number", sa.String(length=16), nullable=True))
    op.create_index("ix_drill_run_number", "drill_run", ["number"], unique=True)
    connection, made = op.get_bind(), Counter[int]()
    called = sa.select(RUN.c.run_id, RUN.c.created).where(RUN.c.origin == "director")
    for run_id, created in connection.execute(called.order_by(RUN.c.created, RUN.c.run_id)).all():
        year = (datetime.fromtimestamp(created / 1000, UTC) + timedelta(hours=8)).year
        made[year] += 1
        connection.execute(sa.update(RUN).where(RUN.c.run_id == run_id).values(number=f"{year}-{made[year]:03d}"))


def downgrade() -> None:
    op.drop_index("ix_drill_run_number", table_name="drill_run")
    op.drop_column("drill_run", "number")
