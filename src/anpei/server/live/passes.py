"""Passes to the live origin: how somebody signed in on the platform gets to the part of a chapter that a kernel shows.

No cookie goes there: browsers send those of a host to each of its ports, and what a trainer's script could read or
replace would be the platform's own. A pass stands in the address instead. It is given to a page of the platform, opens
one document once, within a moment, and from then on is good for what that document needs, as long as the login lasts by
which it was asked for. Passes live in the learner server's memory, beside the kernels. Pure; time is an argument.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace

__all__ = ["LivePass", "Passes"]

OPEN_WITHIN, LASTS = 60_000, 12 * 3_600_000
"""In ms: until the document must have been asked for, and until its pass is worth nothing more."""
MOST_OF_ONE = 20


@dataclass(frozen=True)
class LivePass:
    """To one chapter's live part; ``login``: the token of the login it was asked for by."""

    login: str
    course: str
    chapter: str
    given: int
    opened: bool = False

    def over(self, now: int) -> bool:
        return now - self.given > (LASTS if self.opened else OPEN_WITHIN)


class Passes:
    """All passes there are, the oldest of a login going first."""

    def __init__(self) -> None:
        self._passes: dict[str, LivePass] = {}

    def give(self, login: str, course: str, chapter: str, now: int) -> str:
        """A new pass, as it stands in an address."""
        self._passes = {name: one for name, one in self._passes.items() if not one.over(now)}
        own = [name for name, one in self._passes.items() if one.login == login]
        for name in own[: max(0, len(own) - MOST_OF_ONE + 1)]:
            del self._passes[name]
        name = secrets.token_urlsafe(32)
        self._passes[name] = LivePass(login, course, chapter, now)
        return name

    def open(self, name: str, now: int) -> bool:
        """Whether the document may be shown by this pass: the first time it is asked for, and soon."""
        found = self.find(name, now)
        if found is None or found.opened:
            return False
        self._passes[name] = replace(found, opened=True)
        return True

    def find(self, name: str, now: int) -> LivePass | None:
        """The pass of this name; None when there is none, or none any more."""
        found = self._passes.get(name)
        return found if found is not None and not found.over(now) else None
