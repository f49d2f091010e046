"""What a browser sends to a kernel is looked at before Jupyter reads it: its shape, its channel, its type.

Jupyter itself logs the type of what it refuses, however long, and believes any number of parts that a message claims.
Here what isn't formed like a message, or isn't of a type that may be sent, goes no further; the log names the kernel
and nothing of the message.
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

__all__ = ["CheckedConnection", "type_of"]

CHANNELS = ("shell", "control", "stdin")
UNREADABLE = 1003
_TYPE = re.compile(r"[a-z][a-z_]{0,63}")
_WRONG = (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError)
log = logging.getLogger("anpei.kernels")


class CheckedConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's connection from a page to its kernel, for messages that are ones."""

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        if not self.channels:
            return
        kind = type_of(incoming_msg, bare=self.subprotocol == "v1.kernel.websocket.jupyter.org")
        allowed = self.multi_kernel_manager.allowed_message_types
        if kind is None:
            log.warning("kernel %s: something that is no message was sent to it", self.kernel_id)
            self.websocket_handler.close(UNREADABLE, "unreadable message")
        elif allowed and kind not in allowed:
            log.warning("kernel %s: a message that may not be sent was left out", self.kernel_id)
        else:
            super().handle_incoming_message(incoming_msg)


def type_of(message: str | bytes, *, bare: bool) -> str | None:
    """The type of a message on a channel that pages write to, else None. ``bare``: Jupyter's v1 protocol."""
    try:
        channel, header = _bare(message) if bare else _whole(message)
        kind = header["msg_type"]
    except _WRONG:
        return None
    return kind if channel in CHANNELS and isinstance(kind, str) and _TYPE.fullmatch(kind) else None


def _bare(message: str | bytes) -> tuple[Any, Any]:
    """Channel and header where every part is found by its offset; there can't be more offsets than room for them."""
    if not isinstance(message, bytes):
        raise TypeError
    count = int.from_bytes(message[:8], "little")
    if count < 6 or 8 * (count + 1) > len(message):
        raise ValueError
    at = [int.from_bytes(message[8 * each : 8 * (each + 1)], "little") for each in (1, 2, 3)]
    return message[at[0] : at[1]].decode("utf-8"), json.loads(message[at[1] : at[2]])


def _whole(message: str | bytes) -> tuple[Any, Any]:
    """Channel and header where the message is JSON, with or without buffers behind it."""
    if isinstance(message, bytes):
        count = int.from_bytes(message[:4], "big", signed=True)
        if count < 1 or 4 * (count + 1) > len(message):
            raise ValueError
        at = [int.from_bytes(message[4 * each : 4 * (each + 1)], "big") for each in range(1, min(count, 2) + 1)]
        message = message[at[0] : at[1] if count > 1 else None]
    told = json.loads(message)
    return told["channel"], told["header"]
