"""Who is due what by when: the one source of 我的培训 and of the trainer's list."""

from anpei.plans.model import AUDIENCE_NAMES, AUDIENCES, KIND_NAMES, KINDS, Audience, Duty, Kind, Plan, earliest
from anpei.plans.service import (
    assign,
    audience,
    audience_names,
    audience_size,
    audiences_of,
    cancel,
    concerns,
    due_for,
    duties,
    enforce,
    find,
    how_many,
    last_due,
    page,
    plans,
)
from anpei.plans.tables import PlanRow

__all__ = [
    "AUDIENCES",
    "AUDIENCE_NAMES",
    "KINDS",
    "KIND_NAMES",
    "Audience",
    "Duty",
    "Kind",
    "Plan",
    "PlanRow",
    "assign",
    "audience",
    "audience_names",
    "audience_size",
    "audiences_of",
    "cancel",
    "concerns",
    "due_for",
    "duties",
    "earliest",
    "enforce",
    "find",
    "how_many",
    "last_due",
    "page",
    "plans",
]
