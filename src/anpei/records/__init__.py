"""Records: marks and how they changed, results, who stands where, what each person learned and when.

``board``, ``standing`` and ``standings`` reckon from the facts; the lists people see read the table of standings
(``BoardQuery``, ``board_page``, ``duties``), which every act here keeps in step and ``rebuild`` makes anew.
"""

from anpei.records.board import BoardRow, board, course_standing, standing, standings
from anpei.records.lists import BoardCount, BoardPart, BoardQuery, board_count, board_page, duties
from anpei.records.marks import (
    MarkEvent,
    MarkingQueue,
    apply_manual,
    collected,
    mark_events,
    marking_queues,
    publish,
    regrade,
    settle,
    sweep,
)
from anpei.records.model import (
    STATUSES,
    BestResult,
    Result,
    SlotResult,
    Standing,
    Status,
    Summary,
    Syllabus,
    best,
    standing_of,
    summarise,
)
from anpei.records.noting import begin, note_drill, note_progress
from anpei.records.places import Resumption, note_place, resumption
from anpei.records.progress import PROGRESS_KINDS, ChapterProgress, course_progress, progress_by_person
from anpei.records.rebuilding import (
    follow_content,
    import_roster,
    lay_on,
    note_syllabi,
    ready,
    rebuild,
    rebuild_people,
    reckoned,
)
from anpei.records.results import best_result, counting, find_result, newest_results, result_for, results_of
from anpei.records.reviewing import AttemptReview, ReviewSlot, review
from anpei.records.standings import assign, tidy, withdraw
from anpei.records.steps import NextStep, next_step, related_chapters, step_for, weak_cites
from anpei.records.transcript import TranscriptEntry, judged_in_drills, training_record

__all__ = [
    "PROGRESS_KINDS",
    "STATUSES",
    "AttemptReview",
    "BestResult",
    "BoardCount",
    "BoardPart",
    "BoardQuery",
    "BoardRow",
    "ChapterProgress",
    "MarkEvent",
    "MarkingQueue",
    "NextStep",
    "Result",
    "Resumption",
    "ReviewSlot",
    "SlotResult",
    "Standing",
    "Status",
    "Summary",
    "Syllabus",
    "TranscriptEntry",
    "apply_manual",
    "assign",
    "begin",
    "best",
    "best_result",
    "board",
    "board_count",
    "board_page",
    "collected",
    "counting",
    "course_progress",
    "course_standing",
    "duties",
    "find_result",
    "follow_content",
    "import_roster",
    "judged_in_drills",
    "lay_on",
    "mark_events",
    "marking_queues",
    "newest_results",
    "next_step",
    "note_drill",
    "note_place",
    "note_progress",
    "note_syllabi",
    "progress_by_person",
    "publish",
    "ready",
    "rebuild",
    "rebuild_people",
    "reckoned",
    "regrade",
    "related_chapters",
    "result_for",
    "results_of",
    "resumption",
    "review",
    "settle",
    "standing",
    "standing_of",
    "standings",
    "step_for",
    "summarise",
    "sweep",
    "tidy",
    "training_record",
    "weak_cites",
    "withdraw",
]
