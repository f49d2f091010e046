"""``python -m tests.helpers.without_descriptors``: twenty connect while their server may open nothing, then may again.

Apart, because such a limit holds for a whole process: a library that another test left at work there may not bear it.
What the server says of it is printed; what is wrong ends the program.
"""

from __future__ import annotations

import asyncio
import logging
import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import pairwise
from typing import Any

import tornado.tcpserver
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


if __name__ == "__main__":
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    tornado.tcpserver.add_accept_handler = accepting.add_accept_handler  # type: ignore[attr-defined]
    with ExitStack() as open_until_the_end:
        run_apart(play(open_until_the_end))
