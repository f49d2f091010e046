"""Pictures of questions that are being written: taken in as files, and shown to authors before they are published."""

from __future__ import annotations

import asyncio
import hashlib
import re
import unicodedata
from pathlib import Path

from anpei import bank
from anpei.errors import NotFound, Refused
from anpei.exercises import evaluation
from anpei.plainfiles import write_atomic
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.pictures import send_picture
from anpei.server.core.requests import Line, RequestModel

__all__ = ["HANDLERS"]

LARGEST = 8 * 1024 * 1024
KINDS = (".svg", ".png", ".jpg", ".jpeg", ".webp")


class ItemUploadRequest(RequestModel):
    """What the file is called where it comes from."""

    name: Line = ""


class ItemPictureUploadHandler(ApiHandler):
    """``PUT api/authoring/pictures?name=`` with the picture as the body: a drawing as it is, a photo drawn anew."""

    access = permissions.AUTHORS
    acts = does(PUT="content.picture")
    largest_body = LARGEST

    async def put(self) -> None:
        name, body = self.query(ItemUploadRequest).name, self.request.body
        ending, kept = await asyncio.to_thread(_fit, name, body)
        file = f"{_stem(name)}-{hashlib.sha256(kept).hexdigest()[:8]}{ending}"
        await self.noted(about=file)
        path = self.site.workspace / "quizzes/media" / file
        if not path.exists():
            await asyncio.to_thread(write_atomic, path, kept)
        self.answer({"src": f"media/{file}"})


def _fit(name: str, body: bytes) -> tuple[str, bytes]:
    if not name.lower().endswith(".svg"):
        return ".jpg", evaluation.redrawn_photo(body)
    if problem := bank.drawing_problem(body):
        raise Refused(f"{problem}。", code="picture", way_out="请换一张只有图形的 SVG，或用照片。")
    return ".svg", body


def _stem(name: str) -> str:
    """A file's name as one that any disk takes; one without a letter is a picture."""
    plain = unicodedata.normalize("NFKD", Path(name).stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "picture"


class AuthorsPictureHandler(ApiHandler):
    """``authoring/media/<name>``: a picture of the shelf as it is, published or not."""

    access = permissions.AUTHORS

    def get(self, name: str) -> None:
        path = self.site.shelves.find(f"quizzes/media/{name}")
        if path is None or path.suffix not in KINDS or not path.is_file():
            raise NotFound("没有这张图片。", way_out="请重新传一张。")
        send_picture(self, path)


HANDLERS = [
    (r"api/authoring/pictures", ItemPictureUploadHandler),
    (r"authoring/media/([A-Za-z0-9_./-]{1,200})", AuthorsPictureHandler),
]
