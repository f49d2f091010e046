"""A server that has no descriptor left for a new connection lets it wait, says so once, and goes on a moment later.

Tornado's own handler is called again at once and for ever, and writes a traceback each time: 8 MB of log a second, and
no processor time for those who are connected already. Ours looks away for a moment; the kernel keeps who knocks.
"""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

from tornado import tcpserver
from tornado.ioloop import IOLoop

__all__ = ["PAUSE", "add_accept_handler", "install"]

PAUSE, SHORT_PAUSE = 0.5, 0.05
"""Seconds after nobody came in, and after at least some did."""
CONNECTIONS_A_TURN = 128
"""Taken in before the loop does something else."""
EXHAUSTED = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
log = logging.getLogger("anpei.accepting")


class _Door:
    """One listening socket: looked at while there is room, left alone for a moment when there is none."""

    def __init__(self, sock: socket.socket, callback: Callable[[socket.socket, Any], None]) -> None:
        self.sock, self.callback, self.loop = sock, callback, IOLoop.current()
        self.removed = self.full = False
        self.resume()

    def resume(self) -> None:
        if not self.removed:
            self.watched = True
            self.loop.add_handler(self.sock, self.accept, IOLoop.READ)

    def pause(self, error: OSError, wait: float) -> None:
        if not self.full:
            log.error("new connections wait: %s", error.strerror)
        self.full, self.watched = True, False
        self.loop.remove_handler(self.sock)
        self.loop.call_later(wait, self.resume)

    def remove(self) -> None:
        self.removed = True
        if self.watched:
            self.loop.remove_handler(self.sock)

    def accept(self, _sock: socket.socket, _events: int) -> None:
        """Take in who waits, some at a time."""
        for accepted in range(CONNECTIONS_A_TURN):
            if self.removed:
                return
            try:
                connection, address = self.sock.accept()
            except BlockingIOError:  # everybody is in
                if self.full:
                    log.warning("new connections are taken in again")
                self.full = False
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if error.errno not in EXHAUSTED:
                    raise
                self.pause(error, SHORT_PAUSE if accepted else PAUSE)
                return
            self.callback(connection, address)


def add_accept_handler(sock: socket.socket, callback: Callable[[socket.socket, Any], None]) -> Callable[[], None]:
    """What ``tornado.netutil.add_accept_handler`` promises; returns the function that stops accepting."""
    return _Door(sock, callback).remove


def install() -> None:
    """Every server of this process, Jupyter's too, accepts so from now on."""
    tcpserver.add_accept_handler = add_accept_handler  # type: ignore[attr-defined]  # there is no other way
