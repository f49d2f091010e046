"""The table of plans: rows are added, come into force and are cancelled; nothing else of them ever changes."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

Moment = Annotated[int, mapped_column(BigInteger)]  # ms since 1970


class PlanRow(Base):
    __tablename__ = "plan"
    __table_args__ = (Index(None, "kind", "target"), Index(None, "audience_kind", "audience"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    target: Mapped[str] = mapped_column(String(64))
    audience_kind: Mapped[str] = mapped_column(String(16))
    audience: Mapped[str] = mapped_column(String(32))
    due: Mapped[Moment]
    created_by: Mapped[str] = mapped_column(String(32))
    created: Mapped[Moment]
    effective: Mapped[Moment | None]  # None while it is being laid out to thousands of people
    cancelled: Mapped[Moment | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(32))
    course_first: Mapped[bool] = mapped_column(default=False, server_default=false())
