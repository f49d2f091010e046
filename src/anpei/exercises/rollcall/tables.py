"""Roll calls in the database: a muster, its list with where each stands, entries only ever added, points, visitors."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["Muster", "MusterCheck", "MusterCode", "MusterPerson", "MusterPlan", "MusterPoint", "MusterVisitor"]


class Muster(Base):
    """One roll call; ``last_seq`` is taken under the row's lock, so entries come one after the other.

    It is ``called`` once everybody is on its list; nobody sees it before. ``forgotten`` is when the names of people
    from outside were deleted from it. ``noted``: who came is in the records of its drill.
    """

    __tablename__ = "muster"

    muster_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(128))
    run_id: Mapped[int | None] = mapped_column(Integer, index=True)
    by: Mapped[str] = mapped_column(String(64))
    uuid: Mapped[str | None] = mapped_column(String(64), unique=True)
    started: Mapped[int] = mapped_column(BigInteger)
    ended: Mapped[int | None] = mapped_column(BigInteger, index=True)
    ended_by: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str] = mapped_column(String(512), default="")
    points: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    forgotten: Mapped[int | None] = mapped_column(BigInteger)
    called: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    noted: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class MusterCheck(Base):
    """One entry: a tick (``check``), somebody put on the list (``add``), a warden named (``warden``), the end.

    ``received`` is the server's clock, ``skew`` by how much the device was behind (ms), ``at`` the tap's moment in the
    server's time. The key makes an entry happen once.
    """

    __tablename__ = "muster_check"
    __table_args__ = (
        UniqueConstraint("muster_id", "key"),
        Index("ix_muster_check_of", "muster_id", "kind", "person_key"),
    )

    muster_id: Mapped[int] = mapped_column(ForeignKey("muster.muster_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    point: Mapped[str] = mapped_column(String(64))
    person_key: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    skew: Mapped[int] = mapped_column(BigInteger)


class MusterPerson(Base):
    """Somebody on the list, in the order of the list, and where the entries put them; written with each entry.

    ``points`` are in the order in which they were seen there, with a space between. ``since`` is from when on they have
    been accounted for, and ``seq`` the entry that changed the row last: 0 for who is as they were at the alarm.
    """

    __tablename__ = "muster_person"
    __table_args__ = (
        Index("ix_muster_person_changed", "muster_id", "seq"),
        Index("ix_muster_person_standing", "muster_id", "state", "since", "at"),
    )

    muster_id: Mapped[int] = mapped_column(ForeignKey("muster.muster_id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(128))
    place: Mapped[str] = mapped_column(String(128))
    group: Mapped[str] = mapped_column(String(16))
    post: Mapped[str] = mapped_column(String(128))
    phone: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    points: Mapped[str] = mapped_column(String(256))
    at: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(256))
    seq: Mapped[int] = mapped_column(Integer)


class MusterPlan(Base):
    """A roll call a drill's alarm is to begin; ``closed`` when it began, or when it's certain that it never will."""

    __tablename__ = "muster_plan"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(String(64))
    made: Mapped[int] = mapped_column(BigInteger)
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)
    closed: Mapped[int | None] = mapped_column("settled", BigInteger, index=True)
    problem: Mapped[str] = mapped_column(String(256), default="")


class MusterPoint(Base):
    """A muster point of the plant; one that is given up is retired, for old roll calls name it.

    ``regulars`` are the keys of its regular wardens: staff numbers, ``kiosk:<id>``.
    """

    __tablename__ = "muster_point"

    point_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(128))
    retired: Mapped[bool] = mapped_column(Boolean, default=False)
    regulars: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")


class MusterCode(Base):
    """A one-time code that makes whoever scans it a warden of one point; only its hash is kept."""

    __tablename__ = "muster_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    muster_id: Mapped[int] = mapped_column(ForeignKey("muster.muster_id"), index=True)
    point: Mapped[str] = mapped_column(String(64))
    made: Mapped[int] = mapped_column(BigInteger)
    used: Mapped[int | None] = mapped_column(BigInteger)
    used_by: Mapped[str] = mapped_column(String(64), default="")


class MusterVisitor(Base):
    """A visitor or contractor who signed in at the gate; without a name once their time is over."""

    __tablename__ = "muster_visitor"
    __table_args__ = (Index(None, "left"),)

    visitor_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    uuid: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    firm: Mapped[str] = mapped_column(String(64))
    host: Mapped[str] = mapped_column(String(64))
    phone: Mapped[str] = mapped_column(String(32))
    group: Mapped[str] = mapped_column(String(16))
    came: Mapped[int] = mapped_column(BigInteger)
    left: Mapped[int | None] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
