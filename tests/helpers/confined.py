"""A real kernel behind the walls the house gives it, and what becomes of code that runs in it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from jupyter_client.blocking.client import BlockingKernelClient

from anpei.confinement import landlock
from anpei.confinement.kernels import KERNEL, ConfinedClientKernel, OneKernelSpec, environment
from anpei.confinement.walls import Walls
from tests.helpers.processes import PATIENCE, run_apart

__all__ = ["WALLED", "kernel_behind", "own_folder", "said"]

WALLED = pytest.mark.skipif(landlock.abi() < 6, reason="this Linux lacks walls (这台机器的 Linux 不够新)")
"""For what only a Linux with every wall refuses."""


@contextmanager
def kernel_behind(walls: Walls, cwd: Path) -> Iterator[BlockingKernelClient]:
    """A kernel that has started, and a client that talks to it."""
    own = Path(walls.own)
    manager = ConfinedClientKernel(
        kernel_name=KERNEL, transport="ipc", connection_file=str(own / "k.json"), kernel_spec_manager=OneKernelSpec()
    )
    run_apart(manager.start_kernel(env=environment(own), cwd=str(cwd), walls=walls))
    client = BlockingKernelClient(connection_file=manager.connection_file)
    client.load_connection_file()
    client.hb_channel.time_to_dead = PATIENCE  # a busy machine's kernel is slow to answer, not dead
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield client
    finally:
        client.stop_channels()
        run_apart(manager.shutdown_kernel(now=True))


@contextmanager
def own_folder() -> Iterator[Path]:
    """A kernel's folder; its sockets' names must be short."""
    folder = Path(tempfile.mkdtemp(prefix="anpei-test-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def said(client: BlockingKernelClient, code: str) -> str:
    """What a cell prints, or the name of the error it ends with."""
    heard: list[str] = []

    def hear(message: dict[str, dict[str, str]]) -> None:
        content = message["content"]
        heard.append(content.get("text", "") or content.get("ename", ""))

    client.execute_interactive(code, timeout=PATIENCE, output_hook=hear)
    return "".join(heard).strip()
