"""The exam sheet: one question at a time, numbers to go by, flags, countdown, hand-in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from anpei_widgets.base import AnpeiWidget
from anpei_widgets.items.shared.values import check_answer


class Sheet(AnpeiWidget):
    """``value``: ``{"at": slot, "answers": {slot: value}, "flags": {slot: bool}}``.

    ``questions`` are question widgets or public specs. ``on_hand_in`` is called once with the answers.
    """

    name = "sheet"

    def __init__(
        self,
        title: str,
        questions: Sequence[Any],
        minutes: float | None = None,
        on_hand_in: Callable[[dict[str, Any]], None] | None = None,
        **traits: Any,
    ) -> None:
        specs = [getattr(q, "spec", q) for q in questions]
        slots = [{"slot": f"q{i:02}", "spec": spec} for i, spec in enumerate(specs, 1)]
        self._hand_in = on_hand_in
        super().__init__(spec={"title": title, "slots": slots}, state=_clock(minutes), **traits)
        self.on_msg(self._hear)

    @property
    def answers(self) -> dict[str, Any]:
        """What has been answered so far, by slot."""
        return {k: v for k, v in (self.value or {}).get("answers", {}).items() if v is not None}

    def check(self, value: Any) -> dict[str, Any]:
        specs = {s["slot"]: s["spec"] for s in self.spec["slots"]}
        if not isinstance(value, dict) or not isinstance(value.get("answers", {}), dict):
            raise ValueError("答卷的格式不对")
        answers = {s: check_answer(specs[s], v) for s, v in value.get("answers", {}).items() if s in specs}
        flags = {s: bool(on) for s, on in dict(value.get("flags") or {}).items() if s in specs}
        at = value.get("at")
        return {"at": at if at in specs else next(iter(specs), None), "answers": answers, "flags": flags}

    def _hear(self, _widget: Any, content: Any, _buffers: Any) -> None:
        asked = content.get("type") if isinstance(content, dict) else None
        if asked not in {"hand_in", "time_up"} or "closed" in self.state:
            return
        words = "时间到，已经交卷。" if asked == "time_up" else "已经交卷。"
        self.state = {**self.state, "closed": {"lines": [words]}}
        if self._hand_in:
            self._hand_in(self.answers)


def _clock(minutes: float | None) -> dict[str, Any]:
    """When time is up, in ms since the epoch; without a limit there is no countdown."""
    return {} if minutes is None else {"deadline": int(time.time() * 1000 + minutes * 60_000)}
