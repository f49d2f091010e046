"""Who holds how many connections: nobody so many that others find no room, and whoever waits longest gives way.

A connection that has nothing to do, or whose request isn't complete yet, is *waiting*, and so is a stream of events;
one that is being answered isn't closed for others. Counted is the real address: behind a trusted proxy that of each
request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tornado.iostream import IOStream

__all__ = ["Connections", "HeldConnection"]


@dataclass(eq=False)
class HeldConnection:
    """An open connection: from where it came, whose its present request is, and whether that is being answered."""

    stream: IOStream
    peer: str
    proxied: bool
    client: str = ""
    begun: bool = False
    answering: bool = False
    detached: bool = False
    """A WebSocket's: HTTP knows of it no more, and nobody tells when it closes."""


@dataclass
class Connections:
    """All open connections; ``each``: how many one address may have, ``total``: how many there may be at all."""

    each: int
    total: int
    _all: dict[HeldConnection, None] = field(default_factory=dict)
    _by: dict[str, dict[HeldConnection, None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._all)

    def of(self, client: str) -> int:
        return len(self._by.get(client, ()))

    def open(self) -> Iterable[HeldConnection]:
        return self._all

    def enter(self, held: HeldConnection) -> bool:
        """Somebody comes in; False when there is no room and nobody of the same address waits."""
        if len(self._all) >= self.total:
            self.forget_closed()
        if len(self._all) >= self.total and not self._give_way(max(self._by.values(), key=len, default=self._all)):
            return False
        self._all[held] = None
        if not held.proxied and not self.belongs(held, held.peer):
            self.leave(held)
            return False
        return True

    def belongs(self, held: HeldConnection, client: str) -> bool:
        """This connection's present request is this address's; False when that has too many already."""
        self._let_go(held)
        mine = self._by.setdefault(client, {})
        if len(mine) >= self.each:
            self.forget_closed()
            mine = self._by.setdefault(client, {})
        if len(mine) >= self.each and not self._give_way(mine):
            return False
        self._by.setdefault(client, {})[held] = None
        held.client = client
        return True

    def waits(self, held: HeldConnection) -> None:
        """The next request is waited for: last in the row of those who give way."""
        if held.proxied:
            self._let_go(held)
        self.streams(held)

    def streams(self, held: HeldConnection) -> None:
        """A stream of events begins: it gives way, too, for a page opens it again by itself or asks instead."""
        held.answering = False
        if (mine := self._by.get(held.client)) and held in mine:
            mine[held] = mine.pop(held)

    def leave(self, held: HeldConnection) -> None:
        self._all.pop(held, None)
        self._let_go(held)

    def forget_closed(self) -> None:
        """WebSockets that are closed by now."""
        for held in [one for one in self._all if one.detached and one.stream.closed()]:
            self.leave(held)

    def _let_go(self, held: HeldConnection) -> None:
        mine = self._by.get(held.client, {})
        mine.pop(held, None)
        if not mine:
            self._by.pop(held.client, None)
        held.client = ""

    def _give_way(self, some: dict[HeldConnection, None]) -> bool:
        """Close the one of these that has been waiting longest."""
        waiting = next((one for one in some if not one.answering), None)
        if waiting is None:
            return False
        self.leave(waiting)
        waiting.stream.close()
        return True
