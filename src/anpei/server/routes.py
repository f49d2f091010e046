"""Every page and API route of the house, gathered from its modules; patterns are relative to the base URL."""

from __future__ import annotations

import importlib
import re
from typing import Any

__all__ = ["all_handlers"]

PAGES: tuple[str, ...] = (
    "signin",
    "kiosk",
    "director",
    "my",
    "course",
    "paper",
    "exam",
    "result",
    "record",
    "drill",
    "law",
    "board",
    "assign",
    "reviews",
    "hours",
    "admin",
    "cards",
    "evaluate",
    "musters",
    "muster_record",
    "visitors",
    "evacuation",
    "drills",
    "drill_archive",
    "drill_calendar",
    "afteraction",
    "refresh",
)
API: tuple[str, ...] = (
    "attempts",
    "practice",
    "papers",
    "progress",
    "pictures",
    "kiosk",
    "open_quiz",
    "drills",
    "directing",
    "emergency",
    "evaluations",
    "musters",
    "evacuation",
    "afteraction",
    "refresh",
)


def all_handlers(base_url: str = "/") -> list[tuple[Any, ...]]:
    """Handlers with absolute patterns, in the order of the lists above."""
    names = [f"pages.{name}" for name in PAGES] + [f"api.{name}" for name in API]
    modules = [importlib.import_module(f"anpei.server.{name}") for name in names]
    prefix = re.escape(base_url)
    return [(f"{prefix}{pattern}", *rest) for module in modules for pattern, *rest in module.HANDLERS]
