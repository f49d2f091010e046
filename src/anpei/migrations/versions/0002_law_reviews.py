"""Re-reviews after changes of the law."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "law_review",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("citation", sa.String(length=128), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("opened_by", sa.String(length=32), nullable=False),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law_review")),
    )
    with op.batch_alter_table("law_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_law_review_closed"), ["closed"], unique=False)

    op.create_table(
        "law_review_item",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("closed", sa.BigInteger(), nullable=True),
        sa.Column("closed_by", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["law_review.id"], name=op.f("fk_law_review_item_review_id")),
        sa.PrimaryKeyConstraint("review_id", "ref", name=op.f("pk_law_review_item")),
    )
    with op.batch_alter_table("law_review_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_law_review_item_ref"), ["ref"], unique=False)


def downgrade() -> None:
    op.drop_table("law_review_item")
    op.drop_table("law_review")
