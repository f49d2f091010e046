"""The kernels in which nbgrader runs code (``autograde``, ``validate``, making tests): walled like every other.

It reads and writes the folder of the notebook it runs, and nothing else of the site.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager
from nbgrader.preprocessors import execute, instantiatetests
from traitlets import Unicode

from anpei import kernel_log
from anpei.confinement.kernels import (
    KERNEL,
    Confined,
    ConfinedClientKernel,
    OneKernelSpec,
    environment,
    lab_limits,
    short_folder,
    walls_for,
)
from anpei.settings import open_site

__all__ = ["GradingKernel", "confine_execution"]

MARK = "NBGRADER_EXECUTION"
"""nbgrader says by this variable which of its commands runs; cells ask for it."""
STARTING_SECONDS = 60


class _OfNotebook:
    """Makes its own folder and walls when it is started; without a site it doesn't start."""

    site: Any

    def __init__(self, **kwargs: Any) -> None:
        kwargs.update(kernel_name=KERNEL, kernel_spec_manager=OneKernelSpec(), transport="ipc")
        super().__init__(**kwargs)
        self._own: Path | None = None

    async def _async_pre_start_kernel(self, **kwargs: Any) -> Any:
        if not self.site:
            raise RuntimeError("anpei: the site is not configured; nothing is run")
        if self._own is None:
            self._own = _folder()
            self.connection_file = str(self._own / "k.json")
        site = open_site(self.site)
        folder = Path(kwargs.get("cwd") or self._own)
        walls = walls_for(site, self._own, lab_limits(site), write=(folder,))
        env = environment(self._own) | {name: os.environ[name] for name in (MARK,) if name in os.environ}
        output = kernel_log.descriptor()
        told = {**kwargs, "cwd": str(folder), "env": env, "walls": walls, "stdout": output, "stderr": output}
        return await super()._async_pre_start_kernel(**told)  # type: ignore[misc]

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)  # type: ignore[misc]
        if self._own is not None and not restart:
            shutil.rmtree(self._own.parent, ignore_errors=True)


class GradingKernel(_OfNotebook, ConfinedClientKernel):
    """For who runs a whole notebook and waits for it by ``await``."""

    site = Unicode(help="folder of the Anpei site").tag(config=True)


class WaitingKernel(_OfNotebook, Confined, KernelManager):
    """For who runs a cell after the other and stands still meanwhile."""

    site = Unicode(help="folder of the Anpei site").tag(config=True)


def _folder() -> Path:
    """A kernel's own, below one that a kernel which is another user can pass through."""
    outer = Path(tempfile.mkdtemp(prefix="anpei-grading-", dir=short_folder()))
    outer.chmod(0o711)
    (outer / "k").mkdir(mode=0o700)
    return outer / "k"


def confine_execution(site: Path) -> None:
    """Whatever nbgrader starts in this process is one of these kernels; it names their classes in its own modules."""

    def start_new_kernel(cwd: str | None = None, **_names: Any) -> tuple[Any, Any]:
        manager = WaitingKernel(site=str(site))
        manager.start_kernel(cwd=cwd)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=STARTING_SECONDS)
        except RuntimeError:
            client.stop_channels()
            manager.shutdown_kernel()
            raise
        return manager, client

    execute.AsyncKernelManager = GradingKernel
    instantiatetests.start_new_kernel = start_new_kernel
