"""Where the part of a live chapter lies that a kernel shows: the only place that knows."""

from __future__ import annotations

from anpei.server.core.handlers import PageHandler

__all__ = ["live_part_url"]


def live_part_url(handler: PageHandler, course: str, chapter: str) -> str:
    """The address of the frame in the chapter's page; the page and its text stay where they are."""
    return handler.url(f"live/{course}/{chapter}", frame="1")
