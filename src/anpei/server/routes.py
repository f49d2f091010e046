"""Every page and API route of the house, gathered from its modules; patterns are relative to the base URL."""

from __future__ import annotations

import importlib
import re
from typing import Any

__all__ = ["all_handlers"]

SUBJECTS: tuple[str, ...] = (
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
    "board.assign",
    "board.content",
    "laws.reviews",
    "hours.pages",
    "staff.admin",
    "staff.badges",
    "evaluation.pages",
    "rollcall.pages",
    "rollcall.record",
    "rollcall.visitors",
    "evacuation.pages",
    "drills.hub",
    "drills.archive",
    "drills.calendar",
    "report.pages",
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
)


def all_handlers(base_url: str = "/") -> list[tuple[Any, ...]]:
    """Handlers with absolute patterns, in the order of the list above."""
    modules = [importlib.import_module(f"anpei.server.{name}") for name in SUBJECTS]
    prefix = re.escape(base_url)
    return [(f"{prefix}{pattern}", *rest) for module in modules for pattern, *rest in module.HANDLERS]
