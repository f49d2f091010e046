"""Static files: nothing private lives here, so no login; compressed once and kept, cached for ever when versioned."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from anpei_widgets import bundle
from anpei_widgets.bundles import version as widgets_version
from tornado import web

from anpei.content import nameable
from anpei.server.core import permissions

__all__ = [
    "ASSETS",
    "ASSET_KINDS",
    "SERVER",
    "FolderFiles",
    "PackedFiles",
    "WidgetFiles",
    "packed",
    "static_version",
    "widgets_version",
]

SERVER = Path(__file__).parents[1]
ASSETS = (SERVER / "dist", SERVER)
"""Where a page's files lie: what was bundled first, then pictures and what isn't ours."""
ASSET_KINDS = (".css", ".js", ".json", ".svg")

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
TEXT = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/manifest+json")
SMALL = 1024
KEPT_BYTES = 48_000_000
HASHES = 2000
Stamp = tuple[str, int, int]


@lru_cache(maxsize=512)
def static_version(name: str) -> str:
    """A short hash of a static file, so that caches may keep it for ever."""
    path = next((folder / name for folder in ASSETS if (folder / name).is_file()), None)
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path else "0"


_hashes: OrderedDict[Stamp, tuple[str, str]] = OrderedDict()


def content_hashes(stamp: Stamp, read: Callable[[], bytes]) -> tuple[str, str]:
    """What :func:`static_version` says of a file, and what Jupyter's own addresses say, for the bytes of this stamp."""
    known = _hashes.get(stamp)
    if known is None:
        body = read()
        known = _hashes[stamp] = hashlib.sha256(body).hexdigest()[:10], hashlib.sha512(body).hexdigest()
        while len(_hashes) > HASHES:
            _hashes.popitem(last=False)
    return known


class _Packed:
    """Compressed bodies by file and version, the least used dropped first."""

    def __init__(self) -> None:
        self._bodies: OrderedDict[Stamp, bytes] = OrderedDict()
        self._size = 0

    def get(self, stamp: Stamp, read: Callable[[], bytes]) -> bytes:
        body = self._bodies.get(stamp)
        if body is None:
            body = gzip.compress(read(), 6, mtime=0)
            self._bodies[stamp] = body
            self._size += len(body)
            while self._size > KEPT_BYTES and len(self._bodies) > 1:
                self._size -= len(self._bodies.popitem(last=False)[1])
        self._bodies.move_to_end(stamp)
        return body


packed = _Packed()


class PackedFiles(web.RequestHandler):
    """Answers GET and HEAD for bytes a subclass finds; a stranger may have them, a browser keeps them."""

    access = permissions.PUBLIC

    def find(self, name: str) -> tuple[Stamp, Callable[[], bytes]] | None:
        """Stamp and reader of a file, or None."""
        raise NotImplementedError

    def kept_for_ever(self, name: str, stamp: Stamp, read: Callable[[], bytes]) -> bool:
        """Whether the address names this content: under another's name it is sent, and asked for again."""
        asked = self.get_query_argument("v", "")
        return bool(asked) and asked in content_hashes(stamp, read)

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Access-Control-Allow-Origin", "*")  # also to a sandboxed document: nothing private lies here

    def get(self, name: str) -> None:
        found = self.find(name) if nameable(name) and "\\" not in name else None
        if found is None:
            raise web.HTTPError(404)
        stamp, read = found
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kind = "text/javascript" if name.endswith((".js", ".mjs")) else kind
        self.set_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") else ""))
        self.set_header("Cache-Control", FOR_EVER if self.kept_for_ever(name, stamp, read) else ASK_AGAIN)
        self.set_header("Vary", "Accept-Encoding")
        self.set_header("Etag", '"' + hashlib.sha256(repr(stamp).encode()).hexdigest()[:20] + '"')
        if self.check_etag_header():
            self.set_status(304)
            return
        self._send(stamp, read, kind)

    head = get

    def _send(self, stamp: Stamp, read: Callable[[], bytes], kind: str) -> None:
        wanted = "gzip" in self.request.headers.get("Accept-Encoding", "")
        if wanted and stamp[2] >= SMALL and kind.startswith(TEXT):
            self.set_header("Content-Encoding", "gzip")
            self.finish(packed.get(stamp, read))
        else:
            self.finish(read())

    def compute_etag(self) -> str | None:
        return self._headers.get("Etag")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish("没有找到这个文件。" if status_code == 404 else "")


class FolderFiles(PackedFiles):
    """Files below one of several folders, the first that has it wins; hidden files are nobody's.

    With ``kinds`` named, only files with these endings exist for a browser.
    """

    def initialize(
        self, folders: Callable[[], list[Path]] | list[Path], hashed: bool = False, kinds: tuple[str, ...] = ()
    ) -> None:
        self.folders, self.hashed, self.kinds = folders, hashed, kinds

    def kept_for_ever(self, name: str, stamp: Stamp, read: Callable[[], bytes]) -> bool:
        return (self.hashed and _named_by_hash(name)) or super().kept_for_ever(name, stamp, read)

    def find(self, name: str) -> tuple[Stamp, Callable[[], bytes]] | None:
        if any(part.startswith(".") for part in Path(name).parts) or not name.endswith(self.kinds or ("",)):
            return None
        folders = self.folders() if callable(self.folders) else self.folders
        for folder in folders:
            root = folder.resolve()
            path = (root / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                stat = path.stat()
                return (str(path), stat.st_mtime_ns, stat.st_size), path.read_bytes
        return None


def _named_by_hash(name: str) -> bool:
    """Webpack's names: ``1234.0123abcd.js`` or a bare hash; their content never changes."""
    pieces = Path(name).name.split(".")
    return any(len(piece) >= 8 and all(char in "0123456789abcdef" for char in piece) for piece in pieces)


class WidgetFiles(PackedFiles):
    """``static/widgets/<name>.js|css``: a widget's bundle, versioned by the whole pack."""

    def kept_for_ever(self, name: str, stamp: Stamp, read: Callable[[], bytes]) -> bool:
        return self.get_query_argument("v", "") == widgets_version()

    def find(self, name: str) -> tuple[Stamp, Callable[[], bytes]] | None:
        stem, _, kind = name.partition(".")
        if kind not in ("js", "css") or not stem.replace("_", "").isalnum():
            return None
        try:
            script, style = bundle(stem)
        except (FileNotFoundError, KeyError, ValueError):
            return None
        body = (script if kind == "js" else style).encode()
        return (hashlib.sha256(body).hexdigest(), 0, len(body)), lambda: body
