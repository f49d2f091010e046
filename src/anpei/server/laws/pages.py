"""A law card: the gist in our words, how far it holds, and the reminder that the official text decides."""

from __future__ import annotations

from anpei.errors import NotFound
from anpei.laws import Card, Citation, Status
from anpei.server.core import permissions
from anpei.server.core.addresses import outside
from anpei.server.core.handlers import PageHandler

__all__ = ["HANDLERS", "onward"]

MEANING = {
    "现行": "现在有效，要点已与官方文本核对。",
    "待核": "这一条还没有与官方文本逐字核对，请以官方文本为准。",
    "已被替代": "这个版本已经被新的规定替代，只供查阅。",
    "尚未施行": "这个版本已经公布，还没有开始施行。",
}


def onward(status: Status) -> str:
    """What a registered successor is called: while nothing repealed the older text, it only treats the same matter."""
    return "替代它的" if status == "已被替代" else "管同一件事的新规定"


class LawPage(PageHandler):
    """``laws/<law>/<article>``; ``laws/<law>%23<article>`` leads to the same card."""

    access = permissions.CARDS

    def get(self, law: str, article: str | None = None) -> None:
        registry = self.registry()
        citation = f"{law}#{article}" if article else law
        card = registry.resolve(citation, self.today())
        parsed = Citation.parse(citation)
        if card is None or parsed is None:
            raise NotFound("没有登记这一条。", way_out="请回到刚才的页面，或告诉培训师。")
        self.show(card, parsed)

    def show(self, card: Card, citation: Citation) -> None:
        laws = self.registry().laws
        law = laws[card.law]
        successor = laws.get(card.successor) if card.successor else None
        self.render_page(
            "laws/law.html",
            card=card,
            law=law,
            version=law.version(citation.version, self.today()),
            successor=successor,
            onward=onward(card.status),
            meaning=MEANING[card.status],
            back=self.back(),
        )

    def back(self) -> str:
        """The page of ours the reader came from, else 我的培训."""
        here = outside(self.site, request=self.request)
        came = self.request.headers.get("Referer", "")
        return came if came.startswith(here) and "/laws/" not in came else self.url("my")


HANDLERS = [(r"laws/([^/#]+?)(?:[/#]|%23)([0-9][^/]*)", LawPage), (r"laws/([^/#%]+)", LawPage)]
