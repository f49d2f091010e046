"""Evaluation in the database: the form as it was when the first evaluator opened it, and entries only ever added."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from anpei.database import Base

__all__ = ["EvaluationClosing", "EvaluationEntry", "EvaluationForm"]


class EvaluationForm(Base):
    """The items of one run; ``last_seq`` is taken under the row's lock, so entries come one after the other."""

    __tablename__ = "evaluation_form"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    title: Mapped[str] = mapped_column(String(128))
    groups: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    opened: Mapped[int] = mapped_column(BigInteger)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)


class EvaluationEntry(Base):
    """One tap of an evaluator or one word of the director; the key makes it happen once.

    ``received`` is the server's clock, ``tapped`` the tablet's, ``skew`` by how much the tablet was behind (ms);
    ``at`` is the tap's moment in the server's time.
    """

    __tablename__ = "evaluation_entry"
    __table_args__ = (UniqueConstraint("run_id", "key"),)

    run_id: Mapped[int] = mapped_column(ForeignKey("evaluation_form.run_id"), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(16))
    evaluator: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[str] = mapped_column(String(128))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[int] = mapped_column(BigInteger)
    received: Mapped[int] = mapped_column(BigInteger)
    tapped: Mapped[int] = mapped_column(BigInteger)
    skew: Mapped[int] = mapped_column(BigInteger)


class EvaluationClosing(Base):
    """The evaluation of a run takes nothing while its report is signed; when and why is in the report's own history."""

    __tablename__ = "evaluation_closing"

    run_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(64))
