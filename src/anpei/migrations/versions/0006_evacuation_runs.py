"""What is asked of the evacuation model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evacuation_run",
        sa.Column("run_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("slug", sa.String(length=128), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("drill_run", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_evacuation_run")),
    )
    with op.batch_alter_table("evacuation_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evacuation_run_drill_run"), ["drill_run"], unique=False)
        batch_op.create_index(batch_op.f("ix_evacuation_run_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_evacuation_run_slug"), ["slug"], unique=False)
        batch_op.create_index(batch_op.f("ix_evacuation_run_state"), ["state"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("evacuation_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evacuation_run_state"))
        batch_op.drop_index(batch_op.f("ix_evacuation_run_slug"))
        batch_op.drop_index(batch_op.f("ix_evacuation_run_key"))
        batch_op.drop_index(batch_op.f("ix_evacuation_run_drill_run"))

    op.drop_table("evacuation_run")
