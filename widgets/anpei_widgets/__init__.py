"""Widgets for safety training; the same front ends run in Jupyter and in plain pages. Knows nothing of the platform."""

from anpei_widgets._bundle import UnknownWidget, bundle, names
from anpei_widgets.base import MIME, AnpeiWidget
from anpei_widgets.case import Case
from anpei_widgets.choice import Choice
from anpei_widgets.extinguisher_chooser import ExtinguisherChooser, extinguisher_chooser
from anpei_widgets.order import Order
from anpei_widgets.practice import Practice, practice
from anpei_widgets.quiz import Quiz, quiz
from anpei_widgets.risk_matrix import RiskMatrix, risk_matrix
from anpei_widgets.sheet import Sheet
from anpei_widgets.short import Short
from anpei_widgets.smoke_layer import SmokeLayer, smoke_layer

__all__ = [
    "MIME",
    "AnpeiWidget",
    "Case",
    "Choice",
    "ExtinguisherChooser",
    "Order",
    "Practice",
    "Quiz",
    "RiskMatrix",
    "Sheet",
    "Short",
    "SmokeLayer",
    "UnknownWidget",
    "bundle",
    "extinguisher_chooser",
    "names",
    "practice",
    "quiz",
    "risk_matrix",
    "smoke_layer",
]
