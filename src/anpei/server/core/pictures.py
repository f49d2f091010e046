"""Pictures of questions and chapters: the address names the content, so a browser keeps it for ever.

A picture asked for without its version, or under one that isn't its, is sent and asked for again.
"""

from __future__ import annotations

import hashlib
import mimetypes
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from anpei.content import Shelves
from anpei.server.core.handlers import Handler
from anpei.server.core.requests import Line, RequestModel

__all__ = ["cover", "send_picture", "versioned_html", "versioned_spec"]

ONE_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
FOR_EVER, ASK_AGAIN = "private, max-age=31536000, immutable", "private, no-cache"
COVER = "media/cover.svg"
_IN_HTML = re.compile(r'(<img\b[^>]*?) src="(media/[^"?#]+)(?=")')
_DRAWN = re.compile(rb'<svg\b[^>]*?\swidth="(\d+)"[^>]*?\sheight="(\d+)"')


class PictureRequest(RequestModel):
    v: Line = ""


def versioned_spec(shelves: Shelves, data: Any) -> Any:
    """A question's public half, or whatever holds some, with each picture's version in its address."""
    if isinstance(data, dict):
        return {
            key: _versioned(shelves, "quizzes", value) if key == "src" else versioned_spec(shelves, value)
            for key, value in data.items()
        }
    return [versioned_spec(shelves, each) for each in data] if isinstance(data, list) else data


def versioned_html(shelves: Shelves, course: str, text: str) -> str:
    """A chapter's HTML with each picture's version in its address, and its place kept until it has come."""
    root, shelf = str(shelves.roots[0]), f"courses/{course}"

    def put(found: re.Match[str]) -> str:
        size = _size(root, f"{shelf}/{found[2]}")
        return f'{found[1]}{size} src="{_versioned(shelves, shelf, found[2])}'

    return _IN_HTML.sub(put, text)


def cover(shelves: Shelves, course: str) -> str:
    """The address, from the course's own page, of the picture it is known by; "" where it has none."""
    version = _version(str(shelves.roots[0]), f"courses/{course}/{COVER}")
    return f"courses/{course}/{COVER}?v={version}" if version else ""


def send_picture(handler: Handler, path: Path) -> None:
    """The picture and nothing it may bring along: a script in an SVG stays without effect."""
    body = path.read_bytes()
    known = handler.query(PictureRequest).v == _hash(body)
    handler.set_header("Content-Type", mimetypes.guess_type(path.name)[0] or "application/octet-stream")
    handler.set_header("Content-Security-Policy", ONE_PICTURE)
    handler.set_header("Cache-Control", FOR_EVER if known else ASK_AGAIN)
    handler.finish(body)


def _versioned(shelves: Shelves, shelf: str, src: Any) -> Any:
    if not isinstance(src, str) or not src.startswith("media/"):
        return src
    version = _version(str(shelves.roots[0]), f"{shelf}/{src}")
    return f"{src}?v={version}" if version else src


@lru_cache(maxsize=4096)
def _version(root: str, name: str) -> str:
    """A picture's version, or "" if there is none; published files lie in a folder named by their content."""
    path = Shelves([Path(root)]).find(name)
    return _hash(path.read_bytes()) if path is not None and path.is_file() else ""


@lru_cache(maxsize=4096)
def _size(root: str, name: str) -> str:
    """A drawing's measures as attributes, so that nothing moves when it comes; "" where it doesn't say them."""
    path = Shelves([Path(root)]).find(name)
    told = _DRAWN.search(path.read_bytes()) if path is not None and path.suffix == ".svg" and path.is_file() else None
    return f' width="{int(told[1])}" height="{int(told[2])}"' if told else ""


def _hash(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:10]
