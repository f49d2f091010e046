"""The bridge to nbgrader: papers become assignments, attempts submissions; marks go over and come back.

The server asks for grading with ``request`` in the transaction of the hand-in, and publishes with ``publish``; the
resident worker does the rest. A trainer's mark in the gradebook is the authority from then on. nbgrader takes a second
to import, so the names behind it are fetched when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from anpei.assignments.course import COURSE_ID, NbgraderCourse, prepare
from anpei.assignments.jobs import publish, request
from anpei.assignments.wording import slot_words

if TYPE_CHECKING:
    from anpei.assignments.books import BookDifference, differences
    from anpei.assignments.build import build_assignment, release
    from anpei.assignments.collect import Collected, collect_marks
    from anpei.assignments.context import GradingContext, context_for
    from anpei.assignments.formgrader import MAY_MARK, lab_config
    from anpei.assignments.shapes import assignments_of
    from anpei.assignments.submit import grade, grade_submission, run_autograde, write_submission

__all__ = [
    "COURSE_ID",
    "MAY_MARK",
    "BookDifference",
    "Collected",
    "GradingContext",
    "NbgraderCourse",
    "assignments_of",
    "build_assignment",
    "collect_marks",
    "context_for",
    "differences",
    "grade",
    "grade_submission",
    "lab_config",
    "prepare",
    "publish",
    "release",
    "request",
    "run_autograde",
    "slot_words",
    "write_submission",
]

_LATER = {
    "books": ("BookDifference", "differences"),
    "build": ("build_assignment", "release"),
    "collect": ("Collected", "collect_marks"),
    "context": ("GradingContext", "context_for"),
    "formgrader": ("MAY_MARK", "lab_config"),
    "shapes": ("assignments_of",),
    "submit": ("grade", "grade_submission", "run_autograde", "write_submission"),
}
_PLACE = {name: module for module, names in _LATER.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE:
        raise AttributeError(name)
    return getattr(importlib.import_module(f"anpei.assignments.{_PLACE[name]}"), name)
