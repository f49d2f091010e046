"""The two kinds of handler: a page answers in HTML, an API call in JSON; neither ever shows a stack trace."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jupyter_server.base.handlers import JupyterHandler
from markupsafe import Markup
from tornado import web
from tornado.httputil import url_concat

from anpei import bank, clock, courses, laws, papers, staff
from anpei.database import Database
from anpei.errors import AnpeiError, Forbidden, Refused
from anpei.server.core.context import Context
from anpei.server.core.identity import RosterUser
from anpei.server.core.permissions import PageEntry, bar, may
from anpei.server.core.static_files import SERVER, static_version, widgets_version
from anpei.settings import Site

__all__ = ["UUID", "ApiHandler", "Handler", "PageHandler", "template"]

UUID = 64  # characters, at most
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
WORDS = {
    401: ("signed_out", "您还没有登录，或登录已过期。", "请重新登录，已保存的内容不会丢。"),
    403: ("forbidden", "您没有权限看这一页。", "如有疑问，请联系培训管理员。"),
    404: ("not_found", "没有找到这一页。", "请从“我的培训”重新进入。"),
    405: ("method", "这里不接受这种请求。", "请从页面上的按钮操作。"),
    413: ("too_large", "内容太大。", "请缩短后再试。"),
}
FAILED = ("failed", "平台出了点问题，已记录。", "请稍后再试；如一直不行，请联系培训管理员。")


@lru_cache(maxsize=1)
def _tokens() -> Markup:
    """The sheet of tokens, for a document that must need no other file."""
    return Markup((SERVER / "dist/core/tokens.css").read_text(encoding="utf-8"))  # noqa: S704 # our own sheet


@lru_cache(maxsize=4)
def _templates(zone: str | None) -> Environment:
    """The templates of a site in this time zone, in which dates and times are shown; without one, they show none."""
    environment = Environment(
        loader=FileSystemLoader(SERVER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    if zone is not None:
        environment.filters["when"] = partial(clock.show, zone=zone)
        environment.filters["date"] = partial(clock.show_date, zone=zone)
    environment.filters["span"] = clock.span
    environment.globals["tokens"] = _tokens
    return environment


def template(name: str) -> Template:
    """A template by its file name, for sheets that aren't shown in the house's frame and have no filters for dates."""
    return _templates(None).get_template(name)


class Handler(JupyterHandler):
    """What pages and API share: the site, its database, the signed-in person, and roles."""

    open_while_password_due = False  # signing in, signing out and setting the password itself

    @property
    def context(self) -> Context:
        context: Context = self.settings["anpei"]
        return context

    @property
    def site(self) -> Site:
        return self.context.site

    @property
    def db(self) -> Database:
        return self.context.db

    @property
    def zone(self) -> str:
        return self.site.zone

    def now(self) -> int:
        return clock.now()

    def today(self) -> date:
        """The day it is where the enterprise is."""
        return clock.day(self.now(), self.zone)

    def registry(self) -> laws.Registry:
        return self.context.registry()

    def bank(self) -> bank.Bank:
        return self.context.bank()

    def papers(self) -> papers.Papers:
        return self.context.papers()

    def catalog(self) -> courses.Catalog:
        return self.context.catalog()

    @property
    def person(self) -> staff.Person:
        """The signed-in person, read from the roster at this request; a leaver or a stranger gets 401."""
        user = self.current_user
        if not isinstance(user, RosterUser) or user.person is None:
            raise web.HTTPError(401)
        return user.person

    def user_or_none(self) -> RosterUser | None:
        """Whoever this request was found to come from, a person or a kiosk."""
        user = getattr(self, "_jupyter_current_user", None)
        return user if isinstance(user, RosterUser) else None

    def person_or_none(self) -> staff.Person | None:
        user = self.user_or_none()
        return user.person if user else None

    def password_due(self) -> bool:
        """Whether this request must wait until the person has set an own password."""
        person = self.person_or_none()
        return person is not None and person.must_change_password and not self.open_while_password_due

    def require(self, *roles: str) -> staff.Person:
        """The signed-in person, if they have one of the roles (any role when none is named)."""
        person = self.person
        if roles and not person.roles.intersection(roles):
            raise Forbidden(WORDS[403][1], way_out=WORDS[403][2])
        return person

    def url(self, path: str = "", **query: str) -> str:
        return url_concat(self.base_url + path, query)

    def set_default_headers(self) -> None:
        super().set_default_headers()
        for name, value in SECURITY_HEADERS.items():
            self.set_header(name, value)

    def trouble(self, status: int, error: BaseException | None) -> tuple[int, str, str, str]:
        """Status, code, message and way out for whatever went wrong."""
        if isinstance(error, AnpeiError):
            return error.status, error.code, error.message, error.way_out
        return (status, *WORDS.get(status, FAILED))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Only our own failures are news for the log, and without the query, which may carry a token."""
        known = isinstance(value, (AnpeiError, web.HTTPError))
        if not known or (isinstance(value, AnpeiError) and value.status >= 500):
            self.log.error("%s %s", self.request.method, self.request.path, exc_info=(typ, value, tb))


class PageHandler(Handler):
    """An HTML page; somebody who isn't signed in is sent to sign in and comes back."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        answer = super().prepare(*args, **kwargs)
        if answer is not None:
            await answer
        if self._finished:
            return
        _ = self.xsrf_token  # sets the cookie every later write needs
        if self.password_due():
            self.redirect(self.url("password", next=self.request.uri or ""))

    def render_page(self, template: str, **context: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(self.page_html(template, **context))

    def page_html(self, template: str, **context: Any) -> str:
        return (
            _templates(self.zone)
            .get_template(template)
            .render(
                url=self.url,
                static=self.static,
                widget=self.widget,
                widgets_version=widgets_version(),
                person=context.pop("person", None) or self.person_or_none(),
                site=self.site.settings.site,
                idle_reset=self.site.settings.drills.idle_reset,
                base_url=self.base_url,
                tabs=self.tabs(),
                opens=self.opens,
                xsrf=self.xsrf_token.decode(),
                now=self.now(),
                path=self.request.path,
                **context,
            )
        )

    def tabs(self) -> list[PageEntry]:
        """The bar of whoever asks; a kiosk has none."""
        person = self.person_or_none()
        return bar(person.roles) if person is not None and "kiosk" not in person.roles else []

    def opens(self, page: str) -> bool:
        """Whether whoever asks may open a page: a link to a closed one isn't shown."""
        person = self.person_or_none()
        return person is not None and (not may(page) or person.has(*may(page)))

    def send_file(self, body: bytes, kind: str, named: str) -> None:
        """A file to keep, of this content type; ``named`` is how the header writes its name."""
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Disposition", f"attachment; {named}")
        self.finish(body)

    def static(self, name: str) -> str:
        """URL of a file under ``static/anpei``, versioned."""
        return self.url(f"static/anpei/{name}", v=static_version(name))

    def widget(self, name: str) -> str:
        """URL of a widget's script or style sheet (``x.js``, ``x.css``), versioned."""
        return self.url(f"static/widgets/{name}", v=widgets_version())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, code, message, way_out = self.trouble(status_code, error)
        if status == 401 and self.request.method == "GET":
            self.redirect(self.url("login", next=self.request.uri or ""))
            return
        self.set_status(status)
        self.render_page("core/error.html", status=status, code=code, message=message, way_out=way_out)


class ApiHandler(Handler):
    """A JSON call; errors are ``{"error": {"code", "message", "way_out"}}``."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """A stranger gets 401 and stays where they are; a write needs the XSRF token and our own origin."""
        try:
            answer = super().prepare(*args, _redirect_to_login=False)
            if answer is not None:
                await answer
        except web.HTTPError as error:
            if error.status_code == 403 and getattr(self, "_jupyter_current_user", None) is None:
                raise web.HTTPError(401) from None
            raise
        if self.password_due():
            raise Forbidden("请先设置自己的密码。", code="must_change_password", way_out="打开“修改密码”页。")

    def read_json(self, limit: int = 4096) -> dict[str, Any]:
        """The request's JSON object of at most ``limit`` bytes; anything else is refused."""
        if len(self.request.body) > limit:
            raise Refused("内容太大。", code="too_large", way_out="请缩短后再试。")
        try:
            data = json.loads(self.request.body or b"{}", parse_constant=_no_constants)
        except (ValueError, RecursionError):
            raise Refused("请求的格式不对。", code="bad_json") from None
        if not isinstance(data, dict):
            raise Refused("请求的格式不对。", code="bad_json")
        return data

    def uuid_of(self, sent: dict[str, Any], code: str) -> str:
        """The number the page gave to this request, so that it counts once; a request without one is refused."""
        uuid = str(sent.get("uuid", ""))[:UUID]
        if not uuid:
            raise Refused("请求的格式不对。", code=code)
        return uuid

    def answer(self, data: Any, status: int = 200) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps(data, ensure_ascii=False, allow_nan=False))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, code, message, way_out = self.trouble(status_code, error)
        self.answer({"error": {"code": code, "message": message, "way_out": way_out}}, status)


def _no_constants(name: str) -> Any:
    raise ValueError(name)
