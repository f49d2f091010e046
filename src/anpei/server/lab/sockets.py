"""In the Lab every message to a kernel is a request: the roster is asked again, not only when the page was opened."""

from __future__ import annotations

from typing import Any

from anpei.server.live.connections import CheckedConnection

__all__ = ["TrainersConnection"]

SIGNED_OUT = 4401


class TrainersConnection(CheckedConnection):
    """Whoever left, was limited, lost the role or changed the password elsewhere runs no further line in a page."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        handler = self.websocket_handler
        user = handler.identity_provider.get_user(handler)
        if user is None or not self.multi_kernel_manager.open_to(self.kernel_id, user):
            handler.close(SIGNED_OUT, "signed out")
            return
        super().handle_incoming_message(incoming_msg)
