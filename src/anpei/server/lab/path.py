"""Where the trainers' Lab lies, below the base URL and on the disk; the learner server must know without JupyterLab."""

from __future__ import annotations

from pathlib import Path

from anpei.server_settings import LAB_PATH
from anpei.settings import Site

__all__ = ["LAB_PATH", "lab_home"]


def lab_home(site: Site) -> Path:
    """Where the Lab keeps its configuration, settings and run-time files."""
    return site.var / "run" / "lab"
