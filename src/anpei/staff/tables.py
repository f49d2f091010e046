"""Tables of the staff room; failures are counted by the number typed, so an unknown one locks like a real one."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from anpei.database import Base

Moment = Annotated[int, mapped_column(BigInteger)]  # ms since 1970


class DepartmentRow(Base):
    __tablename__ = "department"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class PostRow(Base):
    __tablename__ = "post"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class TeamRow(Base):
    """A team 班组: who works the same shift. Plants without shifts have none."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)


class PersonRow(Base):
    """Somebody of the roster; never deleted, because records of training point here."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_working", "active", "department_id", "post_id", "team_id"),)

    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    roles: Mapped[str] = mapped_column(String(64))  # sorted names with a space between; none is part of another
    hired: Mapped[str | None] = mapped_column(String(10))  # ISO date
    active: Mapped[bool]
    stamp: Mapped[str] = mapped_column(String(32))  # changes whenever every device must sign in again
    password_hash: Mapped[str | None] = mapped_column(String(256))
    pin_hash: Mapped[str | None] = mapped_column(String(256))
    pin_letter_due: Mapped[bool] = mapped_column(default=False, server_default=false())  # nobody was handed the PIN yet
    must_change_password: Mapped[bool]
    created: Mapped[Moment]
    updated: Mapped[Moment]
    left_at: Mapped[Moment | None]
    temporary_until: Mapped[Moment | None]  # when a temporary password ends; None: it's their own, or never ends
    scope: Mapped[str | None] = mapped_column(Text)  # departments' numbers with a space between; None: the whole

    department: Mapped[DepartmentRow] = relationship(lazy="joined", innerjoin=True)
    post: Mapped[PostRow | None] = relationship(lazy="joined")
    team: Mapped[TeamRow | None] = relationship(lazy="joined")


class FailureRow(Base):
    """Wrong passwords and wrong PINs, counted apart and by place, or a colleague could lock somebody out."""

    __tablename__ = "signin_failure"

    kind: Mapped[str] = mapped_column(String(8), primary_key=True)  # password | pin
    staff_no: Mapped[str] = mapped_column(String(32), primary_key=True)
    place: Mapped[str] = mapped_column(String(64), primary_key=True)  # an address, a browser of theirs, or a kiosk
    failures: Mapped[int]
    last: Mapped[Moment] = mapped_column(index=True)
    locked_until: Mapped[Moment | None]


class AddressRow(Base):
    """Failures from one network address within the minute that began at ``started``."""

    __tablename__ = "signin_address"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    started: Mapped[Moment] = mapped_column(index=True)
    failures: Mapped[int]


class LoginRow(Base):
    """Somebody signed in at one browser, under the stamp they had then; only the hash of its token is kept.

    ``seen``: when it was last used, to the hour; ``proven``: when the password was last given there.
    """

    __tablename__ = "login"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_no: Mapped[str] = mapped_column(ForeignKey("person.staff_no"), index=True)
    stamp: Mapped[str] = mapped_column(String(32))
    browser: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    begun: Mapped[Moment]
    seen: Mapped[Moment]
    proven: Mapped[Moment]
    ended: Mapped[Moment | None]


class DeviceRow(Base):
    """An enrolled kiosk; only the hash of its token is kept. ``gate``: visitors may be signed in on it."""

    __tablename__ = "device"

    device_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    site_area: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled: Mapped[Moment]
    revoked: Mapped[Moment | None]
    gate: Mapped[bool] = mapped_column(default=False, server_default=false())


class EnrolLinkRow(Base):
    """A link that turns one browser into a kiosk, once, before it expires."""

    __tablename__ = "enrol_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    site_area: Mapped[str] = mapped_column(String(64))
    created: Mapped[Moment]
    expires: Mapped[Moment]
    used: Mapped[Moment | None]


class BadgeRow(Base):
    """A person's badge; the code on it is worked out from ``serial`` and ``stamp``, so that it can be printed again."""

    __tablename__ = "badge"

    serial: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    staff_no: Mapped[str] = mapped_column(ForeignKey("person.staff_no"), unique=True)
    stamp: Mapped[str] = mapped_column(String(32))
    issued: Mapped[Moment]
    revoked: Mapped[Moment | None]
