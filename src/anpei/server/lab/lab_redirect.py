"""``studio``: the way from the trainer's pages into JupyterLab, wherever its address is."""

from __future__ import annotations

from urllib.parse import quote

from anpei.errors import Forbidden
from anpei.server.core import permissions
from anpei.server.core.addresses import lab_outside
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import RequestModel, Text

__all__ = ["HANDLERS"]


NO_MARKING = "阅卷页列出全企业的人，只管部分部门的培训师不能打开。"
WHO_MARKS = "请不限部门的培训师批阅；批好以后，你管的人的成绩可以在培训看板上查看和发布。"


class LabRequest(RequestModel):
    """Where in the Lab."""

    path: Text = ""


class LabRedirectPage(PageHandler):
    """``studio?path=lab/tree/courses/x/01.ipynb`` or ``studio?path=formgrader``; trainers and admins only."""

    access = permissions.CURATORS

    def get(self) -> None:
        path, _, query = (self.query(LabRequest).path or "lab").partition("?")
        if path.lstrip("/").startswith("formgrader") and not self.person.scope.whole:
            raise Forbidden(NO_MARKING, code="scope", way_out=WHO_MARKS)
        more = f"?{quote(query, safe='=&')}" if query else ""
        self.redirect(lab_outside(self.site, quote(path.lstrip("/"), safe="/") + more, self.request))


HANDLERS = [(r"studio", LabRedirectPage)]
