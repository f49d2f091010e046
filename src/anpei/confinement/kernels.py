"""Every kernel of the house starts here, behind its walls, with an environment and a folder of its own.

Whoever starts one says what it may reach beyond that; a kernel nobody gave walls doesn't start. Its folder holds its
sockets, its home and its temporary files, and goes when the kernel goes.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

from anpei import content
from anpei.confinement import landlock
from anpei.confinement.walls import VARIABLE, Limits, Walls
from anpei.settings import Site

__all__ = [
    "KERNEL",
    "Confined",
    "ConfinedClientKernel",
    "OneKernelSpec",
    "environment",
    "lab_limits",
    "live_limits",
    "short_folder",
    "walls_for",
]

KERNEL = "python3"  # the name notebooks are saved with everywhere, so that they open without a question
HERE = Path(__file__).with_name("kernelspec")
INHERITED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "VIRTUAL_ENV", "SYSTEMROOT")
LARGEST_FILE = 4 << 30


def short_folder() -> str:
    """Where kernels' Unix sockets lie: their names may have little more than a hundred bytes in all."""
    return "/tmp" if Path("/tmp").is_dir() else tempfile.gettempdir()  # noqa: S108 a private folder is made in it


def environment(own: Path) -> dict[str, str]:
    """What any kernel of ours may inherit from the server; its home is an empty folder, not the operator's."""
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    home = str(own)
    folders = ("HOME", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR", "TMPDIR", "TEMP", "TMP")
    fixed = {**dict.fromkeys(folders, home), "PYTHONNOUSERSITE": "1"}
    threads = {
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    return {**kept, **fixed, **threads, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def live_limits(site: Site) -> Limits:
    """What a kernel behind a page, or one that builds a chapter, may take."""
    return _limits(site.settings.kernels.memory_mb, site)


def lab_limits(site: Site) -> Limits:
    """What a trainer's kernel may take; it may run for days."""
    return _limits(site.settings.kernels.lab_memory_mb, site)


def _limits(megabytes: int, site: Site) -> Limits:
    return Limits(megabytes << 20, site.settings.kernels.processes, LARGEST_FILE)


def walls_for(
    site: Site, own: Path, limits: Limits, *, read: tuple[Path, ...] = (), write: tuple[Path, ...] = (),
    hidden: tuple[Path, ...] = (),
) -> Walls:  # fmt: skip
    """One kernel's walls: the shelves, which hold keys, and the site stay closed but for what is named."""
    bundled = tuple(content.bundled() / shelf for shelf in content.SHELVES)
    key = site.settings.server.tls_key
    closed = (site.root, *bundled, *((site.root / key,) if key else ()), *hidden)
    return Walls(
        own=str(own),
        read=tuple(map(str, read)),
        write=tuple(map(str, write)),
        hidden=tuple(map(str, closed)),
        limits=limits,
        abi=landlock.abi(),
        user=site.settings.kernels.user,
    )


class OneKernelSpec(KernelSpecManager):
    """The only kernel there is: this interpreter. Nothing on the machine's Jupyter path is looked at."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {KERNEL: str(HERE)}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The spec; a fresh one each time, because callers change them."""
        options = ["--HistoryManager.enabled=False", "--InteractiveShellApp.exec_PYTHONSTARTUP=False"]
        return KernelSpec(
            resource_dir=str(HERE),
            argv=[sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}", *options],
            display_name="安培",
            language="python",
            metadata={"debugger": False},
        )

    def get_all_specs(self) -> dict[str, Any]:
        return {KERNEL: {"resource_dir": str(HERE), "spec": self.get_kernel_spec(KERNEL).to_dict()}}


class Confined:
    """A kernel manager that starts its kernel behind walls, or not at all; a restart stands behind the same."""

    async def _async_launch_kernel(self, kernel_cmd: list[str], *, walls: Walls | None = None, **kwargs: Any) -> None:
        if walls is None:
            raise RuntimeError("a kernel without walls is not started")
        env = {**kwargs.pop("env"), VARIABLE: walls.written()}
        command = [sys.executable, "-I", "-m", "anpei.confinement.launch", *kernel_cmd]
        await super()._async_launch_kernel(command, env=env, **kwargs)  # type: ignore[misc]


class ConfinedClientKernel(Confined, AsyncKernelManager):
    """One kernel that runs a notebook to its end."""
