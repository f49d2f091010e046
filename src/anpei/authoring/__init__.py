"""The authoring desk's foundation: plain files changed by forms, their history, their states, and what is alike."""

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
from anpei.authoring.service import Authoring
from anpei.authoring.shelf import BankPlace
from anpei.authoring.splice import Unspliceable

__all__ = [
    "KINDS",
    "Author",
    "AuthoredObject",
    "Authoring",
    "BankPlace",
    "FieldChange",
    "Kind",
    "Revision",
    "SaveConflict",
    "Saved",
    "Unspliceable",
    "WorkState",
    "diff",
]
