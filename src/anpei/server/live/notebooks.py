"""Which notebooks may run behind a page: live chapters and Voila apps, found by name, each saying who may open it.

A notebook without roles in its metadata (``"anpei": {"roles": [...]}``) is opened by nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import escape
from nbformat import NotebookNode
from tornado import web

from anpei import content, courses, laws
from anpei.confinement.kernels import KERNEL
from anpei.server.core.identity import RosterUser

__all__ = ["LiveNotebook", "find", "gate", "keep"]

CITED = re.compile(r'(<a class="cite"[^>]* href=")\.\./\.\./([^"]*")')
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}\Z", re.IGNORECASE)


@dataclass(frozen=True)
class LiveNotebook:
    """A notebook on disk, the page's name and title; ``counted``: its kernel takes one of the queue's places."""

    path: Path
    name: str
    title: str
    counted: bool

    def read(self) -> NotebookNode:
        """A fresh copy that runs on our kernel, whatever the author's machine called its own."""
        notebook = nbformat.read(str(self.path), as_version=4)
        notebook.metadata["kernelspec"] = {"name": KERNEL, "display_name": KERNEL, "language": "python"}
        return notebook


def find(catalog: courses.Catalog, *names: str) -> LiveNotebook:
    """``("apps", name)`` or ``("live", course, chapter)``, one that is published; anything else is not found."""
    if not all(NAME.match(name) for name in names):
        raise web.HTTPError(404)
    kind, *rest = names
    title = ""
    if kind == "apps":
        path = content.bundled() / "voila_apps" / f"{rest[0]}.ipynb"
    else:
        course = catalog.courses.get(rest[0])
        chapter = course.chapter(rest[1]) if course else None
        path, title = (chapter.path, chapter.title) if chapter is not None and chapter.mode == "live" else (Path(), "")
    if not path.is_file():
        raise web.HTTPError(404)
    return LiveNotebook(path, rest[-1], title, counted=kind == "live")


def keep(notebook: NotebookNode, part: courses.LivePart | None, registry: laws.Registry, platform: str) -> None:
    """Leave what the part shows, the text as a chapter's is; all other code runs unseen, and all other text is gone.

    Without a part everything is shown. ``platform``: where its pages are, for a law that is cited opens apart.
    """
    kept = []
    for number, cell in enumerate(notebook.cells):
        shown = part is None or part.shows(number)
        if cell.cell_type == "markdown" and shown:
            text = courses.to_html(cell.source, registry)
            cell.metadata["anpei_html"] = CITED.sub(rf'\1{escape(platform)}\2 target="_blank" rel="noopener"', text)
        elif cell.cell_type == "code":
            cell.metadata["anpei_unseen"] = not shown
        if (
            shown and cell.cell_type != "raw"
        ) or cell.cell_type == "code":  # a raw cell goes out as it is, script and all
            kept.append(cell)
    notebook.cells = kept


def gate(handler: Any, notebook: NotebookNode, cwd: str) -> None:
    """Voila's prelaunch hook: let the roles named by the notebook pass and nobody else."""
    allowed = notebook.metadata.get("anpei", {}).get("roles", [])
    user = handler.current_user
    if not isinstance(user, RosterUser) or not isinstance(allowed, list) or not user.has(*map(str, allowed)):
        raise web.HTTPError(403)
