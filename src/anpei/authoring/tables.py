"""Steps that people took with versions of content: submitted, sent back, reviewed; added to, never changed."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["ContentStepRow"]


class ContentStepRow(Base):
    """``mark`` says which version it is about; ``words``: what was checked, or what is to be mended."""

    __tablename__ = "content_step"
    __table_args__ = (Index(None, "kind", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    slug: Mapped[str] = mapped_column(String(128))
    mark: Mapped[str] = mapped_column(String(128))
    step: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    by_name: Mapped[str] = mapped_column(String(64))
    at: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text)
