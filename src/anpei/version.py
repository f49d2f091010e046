"""Which version this is: the tag in git and how far beyond it, or what was written down where git isn't.

Tags are ``v1.2.3``. At a tag the version is ``1.2.3``; five commits later ``1.2.4.dev5+g1a2b3c4``, with ``.changed``
when a file differs from the commit. Where no tag can be seen (a shallow clone, one without tags) the newest dated
section of the changelog stands for it; where git isn't either, an sdist's own ``PKG-INFO``, then what ``git archive``
left, then ``+unknown``. Nothing is fetched.

Hatchling runs this file by itself when it builds: it imports nothing of the house.
"""

from __future__ import annotations

import re
import subprocess
from importlib import metadata
from pathlib import Path

__all__ = ["reckoned", "version"]

DESCRIBED = re.compile(r"v(\d+(?:\.\d+)*)(?:-(\d+)-g([0-9a-f]+))?(-changed)?")
SECTION = re.compile(r"^## (\d+(?:\.\d+)+) — \d{4}-\d\d-\d\d$", re.MULTILINE)
ARCHIVED = ".git_archival.txt"


def version() -> str:
    """The version of what runs: of the checkout as it is now, or of the package that was installed."""
    root = Path(__file__).resolve().parents[2]
    return reckoned(root) if (root / "pyproject.toml").is_file() else metadata.version("anpei")


def reckoned(root: Path) -> str:
    """The version of the source tree at ``root``."""
    return _of_sdist(root) or _of_git(root) or _of_archive(root) or f"{_next(_newest_section(root))}.dev0+unknown"


def _of_sdist(root: Path) -> str:
    path = root / "PKG-INFO"
    found = re.search(r"^Version: (\S+)$", path.read_text(encoding="utf-8"), re.MULTILINE) if path.is_file() else None
    return found[1] if found else ""


def _of_git(root: Path) -> str:
    if not (root / ".git").exists():  # a file in a worktree; an unpacked copy inside somebody's repository has none
        return ""
    described = _git(root, "describe", "--tags", "--long", "--match", "v[0-9]*", "--dirty=-changed")
    if described:
        return _spelt(described)
    commit = _git(root, "describe", "--always", "--match", "no-tag-is-like-this", "--dirty=-changed")
    if not commit:
        return ""
    whole = _git(root, "rev-parse", "--is-shallow-repository") == "false"
    count = _git(root, "rev-list", "--count", "HEAD") if whole else "0"
    return f"{_next(_newest_section(root))}.dev{count}+g{commit.replace('-', '.')}"


def _of_archive(root: Path) -> str:
    """``git archive`` writes the description, or the commit where no tag could be seen, into a file."""
    path = root / ARCHIVED
    told = dict(line.split(": ", 1) for line in path.read_text().splitlines() if ": " in line) if path.is_file() else {}
    if DESCRIBED.fullmatch(told.get("describe", "")):
        return _spelt(told["describe"])
    commit = told.get("commit", "")
    return f"{_next(_newest_section(root))}.dev0+g{commit}" if re.fullmatch(r"[0-9a-f]{7,40}", commit) else ""


def _spelt(described: str) -> str:
    """``v1.2.3-5-g1a2b3c4-changed`` as a version."""
    found = DESCRIBED.fullmatch(described)
    if found is None:
        return ""
    tag, beyond, commit, changed = found[1], int(found[2] or 0), found[3], bool(found[4])
    if not beyond and not changed:
        return tag
    return f"{_next(tag)}.dev{beyond}+g{commit}{'.changed' if changed else ''}"


def _next(release: str) -> str:
    """The release that the commits after one lead to, at least."""
    *front, last = release.split(".")
    return ".".join([*front, str(int(last) + 1)])


def _newest_section(root: Path) -> str:
    path = root / "CHANGELOG.md"
    found = SECTION.search(path.read_text(encoding="utf-8")) if path.is_file() else None
    return found[1] if found else "0.0.0"


def _git(root: Path, *words: str) -> str:
    """What git answers; empty when there is no git, or it won't."""
    command = ["git", "-C", str(root), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
