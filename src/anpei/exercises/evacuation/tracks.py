"""Trajectories as 16-bit numbers: a JSON head, then frame by frame x and y of everybody, gzipped.

Layout: 4 bytes little-endian length of the head, the head as UTF-8 JSON padded to an even length, then int16
little-endian; a place is ``origin + unit × number`` metres, -32768 means that person isn't there.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ABSENT", "pack", "unpack"]

Numbers = NDArray[np.float64]
ABSENT = -32768
FINEST = 0.01
REACH = 32000


def pack(frames: Sequence[Numbers], seconds: float, extra: dict[str, Any]) -> bytes:
    """Frames (each n×2 metres, nan: absent), ``seconds`` apart, with more words for the head."""
    places = np.stack(frames)
    low, high = np.nanmin(places, axis=(0, 1)), np.nanmax(places, axis=(0, 1))
    origin, unit = (low + high) / 2, max(FINEST, float((high - low).max()) / 2 / REACH)
    numbers = np.where(np.isnan(places), ABSENT, np.round((places - origin) / unit)).astype("<i2")
    head = {
        **extra,
        "people": int(places.shape[1]),
        "frames": int(places.shape[0]),
        "seconds": seconds,
        "origin": [round(float(v), 4) for v in origin],
        "unit": unit,
    }
    told = json.dumps(head, ensure_ascii=False).encode()
    told += b" " * (len(told) % 2)
    return gzip.compress(len(told).to_bytes(4, "little") + told + numbers.tobytes(), 6, mtime=0)


def unpack(raw: bytes) -> tuple[dict[str, Any], Numbers]:
    """Head and places (frames × people × 2, nan: absent) of what :func:`pack` made."""
    data = gzip.decompress(raw)
    size = int.from_bytes(data[:4], "little")
    head: dict[str, Any] = json.loads(data[4 : 4 + size])
    numbers = np.frombuffer(data, "<i2", offset=4 + size).reshape(head["frames"], head["people"], 2)
    places = np.where(numbers == ABSENT, np.nan, numbers * head["unit"] + np.array(head["origin"]))
    return head, places
