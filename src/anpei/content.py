"""Where content lies: an enterprise's own shelves over the bundled ones; nothing is written there at run time."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Literal

from anpei.errors import NotFound

__all__ = ["SHELVES", "Shelves", "State", "adopt", "bundled", "nameable"]

LONGEST_NAME = 255
SHELVES = ("courses", "quizzes", "drills", "laws")
State = Literal["draft", "published", "retired"]
"""What an author says of a piece of content; without a word it is meant to be published, a retired one is kept away."""


def bundled() -> Path:
    """The wheel's own content if this is an installed wheel, otherwise the checkout's top folder."""
    package = Path(__file__).resolve().parent
    inside = package / "_content"
    return inside if inside.is_dir() else package.parent.parent


def nameable(name: str) -> bool:
    """Whether a disk could hold a file of that name; asked before a name out of an address becomes a path."""
    return "\0" not in name and all(len(part.encode("utf-8", "replace")) <= LONGEST_NAME for part in name.split("/"))


class Shelves:
    """Folders laid over each other; paths are relative and use forward slashes."""

    def __init__(self, roots: Iterable[Path]) -> None:
        self.roots = tuple(root.resolve() for root in roots)

    def find(self, relative: str) -> Path | None:
        """The first root's file or folder of that name; one that climbs, even to another shelf, is not found."""
        if ".." in PurePosixPath(relative).parts or not nameable(relative):
            return None
        for root in self.roots:
            path = (root / relative).resolve()
            if path.exists() and path.is_relative_to(root):
                return path
        return None

    def glob(self, pattern: str) -> list[Path]:
        """Every file the pattern names, the first root's version of each, by relative path; none that lies outside."""
        found: dict[str, Path] = {}
        for root in self.roots:
            for path in root.glob(pattern):
                if path.resolve().is_relative_to(root):
                    found.setdefault(path.relative_to(root).as_posix(), path)
        return [found[name] for name in sorted(found)]

    def relative(self, path: Path) -> str:
        """The path below its shelf root, for messages and keys."""
        for root in self.roots:
            if path.resolve().is_relative_to(root):
                return path.resolve().relative_to(root).as_posix()
        return path.name


def adopt(source: Path, workspace: Path, relative: str) -> list[Path]:
    """Copy a bundled file or folder into the workspace for editing; what the enterprise already has is kept."""
    start = source / relative
    if not start.exists() or relative.split("/")[0] not in SHELVES:
        raise NotFound(f"内容里没有“{relative}”。", way_out="可选：courses、quizzes、drills、laws 及其下的文件。")
    files = [start] if start.is_file() else [path for path in sorted(start.rglob("*")) if path.is_file()]
    copied = []
    for path in files:
        target = workspace / path.relative_to(source)
        if target.exists() or path.name.startswith(".") or "__pycache__" in path.parts:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
        copied.append(target)
    return copied
