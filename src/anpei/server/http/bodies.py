"""How much of unfinished requests is kept in memory: of all strangers together little, and apart from who is known."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["SMALL_BODY", "Bodies", "seconds_for"]

SMALL_BODY = 64 * 1024
"""What anybody may send; more only who is signed in, and to a handler that has a use for it (its ``largest_body``)."""
FIRST_SECONDS, LONGEST_SECONDS = 20.0, 600.0
SLOWEST = 8 * 1024
"""Bytes a second that a bad mobile network still carries."""


@dataclass
class Bodies:
    """The bytes that have come of bodies whose rest is waited for."""

    strangers: int
    """All together, of people who aren't signed in."""
    known: int
    """The same of people who are."""
    held_of_strangers: int = 0
    held_of_known: int = 0

    def take(self, count: int, *, known: bool) -> bool:
        """Keep so many bytes more; False when there is no room for them."""
        held = (self.held_of_known if known else self.held_of_strangers) + count
        if held > (self.known if known else self.strangers):
            return False
        self._set(held, known=known)
        return True

    def give_back(self, count: int, *, known: bool) -> None:
        self._set((self.held_of_known if known else self.held_of_strangers) - count, known=known)

    def _set(self, held: int, *, known: bool) -> None:
        if known:
            self.held_of_known = held
        else:
            self.held_of_strangers = held


def seconds_for(size: int) -> float:
    """How long a body of this size may take to arrive."""
    return min(LONGEST_SECONDS, FIRST_SECONDS + size / SLOWEST)
