"""Publishing on the board: what authors changed, what is wrong where, and the button that puts it before learners."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from anpei import clock, courses, publishing
from anpei.courses import read_built
from anpei.findings import Finding
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.context import Context
from anpei.server.core.handlers import PageHandler

__all__ = ["HANDLERS", "content_view", "published_words"]

PATIENCE = 2.0
"""Seconds the board waits for what lies on the shelves to be read again; after that it shows what was read before."""
SHOWN = 100
LEVELS = {"error": "错误", "warning": "提醒"}


async def content_view(context: Context) -> dict[str, Any]:
    """What the board says of content; ``known`` is false while it is read for the first time."""
    reading = asyncio.ensure_future(context.authored())
    done, _ = await asyncio.wait({reading}, timeout=PATIENCE)
    told = reading.result() if done else context.reader.authored_before()
    if told is None:
        return {"known": False, "changes": [], "held": [], "findings": [], "errors": 0, "more": 0, "last": None}
    survey, pending = told
    found = [*context.content().findings, *survey.findings, *await asyncio.to_thread(lambda: list(_broken(context)))]
    found.sort(key=lambda finding: finding.level)
    return {
        "known": True,
        "changes": [_line(entry, "撤下" if entry in pending.withdrawn else "发布") for entry in _all(pending)],
        "held": [f"{publishing.KINDS[each.kind]}“{each.title}”" for each in pending.held],
        "findings": [_finding(context, finding) for finding in found[:SHOWN]],
        "errors": sum(finding.level == "error" for finding in found),
        "more": max(0, len(found) - SHOWN),
        "last": _last(context),
    }


def _all(pending: publishing.Publication) -> tuple[publishing.Entry, ...]:
    return (*pending.published, *pending.withdrawn)


def _line(entry: publishing.Entry, act: str) -> dict[str, str]:
    return {"act": act, "kind": publishing.KINDS[entry.kind], "title": entry.title, "place": entry.source}


def _last(context: Context) -> dict[str, str] | None:
    """Who published last, and when; nothing while no person ever has."""
    entry = context.content().latest
    if entry is None:
        return None
    return {"by": entry.by, "when": clock.show(entry.at, context.site.settings.site.timezone)}


def _finding(context: Context, finding: Finding) -> dict[str, str]:
    path = Path(finding.path)
    place = context.site.shelves.relative(path) if path.is_absolute() else finding.path
    return {
        "place": f"{place}:{finding.line}" if finding.line else place,
        "rule": finding.rule,
        "level": LEVELS[finding.level],
        "message": finding.message,
    }


def _broken(context: Context) -> Iterator[Finding]:
    """Published chapters whose notebook doesn't run."""
    for course in context.catalog().courses.values():
        for chapter in course.chapters:
            if chapter.mode == "static" and (problem := _problem(context, course, chapter)):
                yield Finding(f"courses/{course.slug}/{chapter.path.name}", 0, "notebook-run", problem)


def _problem(context: Context, course: courses.Course, chapter: courses.Chapter) -> str:
    built = read_built(context.site, course, chapter)
    return built.problem if built.state == "broken" else ""


def published_words(published: int, withdrawn: int, held: int) -> str:
    """What the last press of the button came to, in one sentence."""
    told = [f"发布了 {published} 项" if published else "", f"撤下了 {withdrawn} 项" if withdrawn else ""]
    words = "，".join(filter(None, told)) or "没有新的内容要发布"
    return f"{words}。" + (f"{held} 项有问题，没有发布，仍用上一次发布的，见下面的清单。" if held else "")


class PublishContentPage(PageHandler):
    """``board/content``: check what lies on the shelves and publish what is clean."""

    access = permissions.CURATORS
    acts = does(POST="content.publish")

    async def post(self) -> None:
        await self.noted()
        done = await self.context.publish(self.person.staff_no)
        self.context.builder.build_all(self.context.catalog())
        counts = {"content": len(done.published), "withdrawn": len(done.withdrawn), "held": len(done.held)}
        told = {name: str(count) for name, count in counts.items()}
        self.redirect(self.url("board", acted="1", **told), status=303)


HANDLERS = [(r"board/content", PublishContentPage)]
