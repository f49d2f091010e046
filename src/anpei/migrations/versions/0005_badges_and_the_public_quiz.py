"""Badges, and how often the public quiz is played."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quiz_day",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("started", sa.Integer(), nullable=False),
        sa.Column("finished", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("answered_right", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_quiz_day")),
    )
    op.create_table(
        "badge",
        sa.Column("serial", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("issued", sa.BigInteger(), nullable=False),
        sa.Column("revoked", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_no"], ["person.staff_no"], name=op.f("fk_badge_staff_no")),
        sa.PrimaryKeyConstraint("serial", name=op.f("pk_badge")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_badge_staff_no")),
    )


def downgrade() -> None:
    op.drop_table("badge")
    op.drop_table("quiz_day")
