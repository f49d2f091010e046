"""Plans of drills as the director's console offers them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.exercises import preparation
from anpei.exercises.scenarios import CompiledScenario

__all__ = ["offered"]


def offered(
    session: Session,
    scripts: Callable[[str], CompiledScenario | None],
    looker: staff.Person,
    *,
    demanded: bool,
    today: date,
) -> list[dict[str, Any]]:
    """Each with where it stands; ``due``: its day has come, so that it is proposed."""
    return [
        {
            "id": one.id,
            "scenario": one.scenario,
            "words": f"{one.plan.day} {one.plan.at} {one.plan.place}"
            f"（第 {one.version} 版，{one.word(demanded=demanded)}）",
            "ready": one.state(demanded=demanded) in ("approved", "free"),
            "due": one.plan.day <= today.isoformat(),
            "kind": {"form": one.plan.form, "notice": one.plan.notice},
        }
        for one in preparation.planned_drills(session, scripts, looker=looker, only_open=True)
    ]
