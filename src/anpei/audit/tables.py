"""The audit log's one table: rows are added and never changed; the database itself refuses anything else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["AuditRow"]


class AuditRow(Base):
    """``chain`` is the hash of this row and of the ``chain`` before it. Times are ms UTC; ``detail`` is JSON."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True)
    at: Mapped[int] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(32))
    about: Mapped[str] = mapped_column(String(128))
    detail: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(64))
    browser: Mapped[str] = mapped_column(String(64))
    chain: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("ix_audit_at", "at"),
        Index("ix_audit_who_id", "who", "id"),
        Index("ix_audit_about_id", "about", "id"),
        Index("ix_audit_act_at", "act", "at"),
    )
