"""Signing in and out, and the own password that replaces a temporary one. Errors say what to do, and until when."""

from __future__ import annotations

import asyncio

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado import web

from anpei import staff
from anpei.errors import Refused
from anpei.server.core import identity
from anpei.server.core.handlers import PageHandler

__all__ = ["HANDLERS"]

RULES = "8 到 128 个字符。不能是工号、连续的数字或字母，也不要用 password 这类人人会猜的词。"
STALE = "页面放得太久了，请再输一次。"


def home_of(person: staff.Person) -> str:
    """Where somebody's day begins."""
    if "kiosk" in person.roles:
        return "kiosk"
    return "board" if "trainer" in person.roles else "my"


class RootPage(PageHandler):
    """The bare address: everybody's own first page, or the sign-in page."""

    @allow_unauthenticated
    def get(self) -> None:
        person = self.person_or_none()
        self.redirect(self.url(home_of(person) if person else "login"))


class LoginPage(PageHandler):
    open_while_password_due = True

    @allow_unauthenticated
    def get(self) -> None:
        person = self.person_or_none()
        target = self.get_query_argument("next", "")
        if person is not None and "kiosk" not in person.roles:
            self.redirect(identity.safe_next(self, target, home_of(person)))
            return
        self.show(target=target, ended=STALE if self.get_query_argument("stale", "") else "")

    @allow_unauthenticated
    async def post(self) -> None:
        target = self.get_body_argument("next", "")
        staff_no = self.get_body_argument("staff_no", "").strip()[:64]
        outcome = await identity.sign_in(self, staff_no, self.get_body_argument("password", "", strip=False))
        person = outcome.person
        if outcome.outcome == "ok" and person is not None:
            if person.must_change_password:
                self.redirect(self.url("password", next=target))
            else:
                self.redirect(identity.safe_next(self, target, home_of(person)))
            return
        self.set_status(429 if outcome.outcome in ("locked", "throttled") else 403)
        self.show(target=target, staff_no=staff_no, outcome=outcome)

    def show(self, *, target: str, staff_no: str = "", outcome: staff.SignIn | None = None, ended: str = "") -> None:
        until = outcome.until if outcome else None
        self.render_page(
            "staff/login.html",
            next=target,
            staff_no=staff_no,
            outcome=outcome.outcome if outcome else "",
            message=outcome.message(self.zone) if outcome else "",
            seconds=max(0, until - self.now()) // 1000 if until else 0,
            ended=ended,
        )

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """A form older than its XSRF cookie is no crime: show a fresh one."""
        if status_code == 403 and self.request.method == "POST":
            self.redirect(self.url("login", stale="1"), status=303)
            return
        super().write_error(status_code, **kwargs)


class LogoutPage(PageHandler):
    open_while_password_due = True

    @allow_unauthenticated
    def post(self) -> None:
        identity.end_session(self)
        self.redirect(self.url("login"), status=303)

    @allow_unauthenticated
    def get(self) -> None:
        self.redirect(self.url("my"))


class PasswordPage(PageHandler):
    """The first sign-in asks for an own password and nothing else; later the present one is asked for, too."""

    open_while_password_due = True

    def get(self) -> None:
        self.show(self.own())

    async def post(self) -> None:
        person = self.own()
        new = self.get_body_argument("new", "", strip=False)
        if new != self.get_body_argument("again", "", strip=False):
            self.show(person, "两次输入的新密码不一样，请再输一次。", "again")
            return
        try:
            changed = await asyncio.to_thread(self.change, person, new)
        except Refused as refused:
            self.show(person, str(refused), "old" if refused.code in ("wrong_password", "locked") else "new")
            return
        identity.start_session(self, changed)
        self.redirect(identity.safe_next(self, self.get_body_argument("next", ""), home_of(changed)))

    def own(self) -> staff.Person:
        """The signed-in person; a kiosk has no password."""
        person = self.person
        if "kiosk" in person.roles:
            raise web.HTTPError(404)
        return person

    def change(self, person: staff.Person, new: str) -> staff.Person:
        if person.must_change_password:
            return staff.first_password(self.db, person.staff_no, new, now=self.now())
        old = self.get_body_argument("old", "", strip=False)
        rules = self.site.settings.signin
        return staff.change_password(self.db, person.staff_no, old, new, now=self.now(), zone=self.zone, rules=rules)

    def show(self, person: staff.Person, message: str = "", field: str = "", done: str = "") -> None:
        self.render_page(
            "staff/password.html",
            done=done,
            next=self.get_argument("next", ""),
            forced=person.must_change_password,
            rules=RULES,
            message=message,
            field=field,
        )


class PinPage(PasswordPage):
    """``password/pin``: the own PIN for the kiosks, with the password as proof."""

    open_while_password_due = False

    def get(self) -> None:
        self.redirect(self.url("password"))

    async def post(self) -> None:
        person = self.own()
        pin = self.get_body_argument("pin", "")
        if pin != self.get_body_argument("pin_again", ""):
            self.show(person, "两次输入的 PIN 码不一样，请再输一次。", "pin_again")
            return
        password, rules, now = (
            self.get_body_argument("pin_password", "", strip=False),
            self.site.settings.signin,
            self.now(),
        )
        try:
            await asyncio.to_thread(
                staff.change_pin, self.db, person.staff_no, password, pin, now=now, zone=self.zone, rules=rules
            )
        except Refused as refused:
            self.show(person, str(refused), "pin" if refused.code == "weak_pin" else "pin_password")
            return
        self.show(person, done="PIN 码已换好，现在就能在演练终端上用。")


HANDLERS = [
    (r"", RootPage),
    (r"login", LoginPage),
    (r"logout", LogoutPage),
    (r"password", PasswordPage),
    (r"password/pin", PinPage),
]
