"""A process shows that it goes on by writing into a pipe, from its event loop; who listens counts its silence.

Silence is counted look by look, a second at most each: a machine that slept, or a listener that stood still itself, is
no hung process.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress

__all__ = ["VARIABLE", "Listener", "beat", "follow", "keep_beating"]

VARIABLE = "ANPEI_HEARTBEAT"
EVERY = 1.0
LONGEST_LOOK = 1.0
_pipe: list[int] = []


def follow() -> None:
    """In a child: remember where to beat. Without a listener nothing happens."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        os.set_blocking(int(number), False)
        os.set_inheritable(int(number), False)
        _pipe.append(int(number))


def beat() -> None:
    """This process goes on."""
    for number in _pipe:
        with suppress(OSError):  # full because nobody reads just now, or nobody is there any more
            os.write(number, b".")


def keep_beating() -> None:
    """Beat from the event loop that runs now, for as long as it turns."""
    beat()
    asyncio.get_running_loop().call_later(EVERY, keep_beating)


class Listener:
    """The other end of one child's pipe."""

    def __init__(self) -> None:
        self._reading, self.writing = os.pipe()
        os.set_blocking(self._reading, False)
        self.begun, self.silent, self._looked = False, 0.0, 0.0

    def started(self) -> None:
        """The child has its end; ours of it is let go."""
        os.close(self.writing)

    def look(self, now: float) -> float:
        """Seconds of silence so far, as of a monotonic ``now``."""
        waited = min(now - self._looked, LONGEST_LOOK) if self._looked else 0.0
        self._looked = now
        if self._heard():
            self.begun, self.silent = True, 0.0
        else:
            self.silent += waited
        return self.silent

    def _heard(self) -> bool:
        heard = False
        with suppress(BlockingIOError):
            while os.read(self._reading, 4096):
                heard = True
        return heard

    def close(self) -> None:
        os.close(self._reading)
