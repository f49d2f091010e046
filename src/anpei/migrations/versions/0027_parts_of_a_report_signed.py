"""The parts of a report are signed by whose they are; reports signed before keep their one signature as what it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_part_signer",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("staff_no", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index(op.f("ix_report_part_signer_run_id"), "report_part_signer", ["run_id"])
    op.create_index(op.f("ix_report_part_signer_staff_no"), "report_part_signer", ["staff_no"])
    op.create_table(
        "report_part_sign",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("staff_no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.UniqueConstraint("uuid", name=op.f("uq_report_part_sign_uuid")),
    )
    op.create_index(op.f("ix_report_part_sign_run_id"), "report_part_sign", ["run_id"])


def downgrade() -> None:
    op.drop_table("report_part_sign")
    op.drop_table("report_part_signer")
