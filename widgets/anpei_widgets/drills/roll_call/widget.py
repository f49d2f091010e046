"""A roll call: the warden's big list at one muster point, or the director's desk over all of them."""

from __future__ import annotations

from typing import Any

from anpei_widgets.base import AnpeiWidget


class RollCall(AnpeiWidget):
    """Tick who is there and see who is missing; nothing of it is in a trait but which roll call and which point."""

    name = "roll_call"


def roll_call(muster: int = 0, point: str = "", people: list[dict[str, Any]] | None = None) -> RollCall:
    """A roll call at a point, or without one at all; ``people`` are the kiosks a director may name as wardens."""
    return RollCall(spec={"muster": muster, "point": point, "people": people or [], "me": ""})
