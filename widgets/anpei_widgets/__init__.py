"""Widgets for safety training; the same front ends run in Jupyter and in plain pages. Knows nothing of the platform.

A widget is loaded when it is first asked for: a page shows one, and whoever only wants a bundle needs no Jupyter.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anpei_widgets.basis import BASES, Basis
from anpei_widgets.bundles import UnknownWidget, bundle, names

if TYPE_CHECKING:
    from anpei_widgets.base import MIME, AnpeiWidget
    from anpei_widgets.drills.director.widget import Director, director
    from anpei_widgets.drills.evacuation_map.widget import EvacuationMap, evacuation_map
    from anpei_widgets.drills.evaluator.widget import Evaluator, evaluator
    from anpei_widgets.drills.kiosk.widget import Kiosk, kiosk
    from anpei_widgets.drills.replay.widget import Replay, replay
    from anpei_widgets.drills.roll_call.widget import RollCall, roll_call
    from anpei_widgets.drills.scenario_player.widget import ScenarioPlayer, scenario_player
    from anpei_widgets.items.branching.widget import Branching
    from anpei_widgets.items.case.widget import Case
    from anpei_widgets.items.choice.widget import Choice
    from anpei_widgets.items.cloze.widget import Cloze
    from anpei_widgets.items.matching.widget import Matching
    from anpei_widgets.items.numeric.widget import Numeric
    from anpei_widgets.items.order.widget import Order
    from anpei_widgets.items.practice.widget import Practice, practice
    from anpei_widgets.items.quiz.widget import Quiz, quiz
    from anpei_widgets.items.risk.widget import Risk
    from anpei_widgets.items.sheet.widget import Sheet
    from anpei_widgets.items.short.widget import Short
    from anpei_widgets.items.spot.widget import Spot
    from anpei_widgets.learning.bleeding_control.widget import BleedingControl, bleeding_control
    from anpei_widgets.learning.cpr_rhythm.widget import CprRhythm, cpr_rhythm
    from anpei_widgets.learning.extinguisher_chooser.widget import ExtinguisherChooser, extinguisher_chooser
    from anpei_widgets.learning.extinguisher_pass.widget import ExtinguisherPass, extinguisher_pass
    from anpei_widgets.learning.gas_readings.widget import GasReadings, gas_readings
    from anpei_widgets.learning.hazard_board.widget import HazardBoard, hazard_board
    from anpei_widgets.learning.incident_clock.widget import IncidentClock, incident_clock
    from anpei_widgets.learning.lec_calculator.widget import LecCalculator, lec_calculator
    from anpei_widgets.learning.responsibility_chain.widget import ResponsibilityChain, responsibility_chain
    from anpei_widgets.learning.risk_matrix.widget import RiskMatrix, risk_matrix
    from anpei_widgets.learning.risk_ranking.widget import RiskRanking, risk_ranking
    from anpei_widgets.learning.smoke_layer.widget import SmokeLayer, smoke_layer
    from anpei_widgets.learning.smoke_route.widget import SmokeRoute, smoke_route

__all__ = [
    "BASES",
    "MIME",
    "AnpeiWidget",
    "Basis",
    "BleedingControl",
    "Branching",
    "Case",
    "Choice",
    "Cloze",
    "CprRhythm",
    "Director",
    "EvacuationMap",
    "Evaluator",
    "ExtinguisherChooser",
    "ExtinguisherPass",
    "GasReadings",
    "HazardBoard",
    "IncidentClock",
    "Kiosk",
    "LecCalculator",
    "Matching",
    "Numeric",
    "Order",
    "Practice",
    "Quiz",
    "Replay",
    "ResponsibilityChain",
    "Risk",
    "RiskMatrix",
    "RiskRanking",
    "RollCall",
    "ScenarioPlayer",
    "Sheet",
    "Short",
    "SmokeLayer",
    "SmokeRoute",
    "Spot",
    "UnknownWidget",
    "bleeding_control",
    "bundle",
    "cpr_rhythm",
    "director",
    "evacuation_map",
    "evaluator",
    "extinguisher_chooser",
    "extinguisher_pass",
    "gas_readings",
    "hazard_board",
    "incident_clock",
    "kiosk",
    "lec_calculator",
    "names",
    "practice",
    "quiz",
    "replay",
    "responsibility_chain",
    "risk_matrix",
    "risk_ranking",
    "roll_call",
    "scenario_player",
    "smoke_layer",
    "smoke_route",
]

_HERE = Path(__file__).parent
_SHELVES = ("drills", "items", "learning")
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


def _home(name: str) -> str:
    """The module of a widget's class or function: its folder is called as it is."""
    folder = _CAPITAL.sub("_", name).lower()
    shelf = next((shelf for shelf in _SHELVES if (_HERE / shelf / folder).is_dir()), None)
    return f"anpei_widgets.{shelf}.{folder}.widget" if shelf else "anpei_widgets.base"


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_home(name)), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
