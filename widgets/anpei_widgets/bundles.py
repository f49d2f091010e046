"""One widget = `<name>.py/.js/.css`; this module joins what a browser needs into one script and one sheet.

An anywidget front end is a Blob and can't import a sibling file, so Python joins: the shared helpers, the
parts and widgets a script names in its first line (`// @uses _part, other`), then the script itself.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

FOLDER = Path(__file__).parent
_USES = re.compile(r"\A// @uses (?P<names>[\w, ]+)$", re.MULTILINE)
_DOOR = re.compile(r"^export default (?P<what>.+);\s*\Z", re.MULTILINE)


class UnknownWidget(KeyError):
    """There is no widget of that name in this package."""


def names() -> list[str]:
    """All widgets of the package, by name, sorted."""
    return sorted(p.stem for p in FOLDER.glob("*.js") if not p.stem.startswith("_"))


def bundle(name: str) -> tuple[str, str]:
    """The script (an ES module) and the style sheet of one widget; raises UnknownWidget."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or not (FOLDER / f"{name}.js").is_file():
        raise UnknownWidget(name)
    stamp = max(p.stat().st_mtime_ns for p in FOLDER.iterdir() if p.suffix in {".js", ".css"})
    return _join(name, stamp)


@functools.lru_cache(maxsize=128)
def _join(name: str, stamp: int) -> tuple[str, str]:
    """Join once per state of the folder (`stamp` is its newest change, in ns)."""
    order = _needs(name)
    scripts = [_read("_shared.js"), *(_wrapped(n) for n in order), _read(f"{name}.js")]
    sheets = [_read(f"{stem}.css") for stem in ("_shared", *order, name)]
    return "\n".join(scripts), "\n".join(s for s in sheets if s)


def _needs(name: str) -> list[str]:
    """Everything a script uses, deepest first, each once."""
    found: dict[str, None] = {}

    def visit(stem: str) -> None:
        for used in _uses(_read(f"{stem}.js")):
            visit(used)
            found[used] = None

    visit(name)
    found.pop(name, None)
    return list(found)


def _uses(script: str) -> list[str]:
    head = _USES.match(script)
    return [n.strip() for n in head["names"].split(",") if n.strip()] if head else []


def _wrapped(name: str) -> str:
    """A part (`_x`) goes in as it is; a used widget becomes an entry of WIDGETS with a scope of its own."""
    script = _read(f"{name}.js")
    if name.startswith("_"):
        return script
    body = _DOOR.sub(lambda m: f"return {m['what']};", script)
    return f'WIDGETS["{name}"] = (() => {{\n{body}\n}})();'


def _read(filename: str) -> str:
    path = FOLDER / filename
    return path.read_text(encoding="utf-8") if path.is_file() else ""
