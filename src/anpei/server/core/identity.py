"""Who is asking: the roster is looked at at every request, and the cookie only claims a staff number and a stamp.

A password change renews the stamp, so every other device is out; a leaver is out at the next request; an enrolled
kiosk is known by its own revocable device cookie. No token and no header ever identifies anybody.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from jupyter_server.auth.identity import IdentityProvider, User
from tornado import web

from anpei import clock, staff
from anpei.database import Database
from anpei.settings import Site

__all__ = [
    "DEVICE_COOKIE",
    "SESSION_COOKIE",
    "RosterIdentityProvider",
    "RosterUser",
    "end_session",
    "remember_device",
    "safe_next",
    "sign_in",
    "start_session",
]

SESSION_COOKIE = "anpei-session"
DEVICE_COOKIE = "anpei-device"
DEVICE_DAYS = 3650


@dataclass
class RosterUser(User):
    """A signed-in person as Jupyter carries them; Jupyter itself only ever shows the name."""

    person: staff.Person | None = None
    device: staff.Device | None = None

    @property
    def roles(self) -> frozenset[str]:
        """A person's roles; a kiosk has one of its own that no person can have."""
        return self.person.roles if self.person is not None else frozenset({"kiosk"})

    def has(self, *roles: str) -> bool:
        """Whether they hold one of the roles and may act (a first sign-in sets an own password before anything)."""
        due = self.person is not None and self.person.must_change_password
        return not due and bool(self.roles & set(roles))


def _user_of(person: staff.Person) -> RosterUser:
    return RosterUser(username=person.staff_no, name=person.name, display_name=person.name, person=person)


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

    def _person(self, handler: web.RequestHandler) -> RosterUser | None:
        days = self.site.settings.signin.session_days
        claim = _read_claim(handler.get_secure_cookie(SESSION_COOKIE, max_age_days=days))
        if claim is None:
            return None
        person = self._staff.person(claim[0])
        if person is None or not person.active or person.stamp != claim[1]:
            return None
        return _user_of(person)

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

    def user_to_cookie(self, user: User) -> str:
        person = user.person if isinstance(user, RosterUser) else None
        return json.dumps([user.username, person.stamp if person else ""])


def _read_claim(cookie: bytes | None) -> tuple[str, str] | None:
    """Staff number and stamp of a session cookie whose signature already held."""
    try:
        staff_no, stamp = json.loads(cookie or b"null")
    except (ValueError, TypeError):
        return None
    return (staff_no, stamp) if isinstance(staff_no, str) and isinstance(stamp, str) else None


def _cookie_options(handler: Any) -> dict[str, Any]:
    secure = handler.request.protocol == "https"
    return {"path": handler.site.settings.server.base_url, "httponly": True, "samesite": "Lax", "secure": secure}


async def sign_in(handler: Any, staff_no: str, password: str) -> staff.SignIn:
    """Check a password under the roster's limits; when it holds, the session cookie is set on the answer.

    The hash takes its time on purpose, so it is computed in a thread and the event loop goes on.
    """
    rules, address = handler.site.settings.signin, handler.request.remote_ip
    outcome = await asyncio.to_thread(
        staff.sign_in, handler.db, staff_no, password, address=address, now=clock.now(), rules=rules
    )
    if outcome.outcome == "ok" and outcome.person is not None:
        start_session(handler, outcome.person)
    return outcome


def start_session(handler: Any, person: staff.Person) -> None:
    """Set the session cookie for this person and the stamp they have now."""
    handler.identity_provider.set_login_cookie(handler, _user_of(person))


def end_session(handler: Any) -> None:
    handler.clear_cookie(SESSION_COOKIE, path=handler.site.settings.server.base_url)


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
    host = (handler.request.host_name, server.lab_port)
    same = parts.scheme == handler.request.protocol and (parts.hostname, _port(parts)) == host
    return target if same and parts.username is None else fallback


def _port(parts: Any) -> int | None:
    try:
        return int(parts.port) if parts.port is not None else None
    except ValueError:
        return None
