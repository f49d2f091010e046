"""Every page and API route of the house, gathered from its modules, and each as people read it.

Patterns are relative to the base URL.
"""

from __future__ import annotations

import importlib
import inspect
import re
from dataclasses import dataclass
from typing import Any

from tornado import web

from anpei.server.core.permissions import Access

__all__ = ["Route", "all_handlers", "described"]

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")

SUBJECTS: tuple[str, ...] = (
    "core.offline_pages",
    "staff.sign_in",
    "kiosk.pages",
    "drills.console",
    "my.pages",
    "courses.pages",
    "exams.cover",
    "exams.exam",
    "exams.result",
    "records.pages",
    "drills.participant",
    "laws.pages",
    "board.pages",
    "board.marks",
    "board.exports",
    "board.assign",
    "board.content",
    "authoring.items",
    "authoring.item",
    "authoring.history",
    "authoring.states",
    "authoring.pictures",
    "authoring.imports",
    "guides.pages",
    "board.keys",
    "laws.reviews",
    "hours.pages",
    "staff.admin",
    "staff.roster_pages",
    "staff.badges",
    "audit.pages",
    "health.pages",
    "staff.people_api",
    "evaluation.pages",
    "rollcall.pages",
    "rollcall.record",
    "rollcall.visitors",
    "evacuation.pages",
    "drills.hub",
    "drills.archive",
    "drills.calendar",
    "drills.profile",
    "report.pages",
    "signing.pages",
    "preparation.pages",
    "review.pages",
    "exams.api",
    "courses.practice_api",
    "exams.notebook_api",
    "courses.progress_api",
    "exams.pictures_api",
    "kiosk.api",
    "kiosk.open_quiz_api",
    "drills.api",
    "drills.director_api",
    "drills.emergency_api",
    "evaluation.api",
    "rollcall.api",
    "evacuation.api",
    "report.api",
    "review.api",
    "authoring.api",
)


def all_handlers() -> list[tuple[Any, ...]]:
    """Patterns and handlers, in the order of the list above."""
    modules = [importlib.import_module(f"anpei.server.{name}") for name in SUBJECTS]
    return [tuple(route) for module in modules for route in module.HANDLERS]


@dataclass(frozen=True)
class Route:
    """One route: its regular expression, its handler, and the methods the handler answers."""

    pattern: str
    handler: type[web.RequestHandler]

    @property
    def methods(self) -> tuple[str, ...]:
        unknown = web.RequestHandler._unimplemented_method
        return tuple(verb for verb in VERBS if _plain(getattr(self.handler, verb.lower())) is not unknown)

    @property
    def address(self) -> str:
        """As people read it: ``api/attempts/<attempt_id>/answers/<slot>``; a group without a name stays as it is."""
        names = iter(self.arguments or ["name"])
        text = re.sub(r"\(\?:[^()]*\)", "/", self.pattern)
        while (found := re.search(r"\((?:\?P<(\w+)>)?[^()]*\)", text)) is not None:
            text = text.replace(found[0], f"<{found[1] or next(names, 'name')}>", 1)
        return text.replace("\\.", ".") or "/"

    @property
    def arguments(self) -> list[str]:
        """What the handler calls the parts of the address that vary."""
        for verb in self.methods:
            found = inspect.signature(_plain(getattr(self.handler, verb.lower()))).parameters
            names = [name for name, one in found.items() if name != "self" and one.kind is one.POSITIONAL_OR_KEYWORD]
            if names:
                return names
        return []

    def rule(self, method: str) -> Access:
        """Who may come by this method."""
        access: Access = self.handler.access  # type: ignore[attr-defined]
        return access.of(method)


def _plain(method: Any) -> Any:
    return getattr(method, "__wrapped__", method)


def described(handlers: list[tuple[Any, ...]]) -> list[Route]:
    """Routes as data; a handler without a rule is a mistake, said at once."""
    found = [Route(pattern, handler) for pattern, handler, *_ in handlers]
    lawless = [route.pattern for route in found if not isinstance(getattr(route.handler, "access", None), Access)]
    if lawless:
        raise TypeError(f"routes without a rule: {lawless}")
    return found
