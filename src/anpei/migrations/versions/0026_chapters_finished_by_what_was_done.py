"""A chapter is finished by what was done in it: answers to practice are kept, what a page's word finished is marked.

Nobody loses a chapter: what was finished stays so, under the earlier rule. Where everybody stands is made anew at the
first start, because what is decided now counts before the last mark. Plans of before don't demand the course first.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
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
    op.add_column("standing", sa.Column("best_awaiting", sa.Boolean(), nullable=True))
    op.add_column("plan", sa.Column("course_first", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE progress_event SET rule = 'old' WHERE kind = 'finished'")


def downgrade() -> None:
    op.drop_column("plan", "course_first")
    op.drop_column("standing", "best_awaiting")
    op.drop_column("progress_event", "rule")
    op.drop_table("practice_answer")
