"""Completion: when a chapter is finished. The server says so, from what it knows itself; a page can only ask.

Every question of the chapter answered right once, every activity's goal reached, and a share of the planned time spent
actively. What was finished under the earlier rule, by the page's word alone, stays finished and is marked.
"""

from anpei.completion.model import (
    ChapterDone,
    ChapterStanding,
    Demands,
    Owed,
    demands,
    owed,
)
from anpei.completion.service import (
    CourseEffort,
    course_effort,
    note_answer,
    settle,
    stands,
    unfinished,
)

__all__ = [
    "ChapterDone",
    "ChapterStanding",
    "CourseEffort",
    "Demands",
    "Owed",
    "course_effort",
    "demands",
    "note_answer",
    "owed",
    "settle",
    "stands",
    "unfinished",
]
