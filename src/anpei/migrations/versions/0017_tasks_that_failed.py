"""What periodic work could not be done has a table; grading jobs wait there like every other row.

Jobs the old worker had given up are tried again. What was missed in exams and drills long ago, and never looked at
because three hundred newer ones had come since, is not practised now: only the last three months are.
"""

from __future__ import annotations

import time

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEEP_FAILED_JOBS = """INSERT INTO task_failure (task, row, tries, first, last, again, trouble)
    SELECT CASE kind WHEN 'grade' THEN 'grading' ELSE kind END, CAST(attempt_id AS VARCHAR(20)), tries, asked, asked,
        CASE state WHEN 'failed' THEN asked ELSE not_before END, SUBSTR(trouble, 1, 300)
    FROM grading_job WHERE trouble <> '' AND state <> 'done'"""
QUARTER = 90 * 24 * 60 * 60 * 1000


def upgrade() -> None:
    op.create_table(
        "task_failure",
        sa.Column("task", sa.String(length=32), nullable=False),
        sa.Column("row", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("again", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("task", "row", name=op.f("pk_task_failure")),
    )
    op.execute(KEEP_FAILED_JOBS)
    op.execute("UPDATE grading_job SET state = 'queued', finished = NULL WHERE state = 'failed'")
    with op.batch_alter_table("grading_job") as batch_op:
        batch_op.drop_column("tries")
        batch_op.drop_column("not_before")
        batch_op.drop_column("trouble")
    _leave_old_misses()


def _leave_old_misses() -> None:
    now = time.time_ns() // 1_000_000
    seen = "INSERT INTO refresh_seen (ref, at) SELECT {ref}, :now FROM {table} WHERE {old} AND NOT EXISTS ({known})"
    known = "SELECT 1 FROM refresh_seen seen WHERE seen.ref = {ref}"
    for table, ref, old in (
        (
            "attempt_result",
            "'exam:' || CAST(attempt_id AS VARCHAR(20))",
            "kind = 'exam' AND state <> 'awaiting' AND handed_in < :limit",
        ),
        ("drill_run", "'run:' || CAST(run_id AS VARCHAR(20))", "status = 'ended' AND created < :limit"),
    ):
        query = seen.format(ref=ref, table=table, old=old, known=known.format(ref=ref))
        op.get_bind().execute(sa.text(query), {"now": now, "limit": now - QUARTER})


def downgrade() -> None:
    with op.batch_alter_table("grading_job") as batch_op:
        batch_op.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("not_before", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("trouble", sa.Text(), nullable=False, server_default=""))
    op.drop_table("task_failure")
