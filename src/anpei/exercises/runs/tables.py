"""The drill log: a run, its numbered events that are only ever added, and who sits at which kiosk."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["DrillEmergency", "DrillEvent", "DrillRun", "KioskSeat", "QuizDay", "empty_seat"]


class DrillRun(Base):
    """One performance of a scenario, with the scenario as it was; ``last_seq`` is taken under the row's lock.

    The scenario is long and seldom wanted: it's read when somebody asks for it. Who asks again under the same ``uuid``
    is given the run that is there. ``number`` is a called drill's, by year: 2026-003.
    """

    __tablename__ = "drill_run"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    scenario_id: Mapped[str] = mapped_column(String(128), index=True)
    sha: Mapped[str] = mapped_column(String(64))
    scenario: Mapped[dict[str, Any]] = mapped_column(JSON, deferred=True)
    title: Mapped[str] = mapped_column(String(128))
    seed: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[str] = mapped_column(String(64))
    created: Mapped[int] = mapped_column(BigInteger)
    seats: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(16), index=True)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    uuid: Mapped[str | None] = mapped_column(String(64), unique=True, index=True)
    number: Mapped[str | None] = mapped_column(String(16), unique=True, index=True)


class DrillEvent(Base):
    """A line of a run's log; the key makes a thing that may happen once happen once."""

    __tablename__ = "drill_event"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("drill_run.run_id"), primary_key=True)
    run_seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ts: Mapped[int] = mapped_column(BigInteger)
    type: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(32))
    device: Mapped[str] = mapped_column(String(64))
    key: Mapped[str] = mapped_column(String(128))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)


class DrillEmergency(Base):
    """A real emergency; ``standing`` is unique and empty once cleared, so that only one can stand."""

    __tablename__ = "drill_emergency"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    standing: Mapped[str | None] = mapped_column(String(16), unique=True, default=None)
    text: Mapped[str] = mapped_column(Text)
    raised: Mapped[int] = mapped_column(BigInteger)
    raised_by: Mapped[str] = mapped_column(String(64))
    runs: Mapped[list[int]] = mapped_column(JSON)
    cleared: Mapped[int | None] = mapped_column(BigInteger, default=None)
    cleared_by: Mapped[str] = mapped_column(String(64), default="")


class KioskSeat(Base):
    """What a kiosk is doing: who has tapped in, in which run, and when it was last heard of."""

    __tablename__ = "kiosk_seat"

    device_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_no: Mapped[str] = mapped_column(String(64), default="")
    name: Mapped[str] = mapped_column(String(64), default="")
    since: Mapped[int] = mapped_column(BigInteger, default=0)
    seen: Mapped[int] = mapped_column(BigInteger, default=0)
    run_id: Mapped[int] = mapped_column(Integer, default=0)


class QuizDay(Base):
    """How often the public quiz was played on one day (site's time); nobody's name or answers."""

    __tablename__ = "quiz_day"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    started: Mapped[int] = mapped_column(Integer, default=0)
    finished: Mapped[int] = mapped_column(Integer, default=0)
    asked: Mapped[int] = mapped_column(Integer, default=0)
    right: Mapped[int] = mapped_column("answered_right", Integer, default=0)


def empty_seat(device: str) -> KioskSeat:
    return KioskSeat(device_id=device, staff_no="", name="", since=0, seen=0, run_id=0)
