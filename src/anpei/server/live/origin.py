"""The live origin: what a trainer's code puts out in a live chapter is shown here, where nobody is signed in.

HTML of a code cell runs in the reader's browser. So it gets an origin of its own (``[server] live_port``), and none of
what the platform's pages have: the document is sandboxed, which makes its origin one that equals no other, so it has no
storage, reads no cookie of the host and sends none with what it asks for, moves neither the page around it nor itself
to the platform, and may connect to nothing but this origin. No cookie is read or set here, neither the platform's nor
another: whoever comes is known by a pass in the address (:mod:`anpei.server.live.passes`), which opens the live part of
one chapter and the practice questions in it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast
from urllib.parse import urlsplit

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado import web
from tornado.httputil import HTTPServerRequest

from anpei import courses
from anpei.clock import now
from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.addresses import origin_asked, outside
from anpei.server.core.authorizer import OwnerAuthorizer
from anpei.server.core.handlers import ApiHandler, Handler, PageHandler
from anpei.server.core.identity import RosterIdentityProvider, RosterUser
from anpei.server.core.request_log import plain_path
from anpei.server.core.static_files import static_version
from anpei.server.core.templates import templates
from anpei.server.courses.media import ChapterMedia
from anpei.server.courses.practice_api import PracticeHandler
from anpei.server.live import notebooks
from anpei.server.live.kernel_pages import HeartbeatHandler, KernelPage, LeaveLiveHandler, kernels_of, words_for
from anpei.server.live.kernel_queue import QueueAnswer
from anpei.server.live.passes import LivePass, Passes
from anpei.server.live.sockets import KernelSocket

__all__ = ["HANDLERS", "LiveAuthorizer", "LiveIdentityProvider", "settings_of"]

OPAQUE = "null"
"""What a sandboxed document calls its origin."""
SANDBOX = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
CLOSED = "default-src 'none'; frame-ancestors 'none'; sandbox"
PART = r"part/[A-Za-z0-9_-]{43}"
NAME = r"([A-Za-z0-9_-]+)"
OWN_KERNELS = replace(permissions.KERNELS, kiosks=False)


class LiveIdentityProvider(RosterIdentityProvider):
    """Whoever was given the pass in the address, while they are signed in as they were then. No cookie is looked at."""

    passes: Passes

    def get_user(self, handler: web.RequestHandler) -> RosterUser | None:
        return self._holder(handler.request)

    def knows(self, request: HTTPServerRequest) -> bool:
        return self._holder(request) is not None

    def pass_of(self, request: HTTPServerRequest) -> tuple[str, LivePass | None]:
        """The pass in a request's address, by its name, which may be none's."""
        below = request.path.removeprefix(self.site.settings.server.base_url)
        kind, _, rest = below.partition("/")
        name = rest.partition("/")[0] if kind == "part" else ""
        return name, self.passes.find(name, now())

    def _holder(self, request: HTTPServerRequest) -> RosterUser | None:
        found = self.pass_of(request)[1]
        return self.signed_in_by(found.login) if found is not None else None


class LiveAuthorizer(OwnerAuthorizer):
    """A kernel to its owner, and on the page it was started for."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        page = handler.kernel_manager.pages.get(handler.path_kwargs.get("kernel_id", ""))
        return (
            page is not None
            and page.path == handler.page_path()
            and super().is_authorized(handler, user, action, resource)
        )


class OnLiveOrigin(JupyterHandler):
    """What every handler here has: the pass in its address, no token, no cookie, and the door to other origins shut."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """A question before the request is answered to anybody: without that no refusal would be heard."""
        if self.request.method != "OPTIONS":
            await super().prepare(*args, **kwargs)

    def _request_summary(self) -> str:
        """As Tornado's log has a request, without the pass."""
        return f"{self.request.method} {plain_path(self.request.path)} ({self.request.remote_ip})"

    @property
    def pass_name(self) -> str:
        return self._provider.pass_of(self.request)[0]

    @property
    def held(self) -> LivePass:
        found = self._provider.pass_of(self.request)[1]
        if found is None:
            raise web.HTTPError(401)
        return found

    @property
    def _provider(self) -> LiveIdentityProvider:
        return cast(LiveIdentityProvider, self.identity_provider)

    @property
    def base_url(self) -> str:
        """Below the pass, so that whatever the document asks for by a relative address is asked for with it."""
        return f"{self.settings['base_url']}part/{self.pass_name}/"

    def page_path(self) -> str:
        """The chapter, without the pass: a kernel has no use for it."""
        return f"{self.settings['base_url']}live/{self.held.course}/{self.held.chapter}"

    @property
    def xsrf_token(self) -> bytes:
        """None: the platform's lies in a cookie of this host, and a script must not find it in a page."""
        return b""

    def refuse_others(self) -> None:
        """Everything here comes from a document of an origin that is nobody's."""

    def check_xsrf_cookie(self) -> None:
        """The pass is what no other page can know."""

    def set_cookie(self, *args: Any, **kwargs: Any) -> None:
        """None are set here: it would be the platform's, on another port of its host."""

    def static(self, name: str) -> str:
        """URL of a file that is the same for all, versioned, whatever the pass."""
        return f"{self.settings['base_url']}static/anpei/{name}?v={static_version(name)}"

    def set_default_headers(self) -> None:
        super().set_default_headers()
        self.set_header("Content-Security-Policy", CLOSED)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Access-Control-Allow-Origin", OPAQUE)

    def options(self, *args: Any, **kwargs: Any) -> None:
        """A sandboxed document asks first before it sends JSON; what may come is what the pass opens anyway."""
        self.set_header("Access-Control-Allow-Headers", "content-type, x-anpei-person")
        self.set_header("Access-Control-Max-Age", "7200")
        self.set_status(204)

    def platform(self) -> str:
        """The origin of the platform's pages, which alone may frame a live part."""
        parts = urlsplit(outside(self.settings["anpei"].site, request=self.request, crossing=True))
        return f"{parts.scheme}://{parts.netloc}"


class FramedPage(OnLiveOrigin, PageHandler):
    """A document for the frame in a chapter's page."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await Handler.prepare(self, *args, **kwargs)  # a page of the platform sets cookies

    def say(self, words: str, *, label: str = "", ask: str = "") -> None:
        """A page that only tells the chapter around it something: how the queue stands, or why there is nothing."""
        here = f"{origin_asked(self.request)} 'self'"
        policy = f"default-src 'none'; script-src {here}; connect-src {here}; base-uri 'none'; form-action 'none'"
        self.set_header("Content-Security-Policy", f"{policy}; frame-ancestors {self.platform()}; {SANDBOX}")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        page = templates(self.zone).get_template("live/told.html")
        told = {"words": words, "label": label, "ask": ask, "platform": self.platform(), "base": self.base_url}
        self.finish(page.render(static=self.static, **told))

    def ask_password(self) -> None:
        raise web.HTTPError(401)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        error = kwargs.get("exc_info", (None, None, None))[1]
        status, _, message, way_out = self.trouble(status_code, error)
        self.set_status(status)
        self.say(f"{message}{way_out}", label="重新打开")


class LivePart(FramedPage, KernelPage):
    """``part/<pass>/live/<course>/<chapter>``: the document in the frame; once for each pass."""

    access = replace(permissions.NOTEBOOKS, kiosks=False)

    async def get(self, course: str, chapter: str) -> None:
        if self.request.headers.get("Sec-Fetch-Dest", "iframe") not in ("iframe", "empty"):
            self.redirect(outside(self.site, f"courses/{course}/{chapter}", self.request, crossing=True))
            return
        if (course, chapter) != (self.held.course, self.held.chapter):
            raise web.HTTPError(404)
        if not self._provider.passes.open(self.pass_name, self.now()):
            raise web.HTTPError(401)
        found = notebooks.find(self.catalog(), "live", course, chapter)
        notebook = found.read()
        notebooks.gate(self, notebook, "")
        platform = outside(self.site, request=self.request, crossing=True)
        notebooks.keep(notebook, _built(self, course, chapter).live_part, self.registry(), platform)
        await self.open_page(found, notebook)

    def wait(self, answer: QueueAnswer, title: str) -> None:
        """The queue, told plainly; the page asks again, and is opened anew when it is its turn."""
        self.set_status(503 if answer.state == "full" else 200)
        self.say(words_for(answer), ask="api/live/queue")

    def policy(self) -> str:
        own = origin_asked(self.request)
        here = f"'self' {own}"
        return (
            f"default-src {here}; script-src {here} 'unsafe-inline' 'unsafe-eval' blob: data:; "
            f"style-src {here} 'unsafe-inline'; img-src {here} data: blob:; font-src {here} data:; "
            f"worker-src blob:; connect-src {here} {own.replace('http', 'ws', 1)} data: blob:; object-src 'none'; "
            f"base-uri 'none'; form-action 'none'; frame-ancestors {self.platform()}; {SANDBOX}"
        )


def _built(handler: Handler, course: str, chapter: str) -> courses.Built:
    """What of the notebook its kernel shows, and which activities are in it; without a part its kernel shows it all."""
    found = handler.catalog().courses[course]
    one = found.chapter(chapter)
    if one is None:
        raise web.HTTPError(404)
    built = courses.read_built(handler.site, found, one)
    return built if built.blocks else courses.unrun(one, handler.registry())


class LiveQueue(OnLiveOrigin, ApiHandler):
    """``api/live/queue``: keep one's place for this chapter's kernel, and hear where one stands."""

    access = OWN_KERNELS

    def get(self) -> None:
        answer = kernels_of(self).tickets.ask(self.asker.username, self.page_path(), self.now())
        self.answer({"state": answer.state, "position": answer.position, "words": words_for(answer)})


class LiveBeat(OnLiveOrigin, HeartbeatHandler):
    """``api/live/beat``, as on the platform."""

    access = OWN_KERNELS


class LiveLeave(OnLiveOrigin, LeaveLiveHandler):
    """``api/live/leave``, as on the platform."""

    access = OWN_KERNELS


class LiveMedia(OnLiveOrigin, ChapterMedia):
    """The pictures of the course that the pass is for."""

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        await Handler.prepare(self, *args, **kwargs)

    def get(self, course: str, name: str) -> None:
        if course != self.held.course:
            raise web.HTTPError(404)
        super().get(course, name)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.finish()


class LivePractice(OnLiveOrigin, PracticeHandler):
    """A practice question that stands in this chapter, and its reader's answer to it; no other."""

    async def get(self, item: str) -> None:
        self.require_here(item)
        await super().get(item)

    async def post(self, item: str) -> None:
        self.require_here(item)
        await super().post(item)

    def require_here(self, item: str) -> None:
        built = _built(self, self.held.course, self.held.chapter)
        if not any(block.name == "practice" and block.spec.get("item") == item for block in built.blocks):
            raise NotFound("这一章没有这道练习题。", way_out="请刷新页面；若仍没有，请告诉培训师。")


class LiveKernel(OnLiveOrigin, KernelHandler):
    """Jupyter's own, for the kernel of this page."""

    access = OWN_KERNELS


class LiveSocket(OnLiveOrigin, KernelSocket):
    """The kernel's socket, for its page."""

    def set_default_headers(self) -> None:
        """A socket has none."""


class Nothing(web.RequestHandler):
    """Whatever no route names."""

    access = permissions.PUBLIC

    def prepare(self) -> None:
        raise web.HTTPError(404)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Security-Policy", CLOSED)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("这里没有网页。请从平台的课程里打开互动章节。")


def settings_of(platform: dict[str, Any], provider: LiveIdentityProvider, authorizer: LiveAuthorizer) -> dict[str, Any]:
    """The application's settings: the platform's, but for who is asked in, and for whom answers may be read by."""
    return {
        **platform,
        "identity_provider": provider,
        "authorizer": authorizer,
        "allow_origin": OPAQUE,
        "allow_credentials": False,
        "disable_check_xsrf": True,
        "xsrf_cookies": False,
        "default_handler_class": Nothing,
    }


KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
HANDLERS = [
    (rf"{PART}/api/kernels/{KERNEL_ID}", LiveKernel),
    (rf"{PART}/api/kernels/{KERNEL_ID}/channels", LiveSocket),
    (rf"{PART}/live/{NAME}/media/(.+)", LiveMedia),
    (rf"{PART}/api/live/queue", LiveQueue),
    (rf"{PART}/api/live/beat", LiveBeat),
    (rf"{PART}/api/live/leave", LiveLeave),
    (rf"{PART}/voila/api/shutdown/([0-9a-f-]+)", LiveLeave),
    (rf"{PART}/api/practice/([a-z0-9-]{{1,64}})", LivePractice),
]
