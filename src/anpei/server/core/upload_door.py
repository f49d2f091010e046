"""The door for files: taken in as they are, once it is known whose, piece by piece and no further than allowed."""

from __future__ import annotations

from typing import Any

from tornado import web

from anpei.errors import AnpeiError, Refused
from anpei.server.core.handlers import ApiHandler
from anpei.server.core.requests import Line, RequestModel

__all__ = ["UploadHandler", "UploadRequest"]


class UploadRequest(RequestModel):
    """What the file is called where it comes from."""

    name: Line = ""


@web.stream_request_body
class UploadHandler(ApiHandler):
    """A door that takes a file as it is; ``largest_body`` says how large."""

    def initialize(self) -> None:
        self.pieces: list[bytes] = []
        self.refusal: Exception | None = None

    async def prepare(self, *args: Any, **kwargs: Any) -> None:
        """What somebody sends who isn't let in is read and thrown away, so that they hear why."""
        try:
            await super().prepare(*args, **kwargs)
        except (AnpeiError, web.HTTPError) as refusal:
            self.refusal = refusal  # said at once it would break the connection, and nobody would hear it

    def data_received(self, chunk: bytes) -> None:
        if self.refusal is None:
            self.pieces.append(chunk)

    def received(self) -> tuple[str, bytes]:
        """The file's name and what is in it."""
        if self.refusal is not None:
            raise self.refusal
        name, body = self.query(UploadRequest).name, b"".join(self.pieces)
        if not body:
            raise Refused("文件是空的。", code="empty", way_out="请换一个文件。")
        return name, body
