"""What a kiosk offers to practise alone."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from anpei import laws
from anpei.content import Shelves
from anpei.exercises.scenarios import load
from anpei.server.kiosk.api import offered
from tests.browser.drills import quick_drill
from tests.helpers.processes import run_apart


def test_a_faulty_scenario_leaves_the_lobby_once_it_was_checked(tmp_path: Path, registry: laws.Registry) -> None:
    """Checking takes a while, so that nobody waits for it: a tablet asks every other second anyway."""
    quick_drill.lay(SimpleNamespace(workspace=tmp_path))  # type: ignore[arg-type]
    (faulty := tmp_path / "drills/faulty").mkdir()
    for name in ("scenario.yaml", "plan.svg"):
        text = (tmp_path / "drills/quick" / name).read_text(encoding="utf-8")
        (faulty / name).write_text(text.replace("weight: 100", "weight: 90"), encoding="utf-8")
    shelf = load(Shelves([tmp_path]))
    handler: Any = SimpleNamespace(
        settings={}, context=SimpleNamespace(drills=lambda: shelf), registry=lambda: registry
    )

    async def asked_twice() -> tuple[list[str], list[str]]:
        first = [script.slug for script in offered(handler)]
        await handler.settings["anpei_checking_drills"]
        return first, [script.slug for script in offered(handler)]

    first, second = run_apart(asked_twice())
    assert (sorted(first), second) == (["faulty", "quick"], ["quick"])
