"""Runs a chapter's notebook once, in a kernel behind walls: what it says is anybody's, the server's is out of its reach."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from pathlib import Path
from typing import Any

import nbformat

from anpei import kernel_log
from anpei.settings import Site

__all__ = ["KernelDied", "NotebookFailed", "execute"]

SECONDS_PER_CELL = 120


class NotebookFailed(Exception):
    """A cell raised or took too long; the message is for the trainer: which cell, which error."""


class KernelDied(NotebookFailed):
    """The kernel ended in mid-run, for lack of memory or because the server was stopping: no fault of the notebook."""


def execute(site: Site, path: Path) -> Any:
    """The executed notebook; :class:`NotebookFailed` if a cell fails. Its kernel reads the course's folder alone.

    Always on a thread of its own: nbclient would otherwise take over the process's signal handlers.
    """
    notebook = nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    outcome: list[Any] = []

    def run() -> None:
        from anpei.confinement.kernels import short_folder

        try:
            with tempfile.TemporaryDirectory(prefix="anpei-build-", dir=short_folder()) as outer:
                Path(outer).chmod(0o711)
                own = Path(outer) / "k"
                own.mkdir(mode=0o700)
                outcome.append(asyncio.run(_execute(site, notebook, path.parent, own)))
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, name=f"build-{path.stem}", daemon=True)
    thread.start()
    thread.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


async def _execute(site: Site, notebook: Any, folder: Path, own: Path) -> Any:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    from anpei.confinement import kernels

    if not any(cell.cell_type == "code" and cell.source.strip() for cell in notebook.cells):
        return notebook
    manager = kernels.ConfinedClientKernel(
        kernel_name=kernels.KERNEL, transport="ipc", connection_file=str(own / "k.json"), kernel_spec_manager=kernels.OneKernelSpec()
    )
    walls = kernels.walls_for(site, own, kernels.live_limits(site), read=(folder,))
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=SECONDS_PER_CELL,
        resources={"metadata": {"path": str(folder)}},
        store_widget_state=False,
    )
    try:
        output = kernel_log.descriptor()
        env = {**kernels.environment(own), "PYTHONDONTWRITEBYTECODE": "1"}
        return await client.async_execute(env=env, stdout=output, stderr=output, walls=walls, cleanup_kc=True)
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
