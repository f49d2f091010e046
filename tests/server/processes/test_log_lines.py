"""One record is one line of bounded length, whatever is in it; saying it never waits and never fails."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from anpei.server.processes.log_lines import BELOW, LONGEST, LineFormatter, head_of, one_line
from tests.helpers.processes import PATIENCE

ROOT = Path(__file__).parents[3]
ZONE = ZoneInfo("Asia/Shanghai")
FORGED = "2026-01-01T00:00:00.000+08:00 ERROR anpei.records everything is lost"


def written(message: object, *values: object, error: BaseException | None = None) -> list[str]:
    """What the log gets of a record."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("anpei.somewhere", logging.ERROR, "somewhere.py", 1, message, values, exc_info)
    record.created = 1_795_000_000.123
    return LineFormatter(ZONE).format(record).split("\n")


@pytest.fixture
def deep() -> Iterator[ValueError]:
    def fall(depth: int) -> None:
        if depth:
            (fall if depth % 2 else rise)(depth - 1)
        raise ValueError(f"one\r\n{FORGED}\n\x1b[2J" + "长" * 2000)

    def rise(depth: int) -> None:
        fall(depth)

    try:
        fall(200)
    except ValueError as error:
        yield error


def test_a_record_is_a_line_with_time_level_place_and_words() -> None:
    assert written("%s 第 %d 次", "答卷", 7) == ["2026-11-18T19:06:40.123+08:00 ERROR anpei.somewhere 答卷 第 7 次"]


@pytest.mark.parametrize(
    "text",
    [f"a\n{FORGED}", f"a\r\n{FORGED}", f"a\u2028{FORGED}", f"a\x85{FORGED}", "\x1b[2J\x07", "\ud800", "\u202eb\x00"],
)
def test_no_text_makes_a_line_of_its_own_or_moves_the_screen(text: str) -> None:
    (line,) = written("%s", text)
    assert line.isprintable() and line.encode() and len(line.splitlines()) == 1


def test_chinese_words_stay_as_they_are() -> None:
    assert one_line("姓名　工号：“甲”") == "姓名　工号：“甲”"


@pytest.mark.parametrize("text", ["x" * 10_000_000, "\x00" * 10_000, "长\n" * 9999, "x" * (LONGEST + 1)])
def test_a_long_text_is_cut_and_says_how_long_it_was(text: str) -> None:
    line = one_line(text)
    assert len(line) == LONGEST and line.endswith(f"… [{len(text)} characters]")


def test_a_text_that_grows_over_the_bound_by_escaping_is_cut_too() -> None:
    assert len(one_line("\x00" * LONGEST)) == LONGEST
    assert one_line("x" * LONGEST) == "x" * LONGEST


def test_a_traceback_stands_below_bounded_and_none_of_its_lines_looks_like_a_record(deep: ValueError) -> None:
    head, *below = written("it failed", error=deep)
    told = head_of(head)
    assert told is not None and told.message.startswith("it failed <- ValueError: one\\r\\n2026-01-01")
    assert 10 < len(below) <= 41 and all(line.startswith(BELOW) and len(line) <= LONGEST for line in below)
    assert any("lines left out" in line for line in below) and sum("ValueError: one" in line for line in below) == 1
    assert all(line.isprintable() for line in [head, *below])
    assert [line for line in [head, *below] if head_of(line)] == [head]


def test_words_whose_values_do_not_fit_or_can_not_be_shown_are_told_as_far_as_possible() -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise RuntimeError("not even this")

    assert "'%d of %d' (its values could not be shown)" in written("%d of %d", "x")[0]
    assert "Mute: (could not be shown)" in written("x", error=Mute())[0]


PROGRAM = """
import logging, os, sys, threading
from zoneinfo import ZoneInfo
from anpei.server.processes import log_lines
said = log_lines.begin(ZoneInfo("Asia/Shanghai"), int(sys.argv[1]))
log = logging.getLogger("anpei.test")
{}
said.stop()
print("went on")
os._exit(0)
"""


def run(body: str, fd: int) -> str:
    """What a process that logs to the descriptor says on its standard output."""
    command = [sys.executable, "-c", PROGRAM.format(body), str(fd)]
    done = subprocess.run(command, pass_fds=(fd,), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_a_log_that_nobody_empties_keeps_nobody_waiting_and_what_was_lost_is_counted() -> None:
    """As when the supervisor's window was stopped with Ctrl-Z: a pipe holds 64 kB, then a plain write would wait."""
    reader, writer = os.pipe()
    read = f"""
from tests.helpers.processes import wait_for
for number in range(20_000):
    log.error("number %d " + "x" * 300, number)
told = bytearray()
def empty():
    while True:
        told.extend(os.read({reader}, 65536))
threading.Thread(target=empty, daemon=True).start()
wait_for(lambda: not said.queue.qsize())
log.error("again")
wait_for(lambda: b"again" in told)
lost = told.partition(b" records were lost")[0].split()[-1]
print(told.count(b" number ") + int(lost))
"""
    os.set_inheritable(reader, True)
    command = [sys.executable, "-c", PROGRAM.format(read), str(writer)]
    done = subprocess.run(
        command, pass_fds=(reader, writer), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    os.close(reader)
    os.close(writer)
    assert done.stdout == "20000\nwent on\n" and done.stderr == ""


def test_a_log_that_nobody_reads_any_more_is_no_failure() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    assert run('log.error("x"); log.error("y")', writer) == "went on\n"
    os.close(writer)


def test_a_thread_that_ends_with_an_error_is_a_record() -> None:
    reader, writer = os.pipe()
    body = "t = threading.Thread(target=lambda: 1 / 0, name='counting'); t.start(); t.join()"
    assert run(body, writer) == "went on\n"
    os.close(writer)
    with os.fdopen(reader) as told:
        assert "ERROR anpei.threads thread counting ended <- ZeroDivisionError" in told.readline()
