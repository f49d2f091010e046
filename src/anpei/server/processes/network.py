"""Ports and processes: is a port free, does a process answer, and what is this machine called in its network."""

from __future__ import annotations

import errno
import http.client
import socket
import ssl
from collections.abc import Collection

from anpei.errors import SettingsError, Unavailable
from anpei.settings import Site

__all__ = ["answers", "free_port", "lan_address", "require_free"]


PORTS_TRIED = 100


def require_free(host: str, port: int, name: str) -> None:
    """Refuse a port that somebody else listens on, naming the setting that changes it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Unavailable(
                    f"端口 {port} 已被别的程序占用。", way_out=f"关掉它，或在 anpei.toml 的 [server] 里改 {name}。"
                ) from None
            words = f"不能在 {host}:{port} 上监听：{error.strerror}。"
            raise SettingsError(words, way_out="请检查 anpei.toml 的 [server]。") from None


def free_port(first: int, host: str = "0.0.0.0", but: Collection[int] = ()) -> int:  # noqa: S104 - only tried
    """The first port from this one on that nobody listens on; the last refusal where there is none near."""
    refused: Unavailable | None = None
    for port in range(first, min(first + PORTS_TRIED, 65536)):
        try:
            if port not in but:
                require_free(host, port, "port")
                return port
        except Unavailable as error:
            refused = error
    raise refused or Unavailable("没有空闲的端口。", way_out="用 make run PORT=端口 指定一个。")


def answers(site: Site, name: str) -> bool:
    """Whether the learner server or the Lab answers HTTP by now."""
    server = site.settings.server
    port, path = (server.port, "healthz") if name == "learner" else (server.lab_port, "studio/api")
    host = "127.0.0.1" if server.bind == "0.0.0.0" else server.bind  # noqa: S104
    connection: http.client.HTTPConnection
    if server.tls_cert:
        # our own process on our own machine; the certificate names the public host
        connection = http.client.HTTPSConnection(host, port, timeout=5, context=ssl._create_unverified_context())  # noqa: S323
    else:
        connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", server.base_url + path)
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def lan_address() -> str | None:
    """This machine's address in its network; None without one. No packet is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("10.255.255.255", 1))
            address = str(probe.getsockname()[0])
        except OSError:
            return None
    return None if address.startswith("127.") else address
