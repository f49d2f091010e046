"""Voila's own scripts, named by their content and joined: what a page of a kernel always loads comes as one file.

Its front end is cut into some seventy pieces that a page asks for one after the other. Each piece registers itself when
it is run, and what is registered is not asked for: so those that every page needs are sent as one script before the
main one. A piece that another version of Voila doesn't have is left out, and one it has more is fetched as before.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import voila
from voila.paths import collect_static_paths
from voila.utils import get_voila_labextensions_path

from anpei.server.core.static_files import FolderFiles, Stamp, packed

__all__ = ["PACK", "VoilaFiles", "voila_static"]

PACK = "anpei-pack.js"
CHUNKS = (
    1187, 143, 1601, 1621, 1670, 2930, 3144, 3249, 3307, 3311, 3459, 3649, 3916, 3989, 3992, 4041, 4135, 4173, 4222,
    431, 457, 4653, 4729, 4972, 5044, 5312, 5688, 5764, 5767, 6008, 6049, 630, 6382, 6468, 6573, 7155, 73, 7483,
    7556, 7598, 7770, 7883, 8017, 8135, 8487, 8766, 8773, 8862, 8925, 9081, 9151, 9212, 9582, 9684, 9890, 9981,
)  # fmt: skip
EXTENSIONS = {
    "anywidget": (2, 528),
    "@jupyter-widgets/jupyterlab-manager": (7, 32, 84, 160, 170, 452, 704, 967),
    "@voila-dashboards/widgets-manager8": (496, 883),
}
"""By what Voila 0.5.13, ipywidgets 8.1.9 and anywidget 0.11 load for a widget."""


def voila_static() -> str:
    """Where Voila's scripts lie, below the base URL."""
    return f"voila/static/v-{_version()}"


class VoilaFiles(FolderFiles):
    """``voila/static/[v-<version>/]<name>``: under the version of today kept for ever."""

    async def prepare(self) -> None:
        """The joined script is large: it is compressed once, apart from the event loop."""
        if self.path_args[0].endswith(PACK):
            await asyncio.to_thread(packed.get, *_pack())

    def find(self, name: str) -> tuple[Stamp, Callable[[], bytes]] | None:
        bare = name.partition("/")[2] if name.startswith("v-") else name
        return _pack() if bare == PACK else super().find(bare)

    def kept_for_ever(self, name: str, stamp: Stamp, read: Callable[[], bytes]) -> bool:
        return name.startswith(f"v-{_version()}/") or super().kept_for_ever(name, stamp, read)


def _pack() -> tuple[Stamp, Callable[[], bytes]]:
    return (PACK, int(_version(), 16), sum(path.stat().st_size for path in _pieces())), _joined


def _joined() -> bytes:
    return b";\n" + b"\n;\n".join(path.read_bytes() for path in _pieces())


@lru_cache(maxsize=1)
def _version() -> str:
    """Changes with Voila, and with any piece."""
    stats = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in _pieces()]
    return hashlib.sha256(repr((voila.__version__, stats)).encode()).hexdigest()[:10]


@lru_cache(maxsize=1)
def _pieces() -> tuple[Path, ...]:
    """The files that are there, each once, of the first folder that has it."""
    found: dict[str, Path] = {}
    for folder in map(Path, collect_static_paths(["voila", "nbconvert"], "lab")):
        for number in CHUNKS:
            if (path := folder / f"{number}.voila.js").is_file():
                found.setdefault(str(number), path)
    for folder in map(Path, get_voila_labextensions_path([])):
        for extension, numbers in EXTENSIONS.items():
            for number in numbers:
                for path in (folder / extension / "static").glob(f"{number}.*.js"):
                    found.setdefault(f"{extension}/{number}", path)
    return tuple(found.values())
