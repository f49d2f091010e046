"""``studio``: the way from the trainer's pages into JupyterLab, on whatever host name the trainer came by."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from anpei.server.core.handlers import PageHandler
from anpei.server.lab.path import LAB_PATH

__all__ = ["HANDLERS"]


class LabRedirectPage(PageHandler):
    """``studio?path=lab/tree/courses/x/01.ipynb`` or ``studio?path=formgrader``; trainers and admins only."""

    def get(self) -> None:
        self.require("trainer", "admin")
        wanted = urlsplit(self.get_query_argument("path", "lab"))
        server = self.site.settings.server
        host = f"{self.request.protocol}://{_bracketed(self.request.host_name)}:{server.lab_port}"
        query = f"?{quote(wanted.query, safe='=&')}" if wanted.query else ""
        self.redirect(host + server.base_url + LAB_PATH + quote(wanted.path.lstrip("/"), safe="/") + query)


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


HANDLERS = [(r"studio", LabRedirectPage)]
