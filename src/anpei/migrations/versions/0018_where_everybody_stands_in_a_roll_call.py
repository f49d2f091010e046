"""The list of a roll call is a table with where each stands, so that a tick costs the same for sixty and ten thousand.

What the log made of everybody until now is reckoned with the house's own pure counting.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from anpei import engines
from anpei.exercises.rollcall.counting import RollCallEntry, person

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LOG = """SELECT seq, at, kind, point, person_key, state, "by", name, CAST(payload AS TEXT)
    FROM muster_check WHERE muster_id = :number ORDER BY seq"""
LISTED = ("key", "name", "place", "group", "post", "phone")


def upgrade() -> None:
    made = op.create_table(
        "muster_person",
        sa.Column("muster_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("place", sa.String(length=128), nullable=False),
        sa.Column("group", sa.String(length=16), nullable=False),
        sa.Column("post", sa.String(length=128), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("points", sa.String(length=256), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=256), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["muster_id"], ["muster.muster_id"], name=op.f("fk_muster_person_muster_id_muster")),
        sa.PrimaryKeyConstraint("muster_id", "key", name=op.f("pk_muster_person")),
    )
    op.create_index("ix_muster_person_changed", "muster_person", ["muster_id", "seq"], unique=False)
    standing = ["muster_id", "state", "since", "at"]
    op.create_index("ix_muster_person_standing", "muster_person", standing, unique=False)
    op.create_index("ix_muster_check_of", "muster_check", ["muster_id", "kind", "person_key"], unique=False)
    connection = op.get_bind()
    for number in list(connection.execute(sa.text("SELECT muster_id FROM muster")).scalars()):
        rows = list(_people(connection, number))
        if rows:
            connection.execute(made.insert(), rows)
    op.drop_column("muster", "expected")


def _people(connection: sa.Connection, number: int) -> Iterator[dict[str, Any]]:
    """Everybody on one roll call's list, and where the log put them."""
    listed = sa.text("SELECT CAST(expected AS TEXT) FROM muster WHERE muster_id = :number")
    expected = engines.read_json(connection.execute(listed, {"number": number}).scalar_one())
    theirs: dict[str, list[RollCallEntry]] = {}
    for entry in _entries(connection, number):
        theirs.setdefault(entry.key, []).append(entry)
    added = [entry for entries in theirs.values() for entry in entries if entry.kind == "add"]
    people = {who["key"]: who for who in expected}
    for entry in sorted(added, key=lambda entry: entry.seq):
        people.setdefault(entry.key, {"group": "extra", **entry.extra, "key": entry.key})
    for position, (key, who) in enumerate(people.items(), 1):
        entries = theirs.get(key, [])
        tally = person(entries)
        points = list(tally.points)
        state, at, by, note = "missing", 0, "", tally.note
        if points:
            state, at, by = "present", min(tally.points.values()), tally.by
        elif tally.excuse:
            state, at, by, note = tally.excuse
        yield {
            "muster_id": number, "position": position, **{name: str(who.get(name, "")) for name in LISTED},
            "state": state, "points": " ".join(points), "at": at, "since": tally.since, "by": by, "note": note,
            "seq": max((entry.seq for entry in entries), default=0),
        }  # fmt: skip


def _entries(connection: sa.Connection, number: int) -> Iterator[RollCallEntry]:
    for seq, at, kind, point, key, state, by, name, payload in connection.execute(sa.text(LOG), {"number": number}):
        told = {key: str(value) for key, value in engines.read_json(payload).items()}
        yield RollCallEntry(seq, at, kind, point, key, state, by, name, told.get("note", ""), told)


def downgrade() -> None:
    op.add_column("muster", sa.Column("expected", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_index("ix_muster_check_of", table_name="muster_check")
    op.drop_table("muster_person")
