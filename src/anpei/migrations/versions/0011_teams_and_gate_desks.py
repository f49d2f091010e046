"""Teams of the roster, and kiosks at which visitors sign in; nobody is in a team and no kiosk is a gate desk before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    # in the words of both databases: a new table in the old one's place would tear badges from their people on SQLite
    op.execute("ALTER TABLE person ADD COLUMN team_id INTEGER CONSTRAINT fk_person_team_id REFERENCES team (id)")
    op.create_index(op.f("ix_person_team_id"), "person", ["team_id"], unique=False)
    op.add_column("device", sa.Column("gate", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("device", "gate")
    op.drop_index(op.f("ix_person_team_id"), table_name="person")
    op.drop_column("person", "team_id")
    op.drop_table("team")
