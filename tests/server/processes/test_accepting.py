"""Without a descriptor for them new connections wait; the server neither spins nor fills its log, and goes on."""

from __future__ import annotations

import subprocess
import sys

from tests.helpers.processes import PATIENCE


def test_new_connections_wait_without_spinning() -> None:
    command = [sys.executable, "-m", "tests.helpers.without_descriptors"]
    said = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert said.returncode == 0, said.stderr
    assert said.stdout.splitlines() == [
        "new connections wait: Too many open files",
        "new connections are taken in again",
    ]
