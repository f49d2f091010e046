"""Widgets for safety training; the same front ends run in Jupyter and in plain pages. Knows nothing of the platform."""

from anpei_widgets._bundle import UnknownWidget, bundle, names
from anpei_widgets.base import MIME, AnpeiWidget
from anpei_widgets.bleeding_control import BleedingControl, bleeding_control
from anpei_widgets.case import Case
from anpei_widgets.choice import Choice
from anpei_widgets.cpr_rhythm import CprRhythm, cpr_rhythm
from anpei_widgets.director import Director, director
from anpei_widgets.extinguisher_chooser import ExtinguisherChooser, extinguisher_chooser
from anpei_widgets.gas_readings import GasReadings, gas_readings
from anpei_widgets.incident_clock import IncidentClock, incident_clock
from anpei_widgets.kiosk import Kiosk, kiosk
from anpei_widgets.order import Order
from anpei_widgets.practice import Practice, practice
from anpei_widgets.quiz import Quiz, quiz
from anpei_widgets.risk_matrix import RiskMatrix, risk_matrix
from anpei_widgets.scenario_player import ScenarioPlayer, scenario_player
from anpei_widgets.sheet import Sheet
from anpei_widgets.short import Short
from anpei_widgets.smoke_layer import SmokeLayer, smoke_layer

__all__ = [
    "MIME",
    "AnpeiWidget",
    "BleedingControl",
    "Case",
    "Choice",
    "CprRhythm",
    "Director",
    "ExtinguisherChooser",
    "GasReadings",
    "IncidentClock",
    "Kiosk",
    "Order",
    "Practice",
    "Quiz",
    "RiskMatrix",
    "ScenarioPlayer",
    "Sheet",
    "Short",
    "SmokeLayer",
    "UnknownWidget",
    "bleeding_control",
    "bundle",
    "cpr_rhythm",
    "director",
    "extinguisher_chooser",
    "gas_readings",
    "incident_clock",
    "kiosk",
    "names",
    "practice",
    "quiz",
    "risk_matrix",
    "scenario_player",
    "smoke_layer",
]
