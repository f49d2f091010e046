"""Papers whose keys can be read while attempts are left: told on the board, and put right by a button.

Handing in an empty sheet is enough to read such a paper's keys. What a paper says stays what it says until somebody
changes it; the button writes the safe word into its file (a copy of its own, where it came with the platform), and the
trainer publishes that like any other change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from anpei import papers
from anpei.content import adopt, bundled
from anpei.errors import NotFound, Refused
from anpei.plainfiles import write_atomic
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, RequestModel
from anpei.settings import Site

__all__ = ["HANDLERS", "early_keys", "keep_keys_back"]

SAFE = "after_last_chance"
_WHEN = re.compile(r"(\bwhen:[ \t]*)(after_hand_in|after_publish)\b")
_REVIEW = re.compile(r"^review:.*(?:\n(?:[ \t]+.*)?)*", re.MULTILINE)


def early_keys(known: papers.Papers) -> Iterator[dict[str, Any]]:
    """Papers that show keys before the last attempt, by title, and in words when."""
    for paper in sorted(known.papers.values(), key=lambda paper: paper.title):
        if paper.review.at_once and paper.attempts > 1:
            waits = paper.review.when == "after_publish" and any(slot.manual for slot in paper.slots)
            when = "公布成绩以后就能看" if waits else "一交卷就能看"
            yield {"slug": paper.slug, "title": paper.title, "when": when, "attempts": paper.attempts}


def keep_keys_back(site: Site, slug: str) -> Path:
    """Write into a paper's own file that keys wait for the last attempt or the due date; every other line stays."""
    name = f"quizzes/papers/{slug}.yaml"
    path = site.workspace / name
    if not path.is_file():
        adopt(bundled(), site.workspace, name)
    if not path.is_file():
        raise NotFound("没有找到这份试卷的文件。", way_out="请在 JupyterLab 的 quizzes/papers 里看看。")
    text = path.read_text(encoding="utf-8")
    found = _REVIEW.search(text)
    changed, times = _WHEN.subn(rf"\g<1>{SAFE}", found[0] if found else "")
    if found and times:  # else it says so already, and only waits to be published
        write_atomic(path, text[: found.start()] + changed + text[found.end() :])
    return path


class KeysRequest(RequestModel):
    """Which paper's keys are to wait."""

    paper: Line = ""


class KeysPage(PageHandler):
    """``board/keys``: have a paper's keys wait; it counts once content is published."""

    access = permissions.CURATORS
    acts = does(POST="content.keys")

    async def post(self) -> None:
        slug = self.form(KeysRequest).paper
        if slug not in {each["slug"] for each in early_keys(self.papers())}:
            raise Refused("这份试卷的答案不会提前给看。", way_out="请回到培训看板刷新。")
        await self.noted(about=f"paper:{slug}")
        keep_keys_back(self.site, slug)
        self.redirect(self.url("board", kept="1"), status=303)


HANDLERS = [(r"board/keys", KeysPage)]
