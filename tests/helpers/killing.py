"""A program that is killed at any step it takes on files; one interpreter forks for each try, which makes it cheap."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Killing", "killing"]

_SERVER = """
import os, signal, sys
{imports}
EVENTS = ("open", "os.", "shutil.", "sqlite3.", "ctypes.", "tempfile.", "fcntl.")

def child(last):
    steps = []
    def stepped(event, _):
        if event.startswith(EVENTS):
            steps.append(event)
            if len(steps) == last:
                os.kill(os.getpid(), signal.SIGKILL)
    sys.addaudithook(stepped)
    {act}
    os.write(1, " ".join(steps).encode())

for line in sys.stdin:
    pid = os.fork()
    if not pid:
        try:
            child(int(line))
        except BaseException as error:
            os.write(1, repr(error).encode())
            os._exit(1)
        os._exit(0)
    os.write(1, f" {{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}}\\n".encode())
"""


class Killing:
    """Runs the program once a call."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def _run(self, last: int) -> tuple[list[str], int]:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(f"{last}\n")
        self._process.stdin.flush()
        *steps, code = self._process.stdout.readline().split()
        return steps, int(code)

    def steps(self) -> list[str]:
        """Run it to its end; what it did on files, in order."""
        steps, code = self._run(-1)
        assert code == 0, steps
        return steps

    def kill_at(self, last: int) -> None:
        """Run it up to this step (counted from 1) and kill it there."""
        told, code = self._run(last)
        assert code == -signal.SIGKILL, told


@contextmanager
def killing(imports: str, act: str, environment: dict[str, str] | None = None) -> Iterator[Killing]:
    """A program: what it needs is imported once, and ``act`` is run and killed as often as asked."""
    command = [sys.executable, "-c", _SERVER.format(imports=imports, act=act)]
    told = {**os.environ, **(environment or {})}
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=told)
    try:
        yield Killing(process)
    finally:
        process.communicate()
