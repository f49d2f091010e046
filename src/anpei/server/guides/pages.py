"""``help``: every guide, for trainers and administrators; the same texts as ``anpei help``."""

from __future__ import annotations

from markupsafe import Markup

from anpei import guides
from anpei.guides import Guide
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.view_models import SLUG
from anpei.server.guides.text import to_page

__all__ = ["HANDLERS"]


def _prose() -> dict[str, Guide]:
    return {one.name: one for one in guides.guides() if one.is_prose}


class GuidesPage(PageHandler):
    """Which guides there are."""

    access = permissions.GUIDES

    def get(self) -> None:
        self.render_page("guides/guides.html", guides=list(_prose().values()))


class GuidePage(PageHandler):
    """One guide."""

    access = permissions.GUIDES

    def get(self, name: str) -> None:
        known = _prose()
        guide = known.get(name) or guides.guide(name)
        html = to_page(guide.text, lambda other: self.url(f"help/{other}") if other in known else None)
        self.render_page("guides/guide.html", guide=guide, html=Markup(html))  # noqa: S704 no raw HTML passes


HANDLERS = [(r"help", GuidesPage), (rf"help/{SLUG}", GuidePage)]
