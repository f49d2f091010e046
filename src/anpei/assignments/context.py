"""Everything marking needs in one process, opened once: the site, its database, released notebooks, paper titles."""

from __future__ import annotations

import copy
import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from anpei import publishing
from anpei.assignments.course import NbgraderCourse
from anpei.assignments.gradebook import share
from anpei.assignments.notebooks import NotebookNode, read
from anpei.assignments.source import slots_of
from anpei.database import Database
from anpei.errors import Conflict
from anpei.laws import Registry
from anpei.settings import Site, open_site

__all__ = ["GradingContext", "context_for"]


@dataclass
class GradingContext:
    """A site at work; keep one a process."""

    site: Site
    db: Database
    _released: dict[str, tuple[int, NotebookNode]] = field(default_factory=dict)

    @property
    def course(self) -> NbgraderCourse:
        return NbgraderCourse(self.site)

    def released(self, paper: str) -> NotebookNode:
        """A fresh copy of the released notebook; read again when the file changed."""
        path = self.course.released(paper)
        try:
            stamp = path.stat().st_mtime_ns
        except FileNotFoundError:
            raise _unreleased(paper) from None
        if self._released.get(paper, (0,))[0] != stamp:
            nb = read(path)
            if slots_of(nb) is None:
                raise _unreleased(paper)
            self._released[paper] = (stamp, nb)
        return copy.deepcopy(self._released[paper][1])

    @cached_property
    def content(self) -> Callable[[], publishing.Content]:
        """Ask for what is published."""
        return publishing.ContentReader(self.site).content

    @property
    def registry(self) -> Registry:
        """The laws as published."""
        return self.content().registry

    def title(self, paper: str) -> str:
        return str(self.released(paper).metadata["anpei"].get("title", paper))


def _unreleased(paper: str) -> Conflict:
    return Conflict(f"试卷 {paper} 还没有生成。", code="not_built", way_out=f"先运行 anpei assignments build {paper}")


@functools.lru_cache(maxsize=8)
def context_for(root: str) -> GradingContext:
    """This process's context for the site at ``root``."""
    site = open_site(Path(root))
    share()
    return GradingContext(site, Database(site.database_url))
