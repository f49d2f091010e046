"""``python -m anpei.exercises.evacuation.worker``: a question in on stdin, progress out, the answer into files.

A process of its own: the engine is native code that may crash, hang or eat memory, and the web server must not notice.
It ends when its stdin closes, so it never outlives whoever asked, not even a server killed with -9.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anpei.errors import AnpeiError, Refused
from anpei.exercises.evacuation.engine import engine_version, require
from anpei.exercises.evacuation.files import read_plan
from anpei.exercises.evacuation.model import Inputs, check_inputs
from anpei.exercises.evacuation.tracks import pack
from anpei.plainfiles import write_atomic

__all__ = ["main", "reckon"]

MEMORY = 2_000_000_000
CPU_SECONDS = 900
NICE = 5
Tell = Callable[[float], None]


def reckon(path: Path, sha: str, inputs: Inputs, tell: Tell) -> tuple[dict[str, Any], bytes]:
    """Summary and packed tracks of the answer; the plan must still be the one the question was about."""
    require()
    from anpei.exercises.evacuation.outcome import shown, summary
    from anpei.exercises.evacuation.simulation import FRAME, SimulationOutcome, walk

    plan, _ = read_plan(path)
    if plan is None or plan.sha != sha:
        raise Refused("场地图刚刚改过。", code="plan_changed", way_out="请刷新页面再运行。")
    check_inputs(plan, inputs)
    walks: list[SimulationOutcome] = []
    while len(walks) < inputs.seeds:
        done = len(walks)
        walks.append(walk(plan, inputs, done + 1, lambda share, done=done: tell((done + share) / inputs.seeds)))  # type: ignore[misc]
        tell(len(walks) / inputs.seeds)
    picture = shown(walks) if inputs.shown == "middle" else walks[0]
    engine = f"JuPedSim {engine_version()}，CollisionFreeSpeedModelV2，步长 0.05 秒"
    told = summary(plan, inputs, walks, picture, engine)
    head = {"exits": [[e, _second(t)] for e, t in zip(picture.exits, picture.out, strict=True)], "sha": plan.sha}
    return told, pack(picture.frames, FRAME, head)


def _second(time: float) -> float | None:
    return None if math.isnan(time) else round(float(time), 2)


def main() -> int:
    """Answer the one question; 0 when the files are written."""
    _bound()
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_asker, daemon=True).start()
    try:
        told, tracks = reckon(Path(asked["plan"]), asked["sha"], Inputs.model_validate(asked["inputs"]), _tell)
    except AnpeiError as error:
        _say({"refused": str(error)})
        return 1
    folder, key = Path(asked["folder"]), asked["key"]
    write_atomic(folder / f"{key}.tracks", tracks, mode=0o600)
    write_atomic(folder / f"{key}.json", json.dumps(told, ensure_ascii=False), mode=0o600)
    _say({"done": True})
    return 0


def _bound() -> None:
    """Memory and time are bounded, and everybody else comes first."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICE)


def _end_with_asker() -> None:
    while sys.stdin.readline():
        pass
    os._exit(3)


def _tell(share: float) -> None:
    _say({"progress": round(share, 3)})


def _say(words: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
