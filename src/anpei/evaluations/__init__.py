"""Evaluation of a drill by people who watch it: forms, sheets, where evaluators differ, and what counts in the end."""

from anpei.evaluations.files import form, load
from anpei.evaluations.model import RATINGS, Ack, Agreement, Families, Group, Item, Line, Rating, Remark, Sheet
from anpei.evaluations.reading import agreement, form_of, reconciled, sheets, signed_all
from anpei.evaluations.service import Tap, note, open_form, photo, rate, remark, settle, sign

__all__ = [
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
    "Tap",
    "agreement",
    "form",
    "form_of",
    "load",
    "note",
    "open_form",
    "photo",
    "rate",
    "reconciled",
    "remark",
    "settle",
    "sheets",
    "sign",
    "signed_all",
]
