"""The templates of all pages, in the time zone of the site; strict, so that a forgotten word is seen at once."""

from __future__ import annotations

from functools import lru_cache, partial

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from anpei import clock
from anpei.server.core.permissions import section
from anpei.server.core.static_files import SERVER

__all__ = ["template", "templates"]


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
    )
    if zone is not None:
        environment.filters["when"] = partial(clock.show, zone=zone)
        environment.filters["date"] = partial(clock.show_date, zone=zone)
    environment.filters["span"] = clock.span
    environment.filters["written"] = clock.written
    environment.globals["tokens"] = _tokens
    environment.globals["section"] = section
    return environment


def template(name: str) -> Template:
    """A template by its file name, for sheets that aren't shown in the house's frame and have no filters for dates."""
    return templates(None).get_template(name)
