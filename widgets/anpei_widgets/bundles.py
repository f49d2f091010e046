"""What a browser loads of each widget: one script and one style sheet with all they need, from ``dist``.

``dist`` is written by ``deno task build`` from the modules in ``items``, ``learning``, ``drills`` and ``shared``; it is
committed and part of the package, so that whoever only runs widgets needs no tool.
"""

from __future__ import annotations

import functools
import hashlib
import re
from pathlib import Path

FOLDER = Path(__file__).parent
DIST = FOLDER / "dist"


class UnknownWidget(KeyError):
    """There is no widget of that name in this package."""


def names() -> list[str]:
    """All widgets of the package, by name, sorted."""
    return sorted(path.stem for path in DIST.glob("*.js"))


def learning() -> list[str]:
    """The widgets that teach, by name, sorted: each says in the browser when its goal is reached."""
    return [name for name in names() if (FOLDER / "learning" / name).is_dir()]


def bundle(name: str) -> tuple[str, str]:
    """The script (an ES module) and the style sheet of one widget; raises UnknownWidget."""
    files = [DIST / f"{name}.{kind}" for kind in ("js", "css")]
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not files[0].is_file():
        raise UnknownWidget(name)
    return _read(*files, max(file.stat().st_mtime_ns for file in files))


@functools.lru_cache(maxsize=1)
def version() -> str:
    """A short hash of all bundles, so that caches may keep them until the next one."""
    return hashlib.sha256((DIST / "manifest.json").read_bytes()).hexdigest()[:10]


@functools.lru_cache(maxsize=128)
def _read(script: Path, style: Path, stamp: int) -> tuple[str, str]:
    """Read once per state of the two files (`stamp` is when the newer one changed, in ns)."""
    return script.read_text(encoding="utf-8"), style.read_text(encoding="utf-8")
