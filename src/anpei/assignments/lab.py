"""What the trainers' JupyterLab needs so that formgrader works in it; the server bridge starts that process."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from anpei.assignments.config import configure
from anpei.settings import Site

__all__ = ["lab_config"]

_OURS = "anpei.assignments.formgrader"
_STOCK = ("formgrader", "validate_assignment", "assignment_list", "course_list")


def lab_config(site: Site) -> Config:
    """Settings to merge into the Lab's; its root must be ``site.workspace``, its environment ``environment()``."""
    config = Config()
    extensions = {f"nbgrader.server_extensions.{name}": False for name in _STOCK}
    config.ServerApp.jpserver_extensions = {**extensions, _OURS: True}
    configure(config, Path(site.root))
    return config
