"""The logs on disk: bounded while everything runs, honest about what came again, was left out or was lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpei.server.processes.log_files import FILE_BYTES, OLDER, LineSplitter, LogFiles, LogThrottle
from anpei.server.processes.log_lines import LONGEST, head_of, one_line
from tests.helpers.processes import wait_for

ZONE = ZoneInfo("Asia/Shanghai")
DAY = 24 * 3600
NOW = 1_795_000_000.0


class Hands:
    """A throttle whose clock is moved by hand."""

    def __init__(self, *, records: bool = True) -> None:
        self.time, self.lines = NOW, list[str]()
        self.throttle = LogThrottle(ZONE, lambda: self.time, records=records)

    def say(self, *lines: str) -> list[str]:
        told = [written for line in lines for written in self.throttle.take(line)]
        self.lines += told
        return told

    def wait(self, seconds: float) -> list[str]:
        self.time += seconds
        told = self.throttle.tick()
        self.lines += told
        return told


def record(message: str, level: str = "ERROR", logger: str = "anpei.tasks", at: str = "11:15:07.123") -> str:
    return f"2026-11-30T{at}+08:00 {level} {logger} {message}"


def test_a_line_in_pieces_and_one_without_end_take_no_more_room_than_a_line() -> None:
    splitter = LineSplitter()
    assert list(splitter.take(b"one\ntw")) == ["one"]
    assert list(splitter.take(b"o\n")) == ["two"]
    for _ in range(100):
        assert list(splitter.take(b"x" * 65_536)) == []
    assert len(splitter._begun) == splitter.ROOM
    (line, after) = splitter.take(b"y\nafter\n")
    assert line.endswith("… [6553601 bytes]") and len(line) <= LONGEST and after == "after"
    assert list(splitter.take("坏".encode()[:2] + b"\n")) == ["\\xe5\\x9d"]


def test_the_same_record_is_written_once_and_then_told_ever_more_seldom() -> None:
    hands = Hands()
    trace = ["  | Traceback (most recent call last):", "  | ValueError: x"]
    assert hands.say(record("it failed"), *trace) == [record("it failed"), *trace]
    for _ in range(DAY):
        hands.wait(1)
        hands.say(record("it failed", at="12:00:00.000"), *trace)
    told = hands.lines[3:]
    assert 25 < len(told) < 35 and all(" ERROR anpei.tasks repeated " in line for line in told)
    assert sum(int(line.split(" repeated ")[1].split()[0]) for line in told) > DAY - 2 * 3600
    assert len("\n".join(hands.lines)) < 5000, "bytes in a day"


def test_what_has_not_come_for_as_long_is_news_again() -> None:
    hands = Hands()
    hands.say(record("it failed"))
    assert hands.wait(61) == []
    assert hands.say(record("it failed")) == [record("it failed")]


def test_another_row_or_another_cause_is_another_record() -> None:
    hands = Hands()
    lines = [record(f"marks {row} failed <- {cause}") for row in (1, 2) for cause in ("ValueError: x", "KeyError: y")]
    assert hands.say(*lines) == lines


def test_who_says_too_much_is_cut_short_and_keeps_nobody_else_from_being_heard() -> None:
    hands, said = Hands(), 0
    for second in range(600):
        for number in range(100):
            said += 1
            hands.say(record(f"{second} {number} " + "x" * 300, "WARNING", "noisy"))
        hands.wait(1)
        if second % 60 == 0:
            line = record(f"something else in second {second}", logger="quiet")
            assert hands.say(line) == [line]
    hands.lines += hands.throttle.end()
    assert len("\n".join(hands.lines)) < 400_000, "a fiftieth of what was said"
    heads = [head_of(line) for line in hands.lines]
    written = sum(head is not None and head.logger == "noisy" for head in heads)
    left_out = sum(int(line.split()[3]) for line in hands.lines if "left out since" in line)
    assert written + left_out == said


def test_what_is_remembered_is_bounded() -> None:
    hands = Hands()
    for number in range(2500):
        hands.say(record(str(number), logger=f"logger{number}"))
        hands.say(record(str(number), logger=f"logger{number}"))
    assert len(hands.throttle._repeated) <= 1000 and len(hands.throttle._sources) <= 101
    assert sum("repeated 1 times" in line for line in hands.lines) >= 1500, "counts that are forgotten are told first"


def test_a_clock_that_is_put_back_silences_nobody() -> None:
    hands = Hands()
    hands.say(record("a"), record("a"))
    hands.time -= DAY
    assert hands.say(record("b"))[-1] == record("b")
    assert hands.say(record("a")) == [record("a")] and "repeated 1 times" in "".join(hands.lines)


def test_what_is_no_record_is_marked_and_counted_when_it_comes_several_times_running() -> None:
    hands = Hands()
    told = hands.say("a library says", "a library says", "a library says", "  | x\x1b[2J" + "y" * 1000)
    assert told[0].endswith("+08:00 > a library says")
    assert " INFO > repeated 2 times since " in told[1]
    assert " >   | x\\x1b[2Jyyy" in told[2] and len(told[2]) == LONGEST


def test_a_kernel_forms_no_records() -> None:
    """It runs anybody's code: whatever it prints is marked as that."""
    hands = Hands(records=False)
    told = hands.say(record("the roster is gone"), "  | Traceback")
    assert [head_of(line) for line in told] == [None, None] and all(" > " in line for line in told)


HEADS = st.sampled_from(
    [record("again").encode(), b"  | below", b"again", b"\n", b"\r", "长\u2028".encode(), b"\xff\x00"]
)
PIECES = st.lists(
    st.one_of(HEADS, st.binary(max_size=40), st.integers(0, 700).map(lambda size: b"x" * size)), max_size=30
)


@given(pieces=PIECES, records=st.booleans(), waits=st.lists(st.floats(-100, 5000), max_size=5))
def test_whatever_comes_out_of_a_pipe_is_written_in_lines_that_can_be_read(
    pieces: list[bytes], records: bool, waits: list[float]
) -> None:
    splitter, hands = LineSplitter(), Hands(records=records)
    for number, piece in enumerate(pieces):
        hands.say(*splitter.take(piece))
        if number < len(waits):
            hands.wait(waits[number])
    hands.say(splitter.rest())
    hands.lines += hands.throttle.end()
    assert all(one_line(line) == line and len(line) <= LONGEST for line in hands.lines)


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[LogFiles]:
    kept = LogFiles(tmp_path / "logs", ["learner"], ZONE)
    yield kept
    kept.close()


def say(logs: LogFiles, text: str, name: str = "learner") -> None:
    os.write(logs.pipe(name), text.encode())


def holds(path: Path, text: str) -> Callable[[], bool]:
    return lambda: path.exists() and text in path.read_text()


def test_files_rotate_while_processes_write_and_have_a_bound(logs: LogFiles, tmp_path: Path) -> None:
    """Many sources with much to say each, so that none is cut short."""
    folder = tmp_path / "logs"
    for source in range(30):
        for number in range(370):
            say(logs, record(f"{number} " + "x" * 480, logger=f"source{source}") + "\n")
    say(logs, record("the last line", logger="last") + "\n")
    wait_for(holds(folder / "learner.log", "the last line"))
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    assert set(sizes) == {"learner.log", "learner.log.1"} and max(sizes.values()) <= FILE_BYTES
    assert logs._logs["learner"].file.backupCount == OLDER


def test_a_log_that_an_older_version_let_grow_keeps_its_last_lines(tmp_path: Path) -> None:
    path = tmp_path / "learner.log"
    path.write_text("an old line\n" * 1_000_000 + "the last old line\n")
    logs = LogFiles(tmp_path, ["learner"], ZONE)
    say(logs, record("new") + "\n")
    logs.close()
    older = path.with_name("learner.log.1")
    assert older.stat().st_size <= FILE_BYTES and older.read_text().endswith("an old line\nthe last old line\n")
    assert path.read_text() == record("new") + "\n"


def test_a_full_disk_stops_nobody_and_is_told_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "learner.log"
    path.symlink_to("/dev/full")
    logs = LogFiles(tmp_path, ["learner"], ZONE)
    for number in range(5000):
        say(logs, record(f"{number} " + "x" * 200, logger=f"source{number % 50}") + "\n")
    path.unlink()
    wait_for(lambda: (say(logs, record("room", logger=os.urandom(8).hex()) + "\n"), holds(path, "room")())[1])
    assert "lines could not be written: [Errno 28] No space left on device" in path.read_text()
    logs.close()


def test_a_log_or_a_folder_that_somebody_took_away_is_begun_anew(logs: LogFiles, tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    say(logs, record("one") + "\n")
    wait_for(holds(folder / "learner.log", "one"))
    (folder / "learner.log").unlink()
    say(logs, record("two") + "\n")
    wait_for(holds(folder / "learner.log", "two"))
    shutil.rmtree(folder)
    say(logs, record("three") + "\n")
    wait_for(holds(folder / "learner.log", "three"))


def test_a_folder_that_can_not_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in its place")
    logs = LogFiles(tmp_path / "logs", ["learner"], ZONE)
    for number in range(2000):
        say(logs, record(f"{number} " + "x" * 400, logger=f"source{number % 50}") + "\n")
    (tmp_path / "logs").unlink()
    wait_for(lambda: (say(logs, record(os.urandom(8).hex()) + "\n"), (tmp_path / "logs" / "learner.log").exists())[1])
    wait_for(holds(tmp_path / "logs" / "learner.log", "lines could not be written"))
    logs.close()


def test_what_was_said_last_is_written_when_everything_ends(tmp_path: Path) -> None:
    logs = LogFiles(tmp_path, ["learner"], ZONE)
    say(logs, record("again") + "\n" + record("again") + "\nwithout an end")
    logs.note("learner", "the process ended with code -9")
    logs.close()
    told = (tmp_path / "learner.log").read_text()
    assert (
        "> without an end\n" in told and "repeated 1 times" in told and "WARNING anpei.supervisor the process" in told
    )
