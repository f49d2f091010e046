"""Kernels know their owner, inherit nothing from the server, and go when their page is gone.

The environment is an allow-list plus who is looking, taken from the request Jupyter is answering and never from what
the client says. Ownership lives here because the shutdown routes ask nobody else. The kernel of an app has done its
work once the page shows: it's let go, and a hundred tablets cost no more memory than one.
"""

from __future__ import annotations

import uuid
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jupyter_core.utils import ensure_async
from jupyter_server._tz import utcnow
from jupyter_server.base.call_context import CallContext
from tornado import web

from anpei import kernel_log
from anpei.confinement.kernels import KERNEL, environment, live_limits, walls_for
from anpei.server.core.confined_kernels import ConfinedKernels
from anpei.server.core.identity import RosterUser
from anpei.server.core.viewer import Viewer, environment_of
from anpei.server.live.kernel_queue import KernelQueue, QueueAnswer

__all__ = ["OwnedKernelManager", "asking"]

FROM_REQUEST = ("QUERY_STRING", "SCRIPT_NAME")
FIRST_BEAT = 60_000
NEXT_BEAT = 120_000
QUIET = 15_000
UNPLUGGED = 20_000  # no heartbeat and no websocket either: a hidden tab keeps its websocket
UNCOUNTED = 4
Pulse = Literal["alive", "resting", "gone"]


@dataclass
class _Page:
    """The page a kernel belongs to: whose, which, since when, and when it last gave a sign of life (ms).

    ``shown``: an app's page has all it needs from its kernel; ``let_go``: the kernel is no more, the page goes on.
    """

    owner: str
    path: str
    counted: bool
    started: int
    beat: int | None = None
    shown: bool = False
    let_go: bool = False

    def silent(self, now: int) -> int:
        """How long nothing has been heard from the page, in ms."""
        return now - (self.started if self.beat is None else self.beat)

    def gone(self, now: int) -> bool:
        return self.silent(now) > (FIRST_BEAT if self.beat is None else NEXT_BEAT)


class OwnedKernelManager(ConfinedKernels):
    """Every kernel has an owner; only the owner may look at, talk to or stop it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.site = self.parent.site
        rules = self.site.settings.kernels
        self.tickets = KernelQueue(rules.total, rules.per_user, rules.queue)
        self.pages: dict[str, _Page] = {}
        self.resting: deque[str] = deque(maxlen=200)

    def reserve(self, owner: str, path: str, now: int, *, counted: bool) -> tuple[str, QueueAnswer]:
        """A kernel id reserved for this page load, if the answer is ``go``. Kiosks and consoles don't queue."""
        answer = self.tickets.ask(owner, path, now) if counted else QueueAnswer("go")
        if answer.state != "go":
            return "", answer
        kernel_id = str(uuid.uuid4())
        self.pages[kernel_id] = _Page(owner, path, counted, now)
        if counted:
            self.tickets.hold(kernel_id, owner, path)
        return kernel_id, answer

    async def make_room(self, owner: str, now: int) -> None:
        """Before somebody opens one more page: close those of theirs that a crashed browser or lost phone left."""
        own = [(kernel_id, page) for kernel_id, page in self.pages.items() if page.owner == owner and not page.let_go]
        if self.tickets.held_by(owner) >= self.tickets.per_owner or len(own) > UNCOUNTED:
            for kernel_id, page in own:
                if page.silent(now) > QUIET:
                    await self.reap(kernel_id)

    async def start_kernel(self, *, kernel_id: str = "", course: Path | None = None, **kwargs: Any) -> str:
        """Start a reserved kernel for whoever is signed in on the request being answered; nobody else gets one.

        Of all content it reads ``course``, the folder of the course its page belongs to.
        """
        user = asking()
        if user is None or self.owner_of(kernel_id) != user.username:
            raise web.HTTPError(403)
        asked = kwargs.get("env") or {}
        viewer = Viewer(user.username, user.name, user.roles, self.parent.base_url)
        own = self.folder_of(kernel_id)
        walls = walls_for(self.site, own, live_limits(self.site), read=(course,) if course else ())
        env = environment(own) | {name: asked[name] for name in FROM_REQUEST if name in asked}
        env |= environment_of(viewer) | {"VOILA_KERNEL_ID": kernel_id, "VOILA_BASE_URL": self.parent.base_url}
        output = kernel_log.descriptor()
        try:
            await super().start_kernel(
                kernel_id=kernel_id, kernel_name=KERNEL, env=env, path="", stdout=output, stderr=output,
                walls=walls, cwd=str(own),
            )  # fmt: skip
        except BaseException:
            self.forget(kernel_id)
            raise
        return kernel_id

    def owner_of(self, kernel_id: str) -> str | None:
        page = self.pages.get(kernel_id)
        return page.owner if page else None

    async def shutdown_kernel(self, kernel_id: str, *args: Any, **kwargs: Any) -> Any:
        """Stop a kernel on somebody's request: only its owner's."""
        user = asking()
        if user is None or self.owner_of(kernel_id) != user.username:
            raise web.HTTPError(404)
        return await self.reap(kernel_id)

    async def reap(self, kernel_id: str) -> None:
        """Stop a kernel on the server's own account; one that is already gone is no trouble."""
        try:
            if kernel_id in self:
                await ensure_async(super().shutdown_kernel(kernel_id, now=True))
        finally:
            self.forget(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:
        if not self.is_let_go(kernel_id):
            self.forget(kernel_id)
        return super().remove_kernel(kernel_id)

    def is_let_go(self, kernel_id: str) -> bool:
        """Whether the page is there and needs its kernel no more."""
        page = self.pages.get(kernel_id)
        return page is not None and page.let_go

    async def let_go(self, kernel_id: str) -> None:
        """Stop the kernel of a page that goes on without it."""
        self.pages[kernel_id].let_go = True
        if kernel_id in self:
            await ensure_async(super().shutdown_kernel(kernel_id, now=True))

    def forget(self, kernel_id: str) -> None:
        """Give the place of a kernel that never started, or is no more, to the next in the queue."""
        self.pages.pop(kernel_id, None)
        self.tickets.release(kernel_id)

    async def beat(self, kernel_id: str, owner: str, now: int, *, shown: bool = False) -> Pulse:
        """A page says it is there, and learns how its kernel is; what is left of a dead one is cleared away."""
        page = self.pages.get(kernel_id)
        if page is None or page.owner != owner or not (page.let_go or kernel_id in self):
            return "resting" if kernel_id in self.resting else "gone"
        page.beat, page.shown = now, shown and not page.counted
        if page.let_go or await ensure_async(self.get_kernel(kernel_id).is_alive()):
            return "alive"
        await self.reap(kernel_id)
        return "gone"

    async def close_unused(self, kernel_id: str, now: int, present: Callable[[str], bool]) -> bool:
        """Stop a kernel whose page is gone or complete, whose process died, whose owner left, or that idles.

        True when its page is done with, too.
        """
        page = self.pages.get(kernel_id)
        if page is None:
            return False
        if page.shown and not page.let_go:
            await self.let_go(kernel_id)
        if not await self._over(kernel_id, page, now) and present(page.owner):
            return False
        await self.reap(kernel_id)
        return True

    async def _over(self, kernel_id: str, page: _Page, now: int) -> bool:
        unplugged = page.silent(now) > UNPLUGGED and not self._kernel_connections.get(kernel_id, 0)
        if page.gone(now) or (page.beat is not None and unplugged and not page.let_go):
            return True
        if kernel_id not in self:
            return False
        kernel = self.get_kernel(kernel_id)
        heard = kernel.trait_has_value("last_activity")  # one that's starting has none yet, and asking for it fails
        idle = (utcnow() - kernel.last_activity).total_seconds() if heard else 0
        if page.counted and idle > self.site.settings.kernels.idle_minutes * 60:
            self.resting.append(kernel_id)
            return True
        return kernel.execution_state != "starting" and not await ensure_async(kernel.is_alive())


def asking() -> RosterUser | None:
    """Who is signed in on the request Jupyter is answering, whatever the client claims to be."""
    user = getattr(CallContext.get(CallContext.JUPYTER_HANDLER), "current_user", None)
    return user if isinstance(user, RosterUser) else None
