"""Pages with a kernel behind them: opened in turn, closed when the page is gone.

Kiosk and console are the platform's own notebooks and lie on its origin. What a live chapter's notebook shows is a
trainer's code and lies on another (:mod:`anpei.server.live.origin`); here a page of the platform asks the way there.
"""

from __future__ import annotations

import asyncio
from typing import Any

from tornado import web
from tornado.iostream import StreamClosedError
from voila.handler import VoilaHandler

from anpei.errors import Unavailable
from anpei.server.core import permissions
from anpei.server.core.addresses import live_outside
from anpei.server.core.handlers import ApiHandler, PageHandler
from anpei.server.core.requests import Flag, Line, RequestModel
from anpei.server.live import notebooks
from anpei.server.live.kernel_queue import QueueAnswer
from anpei.server.live.kernels import OwnedKernelManager
from anpei.server.live.notebooks import LiveNotebook
from anpei.server.live.passes import Passes
from anpei.server.live.renderer import LiveRenderer, page_config
from anpei.server.live.voila_files import PACK, voila_static

__all__ = ["HANDLERS", "AppPage", "HeartbeatHandler", "KernelPage", "LeaveLiveHandler", "kernels_of", "words_for"]

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob: data:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "worker-src 'self' blob:; connect-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
NOWHERE = "互动模拟在这里还没有开通。文字和练习照常能用。"
NOWHERE_WAY = "请管理员设 live_external_url（见 anpei doctor）。"
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


def kernels_of(handler: Any) -> OwnedKernelManager:
    manager: OwnedKernelManager = handler.kernel_manager
    return manager


class KernelPage(PageHandler, VoilaHandler):
    """A page that a kernel draws: role first, then a free kernel, then the page."""

    access = permissions.NOTEBOOKS

    async def open_page(self, found: LiveNotebook, notebook: Any) -> None:
        """Show it, or tell of the queue before it."""
        owner, manager = self.asker.username, kernels_of(self)
        await manager.make_room(owner, self.now())
        kernel_id, answer = manager.reserve(owner, self.page_path(), self.now(), counted=found.counted)
        if answer.state != "go":
            self.wait(answer, found.title)
            return
        await self.show(found, notebook, kernel_id)

    def page_path(self) -> str:
        """By what a kernel and the queue know the page."""
        return str(self.request.path)

    def wait(self, answer: QueueAnswer, title: str) -> None:
        """What a page whose kernel takes a place of the queue says meanwhile."""
        raise NotImplementedError

    def policy(self) -> str:
        """The page's Content-Security-Policy."""
        return POLICY

    async def show(self, found: LiveNotebook, notebook: Any, kernel_id: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", self.policy())
        self.set_header("Cache-Control", "no-store")
        manager = kernels_of(self)
        try:
            renderer = await self._renderer(found, notebook)
            env = {"QUERY_STRING": self.request.query or "", "SCRIPT_NAME": self.page_path()}
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
            base_url=self.settings["base_url"],
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config(self.settings["base_url"], self.settings, self.log, configuration),
        )
        await renderer.initialize()
        renderer.resources["anpei"] = {
            "title": notebook.metadata.get("title") or found.title or found.name,
            "site": self.site.settings.site.name,
            "live": found.counted,
            "base": self.base_url,
            "platform": self.platform(),
            "person": self.asker.username,
            "zone": self.zone,
            "assets": {name: self.static(name) for name in LIVE_ASSETS},
            "pack": f"{self.settings['base_url']}{voila_static()}/{PACK}",
        }
        return renderer

    def platform(self) -> str:
        """The origin of the page around this one, if it is another."""
        return ""

    async def _stream(self, renderer: LiveRenderer, kernel_id: str) -> None:
        """Send the page as its cells finish; a sign of life in between keeps proxies from giving up."""
        parts = renderer.generate_content_generator(kernel_id, kernels_of(self).get_kernel(kernel_id))
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


class AppPage(KernelPage):
    """``apps/<name>``: kiosk and console, notebooks of the platform's own. Nobody waits for one."""

    async def get(self, name: str) -> None:
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise web.HTTPError(503)
        found = notebooks.find(self.catalog(), "apps", name)
        notebook = found.read()
        notebooks.gate(self, notebook, "")
        await self.open_page(found, notebook)


class OpenLivePart(ApiHandler):
    """``api/live/open/<course>/<chapter>``: the address on the live origin that shows it, once and to whoever asks."""

    access = permissions.SHARED

    def post(self, course: str, chapter: str) -> None:
        notebooks.gate(self, notebooks.find(self.catalog(), "live", course, chapter).read(), "")
        path = f"live/{course}/{chapter}"
        if not live_outside(self.site, request=self.request):
            raise Unavailable(NOWHERE, code="no_live_origin", way_out=NOWHERE_WAY)
        passes: Passes = self.settings["anpei_passes"]
        token = self.identity_provider.login_token(self)
        name = passes.give(token, course, chapter, self.now())
        self.answer({"address": live_outside(self.site, f"part/{name}/{path}", self.request)})


class LiveChapter(PageHandler):
    """``live/<course>/<chapter>``, an address of earlier days: the chapter is a page like any other."""

    access = permissions.SHARED

    def get(self, course: str, chapter: str) -> None:
        notebooks.find(self.catalog(), "live", course, chapter)
        self.redirect(self.url(f"courses/{course}/{chapter}"))


class HeartbeatHandler(ApiHandler):
    """``api/live/beat {kernel, shown}``: a live page says now and then that it is there, an app that it is shown."""

    access = permissions.KERNELS

    async def post(self) -> None:
        sent = self.body(HeartbeatRequest)
        state = await kernels_of(self).beat(sent.kernel, self.asker.username, self.now(), shown=sent.shown)
        self.answer({"state": state})


class LeaveLiveHandler(ApiHandler):
    """``api/live/leave``: the page goes, and its kernel makes room at once. Somebody else's kernel stays."""

    access = permissions.KERNELS

    async def post(self, kernel_id: str = "") -> None:
        kernel_id = kernel_id or self.form(HeartbeatRequest).kernel
        manager = kernels_of(self)
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
    (r"api/live/open/([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)", OpenLivePart),
    (r"live/([A-Za-z0-9_-]+)/([A-Za-z0-9_-]+)", LiveChapter),
    (r"voila/api/shutdown/([0-9a-f-]+)", LeaveLiveHandler),
    (r"healthz", HealthHandler),
]
