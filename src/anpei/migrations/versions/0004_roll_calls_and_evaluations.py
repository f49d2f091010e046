"""Roll calls and evaluations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evaluation_form",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("groups", sa.JSON(), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_evaluation_form")),
    )
    op.create_table(
        "muster",
        sa.Column("muster_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=128), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=True),
        sa.Column("started", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=512), nullable=False),
        sa.Column("points", sa.JSON(), nullable=False),
        sa.Column("expected", sa.JSON(), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("muster_id", name=op.f("pk_muster")),
        sa.UniqueConstraint("uuid", name=op.f("uq_muster_uuid")),
    )
    with op.batch_alter_table("muster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_muster_ended"), ["ended"], unique=False)
        batch_op.create_index(batch_op.f("ix_muster_run_id"), ["run_id"], unique=False)

    op.create_table(
        "muster_point",
        sa.Column("point_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=128), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("point_id", name=op.f("pk_muster_point")),
    )
    op.create_table(
        "muster_visitor",
        sa.Column("visitor_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("uuid", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("firm", sa.String(length=64), nullable=False),
        sa.Column("host", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("group", sa.String(length=16), nullable=False),
        sa.Column("came", sa.BigInteger(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("visitor_id", name=op.f("pk_muster_visitor")),
        sa.UniqueConstraint("uuid", name=op.f("uq_muster_visitor_uuid")),
    )
    with op.batch_alter_table("muster_visitor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_muster_visitor_left"), ["left"], unique=False)

    op.create_table(
        "evaluation_entry",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("evaluator", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("item_id", sa.String(length=128), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("tapped", sa.BigInteger(), nullable=False),
        sa.Column("skew", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["evaluation_form.run_id"], name=op.f("fk_evaluation_entry_run_id")),
        sa.PrimaryKeyConstraint("run_id", "seq", name=op.f("pk_evaluation_entry")),
        sa.UniqueConstraint("run_id", "key", name=op.f("uq_evaluation_entry_run_id_key")),
    )
    op.create_table(
        "muster_check",
        sa.Column("muster_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("point", sa.String(length=64), nullable=False),
        sa.Column("person_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("skew", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["muster_id"], ["muster.muster_id"], name=op.f("fk_muster_check_muster_id")),
        sa.PrimaryKeyConstraint("muster_id", "seq", name=op.f("pk_muster_check")),
        sa.UniqueConstraint("muster_id", "key", name=op.f("uq_muster_check_muster_id_key")),
    )
    op.create_table(
        "muster_code",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("muster_id", sa.Integer(), nullable=False),
        sa.Column("point", sa.String(length=64), nullable=False),
        sa.Column("made", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["muster_id"], ["muster.muster_id"], name=op.f("fk_muster_code_muster_id")),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_muster_code")),
    )
    with op.batch_alter_table("muster_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_muster_code_muster_id"), ["muster_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("muster_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_muster_code_muster_id"))

    op.drop_table("muster_code")
    op.drop_table("muster_check")
    op.drop_table("evaluation_entry")
    with op.batch_alter_table("muster_visitor", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_muster_visitor_left"))

    op.drop_table("muster_visitor")
    op.drop_table("muster_point")
    with op.batch_alter_table("muster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_muster_run_id"))
        batch_op.drop_index(batch_op.f("ix_muster_ended"))

    op.drop_table("muster")
    op.drop_table("evaluation_form")
