"""In the Lab every message to a kernel is a request: the roster is asked again, not only when the page was opened."""

from __future__ import annotations

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["TrainersConnection"]

SIGNED_OUT = 4401


class TrainersConnection(ZMQChannelsWebsocketConnection):
    """Whoever left, lost the role or changed the password elsewhere runs no further line in an open page."""

    def handle_incoming_message(self, incoming_msg: str) -> None:
        handler = self.websocket_handler
        if handler.identity_provider.get_user(handler) is None:
            handler.close(SIGNED_OUT, "signed out")
            return
        super().handle_incoming_message(incoming_msg)
