"""The kernel's websocket: comms only, at once, and only for the kernel's owner.

A page whose kernel was let go keeps a quiet socket, also after an outage: nothing on it is wrong.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.base.websocket import WebSocketMixin
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from anpei.server.core import permissions

__all__ = ["KernelSocket"]


class KernelSocket(VoilaKernelWebsocketHandler):
    """Voila's socket without Nagle's delay (47 ms a click); the kernel manager lets only comm messages through."""

    access = permissions.KERNELS
    connection: Any

    @property
    def ping_timeout(self) -> int:
        """Tornado wants it no longer than the interval; whether a page is there, its heartbeat says."""
        interval: int = self.ping_interval
        return interval

    def send_ping(self) -> None:
        """Keep proxies from closing a quiet connection."""
        if self.ws_connection is None or self.ws_connection.client_terminated:
            self.ping_callback.stop()
        else:
            self.ping(b"")

    async def pre_get(self) -> None:
        if self.kernel_manager.is_let_go(self.kernel_id) and self.authorizer.is_authorized(
            self, self.current_user, "execute", "kernels"
        ):
            self.connection = None
        else:
            await super().pre_get()

    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        if self.connection is None:
            return None
        chosen: str | None = super().select_subprotocol(subprotocols)
        return chosen

    async def open(self, kernel_id: str) -> None:
        self.set_nodelay(True)
        if self.connection is None:
            WebSocketMixin.open(self)
        else:
            await super().open(kernel_id)

    def on_message(self, ws_message: Any) -> None:
        """A message that can't be read ends the connection, not the server's calm; without a kernel, nobody reads."""
        if self.connection is None:
            return
        try:
            super().on_message(ws_message)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            self.close(1003, "unreadable message")

    def on_close(self) -> None:
        if getattr(self, "connection", None) is not None:
            super().on_close()
