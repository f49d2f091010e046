"""Attempts: a paper drawn once for one person, a journal of every answer, one ending.

``AttemptRow`` and ``SlotRow`` are for queries of other rooms that join them.
"""

from anpei.attempts.journal import history, record, refused, set_flag
from anpei.attempts.model import (
    GRACE,
    AnswerAck,
    AnswerFact,
    Attempt,
    AttemptKind,
    AttemptStanding,
    Decision,
    How,
    Incoming,
    Situation,
    SlotState,
    decide,
)
from anpei.attempts.reading import (
    Who,
    attempts_of,
    find,
    get,
    handed_in_without,
    open_by_person,
    papers_sat,
    sheet,
    slots,
    versions,
)
from anpei.attempts.sitting import PreparedDraw, hand_in, hand_in_timed_out, prepare, situation, start, timed_out
from anpei.attempts.tables import AttemptRow, SlotRow

__all__ = [
    "GRACE",
    "AnswerAck",
    "AnswerFact",
    "Attempt",
    "AttemptKind",
    "AttemptRow",
    "AttemptStanding",
    "Decision",
    "How",
    "Incoming",
    "PreparedDraw",
    "Situation",
    "SlotRow",
    "SlotState",
    "Who",
    "attempts_of",
    "decide",
    "find",
    "get",
    "hand_in",
    "hand_in_timed_out",
    "handed_in_without",
    "history",
    "open_by_person",
    "papers_sat",
    "prepare",
    "record",
    "refused",
    "set_flag",
    "sheet",
    "situation",
    "slots",
    "start",
    "timed_out",
    "versions",
]
