"""Papers: blueprints over the bank, checked against it, and drawn for one learner and one attempt at a time."""

from anpei.papers.drawing import draw
from anpei.papers.files import HINTS, RULES, PaperSource, asked_sha, examine, fit, load, read
from anpei.papers.model import Paper, Papers, ReviewPolicy, Slot, SlotDraw
from anpei.papers.thinning import thin

__all__ = [
    "HINTS",
    "RULES",
    "Paper",
    "PaperSource",
    "Papers",
    "ReviewPolicy",
    "Slot",
    "SlotDraw",
    "asked_sha",
    "draw",
    "examine",
    "fit",
    "load",
    "read",
    "thin",
]
