"""The table of plans: rows are added and cancelled, never changed or removed."""

from __future__ import annotations

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base


class PlanRow(Base):
    __tablename__ = "plan"
    __table_args__ = (Index(None, "kind", "target"), Index(None, "audience_kind", "audience"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(64))
    audience_kind: Mapped[str] = mapped_column(String(16))
    audience: Mapped[str] = mapped_column(String(32))
    due: Mapped[int]
    created_by: Mapped[str] = mapped_column(String(32))
    created: Mapped[int]
    cancelled: Mapped[int | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(32))
