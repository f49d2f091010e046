"""A wire between a browser and the platform that can be cut, swallow what is sent, or break off with a reset."""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from tests.helpers.processes import PATIENCE

__all__ = ["Wire", "refuses_huge_body", "wired"]

Way = Literal["there", "back"]
NO_LINGERING = struct.pack("ii", 1, 0)
"""SO_LINGER of zero seconds: closing sends a reset."""


class Wire:
    """Listens on ``port`` and passes everything on to ``target``, until it is told otherwise."""

    def __init__(self, target: int) -> None:
        self.target, self.port = target, 0
        self.swallows: set[Way] = set()
        self.down = False
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()

    def swallow(self, *ways: Way) -> None:
        """Connections stay open, but what goes these ways never arrives; no way: all is well again."""
        self.swallows = set(ways)

    def cut(self, down: bool) -> None:
        """Take the wire away, or put it back: what was connected is lost, and nobody new gets through."""
        self.down = down
        self.reset()

    def reset(self) -> None:
        """Break every connection with a reset at both ends."""
        self._loop.call_soon_threadsafe(self._break)

    def _break(self) -> None:
        for end in tuple(self._ends):
            end.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGERING)
            end.transport.abort()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self._ends.add(writer)
        try:
            if self.down:
                return
            behind, out = await asyncio.open_connection("127.0.0.1", self.target)
            ends.add(out)
            self._ends.add(out)
            pumps = [self._pump(reader, out, "there"), self._pump(behind, writer, "back")]
            await asyncio.wait([asyncio.ensure_future(pump) for pump in pumps], return_when="FIRST_COMPLETED")
        except OSError:
            return
        finally:
            self._ends -= ends
            for end in ends:
                end.transport.abort()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, way: Way) -> None:
        try:
            while data := await source.read(65_536):
                if way not in self.swallows:
                    sink.write(data)
                    await sink.drain()
        except OSError:
            return

    def run(self, ready: Callable[[], None]) -> None:
        """Serve until :meth:`stop`, in the thread that calls this."""
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._connected, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        ready()
        self._loop.run_forever()
        server.close()
        self._break()
        if waiting := asyncio.all_tasks(self._loop):
            self._loop.run_until_complete(asyncio.wait(waiting))
        self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


@contextmanager
def wired(target: int) -> Iterator[Wire]:
    """A wire to the port ``target``, lying until the block is left."""
    wire, ready = Wire(target), threading.Event()
    thread = threading.Thread(target=wire.run, args=(ready.set,), daemon=True)
    thread.start()
    ready.wait()
    try:
        yield wire
    finally:
        wire.stop()
        thread.join()


def refuses_huge_body(port: int) -> bool:
    """Whether a stranger who announces 90 MB is refused before any of it has come."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(b"POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000000\r\n\r\n")
        return line.recv(100).startswith(b"HTTP/1.1 4")
