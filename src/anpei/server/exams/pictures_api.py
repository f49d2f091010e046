"""Pictures of questions, for signed-in people; they show what the question shows and nothing else."""

from __future__ import annotations

from anpei.errors import NotFound
from anpei.server.core import permissions
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.pictures import send_picture

__all__ = ["HANDLERS"]

KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


class ItemPictureHandler(ApiHandler):
    access = permissions.CARDS

    def get(self, name: str) -> None:
        """``media/<name>`` from the quizzes shelf."""
        path = self.context.content().shelves.find(f"quizzes/media/{name}")
        if ".." in name or path is None or path.suffix not in KINDS or not path.is_file():
            raise NotFound("没有这张图片。", way_out="请刷新页面；若仍没有，请告诉培训师。")
        send_picture(self, path)


HANDLERS = [(r"media/([A-Za-z0-9_./-]{1,200})", ItemPictureHandler)]
