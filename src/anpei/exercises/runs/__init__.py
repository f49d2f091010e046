"""Emergency drills: scenarios as files, a pure engine, a log that loses nothing, and the views that screens get."""

from anpei.drills import emergency, open_quiz
from anpei.drills.adjusting import adjust
from anpei.drills.archive import Asked, Filed, archive, closings, first_made, going, how_many, runs, titles
from anpei.drills.arrangement import NOTICES, Arrangement, arrange, arrangement, arrangements
from anpei.drills.checks import check, check_script
from anpei.drills.console import console_view
from anpei.drills.debrief import Cite, Outcome, debrief, outcome
from anpei.drills.ending import abandon, abandoned
from anpei.drills.events import Draft, Event, State
from anpei.drills.explore import Explorer, Walk
from anpei.drills.feed import Feed, Feeds
from anpei.drills.files import Shelf, load, read_scenario
from anpei.drills.finish import Part, counted, parts_of
from anpei.drills.kiosk import kiosk_state, kiosks, sat_at, seat_sitters, sit, stand, touch
from anpei.drills.log import events_after
from anpei.drills.moments import condition_doubts, condition_problem, first_held, moments
from anpei.drills.orders import act, observe, sign
from anpei.drills.scenes import Scene, scenes
from anpei.drills.schema import schema_text
from anpei.drills.script import Script
from anpei.drills.seats import plan_of
from anpei.drills.service import Ack, Seat, create, decide, join, leave, tick
from anpei.drills.story import RunInfo, Story, story
from anpei.drills.view import player_view
from anpei.drills.wording import describe

__all__ = [
    "NOTICES",
    "Ack",
    "Arrangement",
    "Asked",
    "Cite",
    "Draft",
    "Event",
    "Explorer",
    "Feed",
    "Feeds",
    "Filed",
    "Outcome",
    "Part",
    "RunInfo",
    "Scene",
    "Script",
    "Seat",
    "Shelf",
    "State",
    "Story",
    "Walk",
    "abandon",
    "abandoned",
    "act",
    "adjust",
    "archive",
    "arrange",
    "arrangement",
    "arrangements",
    "check",
    "check_script",
    "closings",
    "condition_doubts",
    "condition_problem",
    "console_view",
    "counted",
    "create",
    "debrief",
    "decide",
    "describe",
    "emergency",
    "events_after",
    "first_held",
    "first_made",
    "going",
    "how_many",
    "join",
    "kiosk_state",
    "kiosks",
    "leave",
    "load",
    "moments",
    "observe",
    "open_quiz",
    "outcome",
    "parts_of",
    "plan_of",
    "player_view",
    "read_scenario",
    "runs",
    "sat_at",
    "scenes",
    "schema_text",
    "seat_sitters",
    "sign",
    "sit",
    "stand",
    "story",
    "tick",
    "titles",
    "touch",
]
