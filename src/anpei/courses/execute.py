"""Runs a chapter's notebook once, in a kernel that inherits nothing of the server's environment but what it needs."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import nbformat

from anpei import kernel_log

__all__ = ["ALLOWED", "KernelDied", "NotebookFailed", "execute", "scrubbed"]

ALLOWED = (
    "HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "TZ", "VIRTUAL_ENV",
    "JUPYTER_DATA_DIR", "JUPYTER_PATH", "JUPYTER_RUNTIME_DIR",
)  # fmt: skip
SECONDS_PER_CELL = 120


class NotebookFailed(Exception):
    """A cell raised or took too long; the message is for the trainer: which cell, which error."""


class KernelDied(NotebookFailed):
    """The kernel ended in mid-run, for lack of memory or because the server was stopping: no fault of the notebook."""


def scrubbed(environment: dict[str, str]) -> dict[str, str]:
    """The few variables a kernel needs; passwords and secrets of the server's environment stay out."""
    kept = {name: environment[name] for name in ALLOWED if name in environment}
    return {**kept, "MPLBACKEND": "module://matplotlib_inline.backend_inline", "PYTHONDONTWRITEBYTECODE": "1"}


def execute(path: Path) -> Any:
    """The executed notebook; :class:`NotebookFailed` if a cell fails.

    Always on a thread of its own: nbclient would otherwise take over the process's signal handlers.
    """
    notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    outcome: list[Any] = []

    def run() -> None:
        try:
            with tempfile.TemporaryDirectory(prefix="anpei-build-") as sockets:
                outcome.append(asyncio.run(_execute(notebook, path.parent, f"{sockets}/kernel.json")))
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, name=f"build-{path.stem}", daemon=True)
    thread.start()
    thread.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


async def _execute(notebook: Any, folder: Path, connection: str) -> Any:
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells):
        return notebook
    manager = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=connection)
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=SECONDS_PER_CELL,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
    )
    try:
        output, env = kernel_log.descriptor(), scrubbed(dict(os.environ))
        return await client.async_execute(env=env, stdout=output, stderr=output, cleanup_kc=True)
    except CellExecutionError as error:
        raise NotebookFailed(_words(notebook, f"{error.ename}: {error.evalue}")) from None
    except CellTimeoutError:
        raise NotebookFailed(_words(notebook, f"{SECONDS_PER_CELL} 秒内没有运行完")) from None
    except DeadKernelError:
        raise KernelDied(_words(notebook, "内核中途退出")) from None
    finally:
        if manager.has_kernel:  # nbclient ends it, unless the ending itself failed
            await manager.shutdown_kernel(now=True)


def _words(notebook: Any, problem: str) -> str:
    """Which cell stopped the run: the last one that began."""
    began = [i for i, cell in enumerate(notebook.cells, 1) if cell.cell_type == "code" and cell.execution_count]
    return f"第 {began[-1] if began else 1} 个单元格运行出错：{problem[:300]}"
