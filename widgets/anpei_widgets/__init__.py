"""Widgets for safety training; the same front ends run in Jupyter and in plain pages. Knows nothing of the platform."""

from anpei_widgets._basis import BASES, Basis
from anpei_widgets._bundle import UnknownWidget, bundle, names
from anpei_widgets.base import MIME, AnpeiWidget
from anpei_widgets.bleeding_control import BleedingControl, bleeding_control
from anpei_widgets.case import Case
from anpei_widgets.choice import Choice
from anpei_widgets.cpr_rhythm import CprRhythm, cpr_rhythm
from anpei_widgets.director import Director, director
from anpei_widgets.evacuation_map import EvacuationMap, evacuation_map
from anpei_widgets.evaluator import Evaluator, evaluator
from anpei_widgets.extinguisher_chooser import ExtinguisherChooser, extinguisher_chooser
from anpei_widgets.extinguisher_pass import ExtinguisherPass, extinguisher_pass
from anpei_widgets.gas_readings import GasReadings, gas_readings
from anpei_widgets.hazard_board import HazardBoard, hazard_board
from anpei_widgets.incident_clock import IncidentClock, incident_clock
from anpei_widgets.kiosk import Kiosk, kiosk
from anpei_widgets.lec_calculator import LecCalculator, lec_calculator
from anpei_widgets.order import Order
from anpei_widgets.practice import Practice, practice
from anpei_widgets.quiz import Quiz, quiz
from anpei_widgets.replay import Replay, replay
from anpei_widgets.responsibility_chain import ResponsibilityChain, responsibility_chain
from anpei_widgets.risk_matrix import RiskMatrix, risk_matrix
from anpei_widgets.risk_ranking import RiskRanking, risk_ranking
from anpei_widgets.roll_call import RollCall, roll_call
from anpei_widgets.scenario_player import ScenarioPlayer, scenario_player
from anpei_widgets.sheet import Sheet
from anpei_widgets.short import Short
from anpei_widgets.smoke_layer import SmokeLayer, smoke_layer
from anpei_widgets.smoke_route import SmokeRoute, smoke_route
from anpei_widgets.spot import Spot

__all__ = [
    "BASES",
    "MIME",
    "AnpeiWidget",
    "Basis",
    "BleedingControl",
    "Case",
    "Choice",
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
    "Order",
    "Practice",
    "Quiz",
    "Replay",
    "ResponsibilityChain",
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
