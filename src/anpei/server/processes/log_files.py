"""The logs of all processes: files that rotate while everything runs, and stay readable when something fails for days.

The supervisor alone writes them. Each process, and all kernels together, has a pipe; one thread reads them whatever
happens to the disk, so that nobody who says something waits for long. Of every line it is seen to here that it's one
line of at most 500 characters; what isn't a record of ours (what a library prints, what a kernel says) begins with
the time and ``>``.

- The same record again is not written again; it is told how often it came, after a minute, two, four, an hour at
  most. When it hasn't come for as long, it is news once more.
- A source (level and logger) that says more than can be read is cut short, and told how much was left out.
- A file has 5 MB and four older ones beside it. What the disk did not take is told when it takes something again.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import selectors
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler
from pathlib import Path
from zoneinfo import ZoneInfo

from anpei.server.processes.log_lines import BELOW, LONGEST, head_of, one_line, stamp

__all__ = ["FILE_BYTES", "OLDER", "LineSplitter", "LogFiles", "LogThrottle"]

FILE_BYTES, OLDER = 5_000_000, 4
BURST, PER_SECOND = 200_000.0, 200.0
"""Bytes that a source may write at once, and how many it wins back in a second."""
FIRST_TOLD, LAST_TOLD = 60.0, 3600.0
MOST_RECORDS, MOST_SOURCES = 1000, 100
RAW = ("INFO", ">")
"""Level and logger of what isn't a record."""
TICK = 1.0
LEAVING_SECONDS = 2.0


class LineSplitter:
    """Cuts what comes out of a pipe into lines without keeping more than a line has room for."""

    ROOM = 4 * LONGEST

    def __init__(self) -> None:
        self._begun = bytearray()
        self._left_out = 0

    def take(self, data: bytes) -> Iterator[str]:
        """The lines that are complete with these bytes."""
        *whole, begun = data.split(b"\n")
        for piece in whole:
            self._add(piece)
            yield self.rest()
        self._add(begun)

    def rest(self) -> str:
        """What has come of a line so far; the next one begins."""
        text = self._begun.decode("utf-8", "backslashreplace")
        if self._left_out:
            mark = f"… [{len(self._begun) + self._left_out} bytes]"
            text = one_line(text, LONGEST - len(mark)) + mark
        self._begun.clear()
        self._left_out = 0
        return text

    def _add(self, piece: bytes) -> None:
        taken = piece[: self.ROOM - len(self._begun)]
        self._begun += taken
        self._left_out += len(piece) - len(taken)


@dataclass
class _Repeated:
    """A record that came before: how often since it was last told, and until when it isn't told again."""

    since: float
    until: float
    wait: float = FIRST_TOLD
    times: int = 0


@dataclass
class _Source:
    """How many bytes a source may still write, and what was left out since."""

    left: float
    at: float
    since: float = 0.0
    lines: int = 0


class LogThrottle:
    """What of one log's lines is written; pure but for the clock it is given (seconds since 1970).

    ``records``: whether who writes it can be trusted to form records; a kernel runs anybody's code.
    """

    def __init__(self, zone: ZoneInfo, clock: Callable[[], float] = time.time, *, records: bool = True) -> None:
        self.zone, self.clock, self.records = zone, clock, records
        self._repeated: dict[tuple[str, str, str], _Repeated] = {}
        self._sources: dict[tuple[str, str], _Source] = {}
        self._in_record = False
        self._going_on: _Source | None = None
        """Whose traceback follows now; None when the record above was not written."""
        self._ticked = clock()
        self._raw = (*RAW, "")
        """The last line that wasn't a record: of these only what comes several times running is counted."""

    def take(self, line: str) -> list[str]:
        """What is written for a line that came."""
        line = one_line(line)
        if self._in_record and line.startswith(BELOW):
            return self._follow(line)
        head = head_of(line) if self.records else None
        self._in_record = head is not None
        told = self.tick()
        if head is not None:
            return told + self._once((head.level, head.logger, head.message), line)
        key = (*RAW, line)
        if key != self._raw and (before := self._repeated.pop(self._raw, None)) is not None:
            told += self._repeats(self._raw, before, self.clock())
        self._raw = key
        return told + self._once(key, one_line(f"{self._stamp()} > {line}"))

    def tick(self) -> list[str]:
        """What is due to be told by the clock alone."""
        now = self.clock()
        if 0 <= now - self._ticked < TICK:
            return []
        back, self._ticked = now < self._ticked, now
        told = self._tell(now, all_of_it=back)
        if back:  # the clock was put back: every wait begins anew
            self._repeated.clear()
            self._sources.clear()
        return told

    def end(self) -> list[str]:
        """What wasn't told yet, when nothing more will come."""
        return self._tell(self.clock(), all_of_it=True)

    def _follow(self, line: str) -> list[str]:
        if self._going_on is None:
            return []
        self._going_on.left -= len(line)
        return [line]

    def _once(self, key: tuple[str, str, str], line: str) -> list[str]:
        now, known = self.clock(), self._repeated.get(key)
        if known is not None:
            known.times += 1
            self._going_on = None
            return []
        source = self._source(key[:2], now)
        if source.left <= 0:
            source.since = source.since if source.lines else now
            source.lines += 1
            self._going_on = None
            return []
        source.left -= len(line)
        self._going_on = source
        told = self._forget_oldest(now)
        self._repeated[key] = _Repeated(now, now + FIRST_TOLD)
        return [*told, line]

    def _source(self, name: tuple[str, str], now: float) -> _Source:
        if name not in self._sources and len(self._sources) >= MOST_SOURCES:
            name = ("", "others")
        source = self._sources.setdefault(name, _Source(BURST, now))
        source.left = min(BURST, source.left + PER_SECOND * (now - source.at))
        source.at = now
        return source

    def _forget_oldest(self, now: float) -> list[str]:
        if len(self._repeated) < MOST_RECORDS:
            return []
        key = next(iter(self._repeated))
        return self._repeats(key, self._repeated.pop(key), now)

    def _tell(self, now: float, *, all_of_it: bool) -> list[str]:
        told = []
        for key, known in list(self._repeated.items()):
            if not (all_of_it or now >= known.until):
                continue
            told += self._repeats(key, known, now)
            if known.times:
                wait = min(LAST_TOLD, 2 * known.wait)
                self._repeated[key] = _Repeated(now, now + wait, wait)
            else:
                del self._repeated[key]
        for (level, logger), source in self._sources.items():
            if source.lines and (all_of_it or now >= source.since + FIRST_TOLD):
                words = f"{source.lines} records of {level} {logger} left out since {stamp(source.since, self.zone)}"
                told.append(one_line(f"{self._stamp()} WARNING {__name__} {words}: more than can be read"))
                source.since, source.lines = now, 0
        return told

    def _repeats(self, key: tuple[str, str, str], known: _Repeated, now: float) -> list[str]:
        if not known.times:
            return []
        level, logger, message = key
        since = stamp(known.since, self.zone)
        words = f"repeated {known.times} times since {since}: {message}"
        return [one_line(f"{stamp(now, self.zone)} {level} {logger} {words}")]

    def _stamp(self) -> str:
        return stamp(self.clock(), self.zone)


class _RotatingFile(RotatingFileHandler):
    """One log on disk; it never raises, and tells afterwards what it could not write."""

    def __init__(self, path: Path) -> None:
        _shorten(path)
        super().__init__(
            path, maxBytes=FILE_BYTES, backupCount=OLDER, encoding="utf-8", errors="backslashreplace", delay=True
        )
        self.lost, self.trouble = 0, ""

    def write(self, lines: Iterable[str], now: str) -> None:
        self._find_again()
        for line in lines:
            if self.lost:
                lost, trouble = self.lost, self.trouble
                self._line(f"{now} ERROR {__name__} {lost} lines could not be written: {trouble}")
                if self.lost > lost:  # neither could this one
                    continue
                self.lost = 0
            self._line(line)

    def _find_again(self) -> None:
        """Begin a new file when somebody took the old one away, or the whole folder."""
        path = Path(self.baseFilename)
        if self.stream is not None and not path.exists():
            self._leave()
        if self.stream is None:
            with contextlib.suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)

    def _leave(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()

    def _line(self, line: str) -> None:
        self.handle(logging.makeLogRecord({"msg": line}))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name logging gives it
        """Begin anew with the next line: perhaps there is room again by then."""
        self.lost += 1
        self.trouble = one_line(str(sys.exc_info()[1]), 100)
        self._leave()


def _shorten(path: Path) -> None:
    """Of a log that an older version let grow without end, the last lines stay."""
    with contextlib.suppress(OSError):
        if path.stat().st_size > FILE_BYTES:
            with path.open("rb") as file:
                file.seek(-FILE_BYTES, os.SEEK_END)
                kept = file.read().partition(b"\n")[2]
            path.write_bytes(kept)


class _Log:
    """One log: the pipe it comes from, and the file it goes to."""

    def __init__(self, path: Path, zone: ZoneInfo, *, records: bool) -> None:
        self.zone = zone
        self.out, self.into = os.pipe()
        self.splitter, self.throttle = LineSplitter(), LogThrottle(zone, records=records)
        self.file = _RotatingFile(path)

    def read(self) -> bool:
        """Write what has come; whether more can come."""
        data = os.read(self.out, 65_536)
        for line in self.splitter.take(data):
            self.write(self.throttle.take(line))
        return bool(data)

    def write(self, lines: list[str]) -> None:
        if lines:
            self.file.write(lines, stamp(time.time(), self.zone))

    def close(self) -> None:
        rest = self.splitter.rest()
        if rest:
            self.write(self.throttle.take(rest))
        self.write(self.throttle.end())
        self.file.close()
        os.close(self.out)


class LogFiles:
    """The logs ``NAME.log`` of a folder, written by one thread until closed; ``foreign``: who forms no records."""

    def __init__(self, folder: Path, names: Iterable[str], zone: ZoneInfo, foreign: Collection[str] = ()) -> None:
        self.zone = zone
        self._logs = {name: _Log(folder / f"{name}.log", zone, records=name not in foreign) for name in names}
        self._thread = threading.Thread(target=self._run, name="logs", daemon=True)
        self._notes: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self._leaving = threading.Event()
        self._thread.start()

    def pipe(self, name: str) -> int:
        """The descriptor that whoever writes this log is given."""
        return self._logs[name].into

    def note(self, name: str, words: str) -> None:
        """A line of the supervisor's own in somebody's log."""
        self._notes.put((name, f"{stamp(time.time(), self.zone)} WARNING anpei.supervisor {words}"))

    def close(self) -> None:
        """Write what is still in the pipes. Whoever outlives this and still holds one is no longer heard."""
        self._leaving.set()
        for log in self._logs.values():
            os.close(log.into)
        self._thread.join(LEAVING_SECONDS + 2 * TICK)

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector:
            for log in self._logs.values():
                selector.register(log.out, selectors.EVENT_READ, log)
            until = float("inf")
            while selector.get_map() and time.monotonic() < until:
                for key, _ in selector.select(TICK):
                    if not key.data.read():
                        selector.unregister(key.fd)
                self._write_notes()
                for log in self._logs.values():
                    log.write(log.throttle.tick())
                if self._leaving.is_set():
                    until = min(until, time.monotonic() + LEAVING_SECONDS)
        for log in self._logs.values():
            log.close()

    def _write_notes(self) -> None:
        while not self._notes.empty():
            name, line = self._notes.get()
            self._logs[name].write(self._logs[name].throttle.take(line))
