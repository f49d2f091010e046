"""The HTTP server of both processes: Tornado's, with a door before the handlers.

Of every request it is settled here, when its headers are there: whose it is (:mod:`forwarded`), whether it is for us
(:mod:`hosts`), how large and how slow its body may be, and whether whoever sends it has room left (:mod:`connections`,
:mod:`bodies`). Cookies that go out over HTTPS are Secure, whoever set them.
"""

from __future__ import annotations

import resource
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import SplitResult

from tornado import httpserver, httputil, iostream, web
from tornado.http1connection import HTTP1Connection, HTTP1ServerConnection
from tornado.ioloop import IOLoop

from anpei.server.http import refusals
from anpei.server.http.bodies import SMALL_BODY, Bodies, seconds_for
from anpei.server.http.connections import Connections, HeldConnection
from anpei.server.http.forwarded import client_of, is_trusted, plain_ip, scheme_of
from anpei.server.http.hosts import name_of, serves
from anpei.server.http.refusals import Refusal
from anpei.server_settings import ServerSection

__all__ = ["GuardedServer", "Limits", "cookie_reader"]


@dataclass(frozen=True)
class Limits:
    """What a server bears. ``largest_body`` is of handlers that name none; seconds are of waiting for a peer."""

    largest_body: int
    largest_message: int
    """Of a WebSocket, and so the most that is read ahead of anybody."""
    strangers_bytes: int = 32_000_000
    known_bytes: int = 256_000_000
    total: int = 20_000
    first_request: float = 20.0
    idle: float = 75.0
    unread: float = 90.0
    """Until somebody who takes nothing of an answer is hung up on."""
    refused: float = 5.0
    """In which the rest of a refused body is let run out, so that the refusal is heard."""


Known = Callable[[httputil.HTTPServerRequest], bool]
"""Whether a request's cookie is somebody's who may come in here."""


def cookie_reader(secret: bytes, request: httputil.HTTPServerRequest) -> Any:
    """A request before its handler, as far as an identity provider looks at it: its signed cookies."""
    return _Cookies(secret, request)


@dataclass(frozen=True)
class _Cookies:
    secret: bytes
    request: httputil.HTTPServerRequest

    def get_secure_cookie(self, name: str, value: str | None = None, max_age_days: float = 31) -> bytes | None:
        found = self.request.cookies.get(name)
        sealed = found.value if value is None and found is not None else value
        return web.decode_signed_value(self.secret, name, sealed, max_age_days=max_age_days) if sealed else None


class GuardedServer(httpserver.HTTPServer):
    """Serves an application under the rules of ``[server]``."""

    def initialize(  # type: ignore[override]
        self,
        app: web.Application,
        rules: ServerSection,
        limits: Limits,
        known: Known,
        outside: SplitResult | None = None,
        **kwargs: Any,
    ) -> None:
        """``outside``: the address by which a proxy passes on what is for this server, if not the platform's."""
        self.app, self.rules, self.limits, self.known = app, rules, limits, known
        self.outside = rules.outside if outside is None else outside
        room = int(0.8 * resource.getrlimit(resource.RLIMIT_NOFILE)[0])  # kernels and files take some, too
        self.connections = Connections(rules.connections_per_address, min(limits.total, room))
        self.bodies = Bodies(limits.strangers_bytes, limits.known_bytes)
        self._held: dict[object, HeldConnection] = {}
        super().initialize(
            app,
            idle_connection_timeout=limits.idle,
            max_body_size=limits.largest_body,
            max_buffer_size=2 * max(SMALL_BODY, limits.largest_message),
            **kwargs,
        )

    def handle_stream(self, stream: iostream.IOStream, address: tuple[Any, ...]) -> None:
        peer = plain_ip(str(address[0])) if isinstance(address, tuple) and address else ""
        held = HeldConnection(stream, peer, is_trusted(peer, self.rules.proxies))
        if not self.connections.enter(held):
            stream.close()
            return
        _hang_up_on_silence(stream, self.limits.unread)
        context = httpserver._HTTPRequestContext(stream, address, self.protocol)
        conn = HTTP1ServerConnection(stream, self.conn_params, context)
        self._connections.add(conn)
        self._held[conn] = held
        conn.start_serving(self)
        IOLoop.current().call_later(self.limits.first_request, _close_unless_begun, held)

    def start_request(self, server_conn: object, request_conn: httputil.HTTPConnection) -> httputil.HTTPMessageDelegate:
        held = self._held[server_conn]
        self.connections.waits(held)
        return _GuardedRequest(self, held, request_conn)

    def on_close(self, server_conn: object) -> None:
        super().on_close(server_conn)
        held = self._held.pop(server_conn)
        if held.stream.closed():
            self.connections.leave(held)
        else:
            held.detached = held.answering = True


def _hang_up_on_silence(stream: iostream.IOStream, seconds: float) -> None:
    """Who doesn't take what was sent loses the connection: the kernel sees to it, where it can."""
    option = getattr(socket, "TCP_USER_TIMEOUT", None)
    if option is not None and stream.socket is not None and stream.socket.family != socket.AF_UNIX:
        stream.socket.setsockopt(socket.IPPROTO_TCP, option, int(seconds * 1000))


def _close_unless_begun(held: HeldConnection) -> None:
    if not held.begun:
        held.stream.close()


class _GuardedRequest(httputil.HTTPMessageDelegate):
    """One request, from its headers to its end; what is refused never reaches a handler."""

    def __init__(self, server: GuardedServer, held: HeldConnection, conn: httputil.HTTPConnection) -> None:
        assert isinstance(conn, HTTP1Connection)
        self.server, self.held, self.conn = server, held, conn
        self.inner: Any = None
        self.known = False
        self.kept = 0
        self.secure = self.over = False

    def headers_received(
        self,
        start_line: httputil.RequestStartLine | httputil.ResponseStartLine,
        headers: httputil.HTTPHeaders,
    ) -> Awaitable[None] | None:
        assert isinstance(start_line, httputil.RequestStartLine)
        self.held.begun = True
        request = self._understood(start_line, headers)
        refusal = self._refused(request)
        if refusal is None:
            self.inner = self.server.app.find_handler(request)
            refusal = self._sized(request, getattr(self.inner, "handler_class", None))
        if refusal is not None:
            self.inner = None
            self._answer(refusal, start_line)
            return None
        answered: Awaitable[None] | None = self.inner.headers_received(start_line, headers)
        return answered

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        if self.inner is None:
            return None
        if not self.server.bodies.take(len(chunk), known=self.known):
            inner, self.inner = self.inner, None
            self._give_back()
            inner.on_connection_close()
            self._answer(refusals.full(), self.conn._request_start_line)
            IOLoop.current().call_later(self.server.limits.refused, self._hang_up)  # the body's own time is longer
            return None
        self.kept += len(chunk)
        taken: Awaitable[None] | None = self.inner.data_received(chunk)
        return taken

    def finish(self) -> None:
        self.over = True
        self._give_back()
        if self.inner is None:
            self.conn.finish()
            return
        self.held.answering = True
        self.inner.finish()

    def on_connection_close(self) -> None:
        self.over = True
        self._give_back()
        if self.inner is not None:
            self.inner.on_connection_close()

    def _hang_up(self) -> None:
        if not self.over:
            self.held.stream.close()

    def _understood(
        self, start_line: httputil.RequestStartLine, headers: httputil.HTTPHeaders
    ) -> httputil.HTTPServerRequest:
        """Whose it is and how it came, written where the handlers look for it."""
        rules, outside, held = self.server.rules, self.server.outside, self.held
        context = cast(Any, self.conn.context)
        own = "https" if isinstance(held.stream, iostream.SSLIOStream) else "http"
        scheme = scheme_of(own, headers, trusted=held.proxied, outside=outside.scheme)
        if outside.netloc and headers.get("Host", "").lower() == outside.netloc:
            scheme = outside.scheme
        context.remote_ip = client_of(held.peer, headers, rules.proxies) or context.remote_ip
        context.protocol = scheme
        self.secure = scheme == "https"
        self.conn.write_headers = self._sealed(self.conn.write_headers)  # type: ignore[method-assign]
        return httputil.HTTPServerRequest(connection=self.conn, start_line=start_line, headers=headers)

    def _refused(self, request: httputil.HTTPServerRequest) -> Refusal | None:
        """Why nobody here answers this request, if so."""
        rules, host = self.server.rules, name_of(request.headers.get("Host", ""))
        if not serves(rules, host, _own_address(self.held.stream), self.server.outside.hostname):
            return refusals.other_host(host, rules.external_url)
        if self.held.proxied and not self.server.connections.belongs(self.held, str(request.remote_ip)):
            return refusals.too_many()
        return None

    def _sized(self, request: httputil.HTTPServerRequest, handler: type | None) -> Refusal | None:
        """How much of a body is taken in, and for how long it is waited for."""
        chunked = "Transfer-Encoding" in request.headers
        told = request.headers.get("Content-Length", "0").partition(",")[0]
        size = int(told) if told.isascii() and told.isdigit() and len(told) < 19 else 0
        largest = getattr(handler, "largest_body", self.server.limits.largest_body)
        self.known = (chunked or size > SMALL_BODY) and self.server.known(request)
        allowed = largest if self.known else min(SMALL_BODY, largest)
        self.conn.set_max_body_size(allowed)
        self.conn.set_body_timeout(seconds_for(allowed if chunked else size))
        if size <= allowed:
            return None
        return refusals.signed_out() if not self.known and size <= largest else refusals.too_large()

    def _answer(self, refusal: Refusal, start_line: Any) -> None:
        """Say it at once; the rest of the body runs out for a moment, or nobody would hear it."""
        script = "/api/" in start_line.path
        line, headers, body = refusals.answer(refusal, script=script)
        self.conn.set_max_body_size(1 << 62)
        self.conn.set_body_timeout(self.server.limits.refused)
        self.conn.write_headers(line, headers, None if start_line.method == "HEAD" else body)

    def _sealed(self, write: Callable[..., Any]) -> Callable[..., Any]:
        """``write_headers`` with what every answer over HTTPS has; a stream of events is noted as one."""

        def write_headers(line: Any, headers: httputil.HTTPHeaders, chunk: bytes | None = None) -> Any:
            if self.secure:
                _secure_cookies(headers)
                if days := self.server.rules.hsts_days:
                    headers["Strict-Transport-Security"] = f"max-age={days * 86_400}"
            if headers.get("Content-Type", "").startswith("text/event-stream"):
                self.server.connections.streams(self.held)
            return write(line, headers, chunk)

        return write_headers

    def _give_back(self) -> None:
        self.server.bodies.give_back(self.kept, known=self.known)
        self.kept = 0


def _secure_cookies(headers: httputil.HTTPHeaders) -> None:
    cookies = headers.get_list("Set-Cookie")
    if not cookies:
        return
    del headers["Set-Cookie"]
    for cookie in cookies:
        parts = [part.strip().lower() for part in cookie.split(";")]
        headers.add("Set-Cookie", cookie if "secure" in parts[1:] else f"{cookie}; Secure")


def _own_address(stream: iostream.IOStream) -> str:
    try:
        return str(stream.socket.getsockname()[0]) if stream.socket is not None else ""
    except OSError:
        return ""
