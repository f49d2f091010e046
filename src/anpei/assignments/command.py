"""nbgrader's command line and its server extensions start here: with the site's settings, and without any file.

nbgrader would run ``nbgrader_config.py`` from the current folder, from Jupyter's and from the course's, which is the
workspace, where trainers and their kernels write. No process of ours does.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jupyter_core.application import JupyterApp
from nbgrader.apps.baseapp import NbGrader
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config
from traitlets.config.application import catch_config_error

from anpei.assignments.config import configure
from anpei.assignments.course import prepare
from anpei.settings import Site

__all__ = ["run", "start_from"]


def run(site: Site, arguments: Sequence[str]) -> None:
    """Run nbgrader as its command would be, until it ends; its exit code is ours."""
    prepare(site)
    os.environ["PYTHONSAFEPATH"] = "1"  # what it starts itself imports nothing from the current folder
    start_from(site.root)
    NbGraderApp.launch_instance(argv=list(arguments))


def start_from(site: Path) -> None:
    """Let every application of nbgrader in this process start with the site's settings alone."""

    def initialize(self: Any, argv: list[str] | None = None, root: str = "") -> None:
        self.update_config(self.build_extra_config())
        own = Config()
        configure(own, site)
        self.update_config(own)
        self.coursedir = CourseDirectory(parent=self, **({"root": root} if root else {}))
        JupyterApp.initialize(self, argv)

    def load_config_file(self: Any, suppress_errors: bool | None = None) -> None:
        """No file has a say."""

    NbGrader.initialize = catch_config_error(initialize)
    NbGrader.load_config_file = load_config_file
