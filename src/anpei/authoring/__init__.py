"""The authoring desk's foundation: plain files changed by forms, their history, their states, and what is alike."""

from anpei.authoring.history import history_of
from anpei.authoring.model import (
    KINDS,
    Author,
    AuthoredObject,
    FieldChange,
    Kind,
    Revision,
    SaveConflict,
    Saved,
    WorkState,
    diff,
)
from anpei.authoring.release import HeldBack, Release, Released, ready
from anpei.authoring.service import Authoring
from anpei.authoring.shelf import BankPlace
from anpei.authoring.splice import Unspliceable
from anpei.authoring.states import AUTHORS, STATE_WORDS, STEPS, ContentStep, StepName, may, state_of
from anpei.authoring.steps import approvals, last_step, last_steps, steps, take_step

__all__ = [
    "AUTHORS",
    "KINDS",
    "STATE_WORDS",
    "STEPS",
    "Author",
    "AuthoredObject",
    "Authoring",
    "BankPlace",
    "ContentStep",
    "FieldChange",
    "HeldBack",
    "Kind",
    "Release",
    "Released",
    "Revision",
    "SaveConflict",
    "Saved",
    "StepName",
    "Unspliceable",
    "WorkState",
    "approvals",
    "diff",
    "history_of",
    "last_step",
    "last_steps",
    "may",
    "ready",
    "state_of",
    "steps",
    "take_step",
]
