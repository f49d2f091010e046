"""How long it takes to get everybody out: site plans, a pedestrian model in a process of its own, always a range."""

from anpei.evacuation.checks import check
from anpei.evacuation.comparing import Measured, expected, expected_of_run, measured
from anpei.evacuation.desk import Desk, folder_of
from anpei.evacuation.endings import ask_at_end, ended_lately
from anpei.evacuation.engine import PINNED, available, engine_version, install, require, why_not
from anpei.evacuation.files import FORMATS, Sites, load, plan_path, read_plan
from anpei.evacuation.following import Following, Mark, follow, load_following
from anpei.evacuation.model import LIMITS, Block, Cue, Inputs, Order, Range, check_inputs, key_of, standard
from anpei.evacuation.plan import Exit, Plan, Zone
from anpei.evacuation.service import Job, ask, cancel, get, latest, of_drill, position, recent
from anpei.evacuation.tracks import pack, unpack
from anpei.evacuation.worker import reckon

__all__ = [
    "FORMATS",
    "LIMITS",
    "PINNED",
    "Block",
    "Cue",
    "Desk",
    "Exit",
    "Following",
    "Inputs",
    "Job",
    "Mark",
    "Measured",
    "Order",
    "Plan",
    "Range",
    "Sites",
    "Zone",
    "ask",
    "ask_at_end",
    "available",
    "cancel",
    "check",
    "check_inputs",
    "ended_lately",
    "engine_version",
    "expected",
    "expected_of_run",
    "folder_of",
    "follow",
    "get",
    "install",
    "key_of",
    "latest",
    "load",
    "load_following",
    "measured",
    "of_drill",
    "pack",
    "plan_path",
    "position",
    "read_plan",
    "recent",
    "reckon",
    "require",
    "standard",
    "unpack",
    "why_not",
]
