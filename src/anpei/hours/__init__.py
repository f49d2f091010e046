"""Hours: how long people really learned, counted from what they did, beside how long the rules ask for."""

from anpei.hours.files import FILE, NONE, load
from anpei.hours.model import Category, HoursLine, HoursRules, Levels
from anpei.hours.service import (
    LONGEST_BEAT,
    assign,
    everybody,
    ledger,
    note_active,
    spent_in,
)

__all__ = [
    "FILE",
    "LONGEST_BEAT",
    "NONE",
    "Category",
    "HoursLine",
    "HoursRules",
    "Levels",
    "assign",
    "everybody",
    "ledger",
    "load",
    "note_active",
    "spent_in",
]
