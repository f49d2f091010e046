"""The kernel's websocket: comms only, at once, and only for the kernel's owner."""

from __future__ import annotations

from typing import Any

from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

__all__ = ["KernelSocket"]


class KernelSocket(VoilaKernelWebsocketHandler):
    """Voila's socket without Nagle's delay (47 ms a click); the kernel manager lets only comm messages through."""

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

    async def open(self, kernel_id: str) -> None:
        self.set_nodelay(True)
        await super().open(kernel_id)

    def on_message(self, ws_message: Any) -> None:
        """A message that can't be read ends the connection, not the server's calm."""
        try:
            super().on_message(ws_message)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            self.close(1003, "unreadable message")

    def on_close(self) -> None:
        if getattr(self, "connection", None) is not None:
            super().on_close()
