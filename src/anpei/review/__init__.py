"""Practising again what was missed: items at growing intervals and chapters to reread, from drills and exams."""

from anpei.review.checks import check
from anpei.review.model import DAILY, ChapterToReread, Due, Miss, fitting, misses_of, read_again
from anpei.review.service import (
    answer,
    chapter_read,
    chapters,
    due,
    from_exam,
    from_run,
    schedule,
    schedule_missed,
    unseen,
    waiting,
)

__all__ = [
    "DAILY",
    "ChapterToReread",
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
    "schedule_missed",
    "unseen",
    "waiting",
]
