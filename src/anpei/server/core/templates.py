"""The templates of all pages, in the time zone of the site; strict, so that a forgotten word is seen at once.

A template is compiled once for the installation, as modules are, and kept where Python keeps theirs: compiling the
board took a tenth of a second, in which nobody's answer was taken.
"""

from __future__ import annotations

import base64
import hashlib
import os
import sys
from contextlib import suppress
from functools import lru_cache, partial
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from anpei import clock
from anpei.server.core.permissions import section
from anpei.server.core.static_files import SERVER

__all__ = ["first_script_source", "template", "templates"]


@lru_cache(maxsize=1)
def _first_script() -> tuple[Markup, str]:
    """What runs before the first paint, as the element that holds it, and how a content policy names it."""
    code = (SERVER / "dist/core/prefs.js").read_text(encoding="utf-8")
    if "</" in code or "<!--" in code:
        raise ValueError("the first script can't stand inside an element")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return Markup(f'<script id="first">{code}</script>'), f"'sha256-{digest}'"  # noqa: S704 # our own script


def first_script_source() -> str:
    """The source that a content policy must let run: no request stands between a page and its first paint."""
    return _first_script()[1]


@lru_cache(maxsize=1)
def _tokens() -> Markup:
    """The sheet of tokens, for a document that must need no other file."""
    return Markup((SERVER / "dist/core/tokens.css").read_text(encoding="utf-8"))  # noqa: S704 # our own sheet


@lru_cache(maxsize=4)
def templates(zone: str | None) -> Environment:
    """The templates of a site in this time zone, in which dates and times are shown; without one, they show none."""
    environment = Environment(
        loader=FileSystemLoader(SERVER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    if zone is not None:
        environment.filters["when"] = partial(clock.show, zone=zone)
        environment.filters["date"] = partial(clock.show_date, zone=zone)
    environment.filters["span"] = clock.span
    environment.filters["written"] = clock.written
    environment.globals["first_script"] = lambda: _first_script()[0]
    environment.globals["tokens"] = _tokens
    environment.globals["section"] = section
    return environment


def _compiled() -> BytecodeCache | None:
    """Where compiled templates are kept; None where this process may not write beside the program."""
    folder = Path(cache_from_source(__file__)).parent / "templates"
    with suppress(OSError):
        if not sys.dont_write_bytecode:
            folder.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder), "%s.cache") if os.access(folder, os.W_OK) else None


def template(name: str) -> Template:
    """A template by its file name, for sheets that aren't shown in the house's frame and have no filters for dates."""
    return templates(None).get_template(name)
