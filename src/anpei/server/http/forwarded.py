"""Whose a request is when proxies stand in between: read from the right, and only as far as trusted proxies wrote it.

What anybody else writes into ``X-Forwarded-For`` or ``X-Forwarded-Proto`` is not read at all.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

from anpei.server_settings import Network

__all__ = ["client_of", "is_trusted", "plain_ip", "scheme_of"]


def plain_ip(text: str) -> str:
    """An address as it is compared and shown: without port, brackets or zone, IPv4 also when it came through IPv6.

    Empty for what is no address.
    """
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)


def is_trusted(ip: str, proxies: Sequence[Network]) -> bool:
    """Whether this address is one of the proxies'."""
    if not proxies or not ip:
        return False
    address = ipaddress.ip_address(ip)
    return any(address.version == network.version and address in network for network in proxies)


def client_of(peer: str, headers: Mapping[str, str], proxies: Sequence[Network]) -> str:
    """The first hop from the right that is no proxy of ours; what can't be read ends the search."""
    found = peer
    for hop in reversed(headers.get("X-Forwarded-For", "").split(",")):
        if not is_trusted(found, proxies):
            return found
        ip = plain_ip(hop)
        if not ip:
            return found
        found = ip
    return found


def scheme_of(own: str, headers: Mapping[str, str], *, trusted: bool, outside: str) -> str:
    """``http`` or ``https``, as the browser sees it; a proxy that doesn't say is taken at ``external_url``'s word.

    Somebody at the proxy's own machine who comes directly is forwarded by nobody.
    """
    if not trusted or not {"X-Forwarded-For", "X-Forwarded-Proto"} & set(headers):
        return own
    told = headers.get("X-Forwarded-Proto", "").rpartition(",")[2].strip().lower()
    return told if told in ("http", "https") else outside or own
