"""Who is asking: the table of logins and the roster are looked at at every request; the cookie is only a token.

A login ended from anywhere is out at the next request, like a leaver, or every other device after a password change;
an enrolled kiosk is known by its own revocable device cookie. No header ever identifies anybody. A browser keeps who
signed in on it (as seals, not as names), so that wrong passwords given elsewhere don't keep them out of it.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urlsplit

from jupyter_server.auth.identity import IdentityProvider, User
from sqlalchemy.orm import Session
from tornado import web
from tornado.httputil import HTTPServerRequest

from anpei import audit, clock, staff
from anpei.database import Database
from anpei.errors import AnpeiError
from anpei.server.core.addresses import lab_outside
from anpei.server.http.server import cookie_reader
from anpei.settings import Site

__all__ = [
    "BROWSER_COOKIE",
    "DEVICE_COOKIE",
    "SESSION_COOKIE",
    "RosterIdentityProvider",
    "RosterUser",
    "browser_name",
    "end_session",
    "note_failed",
    "origin_of",
    "remember_device",
    "safe_next",
    "sign_in",
    "start_session",
]

SESSION_COOKIE = "anpei-session"
DEVICE_COOKIE = "anpei-device"
BROWSER_COOKIE = "anpei-browser"
DEVICE_DAYS = 3650
BROWSER_DAYS = 180
MOST_KNOWN = 8
WHY_NOT = {"wrong": "密码不对", "locked": "输错太多，暂时锁定", "throttled": "这个地址试得太频繁", "left": "账号已停用",
           "expired": "初始密码已过期"}  # fmt: skip
_MACHINES = (
    ("iPhone", "苹果手机"),
    ("iPad", "苹果平板"),
    ("HarmonyOS", "鸿蒙设备"),
    ("Android", "安卓设备"),
    ("Windows", "Windows 电脑"),
    ("Mac OS", "苹果电脑"),
    ("Linux", "Linux 电脑"),
)
_BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("wxwork", "企业微信"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass
class RosterUser(User):
    """A signed-in person as Jupyter carries them; Jupyter itself only ever shows the name."""

    person: staff.Person | None = None
    device: staff.Device | None = None
    login: staff.Login | None = None

    @property
    def roles(self) -> frozenset[str]:
        """A person's roles; a kiosk has one of its own that no person can have."""
        return self.person.roles if self.person is not None else frozenset({"kiosk"})

    def has(self, *roles: str) -> bool:
        """Whether they hold one of the roles and may act (a first sign-in sets an own password before anything)."""
        due = self.person is not None and self.person.must_change_password
        return not due and bool(self.roles & set(roles))


def _user_of(person: staff.Person, login: staff.Login | None = None) -> RosterUser:
    return RosterUser(person.staff_no, name=person.name, display_name=person.name, person=person, login=login)


def _user_of_device(device: staff.Device) -> RosterUser:
    """A kiosk is nobody on the roster: it has a name and a number of its own, and no person."""
    return RosterUser(f"kiosk:{device.device_id}", name=device.name, display_name=device.name, device=device)


class RosterIdentityProvider(IdentityProvider):
    """Jupyter's identity over the staff roster; the site and database come from the application's settings."""

    site: Site
    db: Database

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        parent = kwargs.get("parent")
        self.site, self.db = parent.site, parent.db  # type: ignore[union-attr]
        self._staff = staff.StaffLookup(self.db)
        self.token = ""
        self.cookie_name = SESSION_COOKIE
        self.cookie_options = {
            "expires_days": self.site.settings.signin.session_days,
            "path": self.site.settings.server.base_url,
            "samesite": "Lax",
        }

    @cached_property
    def auth_enabled(self) -> bool:
        return True

    def get_handlers(self) -> list[tuple[str, object]]:
        """Signing in and out are pages of ours, already mounted with the base URL."""
        return []

    def get_user(self, handler: web.RequestHandler) -> User | None:
        """The person of the session cookie, else the kiosk of the device cookie, else nobody."""
        return self._person(handler) or self._device(handler)

    def knows(self, request: HTTPServerRequest) -> bool:
        """Whether a request that has no handler yet comes from somebody who may come in here.

        Without an answer of the database it may be; the handler will say so.
        """
        try:
            return self.get_user(cookie_reader(self.site.secret("cookie"), request)) is not None
        except AnpeiError:
            return True

    def _person(self, handler: web.RequestHandler) -> RosterUser | None:
        token = self.login_token(handler)
        return self.signed_in_by(token) if token else None

    def login_token(self, handler: web.RequestHandler) -> str:
        """The token of the login that a request comes by; empty when it shows none."""
        token = handler.get_secure_cookie(SESSION_COOKIE, max_age_days=self.site.settings.signin.session_days)
        return token.decode() if token else ""

    def signed_in_by(self, token: str) -> RosterUser | None:
        """Whoever signed in with this token, if they still are."""
        found = self._staff.signed_in(token)
        return _user_of(*found) if found is not None and found[0].active else None

    def _device(self, handler: web.RequestHandler) -> RosterUser | None:
        device = self.device_of(handler)
        return _user_of_device(device) if device is not None else None

    def device_of(self, handler: web.RequestHandler) -> staff.Device | None:
        """The enrolled kiosk of a request's device cookie; None when there is none or it was shut out."""
        token = handler.get_secure_cookie(DEVICE_COOKIE, max_age_days=DEVICE_DAYS)
        device = self._staff.device(token.decode()) if token else None
        return device if device is not None and device.revoked is None else None

    def identity_model(self, user: User) -> dict[str, Any]:
        """What JupyterLab may know of the person."""
        return {"username": user.username, "name": user.name, "display_name": user.display_name}


def origin_of(handler: Any, who: str | None = None) -> audit.Origin:
    """Who asks and from where, as the audit log keeps it; ``who`` when the request itself doesn't say yet."""
    user = handler.user_or_none()
    known = who if who is not None else user.username if user is not None else ""
    agent = handler.request.headers.get("User-Agent", "")
    return audit.Origin(known, str(handler.request.remote_ip or ""), browser_name(agent))


def _cookie_options(handler: Any) -> dict[str, Any]:
    """What every cookie of ours has; Secure it becomes where it goes out (:mod:`anpei.server.http.server`)."""
    return {"path": handler.site.settings.server.base_url, "httponly": True, "samesite": "Lax"}


async def sign_in(handler: Any, staff_no: str, password: str) -> staff.SignIn:
    """Check a password under the roster's limits; when it holds, the session cookie is set on the answer.

    The hash takes its time on purpose, so it is computed in a thread and the event loop goes on.
    """
    rules, address = handler.site.settings.signin, handler.request.remote_ip
    browser, seals = known_browser(handler)
    own = browser if _seal(handler, staff.normal_staff_no(staff_no)) in seals else ""
    outcome = await asyncio.to_thread(
        staff.sign_in, handler.db, staff_no, password, address=address, now=clock.now(), rules=rules, browser=own
    )
    if outcome.outcome == "ok" and outcome.person is not None:
        handler.note("login.in").origin = origin_of(handler, outcome.person.staff_no)
        await start_session(handler, outcome.person)
    else:
        await note_failed(handler, "login.failed", staff_no, outcome)
    return outcome


async def note_failed(handler: Any, act: str, staff_no: str, outcome: staff.SignIn) -> None:
    """Keep that somebody didn't get in. A number nobody has isn't kept: people type their password there."""
    number, origin, why = staff.normal_staff_no(staff_no), origin_of(handler, ""), WHY_NOT.get(outcome.outcome, "")

    def write(session: Session) -> None:
        known = staff.find(session, number) is not None
        audit.note_failed(session, origin, act, number if known else "", 原因=why if known else "没有这个工号")

    await handler.db.awrite(write)


async def start_session(handler: Any, person: staff.Person) -> None:
    """A login of its own for this browser, in place of the one it had; its token is the session cookie."""
    now, days, before = clock.now(), handler.site.settings.signin.session_days, handler.user_or_none()
    named, address = browser_name(handler.request.headers.get("User-Agent", "")), str(handler.request.remote_ip)

    def begin(session: Session) -> str:
        if before is not None and before.login is not None:
            staff.end_login(session, before.person.staff_no, before.login.id, now=now)
        return staff.begin_login(session, person.staff_no, browser=named, address=address, now=now, days=days)

    token = await handler.db.awrite(begin)
    options = {**_cookie_options(handler), "expires_days": days}
    handler.set_secure_cookie(SESSION_COOKIE, token, **options)
    _remember_browser(handler, person.staff_no)


async def end_session(handler: Any) -> None:
    """Sign out: the login is over, also for whoever copied its cookie."""
    user, now = handler.user_or_none(), clock.now()
    if user is not None and user.login is not None:
        staff_no, login = user.person.staff_no, user.login.id
        await handler.db.awrite(lambda session: staff.end_login(session, staff_no, login, now=now) and None)
    handler.clear_cookie(SESSION_COOKIE, path=handler.site.settings.server.base_url)


def known_browser(handler: Any) -> tuple[str, list[str]]:
    """The number of this browser and the seals of who signed in on it; a number nobody had when it has none."""
    cookie = handler.get_secure_cookie(BROWSER_COOKIE, max_age_days=BROWSER_DAYS)
    try:
        number, *seals = (cookie or b"").decode("ascii").split(" ")
    except UnicodeDecodeError:
        number, seals = "", []
    return (number, seals) if number else (secrets.token_hex(8), [])


def _remember_browser(handler: Any, staff_no: str) -> None:
    number, seals = known_browser(handler)
    seal = _seal(handler, staff_no)
    kept = [seal, *(each for each in seals if each != seal)][:MOST_KNOWN]
    options = {**_cookie_options(handler), "expires_days": BROWSER_DAYS}
    handler.set_secure_cookie(BROWSER_COOKIE, " ".join([number, *kept]), **options)


def _seal(handler: Any, staff_no: str) -> str:
    """What stands for a person in the browser cookie: nobody reads a staff number off a shared tablet."""
    return hmac.digest(handler.settings["cookie_secret"], b"browser/" + staff_no.encode(), "sha256").hex()[:16]


def browser_name(agent: str) -> str:
    """A browser as somebody would call it who looks for their own in a list: 「安卓手机 · 微信」."""
    kind = next((words for mark, words in _MACHINES if mark in agent), "其他设备")
    program = next((words for mark, words in _BROWSERS if mark in agent), "浏览器")
    return f"{kind} · {program}"


def remember_device(handler: Any, token: str) -> None:
    """Make this browser an enrolled kiosk until the device is revoked."""
    handler.set_secure_cookie(DEVICE_COOKIE, token, expires_days=DEVICE_DAYS, **_cookie_options(handler))


def safe_next(handler: Any, target: str, default: str = "") -> str:
    """``target`` if it leads into this platform or to the Lab on the same host, else the default page."""
    server = handler.site.settings.server
    fallback: str = server.base_url + default
    if not target or any(ord(char) < 33 for char in target) or "\\" in target or target.startswith("//"):
        return fallback  # browsers take any number of slashes for the beginning of a host
    parts = urlsplit(target)
    if not parts.path.startswith(server.base_url) or parts.path.startswith("//"):
        return fallback
    if not parts.scheme and not parts.netloc:
        return target
    lab = urlsplit(lab_outside(handler.site, request=handler.request))
    same = (parts.scheme, parts.hostname, _port(parts)) == (lab.scheme, lab.hostname, _port(lab))
    return target if same and parts.username is None else fallback


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return None
