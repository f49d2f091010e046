"""The page on which the people of a report sign their parts: read the whole, sign what is one's own."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import AnpeiError, Forbidden
from anpei.exercises import evaluation, report, runs
from anpei.server.core import permissions
from anpei.server.core.acting import does
from anpei.server.evaluation.api import require_view
from anpei.server.report.pages import RUN, AfterDrillPage
from anpei.server.signing.given import SignRequest, given

__all__ = ["HANDLERS"]


class SignPartsPage(AfterDrillPage):
    """``drills/<run>/sign``: for whoever is to sign a part, and whoever may read the report; POST signs one part."""

    access = permissions.SIGNERS
    acts = does(POST="drill.sign_part")

    def get(self, run: str) -> None:
        self.show(int(run))

    async def post(self, run: str) -> None:
        run_id, sent, now = int(run), self.form(SignRequest), self.now()
        self.reader(run_id)
        try:
            told_act = self.note(about=f"run:{run_id}", 部分=sent.part, 方式=sent.method)
            signature = await given(self, sent)
            by, tell = self.person.staff_no, self.teller(run_id)

            def sign(session: Session) -> report.PartSignature:
                done = report.sign_part(
                    session, tell(session), sent.part, by=by, seen=sent.seen, uuid=sent.uuid, now=now, **signature
                )
                told_act.detail["摘要"] = done.sha[:16]
                return done

            await self.db.awrite(sign)
        except AnpeiError as error:
            self.set_status(error.status)
            self.show(run_id, problem=str(error))
            return
        self.redirect(self.url(f"drills/{run_id}/sign") + f"#{sent.part}", status=303)

    def reader(self, run_id: int) -> staff.Person:
        """Whoever is to sign a part, once their own sheet is signed, or may read what became of the run."""
        person = self.person
        with self.db.read() as session:
            if any(who == person.staff_no for who, _ in report.signers(session, run_id).values()):
                if any(sheet.evaluator == person.staff_no for sheet in evaluation.sheets(session, run_id)):
                    require_view(session, run_id, person)
                return person
            if not self.may(permissions.AFTER_DRILL):
                raise Forbidden("这份报告没有要你签字的部分。", code="not_a_signer", way_out="请联系组织演练的人。")
            runs.require_sight(session, run_id, person)
            require_view(session, run_id, person)
        return person

    def show(self, run_id: int, problem: str = "") -> None:
        person = self.reader(run_id)
        with self.db.read() as session:
            told = self.teller(run_id)(session)
            sealed = report.sealed(session, run_id)
        paper = report.paper(told) if sealed is None or not sealed.text else sealed.paper()
        self.render_page(
            "signing/sign.html",
            told=told,
            paper=paper,
            blocks=[(type(block).__name__, block, f"chapter-{n}") for n, block in enumerate(paper.blocks)],
            chapters=[
                (f"chapter-{n}", block.text)
                for n, block in enumerate(paper.blocks)
                if isinstance(block, report.Heading) and block.level == 1
            ],
            parts=[(one, refusal_of(told, person.staff_no)(one)) for one in report.standings(told)],
            reads=self.may(permissions.AFTER_DRILL),
            problem=problem,
            fresh=secrets.token_hex(16),
        )


def refusal_of(told: report.Report, person: str) -> Callable[[report.PartStanding], str]:
    """Why somebody can't sign a part of a report now, "" when they can."""

    def why(one: report.PartStanding) -> str:
        return one.refusal(person, finished=told.signed is not None, missing=report.missing_of(told, one.part))

    return why


HANDLERS: list[tuple[str, Any]] = [(RUN + r"/sign", SignPartsPage)]
