"""The way into the director's console, which is a Voila app."""

from __future__ import annotations

from anpei.server.core.handlers import PageHandler
from anpei.server.core.permissions import may

__all__ = ["HANDLERS"]


class DirectorConsolePage(PageHandler):
    def get(self) -> None:
        self.require(*may("director"))
        self.redirect(self.url("apps/director"))


HANDLERS = [(r"director", DirectorConsolePage)]
