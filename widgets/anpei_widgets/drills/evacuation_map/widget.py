"""People walking out of a site plan: an answer of the evacuation model, played on a map. Shows, and asks nothing.

Where no answer is given, a small hall with two doors is shown, reckoned beforehand.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from anpei_widgets.base import AnpeiWidget

SAMPLE = Path(__file__).with_name("sample.json")


class EvacuationMap(AnpeiWidget):
    """``spec``: plan in metres, tracks as base64 text, what happened when; there is no value."""

    name = "evacuation_map"

    def check(self, value: Any) -> None:
        raise ValueError("这里没有要回答的")


def evacuation_map(plan: dict[str, Any] | None = None, tracks: bytes = b"", **more: Any) -> EvacuationMap:
    """A map of ``plan`` (as `Plan.drawn()` gives it) with packed ``tracks``; without arguments the sample."""
    if plan is None:
        return EvacuationMap(spec=dict(_sample()))
    return EvacuationMap(spec={"plan": plan, "tracks": base64.b64encode(tracks).decode(), **more})


@lru_cache(maxsize=1)
def _sample() -> dict[str, Any]:
    sample: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return sample
