"""What a device says of something done on it: the number it's known by, and when by the device's clock and by ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeGuard

__all__ = ["Tap", "is_uuid"]

_UUID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


def is_uuid(text: Any) -> TypeGuard[str]:
    """Whether this can be the number under which something is kept once."""
    return isinstance(text, str) and bool(_UUID.match(text))


@dataclass(frozen=True)
class Tap:
    """Who tapped when, in ms; ``now`` is when it arrived, by our clock.

    A page in step with us tells ``tapped`` by our clock, as it knew it then, and no ``sent``: however long it was on
    its way, the moment stands. One that isn't tells both by its device's clock, and the difference mends it; 0: untold.
    """

    by: str
    name: str
    uuid: str
    now: int
    tapped: int = 0
    sent: int = 0

    @property
    def skew(self) -> int:
        """By how many ms the device's clock is behind ours, travel included."""
        return self.now - self.sent if self.sent else 0

    @property
    def at(self) -> int:
        """The moment of the tap in our time: never in the future."""
        return min(self.now, self.tapped + self.skew) if self.tapped else self.now
