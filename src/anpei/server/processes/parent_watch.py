"""No process outlives the one that started it: a child holds the read end of a pipe and ends when it closes.

A closed pipe is the one signal that also comes when the parent is killed with -9, on every Unix.
"""

from __future__ import annotations

import os
import signal
import threading
import time

__all__ = ["VARIABLE", "follow", "open_lifeline"]

VARIABLE = "ANPEI_LIFELINE"
GRACE = 8.0


def open_lifeline() -> tuple[int, int]:
    """Read and write end; the parent keeps the write end open for as long as its children shall live."""
    return os.pipe()


def follow() -> None:
    """In a child: end this process and its group once the parent is gone. Without a lifeline nothing happens."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        threading.Thread(target=_watch, args=(int(number),), name="lifeline", daemon=True).start()


def _watch(fd: int) -> None:
    while os.read(fd, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgid(0), signal.SIGKILL)
