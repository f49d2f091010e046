"""Pictures of a chapter, for signed-in people and of harmless kinds only."""

from __future__ import annotations

from tornado import web

from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.pictures import send_picture

__all__ = ["ChapterMedia"]

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".webm")


class ChapterMedia(PageHandler):
    """``courses/<course>/media/<name>``, and below ``live``, found on the shelves."""

    access = permissions.SHARED

    def get(self, course: str, name: str) -> None:
        path = self.context.content().shelves.find(f"courses/{course}/media/{name}")
        if path is None or not path.is_file() or path.suffix.lower() not in KINDS or "media" not in path.parts:
            raise web.HTTPError(404)
        send_picture(self, path)
