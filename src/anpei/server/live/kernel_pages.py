"""Pages with a kernel behind them: a live chapter or a Voila app, opened in turn, closed when the page is gone."""

from __future__ import annotations

import asyncio
from typing import Any

from tornado import web
from tornado.iostream import StreamClosedError
from voila.handler import VoilaHandler

from anpei import courses
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.core.requests import Flag, Line, RequestModel
from anpei.server.live import notebooks
from anpei.server.live.kernel_queue import QueueAnswer
from anpei.server.live.kernels import OwnedKernelManager
from anpei.server.live.notebooks import LiveNotebook
from anpei.server.live.renderer import LiveRenderer, page_config
from anpei.server.live.voila_files import PACK, voila_static

__all__ = ["HANDLERS", "LivePage"]

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; connect-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
KEEP_ALIVE = 10
LIVE_ASSETS = (
    "core/mark.svg", "core/oldest.js", "core/prefs.js", "core/tokens.css", "courses/reader.css", "core/tables.css",
    "live/voila.css", "live/voila.js",
)  # fmt: skip
"""What the page of a kernel loads, beside what Voila brings."""


class HeartbeatRequest(RequestModel):
    """Which kernel's page speaks; ``shown``: it has all it needs of the kernel."""

    kernel: Line = ""
    shown: Flag = False


def _kernels(handler: Any) -> OwnedKernelManager:
    manager: OwnedKernelManager = handler.kernel_manager
    return manager


class LivePageRequest(RequestModel):
    """``frame``: the part of a chapter that a kernel shows, for the frame in the chapter's page."""

    frame: Flag = False


class LivePage(PageHandler, VoilaHandler):
    """``live/<course>/<chapter>?frame=1`` and ``apps/<name>``: role first, then a free kernel, then the page.

    A live chapter itself is a page like any other (``courses``); whoever asks for it here is sent there.
    """

    access = permissions.NOTEBOOKS

    def initialize(self, kind: str, **voila: Any) -> None:
        VoilaHandler.initialize(self, **voila)
        self.kind = kind

    async def get(self, *names: str) -> None:
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise web.HTTPError(503)
        found = notebooks.find(self.catalog(), self.kind, *names)
        notebook = found.read()
        notebooks.gate(self, notebook, "")
        if self.kind == "live":
            if not self.query(LivePageRequest).frame:
                self.redirect(self.url("courses/" + "/".join(names)))
                return
            notebooks.keep(notebook, self.live_part(*names), self.registry())
        owner, manager = self.asker.username, _kernels(self)
        await manager.make_room(owner, self.now())
        kernel_id, answer = manager.reserve(owner, self.request.path, self.now(), counted=found.counted)
        if answer.state != "go":
            self.wait(answer, found.title)
            return
        await self.show(found, notebook, kernel_id)

    def wait(self, answer: QueueAnswer, title: str) -> None:
        """The queue, told plainly; the page asks again and goes on by itself."""
        self.set_status(503 if answer.state == "full" else 200)
        ask = f"api{self.request.path[len(self.base_url) - 1 :]}"
        self.render_page(
            "live/waiting.html", answer=answer, title=title or "互动页面", words=words_for(answer), ask=ask
        )

    def live_part(self, course: str, chapter: str) -> courses.LivePart | None:
        """What of the notebook its kernel shows; None before it was ever built, and where it needs none: all of it."""
        found = self.catalog().courses[course]
        one = found.chapter(chapter)
        if one is None:
            raise web.HTTPError(404)
        built = courses.read_built(self.site, found, one)
        return (built if built.blocks else courses.unrun(one, self.registry())).live_part

    async def show(self, found: LiveNotebook, notebook: Any, kernel_id: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Cache-Control", "no-store")
        manager = _kernels(self)
        try:
            renderer = await self._renderer(found, notebook)
            env = {"QUERY_STRING": self.request.query or "", "SCRIPT_NAME": self.request.path}
            course = found.path.parent if found.counted else None
            await manager.start_kernel(kernel_id=kernel_id, env=env, course=course)
            await self._stream(renderer, kernel_id)
        except StreamClosedError:
            await manager.reap(kernel_id)
        except BaseException:
            await manager.reap(kernel_id)
            raise

    async def _renderer(self, found: LiveNotebook, notebook: Any) -> LiveRenderer:
        configuration = self.voila_configuration
        renderer = LiveRenderer(
            notebook,
            request_handler=self,
            voila_configuration=configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=found.path.name,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config(self.base_url, self.settings, self.log, configuration),
        )
        await renderer.initialize()
        course = self.path_args[0] if self.kind == "live" else ""
        renderer.resources["anpei"] = {
            "title": notebook.metadata.get("title") or found.title or found.name,
            "site": self.site.settings.site.name,
            "kind": self.kind,
            "chapter": found.name,
            "course": course,
            "person": self.asker.username,
            "zone": self.zone,
            "assets": {name: self.static(name) for name in LIVE_ASSETS},
            "pack": self.url(f"{voila_static()}/{PACK}"),
        }
        return renderer

    async def _stream(self, renderer: LiveRenderer, kernel_id: str) -> None:
        """Send the page as its cells finish; a sign of life in between keeps proxies from giving up."""
        parts = renderer.generate_content_generator(kernel_id, _kernels(self).get_kernel(kernel_id))
        while True:
            coming = asyncio.ensure_future(anext(parts, None))
            while not (await asyncio.wait({coming}, timeout=KEEP_ALIVE))[0]:
                self.write("<!-- -->\n")
                await self.flush()
            part = await coming
            if part is None:
                return
            self.write(part[0])
            await self.flush()


def words_for(answer: QueueAnswer) -> str:
    """Where somebody stands, in one sentence."""
    if answer.state == "close_one":
        return "你已经打开了几个互动页面。关掉一个，这一页就会自动打开。"
    if answer.state == "full":
        return "现在排队的人太多了，请过几分钟再来。"
    if answer.state == "wait":
        return "下一个就是你。" if answer.position == 1 else f"前面还有 {answer.position - 1} 人。"
    return "可以打开了。"


class TicketHandler(ApiHandler):
    """``api/live/<course>/<chapter>``: join the queue, or keep one's place in it, and hear where one stands."""

    access = permissions.KERNELS

    def get(self, course: str, chapter: str) -> None:
        page = self.url(f"live/{course}/{chapter}")
        answer = _kernels(self).tickets.ask(self.asker.username, page, self.now())
        self.answer({"state": answer.state, "position": answer.position, "words": words_for(answer)})


class HeartbeatHandler(ApiHandler):
    """``api/live/beat {kernel, shown}``: a live page says now and then that it is there, an app that it is shown."""

    access = permissions.KERNELS

    async def post(self) -> None:
        sent = self.body(HeartbeatRequest)
        state = await _kernels(self).beat(sent.kernel, self.asker.username, self.now(), shown=sent.shown)
        self.answer({"state": state})


class LeaveLiveHandler(ApiHandler):
    """``api/live/leave``: the page goes, and its kernel makes room at once. Somebody else's kernel stays."""

    access = permissions.KERNELS

    async def post(self, kernel_id: str = "") -> None:
        kernel_id = kernel_id or self.form(HeartbeatRequest).kernel
        manager = _kernels(self)
        if manager.owner_of(kernel_id) == self.asker.username:
            await manager.reap(kernel_id)
        self.set_status(204)


class HealthHandler(ApiHandler):
    """``healthz``: the server answers; nothing more is told."""

    access = permissions.PUBLIC

    def get(self) -> None:
        self.answer({"ok": True})


HANDLERS = [
    (r"api/live/beat", HeartbeatHandler),
    (r"api/live/leave", LeaveLiveHandler),
    (r"api/live/([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)", TicketHandler),
    (r"voila/api/shutdown/([0-9a-f-]+)", LeaveLiveHandler),
    (r"healthz", HealthHandler),
]
