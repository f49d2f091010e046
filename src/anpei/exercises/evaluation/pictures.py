"""Photos of evaluators: drawn anew before they are kept, so that the camera's own notes (place, device) are gone.

A few hundred kilobytes can hold a picture of gigabytes: its size is looked at first, and one is drawn at a time.
"""

from __future__ import annotations

import hashlib
import io
import re
import threading
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from anpei.errors import NotFound, Refused
from anpei.plainfiles import write_atomic

__all__ = ["LARGEST", "keep", "path_of", "redrawn"]

LARGEST = 1024 * 1024  # what the server takes in as one body; a browser makes it smaller first
SIDE = 1600
PIXELS = 12_500_000
"""A phone's picture of 12 megapixels has 4032 × 3024 points."""
_ONE_AT_A_TIME = threading.Lock()
_NAME = re.compile(r"^[0-9a-f]{64}$")


def keep(folder: Path, data: bytes) -> str:
    """Store a picture as a JPEG of at most 1600 px a side, without metadata; returns its name, the SHA-256.

    Takes some 50 ms: call it in a thread. Raises Refused for what is no picture or too large.
    """
    if len(data) > LARGEST:
        raise Refused("照片太大。", code="too_large", way_out="请换一张，或降低相机的分辨率。")
    body = redrawn(data)
    name = hashlib.sha256(body).hexdigest()
    path = folder / f"{name}.jpg"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(path, body, mode=0o600)
    return name


def redrawn(data: bytes) -> bytes:
    """A picture as a JPEG of at most 1600 px a side, with nothing of the camera's in it; Refused for what is none."""
    with _ONE_AT_A_TIME:
        return _redrawn(data)


def _redrawn(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > PIXELS:
                raise Refused("照片太大。", code="too_large", way_out="最多 1200 万像素，请降低相机的分辨率。")
            small = picture if picture.mode in ("RGB", "L") else picture.convert("RGB")
            small.thumbnail((SIDE, SIDE))  # first, for everything after it makes copies
            upright = ImageOps.exif_transpose(small).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("这个文件不是照片。", code="photo", way_out="请选 JPEG 或 PNG 照片。") from None
    # a fresh image: the old one's info would carry EXIF and comments into the file
    plain = Image.new("RGB", upright.size)
    plain.paste(upright)
    out = io.BytesIO()
    plain.save(out, "JPEG", quality=85)
    return out.getvalue()


def path_of(folder: Path, name: str) -> Path:
    """Where a photo lies; NotFound when there is none of this name."""
    path = folder / f"{name}.jpg"
    if not _NAME.match(name) or not path.is_file():
        raise NotFound("没有这张照片。")
    return path
