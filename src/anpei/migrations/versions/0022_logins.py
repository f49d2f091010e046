"""Logins in a table: each can be listed and ended. Who was signed in before signs in once more.

Wrong passwords and PINs are counted where they were given; those of before were given nowhere, and make nobody wait.
Temporary passwords that were given before don't end; new ones do.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "login",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.BigInteger(), nullable=False),
        sa.Column("proven", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["staff_no"], ["person.staff_no"], name="fk_login_staff_no_person"),
        sa.UniqueConstraint("token_hash", name="uq_login_token_hash"),
    )
    op.create_index("ix_login_staff_no", "login", ["staff_no"])
    op.add_column("person", sa.Column("temporary_until", sa.BigInteger(), nullable=True))
    _failures(sa.Column("place", sa.String(length=64), nullable=False))


def downgrade() -> None:
    op.drop_table("login")
    op.drop_column("person", "temporary_until")
    _failures()


def _failures(*place: sa.Column[str]) -> None:
    """The table with another key, and what was in it, once for each number."""
    key = "pk_signin_failure_place" if place else "pk_signin_failure"  # the other one is the renamed table's
    op.rename_table("signin_failure", "signin_failure_before")
    op.drop_index("ix_signin_failure_last", table_name="signin_failure_before")
    op.create_table(
        "signin_failure",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("staff_no", sa.String(length=32), nullable=False),
        *place,
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("kind", "staff_no", *(column.name for column in place), name=key),
    )
    op.create_index("ix_signin_failure_last", "signin_failure", ["last"])
    names = ", ".join(["kind", "staff_no", *(column.name for column in place), "failures", "last", "locked_until"])
    kept = ", ".join(["kind", "staff_no", *("''" for _ in place), "max(failures)", "max(last)", "max(locked_until)"])
    copied = f"INSERT INTO signin_failure ({names}) SELECT {kept} FROM signin_failure_before"  # noqa: S608 - names of ours
    op.execute(f"{copied} GROUP BY kind, staff_no")
    op.drop_table("signin_failure_before")
