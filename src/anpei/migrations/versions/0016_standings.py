"""Who stands where, kept in a table; plans that come into force as a whole; indexes for what trainers look for.

The table of standings begins empty: the learner server fills it from the facts before it lets anybody in
(``anpei.records.ready``), because what finishing a course takes stands in files.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plan", sa.Column("effective", sa.BigInteger(), nullable=True))
    op.execute("UPDATE plan SET effective = created")
    op.create_table(
        "standing",
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("target", sa.String(length=128), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("percent", sa.Double(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("open_attempt", sa.Integer(), nullable=True),
        sa.Column("best_attempt", sa.Integer(), nullable=True),
        sa.Column("best_score", sa.Double(), nullable=True),
        sa.Column("best_max", sa.Double(), nullable=True),
        sa.Column("best_decided", sa.String(length=8), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("staff_no", "kind", "target", name=op.f("pk_standing")),
    )
    columns = ["plan_id", "state", "staff_no", "department_id", "post_id"]
    op.create_index("ix_standing_plan", "standing", columns, unique=False)
    op.create_table(
        "course_syllabus",
        sa.Column("course", sa.String(length=64), nullable=False),
        sa.Column("chapters", sa.JSON(), nullable=False),
        sa.Column("paper", sa.String(length=64), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("course", name=op.f("pk_course_syllabus")),
    )
    op.create_index(op.f("ix_course_syllabus_paper"), "course_syllabus", ["paper"], unique=False)
    op.create_table(
        "standings_reckoned",
        sa.Column("edition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("edition", name=op.f("pk_standings_reckoned")),
    )
    late = sa.text("outcome = 'late'")
    op.create_index("ix_answer_event_late", "answer_event", ["id"], sqlite_where=late, postgresql_where=late)
    op.create_index(
        "ix_slot_mark_waiting",
        "slot_mark",
        ["attempt_id"],
        sqlite_where=sa.text("pending = 1 OR state = 'unmarked'"),
        postgresql_where=sa.text("pending OR state = 'unmarked'"),
    )


def downgrade() -> None:
    op.drop_index("ix_slot_mark_waiting", table_name="slot_mark")
    op.drop_index("ix_answer_event_late", table_name="answer_event")
    op.drop_table("standings_reckoned")
    op.drop_index(op.f("ix_course_syllabus_paper"), table_name="course_syllabus")
    op.drop_table("course_syllabus")
    op.drop_index("ix_standing_plan", table_name="standing")
    op.drop_table("standing")
    op.drop_column("plan", "effective")
