"""Pictures of a live chapter, for signed-in people and of harmless kinds only."""

from __future__ import annotations

import mimetypes

from tornado import web

from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler

__all__ = ["ChapterMedia"]

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".mp4", ".webm")


class ChapterMedia(PageHandler):
    """``live/<course>/media/<name>``, found on the shelves; a script in an SVG stays without effect."""

    access = permissions.SHARED

    def get(self, course: str, name: str) -> None:
        path = self.context.content().shelves.find(f"courses/{course}/media/{name}")
        if path is None or not path.is_file() or path.suffix.lower() not in KINDS or "media" not in path.parts:
            raise web.HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.set_header("Cache-Control", "private, max-age=3600")
        self.finish(path.read_bytes())
