"""``python -m anpei.server.processes.child learner|lab|worker SITE``: one of the processes behind ``anpei serve``."""

from __future__ import annotations

import gc
import importlib
import logging
import os
import resource
import sys
import warnings
from contextlib import suppress
from types import ModuleType
from zoneinfo import ZoneInfo

from anpei import heartbeat, kernel_log
from anpei.server.processes import accepting, log_lines
from anpei.server.processes.parent_watch import follow
from anpei.settings import Site, open_site

__all__ = ["PROCESSES", "command", "main"]

PROCESSES = {
    "learner": ("anpei.server.app", "serve_learners"),
    "lab": ("anpei.server.lab.server", "serve_lab"),
    "worker": ("anpei.assignments.standby", "serve_grading"),
}
OPEN_FILES = 65_536
log = logging.getLogger("anpei.process")


def command(name: str, site: Site) -> list[str]:
    """The program of a process, as the supervisor starts it."""
    return [sys.executable, "-m", "anpei.server.processes.child", name, str(site.root)]


def main(name: str, folder: str) -> None:
    """Run one process to its end, then leave at once: taking the interpreter down piece by piece lasts a second.

    A chapter under construction is let go: the next start builds it, and nobody waits for its kernel.
    """
    follow()
    kernel_log.follow()
    heartbeat.follow()
    warnings.simplefilter("ignore")  # deprecations of libraries are no news for the operator
    site = open_site(folder)
    said = log_lines.begin(ZoneInfo(site.zone))
    code = 1
    try:
        _raise_open_files()
        accepting.install()
        module, function = PROCESSES[name]
        getattr(_imported(module), function)(site)
        code = 0
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except Exception:
        log.critical("the process can't go on", exc_info=True)
    said.stop()
    with suppress(OSError):  # nobody may be there to read
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _imported(module: str) -> ModuleType:
    """The process's own module. What importing makes stays to the end: it is never looked through for rubbish.

    A look through all of it lasted a quarter of a second, and nobody's answer was taken meanwhile.
    """
    gc.disable()
    try:
        return importlib.import_module(module)
    finally:
        gc.freeze()
        gc.enable()


def _raise_open_files() -> None:
    """A page with a kernel takes some sixteen descriptors."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


if __name__ == "__main__":
    main(*sys.argv[1:3])
