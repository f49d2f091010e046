"""After a drill: the hotwash with its film, the report people finish, its files, and signing it."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import clock, staff
from anpei.errors import AnpeiError, Forbidden, NotFound
from anpei.exercises import evaluation, report, rollcall, runs
from anpei.exercises.report import Report, ReportDocument, Sealed
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Line, Number, RequestModel, Text
from anpei.server.core.view_models import script_json
from anpei.server.evaluation.api import photo_folder, require_view
from anpei.server.report.records_pack import Photo, RecordsPack, gathered

__all__ = ["HANDLERS"]

OWN_FONTS = "fonts"
WHY = "why-"


def cite_of(handler: PageHandler) -> Any:
    """How citations become cards, asked of the register as it is now."""
    registry, today = handler.registry(), handler.today()

    def cite(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text, today)
        return {"title": card.title, "gist": card.gist, "status": card.status} if card else None

    return cite


NEWEST = -1
"""No version was asked for; 0 is what was asked for and can't be."""


class ReportRequest(RequestModel):
    """Finishing a report, opening it again, or naming who signs a ``part``.

    ``why-<gap>`` is the reason for something absent, in :attr:`rest`.
    """

    act: Code = ""
    reason: Text = Field("", title="理由")
    version: Number = NEWEST
    part: Code = ""
    owner: Line = Field("", title="签字人")
    rest: dict[str, Text] = Field(default={}, title="缺项的理由")


class AfterDrillPage(PageHandler):
    """What the pages of one ended run share."""

    access = permissions.EVALUATORS

    def teller(self, run_id: int) -> Callable[[Session], Report]:
        """A function that reads the report of a run as it stands; NotFound or Conflict in words when there is none."""
        site, cite, drilling = self.site.settings.site, cite_of(self), self.context.drilling()
        return lambda session: report.compose_report(
            session, run_id, enterprise=site.name, cite=cite, zone=site.timezone, drilling=drilling
        )

    def reader(self, run_id: int) -> staff.Person:
        """Whoever asks, if they may read what became of the run: a director, a trainer, or who evaluated and signed."""
        person = self.person
        with self.db.read() as session:
            require_view(session, run_id, person)
        return person

    def fonts(self) -> Path:
        """Where an enterprise may lay fonts of its own."""
        return self.site.workspace / OWN_FONTS

    def photo(self, run_id: int) -> Callable[[str], bytes | None]:
        """A photo's bytes by name; None when it's gone or isn't what it was, for its name is its SHA-256."""
        folder = photo_folder(self.site.var, run_id)

        def read(name: str) -> bytes | None:
            try:
                body = evaluation.photo_path(folder, name).read_bytes()
            except NotFound:
                return None
            return body if hashlib.sha256(body).hexdigest() == name else None

        return read


class HotwashPage(AfterDrillPage):
    """``drills/<run>/hotwash``: the film, expected against actual, scores, what went well and what didn't."""

    def get(self, run: str) -> None:
        run_id = int(run)
        self.reader(run_id)
        directs = self.may(permissions.DIRECTORS)
        with self.db.read() as session:
            told = self.teller(run_id)(session)
            story = runs.run_record(session, run_id)
            muster = rollcall.for_run(session, run_id)
        film = report.replay(story, told.answers) | {"run": run_id}
        self.render_page(
            "report/hotwash.html",
            told=told,
            film=script_json(film),
            muster=muster,
            directs=directs,
            stretch=clock.stretch,
            rated=evaluation.RATINGS,
            rated_words=report.rated_words,
        )


class ReportPage(AfterDrillPage):
    """``drills/<run>/report``: read; a director finishes and signs it. POST signs it or opens it again."""

    access = permissions.AFTER_DRILL
    acts = does(POST=("drill.sign_report", "drill.withdraw_report", "drill.name_signer"))

    def get(self, run: str) -> None:
        self.reader(int(run))
        self.show(int(run))

    async def post(self, run: str) -> None:
        run_id = int(run)
        acts = {
            "sign": ("drill.sign_report", self.sign),
            "reopen": ("drill.withdraw_report", self.reopen),
            "name": ("drill.name_signer", self.name_signer),
        }
        try:
            asked = self.form(ReportRequest).act
            noted, act = acts.get(asked, ("", None))
            if act is not None:
                self.note(noted, f"run:{run_id}")
                await self.db.awrite(act(run_id))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(run_id, problem=str(error))
            return
        self.redirect(self.url(f"drills/{run_id}/report") + "#sign", status=303)

    def sign(self, run_id: int) -> Callable[[Session], Any]:
        """What is signed is read in the transaction that signs it."""
        who, now, tell = self.who(), self.now(), self.teller(run_id)
        reasons = self.reasons()
        return lambda session: report.sign_report(session, tell(session), reasons=reasons, now=now, **who)

    def reopen(self, run_id: int) -> Callable[[Session], Any]:
        who, now, reason = self.who(), self.now(), self.form(ReportRequest).reason
        return lambda session: report.reopen(session, run_id, reason=reason, now=now, **who)

    def name_signer(self, run_id: int) -> Callable[[Session], Any]:
        """Say who is to sign a part: somebody of the roster within reach."""
        sent, by, now = self.form(ReportRequest), self.person.staff_no, self.now()
        self.note(部分=sent.part, 签字人=sent.owner)
        return lambda session: report.name_signer(session, run_id, sent.part, sent.owner, by=by, now=now)

    def who(self) -> dict[str, str]:
        return {"by": self.person.staff_no, "name": self.person.name}

    def reasons(self) -> dict[str, str]:
        """Why something is absent, by the gap's key."""
        rest = self.form(ReportRequest).rest
        return {name.removeprefix(WHY): text for name, text in rest.items() if name.startswith(WHY)}

    def show(self, run_id: int, problem: str = "") -> None:
        with self.db.read() as session:
            told = self.teller(run_id)(session)
            sealed = report.sealed(session, run_id)
            versions = report.history(session, run_id)
            signings = report.signings(session, run_id)
        live = report.paper(told)
        paper = paper_of(sealed, live)
        self.render_page(
            "report/report.html",
            told=told,
            paper=paper,
            blocks=[(type(block).__name__, block) for block in paper.blocks],
            lacking=report.lacking(report.text_of(paper.blocks), (report.FONTS, self.fonts())),
            doubts=doubts(sealed, paper, live, self.photo(run_id)),
            gaps=[] if told.signed else report.gaps(told),
            reasons=self.reasons() if self.request.method == "POST" else {},
            parts=report.standings(told),
            versions=versions,
            signings=signings,
            grades=report.GRADES,
            problem=problem,
            directs=self.may(permissions.DIRECTORS),
            fresh=secrets.token_hex(16),
        )


def paper_of(sealed: Sealed | None, live: ReportDocument) -> ReportDocument:
    """The signed version where there is one with its text, else what the platform reckons now."""
    if sealed is None or not sealed.text:
        return live
    try:
        return sealed.paper()
    except (ValueError, KeyError, TypeError):  # somebody has been at the database; the page says so
        return replace(live, mark="存下的全文读不出来")


UNKEPT = "这份报告是旧版平台定稿的，没有存下当时的全文，这里按现在的数据显示，无法核对。请撤回后重新定稿。"
CHANGED = "存下的全文与签字时的内容摘要不符，可能被改动过。不要使用，请与签字时下载的文件核对。"


def doubts(sealed: Sealed | None, paper: ReportDocument, live: ReportDocument, photo: Photo) -> list[tuple[str, str]]:
    """What a reader of a signed report must know: tone and words of each."""
    if sealed is None or not sealed.text:
        return [("warn", UNKEPT)] if sealed else []
    found = [] if sealed.whole else [("danger", CHANGED)]
    if lost := report.unsound_photos(paper, photo):
        found.append(("danger", f"有照片缺失或被改动：{'；'.join(lost)}。请从备份恢复 var/evaluations。"))
    changed = report.changed_parts(paper.blocks, live.blocks) if sealed.whole else []
    if changed:
        words = f"按现在的数据重算，“{'”“'.join(changed)}”会与定稿时不同（多半是法规登记、推演、预案或平台版本变了）。"
        found.append(("info", f"{words}这里和下载的文件都以定稿时为准。"))
    return found


class ReportFilesPage(AfterDrillPage):
    """``drills/<run>/report.pdf``, ``.docx`` and ``records.zip``: made in a thread, the same for everybody.

    ``?version=`` asks for a signed version by its number, also one that was withdrawn. The pack holds the log with
    everybody's name and is for directors only.
    """

    acts = does(GET="export.report")

    async def get(self, run: str, name: str) -> None:
        run_id, version = int(run), self.query(ReportRequest).version
        self.note("export.pack" if name == "records.zip" else "", f"run:{run_id}", 文件=name)
        self.reader(run_id)
        asked = version != NEWEST
        if (asked or name == "records.zip") and not self.may(permissions.DIRECTORS):
            raise Forbidden("旧版报告和档案包只给导调员。", way_out="请联系组织演练的人。")
        tell = self.teller(run_id)
        with self.db.read() as session:
            told = tell(session)
            sealed = report.sealed(session, run_id, max(0, version))
            filed = RecordsPack(session, run_id)
        if asked and (not version or sealed is None or not sealed.text):
            raise NotFound("这一版没有存下全文。", way_out="请用签字时下载的文件。")
        paper = paper_of(sealed, report.paper(told))
        text = sealed.text if sealed is not None else ""
        body = await asyncio.to_thread(self.made, told, paper, text, filed, name)
        kind = {"pdf": "application/pdf", "zip": "application/zip"}.get(name[-3:], DOCX)
        shown = f"{told.title}-第{run_id}次-{NAMES[name]}"
        await self.send_file(body, kind, f"filename=\"{name}\"; filename*=UTF-8''{quote(shown)}")

    def made(self, told: Report, paper: ReportDocument, text: str, filed: RecordsPack, name: str) -> bytes:
        photo, fonts = self.photo(told.run_id), (self.fonts(),)
        if name == "report.pdf":
            return report.pdf(paper, photo=photo, more_fonts=fonts)
        if name == "report.docx":
            return report.word(paper, photo=photo)
        files = gathered(told, paper, text, filed, photo=photo, more_fonts=fonts)
        return report.pack(files, now=self.now(), zone=told.zone)


NAMES = {"report.pdf": "评估报告.pdf", "report.docx": "评估报告.docx", "records.zip": "档案包.zip"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
RUN = r"drills/([0-9]{1,9})"
HANDLERS = [
    (RUN + r"/hotwash", HotwashPage),
    (RUN + r"/report", ReportPage),
    (RUN + r"/(report\.pdf|report\.docx|records\.zip)", ReportFilesPage),
]
