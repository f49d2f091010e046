"""A folder is put in place whole; what a crash leaves between the old and the new one, the next try repairs."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

__all__ = ["replace_folder"]


def replace_folder(target: Path, files: Mapping[str, str], mode: int = 0o644) -> None:
    """Exchange ``target`` for a folder of exactly these files; what a killed predecessor left behind is cleared."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    fresh = target.parent / f".{target.name}.{uuid.uuid4().hex}"
    fresh.mkdir()
    for name, content in files.items():
        path = fresh / name
        path.write_text(content, encoding="utf-8")
        path.chmod(mode)
    if target.exists():
        target.replace(fresh.with_suffix(".old"))
    fresh.replace(target)
    shutil.rmtree(fresh.with_suffix(".old"), ignore_errors=True)
