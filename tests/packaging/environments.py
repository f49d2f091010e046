"""An environment with nothing in it but the wheel and what it requires, out of what the tests' own has installed."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement


def without_downloads(folder: Path, wheel: Path) -> Path:
    """The wheel installed by pip; each distribution it asks for, and they in turn, is linked in."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--copies", str(folder)], check=True)
    command = [sys.executable, "-m", "pip", "--python", str(folder), "install", "-q", "--no-deps", "--no-compile"]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    (ours,) = (found for found in folder.glob("lib/*/site-packages/anpei-*.dist-info"))
    for required in requirements(Distribution.at(ours)).values():
        _link(required, folder)
    return folder


def downloaded(folder: Path, wheel: Path, constraints: Path) -> Path:
    """The wheel and what it requires, fetched as on a new machine."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(folder / "bin/pip"), "install", "-q", "--disable-pip-version-check", "-c", str(constraints)]
    subprocess.run([*command, str(wheel)], check=True, capture_output=True)
    return folder


def requirements(of: Distribution, extras: frozenset[str] = frozenset()) -> dict[str, Distribution]:
    """Every distribution that ``of`` needs by its own words, by name; one missing or of a wrong version is an error."""
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    waiting = [(of, extras)]
    while waiting:
        one, wanted = waiting.pop()
        for line in one.requires or ():
            asked = Requirement(line)
            if asked.marker and not any(asked.marker.evaluate({"extra": extra}) for extra in wanted | {""}):
                continue
            made = distribution(asked.name)
            assert asked.specifier.contains(made.version, prereleases=True), f"{one.name} wants {line}"
            key = (asked.name.lower(), frozenset(asked.extras))
            if key not in seen:
                seen.add(key)
                found[made.name] = made
                waiting.append((made, key[1]))
    return found


def _link(one: Distribution, folder: Path) -> None:
    """Its packages beside the wheel's, whole; what it keeps in the environment's ``share`` and ``etc`` file by file."""
    site_packages, there = str(one.locate_file("")), str(folder.resolve())
    names = {str(file) for file in one.files or ()}
    sources = {
        f"{site_packages}/{name.partition('/')[0]}" for name in names if not name.startswith(("..", "__pycache__"))
    }
    sources |= {os.path.normpath(f"{site_packages}/{name}") for name in names if name.startswith("..")}
    for source in sources:
        target = there + source.removeprefix(sys.prefix)
        if source.startswith((site_packages, f"{sys.prefix}/share/", f"{sys.prefix}/etc/")) and not os.path.lexists(
            target
        ):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.symlink(source, target)
