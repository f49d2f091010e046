"""Without a descriptor for them new connections wait; the server neither spins nor fills its log, and goes on."""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import pytest
from tornado.ioloop import IOLoop
from tornado.iostream import IOStream
from tornado.tcpserver import TCPServer

from anpei.server.processes import accepting
from tests.helpers.processes import PATIENCE, run_apart


class Welcoming(TCPServer):
    """Tells who came in."""

    def __init__(self) -> None:
        super().__init__()
        self.came: asyncio.Queue[IOStream] = asyncio.Queue()

    async def handle_stream(self, stream: IOStream, address: Any) -> None:
        self.came.put_nowait(stream)


class Listening(socket.socket):
    """A socket that tells when somebody was asked in."""

    def __init__(self) -> None:
        super().__init__(socket.AF_INET, socket.SOCK_STREAM)
        self.asked: asyncio.Queue[float] = asyncio.Queue()
        self.bind(("127.0.0.1", 0))
        self.setblocking(False)
        self.listen(50)

    def accept(self) -> Any:
        self.asked.put_nowait(asyncio.get_running_loop().time())
        return super().accept()


@contextmanager
def no_descriptors() -> Iterator[None]:
    """This process may open nothing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.long  # once a test process without descriptors was aborted by a library of its own: it wants one apart
def test_new_connections_wait_without_spinning(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tornado.tcpserver.add_accept_handler", accepting.add_accept_handler)

    async def play(stack: ExitStack) -> None:
        IOLoop.current()
        listening, server = stack.enter_context(Listening()), Welcoming()
        stack.callback(server.stop)
        for _ in range(20):
            stack.enter_context(socket.create_connection(listening.getsockname(), timeout=PATIENCE))
        with no_descriptors():
            server.add_sockets([listening])
            moments = [await listening.asked.get() for _ in range(3)]
        assert all(later - before > 0.99 * accepting.PAUSE for before, later in pairwise(moments))
        assert server.came.empty()
        for _ in range(20):
            (await server.came.get()).close()

    with caplog.at_level(logging.WARNING, "anpei.accepting"), ExitStack() as stack:
        run_apart(play(stack))
    assert caplog.messages == ["new connections wait: Too many open files", "new connections are taken in again"]
