"""Evaluation of a drill by people who watch it: forms, sheets, where evaluators differ, and what counts in the end."""

from anpei.evaluations.files import FILE, check, form, load
from anpei.evaluations.model import (
    CERTAINTIES,
    NONE,
    RATINGS,
    Ack,
    Agreement,
    Families,
    Group,
    Item,
    Line,
    Rating,
    Remark,
    Sheet,
)
from anpei.evaluations.pictures import keep as keep_photo
from anpei.evaluations.pictures import path_of as photo_path
from anpei.evaluations.reading import agreement, closed, form_of, reconciled, require_item, sheets, signed_all
from anpei.evaluations.service import close, note, open_again, open_form, photo, rate, remark, settle, sign

__all__ = [
    "CERTAINTIES",
    "FILE",
    "NONE",
    "RATINGS",
    "Ack",
    "Agreement",
    "Families",
    "Group",
    "Item",
    "Line",
    "Rating",
    "Remark",
    "Sheet",
    "agreement",
    "check",
    "close",
    "closed",
    "form",
    "form_of",
    "keep_photo",
    "load",
    "note",
    "open_again",
    "open_form",
    "photo",
    "photo_path",
    "rate",
    "reconciled",
    "remark",
    "require_item",
    "settle",
    "sheets",
    "sign",
    "signed_all",
]
