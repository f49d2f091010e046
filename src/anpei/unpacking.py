"""Packed files that people send (zip and what is built on it): counted before anything of them is parsed or kept.

A few hundred kilobytes can unpack to gigabytes. So what a package says of its size is asked first, and then its XML is
unpacked once, piece by piece, and counted: tags, the longest text between two of them.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Most", "Surplus", "too_much"]

PIECE = 256 * 1024
Surplus = Literal["", "size", "tags", "text"]


@dataclass(frozen=True)
class Most:
    """How much there may be: bytes unpacked, members, tags in all, bytes between two tags."""

    unpacked: int
    members: int
    tags: int
    text: int


def too_much(archive: zipfile.ZipFile, most: Most) -> Surplus:
    """Of what a package has more than it may, or an empty text; nothing of it is kept while it is counted."""
    members = archive.infolist()
    if len(members) > most.members or sum(member.file_size for member in members) > most.unpacked:
        return "size"
    tags = 0
    for member in members:
        longest, run = 0, 0
        for piece in _pieces(archive, member):
            parts = piece.split(b"<")
            tags += len(parts) - 1
            run = run + len(parts[0])
            longest = max(longest, run, *map(len, parts))
            run = len(parts[-1]) if len(parts) > 1 else run
            if tags > most.tags:
                return "tags"
            if longest > most.text:
                return "text"
    return ""


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of a member that is XML; pictures and printers' settings are none."""
    with archive.open(member) as file:
        piece = file.read(PIECE)
        if not piece.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0").startswith(b"<"):
            return
        while piece:
            yield piece
            piece = file.read(PIECE)
