"""What follows a drill, kept for good: versions of texts, signatures, corrective actions, drills held, filings."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = [
    "ActionEventRow",
    "ActionRow",
    "FilingRow",
    "HeldRow",
    "PartSignRow",
    "PartSignerRow",
    "ReportSignRow",
    "ReportTextRow",
]


class ReportTextRow(Base):
    """One version of one editable part of a report; the newest counts, none is ever changed."""

    __tablename__ = "report_text"
    __table_args__ = (UniqueConstraint("run_id", "field", "version"), UniqueConstraint("run_id", "uuid"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(Integer)
    field: Mapped[str] = mapped_column(String(32))
    version: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    uuid: Mapped[str] = mapped_column(String(64))


class ReportSignRow(Base):
    """A report signed, or opened again with a reason; the newest line of a run says which.

    ``content`` is the text that was signed, whose SHA-256 is ``sha``; it is long, and read when somebody asks for it.
    """

    __tablename__ = "report_sign"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(Integer, index=True)
    kind: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    sha: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, default="", server_default="", deferred=True)


class PartSignerRow(Base):
    """Who is to sign a part of a report; the newest line of a part counts, none is ever changed."""

    __tablename__ = "report_part_signer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(Integer, index=True)
    part: Mapped[str] = mapped_column(String(32))
    staff_no: Mapped[str] = mapped_column(String(64), index=True)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)


class PartSignRow(Base):
    """A part of a report signed; the newest line of a part counts, as long as its text is the part's."""

    __tablename__ = "report_part_sign"
    __table_args__ = (UniqueConstraint("uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(Integer, index=True)
    part: Mapped[str] = mapped_column(String(32))
    staff_no: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    method: Mapped[str] = mapped_column(String(16))
    path: Mapped[str] = mapped_column(Text, default="")
    sha: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    uuid: Mapped[str] = mapped_column(String(64))


class ActionRow(Base):
    """A corrective action as it stands; how it came to be so is in its events."""

    __tablename__ = "corrective_action"
    __table_args__ = (UniqueConstraint("uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    run_id: Mapped[int] = mapped_column(Integer, index=True)
    problem: Mapped[str] = mapped_column(Text)
    measure: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(64), index=True)
    due: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16), index=True)
    created: Mapped[int] = mapped_column(BigInteger)
    created_by: Mapped[str] = mapped_column(String(64))
    uuid: Mapped[str] = mapped_column(String(64))


class ActionEventRow(Base):
    """One step of an action: who, when, what, with which words; rows are only ever added."""

    __tablename__ = "corrective_action_event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("corrective_action.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(Text, default="")


class HeldRow(Base):
    """A drill held without the platform, entered by hand with what proves it."""

    __tablename__ = "drill_held"
    __table_args__ = (UniqueConstraint("uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    plan: Mapped[str] = mapped_column(String(64), index=True)
    held: Mapped[int] = mapped_column(BigInteger)
    note: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    uuid: Mapped[str] = mapped_column(String(64))


class FilingRow(Base):
    """A drill reported to an authority: ``drill`` is ``run:7`` or ``held:3``."""

    __tablename__ = "drill_filing"
    __table_args__ = (UniqueConstraint("uuid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    drill: Mapped[str] = mapped_column(String(64), index=True)
    authority: Mapped[str] = mapped_column(String(128))
    reference: Mapped[str] = mapped_column(String(128))
    filed: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    uuid: Mapped[str] = mapped_column(String(64))
