"""Signing in and out, and the own password that replaces a temporary one. Errors say what to do, and until when."""

from __future__ import annotations

import asyncio

from pydantic import Field

from anpei import staff
from anpei.errors import Refused
from anpei.server.core import identity, permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Flag, Line, Number, RequestModel, Secret, Text

__all__ = ["HANDLERS"]

RULES = "8 到 128 个字符。不能是工号、连续的数字或字母，也不要用 password 这类人人会猜的词。"
STALE = "页面放得太久了，请再输一次。"


class SignInRequest(RequestModel):
    """``next``: where the person wanted to go; ``stale``: the form they sent was too old."""

    staff_no: Line = Field("", title="工号")
    password: Secret = Field("", title="密码")
    next: Text = ""
    stale: Flag = False


class PasswordRequest(RequestModel):
    """A new password, twice, and the old one unless it was temporary."""

    old: Secret = Field("", title="原密码")
    new: Secret = Field("", title="新密码")
    again: Secret = Field("", title="新密码")
    next: Text = ""


class LoginsRequest(RequestModel):
    """Which login to end; none: all but this browser's."""

    login: Number = 0


class PinRequest(RequestModel):
    """A new PIN, twice, and the password as proof."""

    pin: Secret = Field("", title="PIN 码")
    pin_again: Secret = Field("", title="PIN 码")
    pin_password: Secret = Field("", title="密码")


def home_of(person: staff.Person) -> str:
    """Where somebody's day begins."""
    return "board" if "trainer" in person.roles else "my"


class RootPage(PageHandler):
    """The bare address: everybody's own first page, or the sign-in page."""

    access = permissions.PUBLIC

    def get(self) -> None:
        person = self.person_or_none()
        kiosk = self.user_or_none() is not None
        self.redirect(self.url(home_of(person) if person else "kiosk" if kiosk else "login"))


class LoginPage(PageHandler):
    access = permissions.PUBLIC
    acts = does(POST=("login.in", "login.failed"))
    open_while_password_due = True

    def get(self) -> None:
        person, asked = self.person_or_none(), self.query(SignInRequest)
        if person is not None:
            self.redirect(identity.safe_next(self, asked.next, home_of(person)))
            return
        self.show(target=asked.next, ended=STALE if asked.stale else "")

    async def post(self) -> None:
        sent = self.form(SignInRequest)
        target, staff_no = sent.next, sent.staff_no[:64]
        outcome = await identity.sign_in(self, staff_no, sent.password)
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
    access = permissions.PUBLIC
    acts = does(POST="login.out")
    open_while_password_due = True

    async def post(self) -> None:
        await identity.end_session(self)
        self.redirect(self.url("login"), status=303)

    def get(self) -> None:
        self.redirect(self.url("my"))


class PasswordPage(PageHandler):
    """The first sign-in asks for an own password and nothing else; later the present one is asked for, too."""

    acts = does(POST="account.password")
    open_while_password_due = True

    def get(self) -> None:
        self.show(self.person, target=self.query(PasswordRequest).next)

    async def post(self) -> None:
        person, sent = self.person, self.form(PasswordRequest)
        if sent.new != sent.again:
            self.show(person, "两次输入的新密码不一样，请再输一次。", "again", target=sent.next)
            return
        try:
            changed = await asyncio.to_thread(self.change, person, sent)
        except Refused as refused:
            field = "old" if refused.code in ("wrong_password", "locked") else "new"
            self.show(person, str(refused), field, target=sent.next)
            return
        await identity.start_session(self, changed)
        self.redirect(identity.safe_next(self, sent.next, home_of(changed)))

    def change(self, person: staff.Person, sent: PasswordRequest) -> staff.Person:
        if person.must_change_password:
            return staff.first_password(self.db, person.staff_no, sent.new, now=self.now())
        rules = self.site.settings.signin
        return staff.change_password(
            self.db, person.staff_no, sent.old, sent.new, now=self.now(), zone=self.zone, rules=rules
        )

    def show(
        self, person: staff.Person, message: str = "", field: str = "", done: str = "", *, target: str = ""
    ) -> None:
        with self.db.read() as session:
            logins = staff.logins(session, person.staff_no)
        self.render_page(
            "staff/password.html",
            done=done,
            next=target,
            forced=person.must_change_password,
            rules=RULES,
            message=message,
            field=field,
            logins=logins,
            this_login=self.login.id if self.login is not None else 0,
        )


class PinPage(PasswordPage):
    """``password/pin``: the own PIN for the kiosks, with the password as proof."""

    acts = does(POST="account.own_pin")
    open_while_password_due = False

    def get(self) -> None:
        self.redirect(self.url("password"))

    async def post(self) -> None:
        person, sent = self.person, self.form(PinRequest)
        pin, again = sent.pin.strip(), sent.pin_again.strip()
        if pin != again:
            self.show(person, "两次输入的 PIN 码不一样，请再输一次。", "pin_again")
            return
        rules, now, password = self.site.settings.signin, self.now(), sent.pin_password
        try:
            await asyncio.to_thread(
                staff.change_pin, self.db, person.staff_no, password, pin, now=now, zone=self.zone, rules=rules
            )
        except Refused as refused:
            self.show(person, str(refused), "pin" if refused.code == "weak_pin" else "pin_password")
            return
        self.show(person, done="PIN 码已换好，现在就能在演练终端上用。")


class LoginsPage(PasswordPage):
    """``password/logins``: sign out in one browser, or in all others."""

    acts = does(POST=("login.out", "login.out_elsewhere"))
    open_while_password_due = False

    def get(self) -> None:
        self.redirect(self.url("password") + "#logins")

    async def post(self) -> None:
        staff_no, chosen, now = self.person.staff_no, self.form(LoginsRequest).login, self.now()
        here = self.login.id if self.login is not None else 0
        if chosen and chosen == here:
            self.note("login.out")
            await identity.end_session(self)
            self.redirect(self.url("login"), status=303)
            return
        self.note("login.out_elsewhere")
        if chosen:
            await self.db.awrite(lambda session: staff.end_login(session, staff_no, chosen, now=now))
        else:
            await self.db.awrite(lambda session: staff.end_other_logins(session, staff_no, here, now=now))
        self.redirect(self.url("password") + "#logins", status=303)


HANDLERS = [
    (r"", RootPage),
    (r"login", LoginPage),
    (r"logout", LogoutPage),
    (r"password", PasswordPage),
    (r"password/pin", PinPage),
    (r"password/logins", LoginsPage),
]
