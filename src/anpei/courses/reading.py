"""What the reader asks for: a chapter's build, an older one meanwhile, and a rebuild in the background when due."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from anpei.courses.build import build_chapter, problem_of, shelf
from anpei.courses.markdown import cites_of
from anpei.courses.model import Block, Built, Catalog, Cell, Chapter, Course
from anpei.courses.notebook import fingerprint, read_cells
from anpei.laws import Registry
from anpei.settings import Site

__all__ = ["Builder", "cited_in", "cites_by_chapter", "markdown_of", "read_built", "widgets_of"]

REST = 30.0
_CALL = re.compile(r"\baw\.(\w+)\(")


def read_built(site: Site, course: Course, chapter: Chapter) -> Built:
    """The best build there is, without starting one."""
    folder = shelf(site, course)
    try:
        sha = fingerprint(chapter.path, chapter.mode)
    except OSError:
        return _last_good(folder, chapter, "broken", "章节文件不见了。")
    today = folder / f"{chapter.slug}.{sha}.json"
    if today.exists():
        return _load(today, sha)
    problem = problem_of(site, course, chapter, sha)
    return _last_good(folder, chapter, "broken" if problem else "updating", problem)


def _load(path: Path, sha: str) -> Built:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Built("ready", tuple(Block(**block) for block in data["blocks"]), tuple(data["cites"]), sha)


def _last_good(folder: Path, chapter: Chapter, state: str, problem: str) -> Built:
    older = sorted(folder.glob(f"{chapter.slug}.*.json"), key=lambda path: path.stat().st_mtime)
    if not older:
        return Built("broken" if state == "broken" else "updating", problem=problem)
    built = _load(older[-1], older[-1].name.split(".")[-2])
    return Built("broken" if state == "broken" else "updating", built.blocks, built.cites, built.sha, problem)


def cites_by_chapter(course: Course) -> dict[str, tuple[str, ...]]:
    """What each chapter cites, by its slug; built or not."""
    return {chapter.slug: _cites(chapter) for chapter in course.chapters}


def _cites(chapter: Chapter) -> tuple[str, ...]:
    return cited_in("\n".join(markdown_of(chapter)))


def cited_in(text: str) -> tuple[str, ...]:
    """The citations in a text, each once."""
    return tuple(dict.fromkeys(citation for citation, _ in cites_of(text)))


def markdown_of(chapter: Chapter) -> list[str]:
    """The chapter's texts in order; an unreadable notebook has none."""
    return [cell.source for cell in _cells(chapter) if cell.kind == "markdown"]


def widgets_of(chapter: Chapter) -> set[str]:
    """The names of what its code shows: ``aw.hazard_board()`` is ``hazard_board``."""
    return {name for cell in _cells(chapter) if cell.kind == "code" for name in _CALL.findall(cell.source)}


def _cells(chapter: Chapter) -> list[Cell]:
    return read_cells(chapter.path)[0] or []


class Builder:
    """Rebuilds changed chapters one at a time, apart from the server's own work.

    Each change is tried once; only a run whose kernel died is tried again, after ``REST`` seconds.
    """

    def __init__(self, site: Site, registry: Callable[[], Registry]) -> None:
        self.site, self.registry = site, registry
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="anpei-build")
        self._running: dict[str, tuple[Future[str], float, str]] = {}
        self._lock = threading.Lock()

    def read(self, course: Course, chapter: Chapter) -> Built:
        """The best build now; if today's notebook has none yet, one is on its way."""
        built = read_built(self.site, course, chapter)
        if built.state == "updating":
            self.start(course, chapter)
        return built

    def start(self, course: Course, chapter: Chapter) -> Future[str]:
        """The build under way for this chapter, begun if need be; it resolves to the problem or an empty string."""
        key, sha = f"{course.slug}/{chapter.slug}", _sha(chapter)
        with self._lock:
            running, begun, of = self._running.get(key, (None, 0.0, ""))
            resting = running is not None and sha == of and time.monotonic() - begun < REST and _failed(running)
            if running is None or (running.done() and not resting):
                running = self._pool.submit(build_chapter, self.site, course, chapter, self.registry())
                self._running[key] = running, time.monotonic(), sha
            return running

    def build_all(self, catalog: Catalog) -> None:
        """Begin every build that is due, so that no reader has to wait for one."""
        for course in catalog.courses.values():
            for chapter in course.chapters:
                self.read(course, chapter)

    def close(self) -> None:
        """Start nothing more; what runs now ends with its kernel."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _failed(build: Future[str]) -> bool:
    return build.done() and (build.cancelled() or build.exception() is not None or bool(build.result()))


def _sha(chapter: Chapter) -> str:
    try:
        return fingerprint(chapter.path, chapter.mode)
    except OSError:
        return ""
