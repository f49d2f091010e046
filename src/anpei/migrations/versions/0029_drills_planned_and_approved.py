"""Plans of drills in their versions, and who approved them; sites that exist ask for no approval."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "planned_drill",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("scenario_id", sa.String(length=128), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=64), nullable=False),
        sa.Column("approver", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("cancelled", sa.BigInteger(), nullable=True),
    )
    for column in ("scenario_id", "approver", "run_id"):
        op.create_index(op.f(f"ix_planned_drill_{column}"), "planned_drill", [column])
    op.create_table(
        "planned_drill_version",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("planned_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_id"], ["planned_drill.id"], name=op.f("fk_planned_drill_version_planned_id_planned_drill")
        ),
        sa.UniqueConstraint("planned_id", "version", name=op.f("uq_planned_drill_version_planned_id_version")),
        sa.UniqueConstraint("uuid", name=op.f("uq_planned_drill_version_uuid")),
    )
    op.create_index(op.f("ix_planned_drill_version_planned_id"), "planned_drill_version", ["planned_id"])
    op.create_table(
        "planned_drill_decision",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("planned_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("staff_no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["planned_id"], ["planned_drill.id"], name=op.f("fk_planned_drill_decision_planned_id_planned_drill")
        ),
        sa.UniqueConstraint("uuid", name=op.f("uq_planned_drill_decision_uuid")),
    )
    op.create_index(op.f("ix_planned_drill_decision_planned_id"), "planned_drill_decision", ["planned_id"])


def downgrade() -> None:
    op.drop_table("planned_drill_decision")
    op.drop_table("planned_drill_version")
    op.drop_table("planned_drill")
