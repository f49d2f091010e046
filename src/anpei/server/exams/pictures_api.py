"""Pictures of questions, for signed-in people; they show what the question shows and nothing else."""

from __future__ import annotations

import mimetypes

from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler

__all__ = ["HANDLERS"]

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


class ItemPictureHandler(ApiHandler):
    access = permissions.CARDS

    def get(self, name: str) -> None:
        """``media/<name>`` from the quizzes shelf; a script in an SVG stays without effect."""
        path = self.context.content().shelves.find(f"quizzes/media/{name}")
        if ".." in name or path is None or path.suffix not in KINDS or not path.is_file():
            raise NotFound("没有这张图片。", way_out="请刷新页面；若仍没有，请告诉培训师。")
        self.set_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
        self.set_header("Cache-Control", "private, max-age=3600")
        self.finish(path.read_bytes())


HANDLERS = [(r"media/([A-Za-z0-9_./-]{1,200})", ItemPictureHandler)]
