"""Where somebody is signed in: a row for each browser, ended when they sign out there, or from anywhere else.

A browser keeps a token of which only the hash is here, so that neither this table nor a copy of it opens anything. A
login holds while its row isn't ended and the person's stamp is the one it began with: who gets another password, or
leaves, is signed out everywhere without anybody looking for rows.
"""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from anpei.clock import DAY
from anpei.errors import NotFound
from anpei.staff.hashing import hash_token, new_stamp, new_token
from anpei.staff.model import Login
from anpei.staff.service import row_of
from anpei.staff.tables import LoginRow, PersonRow

__all__ = ["begin_login", "end_every_login", "end_login", "end_other_logins", "logins", "prove_login", "see_login"]


def begin_login(session: Session, staff_no: str, *, browser: str, address: str, now: int, days: int) -> str:
    """The token of a new login, which is not kept; what is older than ``days`` goes, for nobody can use it."""
    row = row_of(session, staff_no)
    session.execute(delete(LoginRow).where(LoginRow.staff_no == row.staff_no, LoginRow.begun < now - days * DAY))
    token = new_token()
    session.add(
        LoginRow(
            token_hash=hash_token(token), staff_no=row.staff_no, stamp=row.stamp, browser=browser[:64],
            address=address[:64], begun=now, seen=now, proven=now,
        )
    )  # fmt: skip
    return token


def logins(session: Session, staff_no: str) -> list[Login]:
    """Where this person is signed in now, the one used last first."""
    query = (
        select(LoginRow)
        .join(PersonRow, PersonRow.staff_no == LoginRow.staff_no)
        .where(LoginRow.staff_no == staff_no, LoginRow.ended.is_(None), LoginRow.stamp == PersonRow.stamp)
        .order_by(LoginRow.seen.desc(), LoginRow.id.desc())
    )
    return [_login(row) for row in session.scalars(query)]


def end_login(session: Session, staff_no: str, login: int, *, now: int) -> Login:
    """Sign this person out in one browser; one of somebody else's isn't there for them."""
    row = session.get(LoginRow, login)
    if row is None or row.staff_no != staff_no:
        raise NotFound("没有这个登录，或者已经退出。", way_out="请刷新页面再看。")
    row.ended = row.ended or now
    return _login(row)


def end_other_logins(session: Session, staff_no: str, kept: int, *, now: int) -> None:
    """Sign this person out everywhere but in one browser."""
    others = update(LoginRow).where(LoginRow.staff_no == staff_no, LoginRow.id != kept, LoginRow.ended.is_(None))
    session.execute(others.values(ended=now))


def end_every_login(session: Session, staff_no: str, *, now: int) -> None:
    """Sign this person out in every browser, whatever it keeps: no login has their stamp any more."""
    row = row_of(session, staff_no)
    row.stamp, row.updated = new_stamp(), now


def see_login(session: Session, login: int, *, now: int) -> None:
    """Keep that this browser was used now."""
    session.execute(update(LoginRow).where(LoginRow.id == login).values(seen=now))


def prove_login(session: Session, login: int, *, now: int) -> None:
    """Keep that whoever sits at this browser has just given the password again."""
    session.execute(update(LoginRow).where(LoginRow.id == login).values(seen=now, proven=now))


def _login(row: LoginRow) -> Login:
    return Login(row.id, row.browser, row.address, row.begun, row.seen, row.proven)
