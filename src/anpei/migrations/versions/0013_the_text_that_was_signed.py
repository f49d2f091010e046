"""The text of a signed report, and evaluations that take nothing while it is signed; older signatures have no text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("report_sign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("content", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "evaluation_closing",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_evaluation_closing")),
    )
    # whoever has a standing signature closed the evaluation with it
    op.execute(
        'INSERT INTO evaluation_closing (run_id, at, "by") SELECT run_id, at, "by" FROM report_sign AS newest '
        "WHERE kind = 'signed' AND id = (SELECT max(id) FROM report_sign WHERE run_id = newest.run_id)"
    )


def downgrade() -> None:
    op.drop_table("evaluation_closing")
    with op.batch_alter_table("report_sign", schema=None) as batch_op:
        batch_op.drop_column("content")
