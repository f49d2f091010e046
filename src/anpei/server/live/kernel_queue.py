"""Kernels are few: who may open a live page now, and who waits where. Pure; time is an argument.

A ticket is asked for at page load and held until the page is gone. When no kernel is free the person waits in a
queue that everybody can see; a place in the queue lapses when its page stops asking.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

__all__ = ["KernelQueue", "QueueAnswer"]

LAPSE = 15_000
State = Literal["go", "wait", "close_one", "full"]


@dataclass(frozen=True)
class QueueAnswer:
    """``go``; ``wait`` at a position from 1; ``close_one`` of your own pages first; ``full``: the queue is too."""

    state: State
    position: int = 0


@dataclass
class _QueuePlace:
    owner: str
    page: str
    asked: int


@dataclass
class KernelQueue:
    """At most ``total`` kernels, ``per_owner`` of one person (and as many waiting), ``queue`` waiting; times in ms."""

    total: int
    per_owner: int
    queue: int
    _held: dict[str, str] = field(default_factory=dict)
    _waiting: list[_QueuePlace] = field(default_factory=list)

    def ask(self, owner: str, page: str, now: int) -> QueueAnswer:
        """May this owner start a kernel for this page now? Asking again keeps the place in the queue."""
        self._lapse(now)
        place = self._place(owner, page)
        if self.held_by(owner) >= self.per_owner:
            self._leave(place)
            return QueueAnswer("close_one")
        if place is None:
            if self._waiting_of(owner) >= self.per_owner:
                return QueueAnswer("close_one")
            if self._free() > len(self._waiting):
                return QueueAnswer("go")
            if len(self._waiting) >= self.queue:
                return QueueAnswer("full")
            place = _QueuePlace(owner, page, now)
            self._waiting.append(place)
        place.asked = now
        position = self._waiting.index(place) + 1
        return QueueAnswer("go") if position <= self._free() else QueueAnswer("wait", position)

    def hold(self, ticket: str, owner: str, page: str = "") -> None:
        """A kernel begins to start for this owner; ``ticket`` is any unique name until it is released."""
        self._leave(self._place(owner, page))
        self._held[ticket] = owner

    def release(self, ticket: str) -> None:
        self._held.pop(ticket, None)

    def owner(self, ticket: str) -> str | None:
        return self._held.get(ticket)

    def held_by(self, owner: str) -> int:
        return sum(1 for holder in self._held.values() if holder == owner)

    def _waiting_of(self, owner: str) -> int:
        return sum(1 for place in self._waiting if place.owner == owner)

    def _free(self) -> int:
        return self.total - len(self._held)

    def _lapse(self, now: int) -> None:
        self._waiting = [place for place in self._waiting if now - place.asked <= LAPSE]

    def _place(self, owner: str, page: str) -> _QueuePlace | None:
        return next((place for place in self._waiting if (place.owner, place.page) == (owner, page)), None)

    def _leave(self, place: _QueuePlace | None) -> None:
        if place is not None:
            self._waiting.remove(place)
