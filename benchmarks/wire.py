"""HTTP as cheaply as a measurement can ask: one connection kept, requests written by hand, one at a time."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from benchmarks.crowd import XSRF

__all__ = ["Answer", "Wire"]


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found


class Wire:
    """One browser's connection; ``cookie`` says whose. A broken one is opened anew by the next request."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port, self.cookie = port, cookie
        self._stream: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Answer:
        """The answer to one request; ``path`` begins with a slash. Raises OSError or EOFError."""
        try:
            if self._stream is None:
                self._stream = await asyncio.open_connection("127.0.0.1", self.port)
            return await self._ask(*self._stream, method, path, body, kind)
        except (OSError, asyncio.IncompleteReadError):
            self.close()
            raise

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, method: str, path: str,
        body: bytes | None, kind: str,
    ) -> Answer:  # fmt: skip
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"X-XSRFToken: {XSRF}", "Accept-Encoding: identity"]
        lines += [f"Cookie: {self.cookie}"] if self.cookie else []
        lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"] if body is not None else []
        writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        status = (await reader.readline()).split()
        if len(status) < 2:
            raise ConnectionError("closed")
        headers: dict[str, str] = {}
        while (line := (await reader.readline()).decode("latin-1").strip()) != "":
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") == "chunked":
            content = await _chunks(reader)
        else:
            content = await reader.readexactly(int(headers.get("content-length", 0)))
        return Answer(int(status[1]), headers, content)

    def close(self) -> None:
        if self._stream is not None:
            self._stream[1].close()
            self._stream = None


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    found = b""
    while True:
        size = int((await reader.readline()).strip() or b"0", 16)
        found += await reader.readexactly(size)
        await reader.readline()
        if size == 0:
            return found
