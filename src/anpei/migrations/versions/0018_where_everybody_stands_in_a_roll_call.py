"""The list of a roll call is a table with where each stands, so that a tick costs the same for sixty and ten thousand.

What the log made of everybody until now is reckoned from it. How many work where is counted from an index alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from anpei import engines

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

LOG = """SELECT seq, at, kind, point, person_key, state, "by", name, CAST(payload AS TEXT) AS payload
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
    working = ["active", "department_id", "post_id", "team_id"]
    op.create_index("ix_person_working", "person", working, unique=False)
    connection = op.get_bind()
    for number in list(connection.execute(sa.text("SELECT muster_id FROM muster")).scalars()):
        rows = list(_people(connection, number))
        if rows:
            connection.execute(made.insert(), rows)
    op.drop_column("muster", "expected")


def _people(connection: sa.Connection, number: int) -> Iterator[dict[str, Any]]:
    """Everybody on one roll call's list, and where the log put them."""
    listed = sa.text("SELECT CAST(expected AS TEXT) FROM muster WHERE muster_id = :number")
    people = {who["key"]: who for who in engines.read_json(connection.execute(listed, {"number": number}).scalar_one())}
    theirs: dict[str, list[Any]] = {}
    for entry in connection.execute(sa.text(LOG), {"number": number}):
        theirs.setdefault(entry.person_key, []).append(entry)
        if entry.kind == "add":
            extra = engines.read_json(entry.payload)
            people.setdefault(entry.person_key, {"group": "extra", **extra, "key": entry.person_key})
    for position, (key, who) in enumerate(people.items(), 1):
        entries = theirs.get(key, [])
        listed_as = {name: str(who.get(name, "")) for name in LISTED}
        last = max((entry.seq for entry in entries), default=0)
        yield {"muster_id": number, "position": position, **listed_as, **_standing(entries), "seq": last}


def _standing(entries: Iterable[Any]) -> dict[str, Any]:
    """Where the ticks of one person put them, read by the moments of the taps."""
    points: dict[str, int] = {}
    excuse: tuple[str, int, str, str] | None = None
    by, note, since = "", "", None
    for entry in sorted((one for one in entries if one.kind == "check"), key=lambda one: (one.at, one.seq)):
        said = str(engines.read_json(entry.payload).get("note", ""))
        if entry.state == "present":
            by, note = by if points else entry.name, said or note
            points.setdefault(entry.point, entry.at)
        elif entry.state == "missing":
            points = {point: at for point, at in points.items() if entry.point and point != entry.point}
            excuse, note = excuse if entry.point else None, said
        else:
            state = "elsewhere" if entry.state == "elsewhere" else "absent_known"
            excuse = (state, entry.at, entry.name, said)
        since = (since or entry.at) if points or excuse else None
    where = ("missing", 0, "", note)
    if points:
        where = ("present", min(points.values()), by, note)
    elif excuse:
        where = excuse
    return {"points": " ".join(points), "since": since, **dict(zip(("state", "at", "by", "note"), where, strict=True))}


def downgrade() -> None:
    op.add_column("muster", sa.Column("expected", sa.JSON(), nullable=False, server_default="[]"))
    op.drop_index("ix_person_working", table_name="person")
    op.drop_index("ix_muster_check_of", table_name="muster_check")
    op.drop_table("muster_person")
