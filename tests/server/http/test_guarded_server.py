"""A small application behind the door, asked by raw connections: what is refused, what is cut off, what is sealed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, ClassVar

from tornado import web

from anpei.server.http.bodies import SMALL_BODY, Bodies
from anpei.server.http.server import GuardedServer, Limits
from anpei.server_settings import ServerSection
from tests.helpers.processes import run_apart

LIMITS = Limits(largest_body=200_000, largest_message=100_000)
Ask = Callable[[bytes], Awaitable[bytes]]


class Echo(web.RequestHandler):
    """Says who asked, how, and how much was sent."""

    def get(self) -> None:
        self.set_cookie("a", "1")
        self.set_cookie("b", "2", secure=True)
        self.write(f"{self.request.remote_ip} {self.request.protocol}")

    def post(self) -> None:
        self.write(f"{len(self.request.body)}")


class Modest(Echo):
    largest_body: ClassVar[int] = 1000


class ToldBodies(Bodies):
    """Tells when something has come."""

    def __init__(self, strangers: int, known: int) -> None:
        super().__init__(strangers, known)
        self.taken = asyncio.Event()

    def take(self, count: int, *, known: bool) -> bool:
        self.taken.set()
        return super().take(count, known=known)


def served(play: Callable[[GuardedServer, Ask], Awaitable[None]], limits: Limits = LIMITS, **rules: Any) -> None:
    """Run the server for as long as ``play`` lasts; who sends ``Cookie: known`` is known."""

    async def run() -> None:
        app = web.Application([("/echo", Echo), ("/api/modest", Modest)])
        server = GuardedServer(
            app, ServerSection(**rules), limits, lambda request: request.headers.get("Cookie") == "known"
        )
        server.listen(0, "127.0.0.1")
        port = next(iter(server._sockets.values())).getsockname()[1]
        lines: list[asyncio.StreamWriter] = []

        async def ask(said: bytes) -> bytes:
            """All that comes until the server hangs up, or what comes first where it is told to go on."""
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            lines.append(writer)
            writer.write(said)
            return await reader.read()

        try:
            await play(server, ask)
        finally:
            server.stop()
            for line in lines:
                line.close()
            await server.close_all_connections()

    run_apart(run())


def get(path: str = "/echo", *headers: str, host: str = "localhost") -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]).encode()


def post(size: int, *headers: str, path: str = "/echo", sent: int | None = None) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Connection: close", f"Content-Length: {size}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + b"x" * (size if sent is None else sent)


def test_what_a_proxy_says_counts_only_from_a_trusted_one() -> None:
    told = ("X-Forwarded-For: 192.168.1.9", "X-Forwarded-Proto: https", "X-Real-IP: 1.2.3.4")

    async def from_anybody(_: GuardedServer, ask: Ask) -> None:
        answer = await ask(get("/echo", *told))
        assert answer.endswith(b"127.0.0.1 http")
        assert answer.count(b"Secure") == 1
        assert b"Strict-Transport" not in answer

    async def from_ours(_: GuardedServer, ask: Ask) -> None:
        answer = await ask(get("/echo", *told))
        assert answer.endswith(b"192.168.1.9 https")
        assert answer.count(b"Secure") == 2
        assert b"Strict-Transport-Security: max-age=172800\r\n" in answer

    served(from_anybody)
    outside = {"external_url": "https://a.test/", "lab_external_url": "https://a.test:8443/studio/"}
    served(from_ours, trusted_proxies=["127.0.0.1"], hsts_days=2, **outside)


def test_another_host_gets_a_page_that_says_the_way_out() -> None:
    async def play(_: GuardedServer, ask: Ask) -> None:
        for path in ("/echo", "/nowhere", "/api/kernels/0-0-0-0-0/channels"):
            answer = (await ask(get(path, "Upgrade: websocket", host="evil.example"))).decode()
            assert answer.startswith("HTTP/1.1 421 ")
            assert "allowed_hosts" in answer
        assert b"a&amp;b" in await ask(get(host="a&b"))
        assert (await ask(get(host="training.test:99"))).startswith(b"HTTP/1.1 200 ")

    served(play, allowed_hosts=["training.test"])


def test_a_stranger_sends_little_somebody_known_as_much_as_the_handler_has_a_use_for() -> None:
    async def play(server: GuardedServer, ask: Ask) -> None:
        assert (await ask(post(SMALL_BODY))).endswith(b"65536")
        refused = await ask(post(SMALL_BODY + 1))
        assert refused.startswith(b"HTTP/1.1 401 ")
        assert "登录".encode() in refused
        assert (await ask(post(200_000, "Cookie: known"))).endswith(b"200000")
        assert (await ask(post(200_001, "Cookie: known"))).startswith(b"HTTP/1.1 413 ")
        assert b'"too_large"' in await ask(post(1001, path="/api/modest"))
        assert (server.bodies.held_of_strangers, server.bodies.held_of_known) == (0, 0)

    served(play)


def test_what_doesnt_come_to_its_end_is_cut_off_and_given_back() -> None:
    async def play(server: GuardedServer, ask: Ask) -> None:
        silent, slow, idle = b"", b"GET /echo HTTP/1.1\r\nHost: loc", get().replace(b"Connection: close\r\n", b"")
        assert await asyncio.gather(ask(silent), ask(slow)) == [b"", b""]
        assert b" 200 OK" in await ask(idle)
        assert (await ask(post(90_000, sent=10))).startswith(b"HTTP/1.1 401 ")
        assert len(server.connections) == 0
        assert server.bodies.held_of_strangers == 0

    served(play, replace(LIMITS, first_request=0.05, idle=0.05, refused=0.05))


def test_strangers_bodies_end_where_their_memory_ends() -> None:
    async def play(server: GuardedServer, ask: Ask) -> None:
        server.bodies = told = ToldBodies(60_000, 1_000_000)
        hold = asyncio.ensure_future(ask(post(60_000, sent=50_000)))
        while told.held_of_strangers < 50_000:
            await told.taken.wait()
            told.taken.clear()
        assert (await ask(post(30_000))).startswith(b"HTTP/1.1 503 ")
        assert (await ask(post(30_000, sent=20_000))).startswith(b"HTTP/1.1 503 ")  # and is hung up on
        assert (await ask(post(150_000, "Cookie: known"))).endswith(b"150000")
        hold.cancel()

    served(play, replace(LIMITS, refused=0.05))


def test_an_address_with_too_many_connections_loses_those_that_wait() -> None:
    async def play(server: GuardedServer, ask: Ask) -> None:
        waiting = [asyncio.ensure_future(ask(b"GET /echo HTTP/1.1\r\n")) for _ in range(30)]
        done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        while len(done) < 10:
            more, rest = await asyncio.wait(rest, return_when=asyncio.FIRST_COMPLETED)
            done |= more
        assert (await ask(get())).startswith(b"HTTP/1.1 200 ")
        assert len(server.connections) <= 20
        for one in rest:
            one.cancel()

    served(play, connections_per_address=20)
