"""A drill as one participant sees it: a pure view; a decision leaves it as a trait, and its host sends it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import traitlets
from anpei_widgets.base import AnpeiWidget

SAMPLE = Path(__file__).with_name("sample.json")


class ScenarioPlayer(AnpeiWidget):
    """``view``: the public view of a run; ``decision``: ``{"node", "option", "elapsed", "uuid"}`` as it was taken."""

    name = "scenario_player"
    writable: ClassVar[frozenset[str]] = frozenset({"decision"})

    view = traitlets.Dict().tag(sync=True)
    plan = traitlets.Unicode("").tag(sync=True)
    decision = traitlets.Dict().tag(sync=True)


def scenario_player(view: dict[str, Any] | None = None, plan: str | None = None) -> ScenarioPlayer:
    """The player over a view; without one, over a moment of a fire drill, to look at."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return ScenarioPlayer(view=view or sample["view"], plan=sample["plan"] if plan is None else plan)
