"""After a drill: the hotwash with its film, the report people finish, its files, and signing it."""

from __future__ import annotations

import asyncio
import json
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import quote

from anpei import afteraction, drills, evaluations, musters, staff
from anpei.afteraction import Block, Report
from anpei.clock import local
from anpei.errors import AnpeiError, NotFound
from anpei.server.api.evaluations import photo_folder, require_view
from anpei.server.base import PageHandler
from anpei.server.doors import may
from anpei.server.pages.shared import script_json

__all__ = ["DIRECTORS", "HANDLERS", "Told", "told_of"]

DIRECTORS = may("director")
OWN_FONTS = "fonts"


def cite_of(handler: PageHandler) -> Any:
    """How citations become cards, asked of the register as it is now."""
    registry = handler.registry()

    def cite(text: str) -> dict[str, Any] | None:
        card = registry.resolve(text)
        return {"title": card.title, "gist": card.gist, "status": card.status} if card else None

    return cite


class Told(PageHandler):
    """What the pages of one ended run share."""

    def told(self, run_id: int) -> Report:
        return told_of(self, run_id)

    def reader(self, run_id: int) -> staff.Person:
        """Whoever asks, if they may read what became of the run: a director, a trainer, or who evaluated and signed."""
        person = self.require(*may("evaluate"))
        with self.db.read() as session:
            require_view(session, run_id, person)
        return person

    def fonts(self) -> Path:
        """Where an enterprise may lay fonts of its own."""
        return self.site.workspace / OWN_FONTS

    def photo(self, run_id: int) -> Any:
        folder = photo_folder(self.site.var, run_id)

        def read(name: str) -> bytes | None:
            try:
                return evaluations.photo_path(folder, name).read_bytes()
            except NotFound:
                return None

        return read


def told_of(handler: PageHandler, run_id: int) -> Report:
    """The report of a run; NotFound or Conflict in words when there is none."""
    site = handler.site.settings.site
    with handler.db.read() as session:
        return afteraction.report(session, run_id, enterprise=site.name, cite=cite_of(handler), zone=site.timezone)


class Hotwash(Told):
    """``drills/<run>/hotwash``: the film, expected against actual, scores, what went well and what didn't."""

    def get(self, run: str) -> None:
        run_id = int(run)
        directs = self.reader(run_id).has(*DIRECTORS)
        told = self.told(run_id)
        with self.db.read() as session:
            story = drills.story(session, run_id)
            muster = musters.for_run(session, run_id)
        film = afteraction.film(story, told.answers) | {"run": run_id}
        self.render_page(
            "hotwash.html",
            told=told,
            film=script_json(film),
            muster=muster,
            directs=directs,
            stretch=afteraction.stretch,
            rated=evaluations.RATINGS,
            rated_words=afteraction.rated_words,
        )


class ReportPage(Told):
    """``drills/<run>/report``: read; a director finishes and signs it. POST signs it or opens it again."""

    def get(self, run: str) -> None:
        self.reader(int(run))
        self.show(int(run))

    async def post(self, run: str) -> None:
        person, run_id, now = self.require(*DIRECTORS), int(run), self.now()
        who = {"by": person.staff_no, "name": person.name}
        act, reason = self.get_body_argument("act", ""), self.get_body_argument("reason", "")
        sha = afteraction.content_sha(self.told(run_id))
        try:
            if act == "sign":
                await self.db.awrite(lambda s: afteraction.sign_report(s, run_id, sha=sha, now=now, **who))
            elif act == "reopen":
                await self.db.awrite(lambda s: afteraction.reopen(s, run_id, reason=reason, now=now, **who))
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(run_id, problem=str(error))
            return
        self.redirect(self.url(f"drills/{run_id}/report") + "#sign", status=303)

    def show(self, run_id: int, problem: str = "") -> None:
        told = self.told(run_id)
        content = afteraction.blocks(told)
        with self.db.read() as session:
            versions = afteraction.history(session, run_id)
            people = [(p.staff_no, p.name, p.department) for p in staff.people(session)]
        self.render_page(
            "report.html",
            told=told,
            blocks=[(type(block).__name__, block) for block in content],
            lacking=afteraction.lacking(afteraction.text_of(content), (afteraction.FONTS, self.fonts())),
            versions=versions,
            grades=afteraction.GRADES,
            people=people,
            problem=problem,
            directs=self.person.has(*DIRECTORS),
            fresh=secrets.token_hex(16),
        )


class Files(Told):
    """``drills/<run>/report.pdf``, ``.docx`` and ``records.zip``: made in a thread, the same for everybody.

    The pack holds the log with everybody's name and is for directors only.
    """

    async def get(self, run: str, name: str) -> None:
        run_id = int(run)
        if name == "records.zip":
            self.require(*DIRECTORS)
        else:
            self.reader(run_id)
        told = self.told(run_id)
        body = await asyncio.to_thread(self.made, run_id, told, name)
        kind = {"pdf": "application/pdf", "zip": "application/zip"}.get(name[-3:], DOCX)
        shown = f"{told.title}-第{run_id}次-{NAMES[name]}"
        self.send_file(body, kind, f"filename=\"{name}\"; filename*=UTF-8''{quote(shown)}")

    def made(self, run_id: int, told: Report, name: str) -> bytes:
        content, photo = afteraction.blocks(told), self.photo(run_id)
        if name == "report.pdf":
            return afteraction.pdf(told, content, photo=photo, more_fonts=(self.fonts(),))
        if name == "report.docx":
            return afteraction.word(told, content, photo=photo)
        return afteraction.pack(self.records(run_id, told, content), now=self.now(), zone=told.zone)

    def records(self, run_id: int, told: Report, content: list[Block]) -> dict[str, bytes]:
        """Everything that is filed of a run."""
        photo = self.photo(run_id)
        files = {
            "report.pdf": afteraction.pdf(told, content, photo=photo, more_fonts=(self.fonts(),)),
            "report.docx": afteraction.word(told, content, photo=photo),
        }
        with self.db.read() as session:
            story = drills.story(session, run_id)
            number = musters.for_run(session, run_id)
            roll = musters.record(session, number) if number is not None else None
            lines = evaluations.reconciled(session, run_id) if evaluations.form_of(session, run_id) else []
        log = afteraction.chain(story)
        plain = {"run": run_id, "scenario": story.run.scenario_id, "scenario_sha256": story.run.sha, "events": log}
        files["log.json"] = json.dumps(plain, ensure_ascii=False, indent=1).encode()
        heads = ("seq", "ts", "run_ms", "type", "actor", "role", "device", "payload", "sha256")
        rows = [[json.dumps(x[h], ensure_ascii=False) if h == "payload" else x[h] for h in heads] for x in log]
        files["log.csv"] = afteraction.sheet_csv(heads, rows)
        if lines:
            files["evaluation.csv"] = _evaluation(lines)
        if roll is not None:
            files["muster.csv"] = _muster(roll, told.zone)
        if told.actions:
            files["actions.csv"] = _actions(told)
        for name, _ in told.photos:
            if (body := photo(name)) is not None:
                files[f"photos/{name}.jpg"] = body
        return files


NAMES = {"report.pdf": "评估报告.pdf", "report.docx": "评估报告.docx", "records.zip": "档案包.zip"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _evaluation(lines: list[evaluations.Line]) -> bytes:
    people = sorted({name for line in lines for name in line.ratings})
    rows = [
        [line.group, line.text, *(_rating(line, one) for one in people), line.final, line.by, line.reason]
        for line in lines
    ]
    return afteraction.sheet_csv(["类别", "评估项", *people, "结论", "裁定人", "理由"], rows)


def _rating(line: evaluations.Line, who: str) -> str:
    rating = line.ratings.get(who)
    return f"{evaluations.RATINGS.get(rating.rating, '')} {rating.note}".strip() if rating else ""


def _muster(roll: musters.Record, zone: str) -> bytes:
    rows = [
        [s.who.key, s.who.name, s.who.place, musters.STATES[s.state], f"{local(s.at, zone):%H:%M:%S}" if s.at else "",
         s.by, s.note]
        for s in roll.standing.people
    ]  # fmt: skip
    return afteraction.sheet_csv(("编号", "姓名", "部门或单位", "状态", "时刻", "登记人", "备注"), rows)


def _actions(told: Report) -> bytes:
    rows = [
        [one.problem, one.measure, one.owner_name, f"{local(one.due, told.zone):%Y-%m-%d}", one.word,
         "；".join(f"{local(s.at, told.zone):%Y-%m-%d %H:%M} {s.name} {s.title} {s.note}" for s in one.steps)]
        for one in told.actions
    ]  # fmt: skip
    return afteraction.sheet_csv(("问题", "措施", "责任人", "期限", "状态", "经过"), rows)


RUN = r"drills/([0-9]{1,9})"
HANDLERS = [
    (RUN + r"/hotwash", Hotwash),
    (RUN + r"/report", ReportPage),
    (RUN + r"/(report\.pdf|report\.docx|records\.zip)", Files),
]
