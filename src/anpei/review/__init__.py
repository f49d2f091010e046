"""Practising again what was missed: items at growing intervals and chapters to reread, from drills and exams."""

from anpei.refresh.checks import check
from anpei.refresh.model import DAILY, Chapter, Due, Miss, fitting, misses_of, read_again
from anpei.refresh.service import (
    answer,
    chapter_read,
    chapters,
    due,
    from_exam,
    from_run,
    schedule,
    sweep,
    unseen,
    waiting,
)

__all__ = [
    "DAILY",
    "Chapter",
    "Due",
    "Miss",
    "answer",
    "chapter_read",
    "chapters",
    "check",
    "due",
    "fitting",
    "from_exam",
    "from_run",
    "misses_of",
    "read_again",
    "schedule",
    "sweep",
    "unseen",
    "waiting",
]
