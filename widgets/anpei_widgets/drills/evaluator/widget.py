"""The evaluator's form. It talks to the server by itself and keeps every tap on the device until it is saved."""

from __future__ import annotations

from anpei_widgets.base import AnpeiWidget


class Evaluator(AnpeiWidget):
    """Rate a drill run while watching it; nothing of it is in a trait but the run's number."""

    name = "evaluator"


def evaluator(run: int = 0) -> Evaluator:
    """The form of a run; somebody who may not evaluate is told so."""
    return Evaluator(spec={"run": run})
