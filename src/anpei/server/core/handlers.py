"""The two kinds of handler: a page answers in HTML, an API call in JSON; neither ever shows a stack trace.

Both are one door: who may come is asked by the handler's rule before anything of it runs (:mod:`permissions`), and what
comes in is a model (:mod:`requests`). What goes out is text a browser can read, whatever an old row holds.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, ClassVar
from urllib.parse import quote, unquote

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado import web
from tornado.httputil import url_concat

from anpei import bank, clock, courses, laws, papers, storage
from anpei.cleantext import clean, mended
from anpei.database import Database
from anpei.errors import AnpeiError, Forbidden
from anpei.exercises import runs
from anpei.server.core import permissions, proof
from anpei.server.core.acting import Acts, begins
from anpei.server.core.context import Context
from anpei.server.core.elsewhere import opened_by, refuse_others_requests
from anpei.server.core.permissions import Access, PageEntry
from anpei.server.core.refusals import FAILED, NOT_A_KIOSK, NOT_A_KIOSK_WAY, NOT_FOR_KIOSKS, NOT_FOR_KIOSKS_WAY, WORDS
from anpei.server.core.request_log import plain_path
from anpei.server.core.requests import Model, from_fields, from_json
from anpei.server.core.static_files import static_version, widgets_version
from anpei.server.core.templates import first_script_source, templates
from anpei.server.http.bodies import SMALL_BODY
from anpei.settings import Site
from anpei.version import version

__all__ = ["SECURITY_HEADERS", "ApiHandler", "Handler", "PageHandler"]

FOR = "X-Anpei-For"  # whose page it is, for what a browser keeps of it
MEANT, CLOCK = "X-Anpei-Person", "X-Anpei-Now"  # whose a request is meant to be; the server's ms UTC in its answer
VERSION = version()  # of what runs, asked of git once: a page that asked each time would hold the loop up
SECURITY_HEADERS = {
    "Content-Security-Policy": f"default-src 'self'; script-src 'self' {first_script_source()}; "
    "img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}


class Handler(Acts):
    """What pages and API share: who may come, the site, its database, and what the request says.

    Nobody is let in by the absence of a word: a handler without a rule of its own is for people of the roster.
    """

    access: ClassVar[Access] = permissions.OWN
    largest_body: ClassVar[int] = 1024 * 1024  # bytes; more than a little only from who is signed in
    open_while_password_due = False  # signing in, signing out and setting the password itself

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Our own door is asked instead of Jupyter's, which writes a line into the log for every stranger."""
        super().__init_subclass__(**kwargs)
        for verb in ("get", "head", "post", "put", "patch", "delete"):
            if verb in cls.__dict__:
                setattr(cls, verb, allow_unauthenticated(begins(cls.__dict__[verb])))

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """Host, identity and, for a write, XSRF token and origin; then the password that is due, then the rule."""
        self.refuse_others()
        try:
            answer = super().prepare(*args, **kwargs)
            if answer is not None:
                await answer
        except web.HTTPError as error:
            if error.status_code == 403 and self.user_or_none() is None and not self.rule.strangers:
                raise web.HTTPError(401) from None
            raise
        if self._finished or self.rule.strangers:
            return
        if self.user_or_none() is None:
            raise web.HTTPError(401)
        if self.password_due():
            self.ask_password()
        else:
            self.let_in()

    def refuse_others(self) -> None:
        """Nothing is done for a page of another origin."""
        refuse_others_requests(self.request)

    @property
    def rule(self) -> Access:
        """The rule of this request."""
        return self.access.of(self.request.method)

    def let_in(self) -> None:
        """Ask the rule; whoever may not come is :class:`Forbidden`, and what is out of their reach doesn't exist."""
        if self.may(self.rule):
            self.reach()
            return
        if not self.rule.people:
            raise Forbidden(NOT_A_KIOSK, code="not_a_kiosk", way_out=NOT_A_KIOSK_WAY)
        if self.person_or_none() is None:
            raise Forbidden(NOT_FOR_KIOSKS, code="kiosk", way_out=NOT_FOR_KIOSKS_WAY)
        raise Forbidden(WORDS[403][1], way_out=WORDS[403][2])

    def reach(self) -> None:
        """Whoever is limited to departments knows of no other drill; the run's number is the first of the address."""
        person, run = self.person_or_none(), next(iter(self.path_args), "")
        if person is None or person.scope.whole or self.rule.reach not in permissions.OF_RUNS or not run.isdigit():
            return
        with self.db.read() as session:
            runs.require_sight(session, int(run), person)

    def may(self, rule: Access) -> bool:
        """Whether whoever asks may do what this rule is of; a kiosk also when somebody is signed in on it."""
        person = self.person_or_none()
        if person is not None and rule.admits(person.roles):
            return True
        return rule.kiosks and self.device_or_none() is not None

    def ask_password(self) -> None:
        """What somebody meets who must set an own password first."""
        raise Forbidden("请先设置自己的密码。", code="must_change_password", way_out="打开“修改密码”页。")

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

    def body(self, model: type[Model]) -> Model:
        """The request's JSON."""
        return from_json(self.request.body, model)

    def form(self, model: type[Model]) -> Model:
        """The request's form."""
        return from_fields(self.request.body_arguments, model)

    def form_sent(self) -> list[tuple[str, str]]:
        """Every field of the form as it was sent, in its order, for the same form once more."""
        sent = self.request.body_arguments.items()
        return [(name, clean(value.decode("utf-8", "replace"))) for name, values in sent for value in values]

    def query(self, model: type[Model]) -> Model:
        """What stands behind the question mark of the address."""
        return from_fields(self.request.query_arguments, model)

    def write(self, chunk: str | bytes | dict[str, Any]) -> None:
        """Half a character of an old row must not take a page away: it shows as �."""
        if isinstance(chunk, str):
            try:
                super().write(chunk.encode())
            except UnicodeEncodeError:
                super().write(mended(chunk).encode())
        else:
            super().write(chunk)

    def password_due(self) -> bool:
        """Whether this request must wait until the person has set an own password."""
        person = self.person_or_none()
        return person is not None and person.must_change_password and not self.open_while_password_due

    def url(self, path: str = "", **query: str) -> str:
        return url_concat(self.base_url + path, query)

    def set_default_headers(self) -> None:
        super().set_default_headers()
        for name, value in (SECURITY_HEADERS | opened_by(self.request)).items():
            self.set_header(name, value)

    def trouble(self, status: int, error: BaseException | None) -> tuple[int, str, str, str]:
        """Status, code, message and way out for whatever went wrong."""
        if isinstance(error, AnpeiError):
            return error.status, error.code, error.message, error.way_out
        disk = storage.refusal(error)
        if disk is not None:
            return disk.status, disk.code, disk.message, disk.way_out
        return (status, *WORDS.get(status, FAILED))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Only our own failures are news for the log, and without the query, which may carry a token."""
        known = isinstance(value, (AnpeiError, web.HTTPError))
        if not known or (isinstance(value, AnpeiError) and value.status >= 500):
            self.log.error("%s %s", self.request.method, plain_path(self.request.path), exc_info=(typ, value, tb))


class PageHandler(Handler):
    """An HTML page; somebody who isn't signed in is sent to sign in and comes back."""

    asks_password = False
    """Whether what is posted here asks for the password again, unless it was given a few minutes ago."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await super().prepare(*args, **kwargs)
        if self._finished:
            return
        _ = self.xsrf_token  # sets the cookie every later write needs
        proof.seen(self)
        if self.asks_password and self.request.method == "POST":
            await proof.ask(self)

    def ask_password(self) -> None:
        self.redirect(self.url("password", next=self.request.uri or ""))

    def render_page(self, template: str, **context: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if (person := self.person_or_none()) is not None:
            self.set_header(FOR, quote(person.staff_no))
        self.set_header("Cache-Control", "no-store")
        self.finish(self.page_html(template, **context))

    def page_html(self, template: str, **context: Any) -> str:
        return (
            templates(self.zone)
            .get_template(template)
            .render(
                url=self.url,
                static=self.static,
                widget=self.widget,
                widgets_version=widgets_version(),
                person=context.pop("person", None) or self.person_or_none(),
                asker=self.user_or_none(),
                site=self.site.settings.site,
                idle_reset=self.site.settings.drills.idle_reset,
                base_url=self.base_url,
                offline_pages=self.site.settings.server.offline_pages,
                tabs=self.tabs(),
                opens=self.opens,
                xsrf=self.xsrf_token.decode(),
                now=self.now(),
                path=self.request.path,
                program=VERSION,
                **context,
            )
        )

    def tabs(self) -> list[PageEntry]:
        """The bar of whoever asks; a kiosk has none."""
        return permissions.bar(person.roles) if (person := self.person_or_none()) is not None else []

    def opens(self, page: str) -> bool:
        """Whether whoever asks may open a page: a link to a closed one isn't shown."""
        return self.may(permissions.page_rule(page))

    async def send_file(self, body: bytes, kind: str, named: str) -> None:
        """A file to take home, noted if that is an act; ``named`` is how the header writes its name."""
        if self.acts.get("GET"):
            await self.noted()
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
    """A JSON call; errors are ``{"error": {"code", "message", "way_out"}}``. A stranger gets 401 and stays there."""

    largest_body = SMALL_BODY

    def let_in(self) -> None:
        self.meant_person()
        super().let_in()

    def ask_password(self) -> None:
        self.meant_person()
        super().ask_password()

    def meant_person(self) -> None:
        """What an outbox kept for one person isn't taken from another who has signed in there meanwhile."""
        meant = unquote(self.request.headers.get(MEANT, ""))
        if meant and self.asker.username != meant:
            raise Forbidden("现在登录的是另一个人，没有送出。", code="other_person", way_out="请本人重新登录。")

    def answer(self, data: Any, status: int = 200) -> None:
        self.set_status(status)
        self.answer_text(json.dumps(data, ensure_ascii=False, allow_nan=False))

    def answer_text(self, text: str | bytes) -> None:
        """What is JSON already, as text or as the bytes that a header says how to read."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header(CLOCK, str(self.now()))
        self.set_header("Cache-Control", "no-store")
        self.finish(text)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, code, message, way_out = self.trouble(status_code, error)
        self.answer({"error": {"code": code, "message": message, "way_out": way_out}}, status)
