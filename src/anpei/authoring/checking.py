"""What is wrong with one object that isn't in its file yet: the rules of ``anpei content check``, told by field."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from anpei import bank, clock, courses, laws, papers
from anpei.authoring.model import KINDS
from anpei.exercises import scenarios
from anpei.findings import FieldFinding, Finding
from anpei.plainfiles import LooseDocument, parse, safely
from anpei.settings import Site

__all__ = ["Checker"]


MODELS: dict[str, type[BaseModel]] = {
    "course": courses.CourseFile,
    "law": laws.Law,
    "scenario": scenarios.Scenario,
}


class Checker:
    """Checks objects against what else lies on the shelves now; ``drawn``: the questions that papers draw from."""

    def __init__(self, site: Site, now: Callable[[], int], drawn: Callable[[], bank.Bank] | None = None) -> None:
        self.site, self._now, self.drawn = site, now, drawn
        self._world: tuple[Any, bank.World] | None = None
        self._turn = threading.Lock()

    def check(self, kind: str, slug: str, wanted: Mapping[str, Any], topic: str = "") -> tuple[FieldFinding, ...]:
        """Every finding about an object that says this."""
        return tuple(
            found if isinstance(found, FieldFinding) else FieldFinding(**vars(found))
            for found in safely(slug, lambda: self._found(kind, slug, dict(wanted), topic), lambda one: [one])
        )

    def world(self) -> bank.World:
        """What items may refer to, read again when one of its files changed."""
        shelves, today = self.site.shelves, clock.day(self._now(), self.site.zone)
        marks = [_mark(shelves.find(name)) for name in ("quizzes/topics.yaml", "laws/registry.yaml")]
        with self._turn:
            if self._world is None or self._world[0] != (marks, today):
                self._world = ((marks, today), bank.world_of(shelves, laws.load(shelves)[0], today))
            return self._world[1]

    def _found(self, kind: str, slug: str, wanted: dict[str, Any], topic: str) -> list[Finding]:
        state = KINDS[kind].state
        data = {key: value for key, value in wanted.items() if not state or key != state}
        if kind == "item":
            return bank.examine({"id": slug, **data}, topic, self.world())[1]
        document = LooseDocument("", data, None)
        if kind == "paper":
            return papers.examine(slug, document, self.site.shelves, self.drawn() if self.drawn is not None else None)
        if kind in MODELS:
            return parse(document, (), MODELS[kind])[1]
        return []


def _mark(path: Path | None) -> tuple[str, int, int] | None:
    if path is None:
        return None
    status = path.stat()
    return str(path), status.st_mtime_ns, status.st_size
