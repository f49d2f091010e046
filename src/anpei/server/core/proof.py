"""The password once more, before an act on other people's accounts: a browser left open must not be enough.

Given a few minutes ago in this browser it isn't asked for; else the form comes back with everything that was filled in
and a field for the password, and goes on from there.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pydantic import Field

from anpei import clock, staff
from anpei.server.core.requests import RequestModel, Secret

if TYPE_CHECKING:
    from anpei.server.core.handlers import PageHandler

__all__ = ["ask", "given", "seen"]

SEEN = clock.HOUR
OURS = ("_xsrf", "confirm_password")


class ConfirmRequest(RequestModel):
    """The password once more, beside whatever else a form says."""

    confirm_password: Secret = Field("", title="密码")


def seen(page: PageHandler) -> None:
    """Keep that this browser is in use, to the hour."""
    login, now = page.login, page.now()
    if login is not None and now - login.seen > SEEN:
        page.db.write(lambda session: staff.see_login(session, login.id, now=now), gives_way=True)


async def ask(page: PageHandler) -> None:
    """Let a form through, or answer it with the question for the password."""
    login, rules, now = page.login, page.site.settings.signin, page.now()
    if login is None:
        return _again(page, "")
    if now - login.proven < rules.confirm_minutes * clock.MINUTE:
        return None
    password = page.form(ConfirmRequest).confirm_password
    if not password:
        return _again(page, "")
    if message := await given(page, password):
        return _again(page, message)
    await page.db.awrite(lambda session: staff.prove_login(session, login.id, now=now))
    return None


async def given(page: PageHandler, password: str) -> str:
    """Try the password of whoever asks; "" when it is theirs, else what is to be said."""
    rules, now = page.site.settings.signin, page.now()
    outcome = await asyncio.to_thread(staff.confirm, page.db, page.person.staff_no, password, now=now, rules=rules)
    if outcome.outcome == "ok":
        return ""
    return "密码不对，请再输一次。" if outcome.outcome == "wrong" else outcome.message(page.zone)


def _again(page: PageHandler, message: str) -> None:
    """The same form, with what was sent kept in it, and the password to give."""
    sent = [(name, value) for name, value in page.form_sent() if name not in OURS]
    page.render_page("staff/confirm.html", sent=sent, action=page.request.uri, message=message)
