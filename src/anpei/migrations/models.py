"""Every room's tables, imported so that one metadata knows the whole schema."""

from __future__ import annotations

import importlib

from anpei.database import Base

__all__ = ["metadata"]

ROOMS = (
    "tasks",
    "authoring",
    "audit",
    "laws",
    "staff",
    "plans",
    "attempts",
    "records",
    "hours",
    "completion",
    "exercises.runs",
    "exercises.rollcall",
    "exercises.evaluation",
    "exercises.evacuation",
    "exercises.report",
    "review",
    "assignments",
)

for _room in ROOMS:
    importlib.import_module(f"anpei.{_room}.tables")

metadata = Base.metadata
