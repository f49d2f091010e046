"""No test waits for a time: each waits for what a page, a process or a file says, on slow and quick machines alike."""

from __future__ import annotations

import re
from pathlib import Path

from tests.helpers.processes import PATIENCE

TESTS = Path(__file__).parent
POLL = TESTS / "helpers/processes.py"
"""Where :func:`wait_for` sleeps between two looks."""
FIXED = re.compile(r"wait_for_timeout\(|\bsleep\(|networkidle|\.click\([^)\n]*delay=|--reruns|\bflaky\b")


def test_nothing_sleeps() -> None:
    found = [
        f"{path.relative_to(TESTS)}:{number}: {line.strip()}"
        for path in TESTS.rglob("*.py")
        if path not in (POLL, Path(__file__))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if FIXED.search(line)
    ]
    assert found == []


def test_nobody_waits_for_less_than_a_slow_machine_needs() -> None:
    """The one patience is enough for all; an own limit is a longer one."""
    own = re.compile(r"wait_for\([^\n]*\bseconds=(\d+)|monotonic\(\) \+ (\d+)|\btimeout=(\d{3,})\b")
    found = [
        f"{path.relative_to(TESTS)}: {limit.group()}"
        for path in TESTS.rglob("*.py")
        if path != Path(__file__)
        for limit in own.finditer(path.read_text(encoding="utf-8"))
        if int(next(filter(None, limit.groups()))) < PATIENCE
    ]
    assert found == []


def test_nothing_gets_a_second_try() -> None:
    assert not FIXED.search((TESTS.parent / "Makefile").read_text(encoding="utf-8"))


def test_no_test_holds_a_loop_where_a_browser_may_hold_its_own() -> None:
    """``run_apart`` runs a coroutine whatever ran before in this process."""
    own = re.compile(r"asyncio\.run\(")
    found = [
        str(path) for path in TESTS.rglob("*.py") if path != Path(__file__) and own.search(path.read_text("utf-8"))
    ]
    assert found == []
