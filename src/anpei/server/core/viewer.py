"""Who looks at this page, asked from inside a kernel: the server wrote it into the environment, no client can."""

from __future__ import annotations

import os
from dataclasses import dataclass

__all__ = ["Viewer", "current_user", "environment_of"]


@dataclass(frozen=True)
class Viewer:
    """The person (or kiosk) whose page load started this kernel."""

    staff_no: str
    name: str
    roles: frozenset[str]
    base_url: str


def environment_of(viewer: Viewer) -> dict[str, str]:
    """The variables a kernel of this viewer starts with."""
    return {
        "ANPEI_STAFF_NO": viewer.staff_no,
        "ANPEI_NAME": viewer.name,
        "ANPEI_ROLES": " ".join(sorted(viewer.roles)),
        "ANPEI_BASE_URL": viewer.base_url,
    }


def current_user() -> Viewer | None:
    """The viewer of this kernel; None in a kernel the learner server did not start."""
    staff_no = os.environ.get("ANPEI_STAFF_NO")
    if not staff_no:
        return None
    return Viewer(
        staff_no,
        os.environ.get("ANPEI_NAME", staff_no),
        frozenset(os.environ.get("ANPEI_ROLES", "").split()),
        os.environ.get("ANPEI_BASE_URL", "/"),
    )
