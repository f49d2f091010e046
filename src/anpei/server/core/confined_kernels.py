"""A server's kernels: each behind the walls it was given, with a folder of its own that goes when the kernel goes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from traitlets import default

from anpei.confinement import cgroup
from anpei.confinement.kernels import Confined

__all__ = ["ConfinedKernel", "ConfinedKernels"]


class ConfinedKernel(Confined, ServerKernelManager):
    """One kernel of a server: a page's or a trainer's."""


class ConfinedKernels(AsyncMappingKernelManager):
    """A server's kernels, each with a folder of its own below the one for connections."""

    @default("kernel_manager_class")
    def _default_kernel_manager_class(self) -> str:
        return f"{__name__}.{ConfinedKernel.__name__}"

    def folder_of(self, kernel_id: str) -> Path:
        return Path(self.connection_dir) / kernel_id

    def pre_start_kernel(self, kernel_name: str | None, kwargs: Any) -> tuple[Any, str, str]:
        manager, name, kernel_id = super().pre_start_kernel(kernel_name, kwargs)
        folder = self.folder_of(kernel_id)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.parent.chmod(0o711)  # a kernel that is another user passes through, and sees no names
        manager.connection_file = str(folder / "k.json")
        return manager, name, kernel_id

    def remove_kernel(self, kernel_id: str) -> Any:
        shutil.rmtree(self.folder_of(kernel_id), ignore_errors=True)
        cgroup.sweep()
        return super().remove_kernel(kernel_id)
