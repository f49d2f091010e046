"""Every drill there was, page by page: by whom it was called, of which scenario and year, and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from anpei import clock
from anpei.exercises import report, runs
from anpei.server.core import permissions
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Line, Number, RequestModel
from anpei.server.core.view_models import STATUS, page_within
from anpei.server.evaluation.api import may_view

__all__ = ["HANDLERS", "run_view"]

PER_PAGE = 20
KINDS = {"": "导调组织的", "self": "单人练习", "all": "全部"}
STATES = {"open": "没有结束", "unsigned": "待签字", "signed": "已签字", "cut": "没有演完"}
ORIGINS = {"": "director", "self": "self", "all": ""}


class ArchiveRequest(RequestModel):
    scenario: Line = ""
    year: Line = ""
    state: Line = ""
    kind: Line = ""
    page: Number = 1


class ArchivePage(PageHandler):
    """``drills/archive?scenario=&year=&state=&kind=&page=``: for whoever has to do with drills."""

    access = permissions.WATCHERS

    def get(self) -> None:
        person, asked = self.person, self.query(ArchiveRequest)
        chosen = asked.model_dump(exclude={"page"})
        with self.db.read() as session:
            sieve = self.asked(chosen)
            total = runs.how_many(session, sieve)
            page, pages = page_within(asked.page, total, PER_PAGE)
            found = runs.archive(session, sieve, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
            rows = [run_view(session, run) | {"open": may_view(session, run.run_id, person)} for run in found]
            scenarios, years = runs.titles(session), self.years(runs.first_made(session))
        self.render_page(
            "drills/archive.html",
            rows=rows,
            total=total,
            page=page,
            pages=pages,
            query={name: value for name, value in chosen.items() if value},
            turn=lambda number: "?" + urlencode({**chosen, "page": number}),
            selects=[
                ("kind", "性质", list(KINDS.items())),
                ("scenario", "情景", [("", "全部"), *scenarios.items()]),
                ("year", "年份", [("", "全部"), *((str(year), f"{year} 年") for year in years)]),
                ("state", "状态", [("", "全部"), *STATES.items()]),
            ],
            chosen=chosen,
            directing=self.may(permissions.DIRECTORS),
        )

    def asked(self, chosen: dict[str, str]) -> runs.ArchiveFilter:
        """What the address asks for; what it doesn't know counts as everything."""
        year = chosen["year"]
        standing: Any = chosen["state"] if chosen["state"] in STATES else ""
        since = (
            self.new_year(int(year))
            if year.isascii() and year.isdigit() and len(year) == 4 and 1970 < int(year) < 9999
            else None
        )
        until = self.new_year(int(year) + 1) if since is not None else None
        origin = ORIGINS.get(chosen["kind"], "director")
        return runs.ArchiveFilter(origin, chosen["scenario"], standing, since, until, self.person)

    def new_year(self, year: int) -> int:
        """The first moment of a year where the enterprise is (ms)."""
        return int(datetime(year, 1, 1, tzinfo=ZoneInfo(self.site.settings.site.timezone)).timestamp() * 1000)

    def years(self, first: int | None) -> list[int]:
        zone = self.site.settings.site.timezone
        last = clock.local(self.now(), zone).year
        return list(range(last, clock.local(first, zone).year - 1 if first else last - 1, -1))


def run_view(session: Session, run: runs.ArchivedRun) -> dict[str, Any]:
    """A run as lists show it: how it stands in a word with its tone, and why it's no drill held, if it isn't."""
    if run.status != "ended":
        word, tone = STATUS[run.status], "info"
    elif not run.finished:
        word, tone = "没有演完", ""
    elif not run.called:
        word, tone = "已做完", ""
    elif not run.signed_by:
        word, tone = "待签字", "warn"
    elif report.signature_of(session, run.run_id) is None:
        word, tone = "报告待定稿", "warn"
    else:
        word, tone = "报告已定稿", "ok"
    return {"run": run, "word": word, "tone": tone, "why_not": run.why_not}


HANDLERS = [(r"drills/archive", ArchivePage)]
