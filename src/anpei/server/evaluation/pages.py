"""Pages of evaluators: the form of a run, and the page where differing ratings are brought together."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import quote

from pydantic import Field
from sqlalchemy.orm import Session

from anpei import staff
from anpei.clock import local
from anpei.errors import AnpeiError
from anpei.exercises import evaluation, runs
from anpei.exercises.evaluation import EvaluationLine, EvaluationSheet
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.core.handlers import PageHandler
from anpei.server.core.requests import Code, Line, RequestModel, Text
from anpei.server.core.view_models import STATUS, script_json
from anpei.server.evaluation.api import require_view, sees_all

__all__ = ["HANDLERS"]


class EvaluationsPage(PageHandler):
    """``evaluate``: the drills that go on and the latest there were, to choose which to evaluate."""

    access = permissions.EVALUATORS

    def get(self) -> None:
        person = self.person
        with self.db.read() as session:
            rows = [self._run(session, run, person) for run in runs.list_runs(session, limit=30, looker=person)]
        self.render_page("evaluation/evaluations.html", runs=rows)

    def _run(self, session: Session, run: dict[str, Any], me: staff.Person) -> dict[str, Any]:
        sheets = evaluation.sheets(session, run["run"])
        mine = next((sheet for sheet in sheets if sheet.evaluator == me.staff_no), None)
        signed = sum(1 for sheet in sheets if sheet.signed)
        own = "已签字" if mine and mine.signed else "评估中" if mine else "未评估"
        told = {"own": own, "sheets": len(sheets), "signed": signed, "reconciles": own == "已签字" or sees_all(me)}
        return {**run, "state": STATUS[run["status"]], **told}


class EvaluatePage(PageHandler):
    """``evaluate/<run>``: the form itself, a widget that talks to the server on its own."""

    access = permissions.EVALUATORS

    def get(self, run: str) -> None:
        with self.db.read() as session:
            title = runs.run_record(session, int(run)).run.title
        self.render_page("evaluation/evaluate.html", title=title, spec=script_json({"run": int(run)}))


class SettlementRequest(RequestModel):
    """The last word on one item, with its reason."""

    item: Line = Field("", title="评估项")
    rating: Code = Field("", title="评级")
    reason: Text = Field("", title="理由")
    uuid: Code = ""


class ReconcilePage(PageHandler):
    """``evaluate/<run>/reconcile``: all ratings side by side; a director has the last word, with a reason."""

    access = permissions.EVALUATIONS
    acts = does(POST="drill.settle")

    def get(self, run: str) -> None:
        self.show(int(run))

    async def post(self, run: str) -> None:
        director, run_id, now, sent = self.person, int(run), self.now(), self.form(SettlementRequest)
        self.note(about=f"run:{run_id}", 评估项=sent.item, 结论=sent.rating)
        try:
            await self.db.awrite(
                lambda session: evaluation.rule(
                    session, run_id, sent.item, sent.rating, sent.reason, director.staff_no, now,
                    name=director.name, uuid=sent.uuid,
                )
            )  # fmt: skip
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(run_id, problem=str(error), item=sent.item)
            return
        self.redirect(self.url(f"evaluate/{run_id}/reconcile") + f"#i-{quote(sent.item)}")

    def show(self, run_id: int, problem: str = "", item: str = "") -> None:
        person = self.person
        with self.db.read() as session:
            told = runs.run_record(session, run_id).run
            require_view(session, run_id, person)
            sheets = evaluation.sheets(session, run_id)
            lines = evaluation.reconciled(session, run_id)
            closed = evaluation.closed(session, run_id)
        self.render_page(
            "evaluation/reconcile.html",
            run=run_id,
            title=told.title,
            label=told.label,
            sheets=[self._sheet(sheet) for sheet in sheets],
            agreement=evaluation.agreement(lines),
            groups=self._groups(lines, sheets),
            open=sum(1 for line in lines if line.ratings and not line.final),
            ratings=evaluation.RATINGS,
            settles=self.may(permissions.SETTLERS),
            closed=closed,
            problem=problem,
            problem_item=item,
            fresh=secrets.token_hex(16),
        )

    def _groups(self, lines: list[EvaluationLine], sheets: list[EvaluationSheet]) -> list[dict[str, Any]]:
        """Rated lines by group, in the form's order."""
        groups: dict[str, list[dict[str, Any]]] = {}
        for line in lines:
            if line.ratings:
                groups.setdefault(line.group, []).append(self._line(line, sheets))
        return [{"title": title, "lines": rows} for title, rows in groups.items()]

    def _line(self, line: EvaluationLine, sheets: list[EvaluationSheet]) -> dict[str, Any]:
        given = [{"name": s.name, **self._rating(line.ratings.get(s.evaluator))} for s in sheets]
        differs = not line.agreed and any(rating.rating for rating in line.ratings.values())
        return {"line": line, "given": given, "differs": differs, "open": differs and not line.by}

    def _rating(self, rating: evaluation.Rating | None) -> dict[str, Any]:
        if rating is None or not (rating.rating or rating.note or rating.photos):
            return {"rating": "", "word": "未评", "note": "", "time": "", "photos": ()}
        return {
            "rating": rating.rating,
            "word": evaluation.RATINGS.get(rating.rating, "未评"),
            "note": rating.note,
            "time": self._time(rating.at),
            "photos": rating.photos,
        }

    def _sheet(self, sheet: EvaluationSheet) -> dict[str, Any]:
        signed = self._time(sheet.signed) if sheet.signed else ""
        rated = sum(1 for rating in sheet.ratings.values() if rating.rating)
        return {"name": sheet.name, "signed": signed, "path": sheet.signature, "rated": rated, "remarks": sheet.remarks}

    def _time(self, at: int) -> str:
        return local(at, self.site.settings.site.timezone).strftime("%H:%M:%S")


RUN = r"evaluate/([0-9]{1,9})"
HANDLERS = [(r"evaluate", EvaluationsPage), (RUN, EvaluatePage), (RUN + r"/reconcile", ReconcilePage)]
