"""Runs of a drill: a pure engine, a log that loses nothing, the views that screens get, and what is kept afterwards."""

from anpei.exercises.runs import emergency, engine, open_quiz
from anpei.exercises.runs.abandonment import abandon, abandoned
from anpei.exercises.runs.archive import (
    ArchivedRun,
    ArchiveFilter,
    archive,
    closings,
    ended_among,
    ended_runs,
    ended_since,
    first_made,
    going,
    how_many,
    list_runs,
    run_titles,
    titles,
)
from anpei.exercises.runs.condition_times import condition_doubts, condition_problem, condition_times, first_held
from anpei.exercises.runs.console import console_view, planned_injects
from anpei.exercises.runs.debrief import Cite, Outcome, debrief, outcome
from anpei.exercises.runs.decisions import SentDecision
from anpei.exercises.runs.director_commands import act, observe, sign
from anpei.exercises.runs.events import Event, EventDraft, RunState
from anpei.exercises.runs.exercise_type import NOTICES, ExerciseType, exercise_type, exercise_types, set_exercise_type
from anpei.exercises.runs.feed import Feed, Feeds
from anpei.exercises.runs.frames import Frame, frames
from anpei.exercises.runs.kiosk import kiosk_state, kiosks, sat_at, seat_sitters, sit, stand, touch
from anpei.exercises.runs.log import events_after
from anpei.exercises.runs.numbering import assign_number, run_label, run_labels
from anpei.exercises.runs.reducer import BY_THE_TAP, facts
from anpei.exercises.runs.results import Part, counted, parts_of
from anpei.exercises.runs.run_record import RunInfo, RunRecord, run_record
from anpei.exercises.runs.score_corrections import correct_score
from anpei.exercises.runs.seats import plan_of
from anpei.exercises.runs.service import DecisionAck, Seat, create, decide, join, known_run, leave, tick
from anpei.exercises.runs.sight import called_by, known_to, require_sight
from anpei.exercises.runs.signature import drawn
from anpei.exercises.runs.view import player_view
from anpei.exercises.runs.wording import REASONS, describe

__all__ = [
    "BY_THE_TAP",
    "NOTICES",
    "REASONS",
    "ArchiveFilter",
    "ArchivedRun",
    "Cite",
    "DecisionAck",
    "Event",
    "EventDraft",
    "ExerciseType",
    "Feed",
    "Feeds",
    "Frame",
    "Outcome",
    "Part",
    "RunInfo",
    "RunRecord",
    "RunState",
    "Seat",
    "SentDecision",
    "abandon",
    "abandoned",
    "act",
    "archive",
    "assign_number",
    "called_by",
    "closings",
    "condition_doubts",
    "condition_problem",
    "condition_times",
    "console_view",
    "correct_score",
    "counted",
    "create",
    "debrief",
    "decide",
    "describe",
    "drawn",
    "emergency",
    "ended_among",
    "ended_runs",
    "ended_since",
    "engine",
    "events_after",
    "exercise_type",
    "exercise_types",
    "facts",
    "first_held",
    "first_made",
    "frames",
    "going",
    "how_many",
    "join",
    "kiosk_state",
    "kiosks",
    "known_run",
    "known_to",
    "leave",
    "list_runs",
    "observe",
    "open_quiz",
    "outcome",
    "parts_of",
    "plan_of",
    "planned_injects",
    "player_view",
    "require_sight",
    "run_label",
    "run_labels",
    "run_record",
    "run_titles",
    "sat_at",
    "seat_sitters",
    "set_exercise_type",
    "sign",
    "sit",
    "stand",
    "tick",
    "titles",
    "touch",
]
