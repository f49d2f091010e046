"""What is filed of a run: every file of the records pack, made of the report, the log and the lists as they stand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from anpei.clock import local
from anpei.exercises import evaluation, preparation, report, rollcall, runs
from anpei.exercises.report import Action, Attended, Filing, Report, ReportDocument

__all__ = ["Photo", "RecordsPack", "gathered", "records"]

Photo = Callable[[str], bytes | None]


class RecordsPack:
    """What the database knows of a run besides its report, read at one moment."""

    def __init__(self, session: Session, run_id: int) -> None:
        self.story = runs.run_record(session, run_id)
        number = rollcall.for_run(session, run_id)
        self.roll = rollcall.record(session, number) if number is not None else None
        self.lines = evaluation.reconciled(session, run_id) if evaluation.form_of(session, run_id) else []
        self.names = {sheet.evaluator: sheet.name for sheet in evaluation.sheets(session, run_id)}
        self.planned = preparation.begun_with(session, run_id, lambda _slug: self.story.script)
        self.filings = report.filings(session, f"run:{run_id}")


def gathered(
    told: Report, paper: ReportDocument, text: str, filed: RecordsPack, *, photo: Photo, more_fonts: tuple[Path, ...]
) -> dict[str, bytes]:
    """Name → bytes of every file, the report first; ``text`` is what was signed, empty for a draft."""
    files = {
        "report.pdf": report.pdf(paper, photo=photo, more_fonts=more_fonts),
        "report.docx": report.word(paper, photo=photo),
        **({"report.json": text.encode()} if text else {}),
        **{f"signatures/{key}.json": one.content.encode() for key, one in told.part_signatures.items()},
        "summary.docx": report.word(report.summary(paper), photo=photo),
        **_plan(told, filed, photo),
        **_prepared(told, filed, photo),
        **_log(filed.story),
        **records(told, filed),
    }
    for name in report.photos_of(paper):
        if (body := photo(name)) is not None:
            files[f"photos/{name}.jpg"] = body
    return files


def _plan(told: Report, filed: RecordsPack, photo: Photo) -> dict[str, bytes]:
    """The working plan, and the scenario as it was, so that its hash can be reckoned again."""
    script, story = filed.story.script, filed.story
    whole = hashlib.sha256(script.source.encode() + b"\0" + script.plan.encode()).hexdigest() == story.run.sha
    plain = json.dumps(script.snapshot()["scenario"], ensure_ascii=False, indent=1)
    source = {"plan/scenario.yaml": script.source} if whole else {"plan/scenario.json": plain}
    return {
        "plan/work-plan.docx": report.word(report.work_plan(told, story), photo=photo),
        **{name: text.encode() for name, text in source.items()},
        "plan/plan.svg": script.plan.encode(),
        "plan/msel.csv": report.sheet_csv(report.MSEL, report.msel(script)),
    }


def _prepared(told: Report, filed: RecordsPack, photo: Photo) -> dict[str, bytes]:
    """The papers of before the drill, as they were approved or begun with."""
    one, script = filed.planned, filed.story.script
    if one is None:
        return {}
    about: dict[str, Any] = {"enterprise": told.enterprise, "plans": told.plans, "zone": told.zone, "demanded": False}
    return {
        f"preparation/{kind}.docx": report.word(preparation.paper_of(kind, one, script, **about), photo=photo)
        for kind in preparation.PAPERS
    }


def _log(story: runs.RunRecord) -> dict[str, bytes]:
    log = report.chain(story)
    plain = {"run": story.run.run_id, "scenario": story.run.scenario_id, "scenario_sha256": story.run.sha}
    heads = ("seq", "ts", "run_ms", "type", "actor", "role", "device", "payload", "sha256")
    rows = [[json.dumps(x[h], ensure_ascii=False) if h == "payload" else x[h] for h in heads] for x in log]
    return {
        "log.json": json.dumps(plain | {"events": log}, ensure_ascii=False, indent=1).encode(),
        "log.csv": report.sheet_csv(heads, rows),
    }


def records(told: Report, filed: RecordsPack) -> dict[str, bytes]:
    """The lists as tables; those with nothing in them are left out."""
    found = {"attendance.csv": _attendance(told.attendance, told.zone)}
    if filed.lines:
        found["evaluation.csv"] = _evaluation(filed.lines, filed.names)
    if filed.roll is not None:
        found["muster.csv"] = _muster(filed.roll, told.zone)
    if told.actions:
        found["actions.csv"] = _actions(told.actions, told.zone)
    if filed.filings:
        found["filings.csv"] = _filings(filed.filings, told.zone)
    return found


def _attendance(rows: tuple[Attended, ...], zone: str) -> bytes:
    told = [
        [one.expected or "不指定", one.came, one.staff_no, one.roles, _clock(one.joined, zone), _clock(one.left, zone),
         one.word]
        for one in rows
    ]  # fmt: skip
    return report.sheet_csv(("安排", "签到", "工号", "角色", "签到时刻", "离开时刻", "情况"), told)


def _evaluation(lines: list[evaluation.EvaluationLine], names: dict[str, str]) -> bytes:
    people = sorted({who for line in lines for who in line.ratings})
    rows = [
        [line.group, line.text, *(_rating(line, who) for who in people), _word(line), line.by, line.reason]
        for line in lines
    ]
    heads = [names.get(who, who) for who in people]
    twice = {name for name in heads if heads.count(name) > 1}
    heads = [f"{name}（{who}）" if name in twice else name for name, who in zip(heads, people, strict=True)]
    return report.sheet_csv(["类别", "评估项", *heads, "结论", "裁定人", "理由"], rows)


def _rating(line: evaluation.EvaluationLine, who: str) -> str:
    rating = line.ratings.get(who)
    return f"{evaluation.RATINGS.get(rating.rating, '')} {rating.note}".strip() if rating else ""


def _word(line: evaluation.EvaluationLine) -> str:
    """What counts in the end, in words."""
    if line.final:
        return evaluation.RATINGS[line.final]
    return "评级不一，待裁定" if any(rating.rating for rating in line.ratings.values()) else "未评"


def _muster(roll: rollcall.Record, zone: str) -> bytes:
    rows = [
        [s.who.key, s.who.name, s.who.place, rollcall.STATES[s.state], _clock(s.at, zone), s.by, s.note]
        for s in roll.standing.people
    ]
    return report.sheet_csv(("编号", "姓名", "部门或单位", "状态", "时刻", "登记人", "备注"), rows)


def _actions(actions: tuple[Action, ...], zone: str) -> bytes:
    rows = [
        [one.problem, one.measure, one.owner_name, f"{local(one.due, zone):%Y-%m-%d}", one.word,
         "；".join(f"{local(s.at, zone):%Y-%m-%d %H:%M} {s.name} {s.title} {s.note}" for s in one.steps)]
        for one in actions
    ]  # fmt: skip
    return report.sheet_csv(("问题", "措施", "责任人", "期限", "状态", "经过"), rows)


def _filings(found: list[Filing], zone: str) -> bytes:
    rows = [
        [
            one.authority,
            one.reference,
            f"{local(one.filed, zone):%Y-%m-%d}",
            one.by,
            f"{local(one.noted, zone):%Y-%m-%d %H:%M}",
        ]
        for one in found
    ]
    return report.sheet_csv(("报送单位", "回执或文号", "报送日期", "登记人", "登记时间"), rows)


def _clock(at: int | None, zone: str) -> str:
    return f"{local(at, zone):%H:%M:%S}" if at else ""
