"""How long it takes to get everybody out: site plans, a pedestrian model in a process of its own, always a range."""

from anpei.exercises.evacuation.checks import check
from anpei.exercises.evacuation.comparison import Measured, expected, expected_of_run, measured
from anpei.exercises.evacuation.engine import PINNED, available, engine_version, install, require, why_not
from anpei.exercises.evacuation.files import FORMATS, Sites, load, plan_path, read_plan
from anpei.exercises.evacuation.final_run import ask_at_end, ended_lately
from anpei.exercises.evacuation.model import (
    LIMITS,
    Blockage,
    Cue,
    ExitOrder,
    Inputs,
    Range,
    check_inputs,
    key_of,
    standard,
)
from anpei.exercises.evacuation.plan import Exit, SitePlan, Zone
from anpei.exercises.evacuation.queue import EvacuationQueue, folder_of
from anpei.exercises.evacuation.scenario_link import PathChange, ScenarioLink, link_scenario, load_scenario_link
from anpei.exercises.evacuation.service import Job, ask, cancel, get, latest, of_drill, position, recent
from anpei.exercises.evacuation.tracks import pack, unpack
from anpei.exercises.evacuation.worker import reckon

__all__ = [
    "FORMATS",
    "LIMITS",
    "PINNED",
    "Blockage",
    "Cue",
    "EvacuationQueue",
    "Exit",
    "ExitOrder",
    "Inputs",
    "Job",
    "Measured",
    "PathChange",
    "Range",
    "ScenarioLink",
    "SitePlan",
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
    "get",
    "install",
    "key_of",
    "latest",
    "link_scenario",
    "load",
    "load_scenario_link",
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
