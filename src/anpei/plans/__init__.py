"""Who is due what by when: the one source of 我的培训 and of the trainer's list."""

from anpei.plans.model import AUDIENCE_NAMES, AUDIENCES, KIND_NAMES, KINDS, Audience, Duty, Kind, Plan, earliest
from anpei.plans.service import assign, audience_name, cancel, concerns, due_for, duties, find, plans

__all__ = [
    "AUDIENCES",
    "AUDIENCE_NAMES",
    "KINDS",
    "KIND_NAMES",
    "Audience",
    "Duty",
    "Kind",
    "Plan",
    "assign",
    "audience_name",
    "cancel",
    "concerns",
    "due_for",
    "duties",
    "earliest",
    "find",
    "plans",
]
