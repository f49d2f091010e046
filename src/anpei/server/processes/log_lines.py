"""What a process says in its log: one record is one line, whatever text of whoever is in it.

``2026-11-30T11:15:07.123+08:00 ERROR anpei.requests PUT /api/… <- ValueError: what went wrong``. Control characters,
line ends and marks that turn the direction of a text are escaped; a line ends at 500 characters and says so. A
traceback follows in lines that begin with ``  | ``, a bounded number of them: so nothing that is told can look like a
record of its own.

Saying something never makes a request wait or fail. Lines go through a bounded queue to a thread that writes them;
when it can't keep up, or nobody reads any more, they are counted and dropped.
"""

from __future__ import annotations

import logging
import os
import queue
import re
import threading
import traceback
from dataclasses import dataclass
from datetime import datetime
from logging.handlers import QueueHandler, QueueListener
from typing import Any
from zoneinfo import ZoneInfo

__all__ = [
    "BELOW",
    "LOGGING_CONFIG",
    "LONGEST",
    "Head",
    "LineFormatter",
    "ToRoot",
    "begin",
    "head_of",
    "one_line",
    "stamp",
]

LONGEST = 500
BELOW = "  | "
"""How every line of a traceback begins, and no record."""
FIRST, LAST = 8, 32
"""So many lines of a traceback are kept from its beginning and its end."""
WAITING = 2000
CLOSING_SECONDS = 2.0
_HEAD = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d) ([A-Z]+) (\S+) (.*)", re.DOTALL)
_SHOWN = "\u3000"  # the space between Chinese words; Python doesn't call it printable
LOGGING_CONFIG = {"handlers": {"console": {"class": f"{__name__}.ToRoot"}}}
"""For ``Application.logging_config`` of traitlets: what Jupyter's applications say goes where everything goes."""


@dataclass(frozen=True)
class Head:
    """The parts of a record's first line."""

    time: str
    level: str
    logger: str
    message: str


def stamp(seconds: float, zone: ZoneInfo) -> str:
    """A moment (seconds since 1970) as the log writes it."""
    return datetime.fromtimestamp(seconds, zone).isoformat(timespec="milliseconds")


def head_of(line: str) -> Head | None:
    """What a record's first line says; None for any other line."""
    found = _HEAD.fullmatch(line)
    return Head(*found.groups()) if found else None


def one_line(text: str, most: int = LONGEST) -> str:
    """The text as one line of at most so many characters, with a mark where it was longer."""
    line = _escaped(text[:most])
    if len(text) <= most and len(line) <= most:
        return line
    mark = f"… [{len(text)} characters]"
    return line[: most - len(mark)] + mark


def _escaped(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() or each in _SHOWN else each.encode("unicode_escape").decode("ascii") for each in text
    )


class LineFormatter(logging.Formatter):
    """A record as its line, and the lines of its traceback below; in the time of a zone, which is the site's."""

    def __init__(self, zone: ZoneInfo) -> None:
        super().__init__()
        self.zone = zone

    def format(self, record: logging.LogRecord) -> str:
        message, below = _message(record), []
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            message += f" <- {_trouble(error)}"
            below = _bounded("".join(traceback.format_exception(error)))
        elif record.stack_info:
            below = _bounded(record.stack_info)
        head = (
            f"{stamp(record.created, self.zone)} {record.levelname} {'.'.join(record.name.split()) or 'root'} {message}"
        )
        return "\n".join([one_line(head), *below])


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # values that don't fit the words, or can't be shown: what can be told is told
        return f"{record.msg!r} (its values could not be shown)"


def _trouble(error: BaseException) -> str:
    try:
        words = str(error)
    except Exception:
        words = "(could not be shown)"
    return f"{type(error).__name__}: {words}"


def _bounded(text: str) -> list[str]:
    lines = text.splitlines()
    if len(lines) > FIRST + LAST:
        lines = [*lines[:FIRST], f"… {len(lines) - FIRST - LAST} lines left out", *lines[-LAST:]]
    return [BELOW + one_line(line, LONGEST - len(BELOW)) for line in lines]


class ToRoot(logging.StreamHandler[Any]):
    """Hands on what an application with a console of its own says; traitlets makes one for each, with a stream."""

    def emit(self, record: logging.LogRecord) -> None:
        root = logging.getLogger()
        if root.isEnabledFor(record.levelno):
            root.handle(record)


class _Waiting(QueueHandler):
    """Puts lines into the queue; what finds no room is counted and told when there is some again."""

    queue: queue.Queue[Any]
    lost = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        try:
            if self.lost:
                words = f"{self.lost} records were lost: they could not be written as fast as they came"
                told = logging.makeLogRecord({"name": __name__, "levelno": logging.WARNING, "levelname": "WARNING"})
                told.msg = words
                self.queue.put_nowait(self.prepare(told))
                self.lost = 0
            self.queue.put_nowait(record)
        except queue.Full:
            self.lost += 1


class _Writer(logging.Handler):
    """Writes each line at once and whole, so that those of several processes on one pipe don't mix."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self.fd = fd

    def emit(self, record: logging.LogRecord) -> None:
        try:
            for line in record.getMessage().split("\n"):
                os.write(self.fd, line.encode("utf-8", "backslashreplace") + b"\n")
        except OSError:  # nobody reads any more: this process, too, is about to end
            return


class _Listener(QueueListener):
    """The thread that writes; ``stop`` waits for it a moment and no longer."""

    _thread: threading.Thread | None

    def stop(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            try:
                self.enqueue_sentinel()
            except queue.Full:
                return
            thread.join(CLOSING_SECONDS)


def begin(zone: ZoneInfo, fd: int = 2, level: int = logging.WARNING) -> QueueListener:
    """From now on everything this process logs goes to the descriptor in lines; ``stop`` the answer before leaving."""
    waiting: queue.Queue[Any] = queue.Queue(WAITING)
    handler = _Waiting(waiting)
    handler.setFormatter(LineFormatter(zone))
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = False
    threading.excepthook = _thread_ended
    listener = _Listener(waiting, _Writer(fd))
    listener.start()
    return listener


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    name = args.thread.name if args.thread else "unknown"
    if args.exc_value is not None:
        logging.getLogger("anpei.threads").error("thread %s ended", name, exc_info=args.exc_value)
