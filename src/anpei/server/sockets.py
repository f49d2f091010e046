"""The kernel's websocket: comms only, at once, and only for the kernel's owner."""

from __future__ import annotations

from typing import Any

from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

__all__ = ["KernelSocket"]


class KernelSocket(VoilaKernelWebsocketHandler):  # type: ignore[misc]
    """Voila's socket without Nagle's delay (47 ms a click); the kernel manager lets only comm messages through."""

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
