"""What of the Lab is somebody's: files as far as they may be seen, and the tabs everybody left open for themselves.

nbgrader's folder holds what was handed in and how it was marked, of all departments together, under people's numbers.
Whoever looks after some departments only finds no such folder, and is told of nothing that others open in it.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from pathlib import Path, PurePosixPath
from typing import Any

from jupyter_server.base.handlers import AuthenticatedFileHandler
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupyter_server.services.sessions.sessionmanager import SessionManager
from jupyterlab_server.workspaces_handler import WorkspacesManager
from tornado import web

from anpei import clock
from anpei.authoring import Author, history_of
from anpei.content import SHELVES
from anpei.server.core.authorizer import looks_after_all
from anpei.server.live.kernels import asking
from anpei.settings import Site

__all__ = ["LabContents", "LabFiles", "LabSessions", "LabSettings", "LabWorkspaces", "without_outputs"]

log = logging.getLogger("anpei.lab")
STRIPPED = (("courses",), ("quizzes",))
"""The shelves whose notebooks are built: what they print belongs to the page made of them, not into the file."""


def in_sight(site: Site, place: str) -> bool:
    """Whether whoever asks may know of a file or folder.

    A link that leads out of the workspace leads nowhere, for this server may read what lies there.
    """
    user, real = asking(), Path(place).resolve()
    limited = user is not None and not looks_after_all(user)
    inside = real.is_relative_to(site.workspace.resolve())
    return inside and not (limited and real.is_relative_to(site.nbgrader.resolve()))


def require_sight(site: Site, place: str) -> str:
    """A file's place, unless it is kept from whoever asks: there it doesn't exist."""
    if not in_sight(site, place):
        raise web.HTTPError(404)
    return place


class LabFiles(AuthenticatedFileHandler):
    """Files as they are, as far as they may be seen."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        place = super().validate_absolute_path(root, absolute_path)
        return require_sight(self.contents_manager.parent.site, place) if place is not None else None


def without_outputs(model: dict[str, Any], path: str, **_manager: Any) -> None:
    """A chapter is kept without what it printed: that is made when it is built. Other notebooks keep theirs."""
    if model.get("type") != "notebook" or PurePosixPath(path.strip("/")).parts[:1] not in STRIPPED:
        return
    for cell in (model.get("content") or {}).get("cells", ()):
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None


class LabContents(AsyncLargeFileManager):
    """The workspace, as far as it may be seen."""

    def run_pre_save_hooks(self, model: dict[str, Any], path: str, **kwargs: Any) -> None:
        without_outputs(model, path)
        super().run_pre_save_hooks(model, path, **kwargs)

    async def save(self, model: dict[str, Any], path: str = "") -> dict[str, Any]:
        saved: dict[str, Any] = await super().save(model, path)
        await self.note(path)
        return saved

    async def rename_file(self, old_path: str, new_path: str) -> None:
        await super().rename_file(old_path, new_path)
        await self.note(old_path, new_path)

    async def delete_file(self, path: str) -> None:
        await super().delete_file(path)
        await self.note(path)

    async def note(self, *paths: str) -> None:
        """What somebody did to files of the shelves is in their history under that name; nothing fails because of it.

        A folder, and what a kernel writes, is picked up by the platform later, as somebody's outside.
        """
        user, site = asking(), self.parent.site
        names = [path.strip("/") for path in paths if path.strip("/").partition("/")[0] in SHELVES]
        if not names or user is None or user.person is None:
            return
        author = Author(user.person.staff_no, user.person.name)
        try:
            await asyncio.to_thread(history_of(site).pick_up, author, names, at=clock.now())
        except Exception:
            log.exception("what was saved in the Lab isn't in the history yet")

    def _get_os_path(self, path: str) -> str:
        return require_sight(self.parent.site, str(super()._get_os_path(path)))

    def should_list(self, name: str) -> bool:
        """A list leaves out what it would fail on."""
        user = asking()
        kept = name == self.parent.site.nbgrader.name and user is not None and not looks_after_all(user)
        return not kept and bool(super().should_list(name))

    def emit(self, data: Any) -> None:
        """Everybody hears what happens to files; what is kept from some is told to nobody."""
        site: Site = self.parent.site
        named = [str(data.get(key) or "") for key in ("path", "source_path")]
        places = [(site.workspace / name.strip("/")).resolve() for name in named if name]
        if not any(place.is_relative_to(site.nbgrader.resolve()) for place in places):
            super().emit(data)


class LabSessions(SessionManager):
    """Open notebooks, as far as their files may be seen and their kernels used."""

    def in_sight(self, session: dict[str, Any]) -> bool:
        place = self.parent.site.workspace / str(session["path"]).strip("/")
        return in_sight(self.parent.site, str(place)) and self.kernel_manager.open_to(session["kernel"]["id"], asking())

    async def session_exists(self, path: str) -> bool:
        """Asked before one is opened: of a file that nobody may see there is none to be opened."""
        if any(part.startswith(".") for part in PurePosixPath(path).parts):
            raise web.HTTPError(404)
        site: Site = self.parent.site
        require_sight(site, str(site.workspace / path.strip("/")))
        return any(one["path"] == path for one in await self.list_sessions())

    async def get_session(self, **kwargs: Any) -> dict[str, Any]:
        """One session; by its file the one whose kernel is open to whoever asks, for there may be two."""
        path, by = kwargs.get("path"), {**kwargs}
        if path is not None:
            by |= next(({"session_id": one["id"]} for one in await self.list_sessions() if one["path"] == path), {})
        told: dict[str, Any] = await super().get_session(**by)
        if not self.in_sight(told):
            raise web.HTTPError(404)
        return told

    async def list_sessions(self) -> list[dict[str, Any]]:
        return [one for one in await super().list_sessions() if self.in_sight(one)]


class LabSettings:
    """Everybody's own settings of the Lab: Jupyter keeps one set for all. Who has none yet begins with that one."""

    def __init__(self) -> None:
        self._common = Path()

    def __get__(self, handler: Any, _kind: Any = None) -> str:
        user = asking()
        if user is None:
            return str(self._common)
        own = self._common / f"of-{user.username}"
        if not own.is_dir():
            shutil.copytree(self._common, own, ignore=shutil.ignore_patterns("of-*"), dirs_exist_ok=True)
        return str(own)

    def __set__(self, handler: Any, folder: str) -> None:
        self._common = Path(folder)
        self._common.mkdir(parents=True, exist_ok=True)


class LabWorkspaces(WorkspacesManager):
    """Everybody's own: Jupyter keeps one for all, so that trainers would find each other's tabs."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._common = Path(path)

    @property
    def workspaces_dir(self) -> Path:
        user = asking()
        return self._common / (f"of-{user.username}" if user is not None else "of-nobody")

    @workspaces_dir.setter
    def workspaces_dir(self, path: Path) -> None:
        """Jupyter sets the folder of all."""
