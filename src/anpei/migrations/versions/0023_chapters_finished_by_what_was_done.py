"""A chapter is finished by what was done in it: answers to practice are kept, what a page's word finished is marked.

Nobody loses a chapter: what was finished stays so, under the earlier rule.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "practice_answer",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("item_id", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.UniqueConstraint("staff_no", "uuid", name=op.f("uq_practice_answer_staff_no_uuid")),
    )
    op.create_index("ix_practice_answer_item", "practice_answer", ["staff_no", "item_id"])
    op.add_column("progress_event", sa.Column("rule", sa.String(length=8), nullable=True))
    op.execute("UPDATE progress_event SET rule = 'old' WHERE kind = 'finished'")


def downgrade() -> None:
    op.drop_column("progress_event", "rule")
    op.drop_table("practice_answer")
