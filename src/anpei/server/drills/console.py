"""The way into the director's console, which is a Voila app."""

from __future__ import annotations

from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler

__all__ = ["HANDLERS"]


class DirectorConsolePage(PageHandler):
    access = permissions.DIRECTORS

    def get(self) -> None:
        self.redirect(self.url("apps/director"))


HANDLERS = [(r"director", DirectorConsolePage)]
