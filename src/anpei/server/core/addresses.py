"""Every address that leaves the platform is made here: QR codes, sheets, enrolment links, the way to the Lab and back.

``external_url`` is the word of the operator and comes first. Without it, the address by which whoever asks has come is
the one that works for them (its host has been looked at: :mod:`anpei.server.http.hosts`); without a request, the
address of this machine in its network.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from tornado.httputil import HTTPServerRequest, url_concat

from anpei.server.http.hosts import is_local, name_of
from anpei.server.processes.network import lan_address
from anpei.server_settings import LAB_PATH
from anpei.settings import Site

__all__ = ["is_here_only", "is_trustworthy", "lab_outside", "live_outside", "origin_asked", "outside"]


def outside(
    site: Site, path: str = "", request: HTTPServerRequest | None = None, *, crossing: bool = False, **query: Any
) -> str:
    """The full address of a page, ``path`` below the base path; ``crossing``: asked in the Lab, on another port."""
    server = site.settings.server
    base = server.external_url or f"{_origin(site, server.port, request, crossing=crossing)}{server.base_url}"
    return url_concat(base + path, query)


def lab_outside(site: Site, path: str = "", request: HTTPServerRequest | None = None, *, crossing: bool = True) -> str:
    """The full address of something in the trainers' Lab."""
    server = site.settings.server
    if server.external_url:
        return server.lab_outside.geturl() + path
    return f"{_origin(site, server.lab_port, request, crossing=crossing)}{server.base_url}{LAB_PATH}{path}"


def live_outside(site: Site, path: str = "", request: HTTPServerRequest | None = None) -> str:
    """The full address of something on the live origin, for a page of the platform; empty where there is none."""
    server = site.settings.server
    if server.external_url:
        base = server.live_outside.geturl()
        return base + path if base else ""
    return f"{_origin(site, server.live_port, request, crossing=True)}{server.base_url}{path}"


def origin_asked(request: HTTPServerRequest) -> str:
    """The origin by which a request came, as its browser sees it."""
    return f"{request.protocol}://{request.host}"


def is_trustworthy(request: HTTPServerRequest) -> bool:
    """Whether a browser takes the way by which a request came for one that nobody else reads."""
    return request.protocol == "https" or is_local(name_of(request.host))


def is_here_only(address: str) -> bool:
    """Whether an address means the machine it is opened on, so that no other device finds us by it."""
    return is_local(urlsplit(address).hostname or "")


def _origin(site: Site, port: int, request: HTTPServerRequest | None, *, crossing: bool) -> str:
    server = site.settings.server
    if request is not None:
        host = name_of(request.host)
        return f"{request.protocol}://{_netloc(host, port) if crossing else request.host}"
    everywhere = server.bind in ("0.0.0.0", "::")  # noqa: S104
    host = (lan_address() if everywhere else None) or ("localhost" if everywhere else server.bind)
    return f"{'https' if server.tls_cert else 'http'}://{_netloc(host, port)}"


def _netloc(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
