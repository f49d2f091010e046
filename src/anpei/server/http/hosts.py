"""For which hosts the platform answers: its own addresses, this machine's name, and what the settings name.

A page of somebody else's whose name is led here (DNS rebinding) is answered with a plain page, and no link is ever made
for a host that a stranger has written into a request.
"""

from __future__ import annotations

import ipaddress
import socket
from functools import cache

from anpei.server.http.forwarded import plain_ip
from anpei.server_settings import ServerSection, plain_host

__all__ = ["is_local", "name_of", "serves"]


def name_of(header: str) -> str:
    """The host of a Host header without its port, as names are compared."""
    text = header.strip()
    if text.startswith("["):
        address, _, rest = text.partition("]")
        return plain_host(address if not rest or (rest[0] == ":" and rest[1:].isdigit()) else text)
    name, _, port = text.rpartition(":")
    return plain_host(name if name and ":" not in name and port.isdigit() else text)


def is_local(host: str) -> bool:
    """Whether this name means the machine it is spoken on."""
    ip = plain_ip(host) if host.count(":") != 1 else ""
    return host == "localhost" or host.endswith(".localhost") or (bool(ip) and ipaddress.ip_address(ip).is_loopback)


def serves(server: ServerSection, host: str, own: str, outside: str | None = None) -> bool:
    """Whether a request for this host is ours; ``own``: the address of this machine on which it came in, ``outside``:
    the host by which a proxy passes requests on, if not ``external_url``'s."""
    if not host or is_local(host) or plain_ip(host) == (plain_ip(own) or host):
        return True
    named = {outside or server.outside.hostname, plain_host(server.host), *map(plain_host, server.allowed_hosts)}
    return host in named or host in machine_names()


@cache
def machine_names() -> frozenset[str]:
    """What this machine calls itself, also as the local network's name service writes it."""
    name = plain_host(socket.gethostname())
    short = name.partition(".")[0]
    return frozenset({name, short, f"{short}.local"} - {"", ".local"})
