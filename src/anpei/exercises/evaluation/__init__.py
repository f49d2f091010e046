"""Evaluation of a drill by people who watch it: forms, sheets, where evaluators differ, and what counts in the end."""

from anpei.exercises.evaluation.files import FILE, check, form, load
from anpei.exercises.evaluation.model import (
    CERTAINTIES,
    NONE,
    RATINGS,
    Agreement,
    EvaluationLine,
    EvaluationSheet,
    Families,
    Group,
    RatedItem,
    Rating,
    RatingAck,
    Remark,
)
from anpei.exercises.evaluation.pictures import LARGEST as LARGEST_PHOTO
from anpei.exercises.evaluation.pictures import keep as keep_photo
from anpei.exercises.evaluation.pictures import path_of as photo_path
from anpei.exercises.evaluation.pictures import redrawn as redrawn_photo
from anpei.exercises.evaluation.reading import agreement, closed, form_of, reconciled, require_item, sheets, signed_all
from anpei.exercises.evaluation.service import close, note, open_again, open_form, photo, rate, remark, rule, sign

__all__ = [
    "CERTAINTIES",
    "FILE",
    "LARGEST_PHOTO",
    "NONE",
    "RATINGS",
    "Agreement",
    "EvaluationLine",
    "EvaluationSheet",
    "Families",
    "Group",
    "RatedItem",
    "Rating",
    "RatingAck",
    "Remark",
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
    "redrawn_photo",
    "remark",
    "require_item",
    "rule",
    "sheets",
    "sign",
    "signed_all",
]
