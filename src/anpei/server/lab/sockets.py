"""In the Lab every message to a kernel is a request: the roster is asked again, not only when the page was opened."""

from __future__ import annotations

from typing import Any

from anpei.server.live.connections import CheckedConnection

__all__ = ["TrainersConnection"]

SIGNED_OUT = 4401


class TrainersConnection(CheckedConnection):
    """Whoever left, lost the role or changed the password elsewhere runs no further line in an open page."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        handler = self.websocket_handler
        if handler.identity_provider.get_user(handler) is None:
            handler.close(SIGNED_OUT, "signed out")
            return
        super().handle_incoming_message(incoming_msg)
