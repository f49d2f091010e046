"""Waiting for things that take their time, and ending what was started."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import time
import urllib.error
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import Any, TypeVar

import httpx

__all__ = ["PATIENCE", "PATIENCE_MS", "run_apart", "stop", "wait_for"]

PATIENCE = 180
"""Seconds that a test waits for what must come: more than any machine needs, for a busy one is slow, not wrong."""
PATIENCE_MS = PATIENCE * 1000

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found], *, seconds: float = PATIENCE, every: float = 0.2) -> Found:
    """Poll until ``look`` gives something true; network errors count as not yet."""
    end = time.monotonic() + seconds
    while True:
        try:
            found = look()
        except (urllib.error.URLError, HTTPException, OSError, httpx.HTTPError):
            found = None  # type: ignore[assignment]
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"nothing after {seconds} s")
        time.sleep(every)


def run_apart(work: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine gives, run in a thread of its own: this one may hold the loop of a browser."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str], *, seconds: float = 30) -> int:
    """Ask a process to end as Ctrl-C would; after ``seconds`` it is killed."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    try:
        return process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
