"""Gather what rooms know of a run into one report."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from anpei import staff
from anpei.errors import Conflict
from anpei.exercises import evacuation, evaluation, rollcall, runs
from anpei.exercises.report.actions import actions
from anpei.exercises.report.attendance import attendance_of, roles_of
from anpei.exercises.report.comparison import answers_of, expected_of, objectives_of, timeline_of
from anpei.exercises.report.drafts import draft
from anpei.exercises.report.frequency import Drilling, plans_of
from anpei.exercises.report.model import FIELDS, Answered, ItemLine, MusterTimes, ObjectiveLine, Report, Text, Watcher
from anpei.exercises.report.part_signing import part_signatures, signers
from anpei.exercises.report.signing import earlier_of, signature_of
from anpei.exercises.report.texts import texts_of

__all__ = ["compose_report"]

Cite = Callable[[str], dict[str, Any] | None]
SCORED = ("seconds", "percent", "passed", "right", "asked", "lost", "forbidden")
ENDED = {
    "complete": "按情景完成",
    "time": "到达时限结束",
    "stopped": "导调终止",
    "left": "参演人员离开",
    "real": "因真实险情中止",
    "abandoned": "长时间没有动静，自动结束",
}


def compose_report(
    session: Session, run_id: int, *, enterprise: str, cite: Cite, zone: str, drilling: Drilling | None = None
) -> Report:
    """The report of an ended run as it stands now; raises NotFound, or Conflict while the drill goes on.

    ``drilling`` knows the enterprise's plans; without it the report names none.
    """
    story = runs.run_record(session, run_id)
    if story.state.status != "ended":
        raise Conflict("演练还没有结束。", code="not_ended", way_out="结束后再看复盘和报告。")
    result, answers = runs.outcome(story.script, story.state), answers_of(story, cite)
    lines = evaluation.reconciled(session, run_id) if evaluation.form_of(session, run_id) else []
    sheets = evaluation.sheets(session, run_id)
    names = {sheet.evaluator: sheet.name for sheet in sheets}
    expected = {who: _name(session, who) for seat in story.run.seats if (who := runs.plan_of(seat)["staff_no"])}
    objectives = _rated(objectives_of(story, result, answers), lines, names)
    watchers = tuple(_watcher(sheet) for sheet in sheets)
    director = _name(session, story.run.created_by)
    drafts = _drafts(story, result, sheets, watchers, answers, objectives, enterprise, director)
    return Report(
        **_as_played(story, result),
        enterprise=enterprise,
        kinds=runs.exercise_type(session, run_id).words,
        director=director,
        roles=roles_of(story, expected),
        watchers=watchers,
        agreement=evaluation.agreement(lines).percent if len(watchers) > 1 else None,
        texts=_texts(session, run_id, drafts),
        timeline=timeline_of(story),
        expected=expected_of(story, answers),
        answers=answers,
        objectives=objectives,
        standard=_standard(session, run_id, lines, names),
        plans=plans_of(drilling, story.run.scenario_id),
        attendance=attendance_of(story, expected),
        faults=any(answer.verdict != "right" for answer in answers) or bool(_remarked(sheets, "problem")),
        earlier=earlier_of(session, run_id),
        muster=_muster(session, story),
        actions=tuple(actions(session, run_id=run_id)),
        basis=_basis(story, cite),
        photos=_photos(sheets, lines),
        signed=signature_of(session, run_id),
        signers=signers(session, run_id),
        part_signatures=part_signatures(session, run_id),
        zone=zone,
    )


def _as_played(story: runs.RunRecord, result: runs.Outcome) -> dict[str, Any]:
    """What scenario and log alone say, by the report's names."""
    scenario, state, run = story.script.scenario, story.state, story.run
    signed: dict[str, Any] = next((e.payload for e in story.events if e.type == "run.signed"), {})
    return {
        "run_id": run.run_id,
        "label": run.label,
        "title": scenario.title,
        "summary": scenario.summary,
        "place": scenario.place,
        "began": state.began or run.created,
        "ended": state.finished,
        "how": ENDED.get(state.how, "结束"),
        "finished": runs.counted(state),
        "minutes": scenario.minutes,
        "pass_mark": scenario.pass_mark,
        **{name: getattr(result, name) for name in SCORED},
        "remark": str(signed.get("remark", "")),
        "script": {
            "slug": run.scenario_id,
            "sha": run.sha,
            "signed": state.signed,
            "hand": str(signed.get("path", "")),
            **_corrected(result),
        },
    }


def _drafts(
    story: runs.RunRecord,
    result: runs.Outcome,
    sheets: Sequence[evaluation.EvaluationSheet],
    watchers: Sequence[Watcher],
    answers: Sequence[Answered],
    objectives: Sequence[ObjectiveLine],
    enterprise: str,
    director: str,
) -> dict[str, str]:
    return draft(
        enterprise=enterprise,
        director=director,
        watchers=watchers,
        answers=answers,
        objectives=objectives,
        good=_remarked(sheets, "good"),
        problems=_remarked(sheets, "problem"),
        percent=result.percent,
        pass_mark=story.script.scenario.pass_mark,
        finished=runs.counted(story.state),
    )


def _remarked(sheets: Sequence[evaluation.EvaluationSheet], tone: str) -> list[str]:
    return [remark.text for sheet in sheets for remark in sheet.remarks if remark.tone == tone]


def _texts(session: Session, run_id: int, drafts: dict[str, str]) -> dict[str, Text]:
    written = texts_of(session, run_id)
    found = {}
    for name, title in FIELDS.items():
        text = written.get(name, Text(name, title, ""))
        found[name] = text if text.text else replace(text, text=drafts[name])
    return found


def _rated(
    objectives: Sequence[ObjectiveLine], lines: Sequence[evaluation.EvaluationLine], names: Mapping[str, str]
) -> tuple[ObjectiveLine, ...]:
    """The scenario's own items with what the evaluators say of them."""
    known = {line.item_id: line for line in lines}
    return tuple(
        replace(one, items=tuple(_with(i, known[i.id], names) if i.id in known else i for i in one.items))
        for one in objectives
    )


def _with(item: ItemLine, line: evaluation.EvaluationLine, names: Mapping[str, str]) -> ItemLine:
    given = tuple((names[who], rating.rating, rating.note) for who, rating in line.ratings.items())
    return replace(item, rated=line.final, by=line.by, reason=line.reason, given=given)


def _standard(
    session: Session, run_id: int, lines: Sequence[evaluation.EvaluationLine], names: Mapping[str, str]
) -> tuple[tuple[str, tuple[ItemLine, ...]], ...]:
    """The families of the standard with what was said of them; families nobody looked at are left out."""
    known = {line.item_id: line for line in lines}
    found = []
    for group in evaluation.form_of(session, run_id):
        items = tuple(
            _with(ItemLine(item.id, item.text, ""), known[item.id], names)
            for item in group.items
            if not group.own and item.id in known and known[item.id].ratings
        )
        if items:
            found.append((group.title, items))
    return tuple(found)


def _watcher(sheet: evaluation.EvaluationSheet) -> Watcher:
    rated = sum(1 for rating in sheet.ratings.values() if rating.rating)
    return Watcher(sheet.name, sheet.signed, sheet.signature, rated)


def _photos(
    sheets: Sequence[evaluation.EvaluationSheet], lines: Sequence[evaluation.EvaluationLine]
) -> tuple[tuple[str, str], ...]:
    """Each photo's name with what it shows, once."""
    texts = {line.item_id: line.text for line in lines}
    found: dict[str, str] = {}
    for sheet in sheets:
        for item, rating in sheet.ratings.items():
            for name in rating.photos:
                found.setdefault(name, f"{texts.get(item, item)}（{sheet.name}摄）")
    return tuple(found.items())


def _muster(session: Session, story: runs.RunRecord) -> MusterTimes | None:
    """Measured times and counts, beside the model's range for what happened, or else for the plan."""
    number = rollcall.for_run(session, story.run.run_id)
    if number is None:
        reach = _reach(session, story, runs.first_held(story, story.script.scenario.roll_call))
        return MusterTimes(model=reach) if reach else None
    told = rollcall.record(session, number)
    return MusterTimes(
        told.times.alarm,
        told.times.first_out,
        told.times.last_out,
        told.times.all_accounted,
        told.standing.expected,
        told.standing.split,
        tuple(map(_named, told.standing.missing)),
        tuple(_named(status) for status in told.standing.people if status.state == "absent_known"),
        tuple(dict.fromkeys(warden.name for warden in told.wardens)),
        _reach(session, story, told.times.alarm),
        0 if told.head.ended else number,
    )


def _named(status: rollcall.Status) -> str:
    return rollcall.nameless(status.who) if status.who.outside else status.who.name


def _reach(session: Session, story: runs.RunRecord, alarm: int | None) -> tuple[int, int] | None:
    """The model's range in seconds from the alarm; what follows a run's log was reckoned from the run's start."""
    if (happened := evacuation.expected_of_run(session, story.run.run_id)) is not None:
        since = story.state.at(alarm) / 1000 if alarm is not None else 0.0
        return round(max(0.0, happened.p5 - since)), round(max(0.0, happened.p95 - since))
    planned = evacuation.expected(session, story.run.scenario_id)
    return (round(planned.p5), round(planned.p95)) if planned else None


def _basis(story: runs.RunRecord, cite: Cite) -> tuple[dict[str, Any], ...]:
    """Every article and source the scenario and the decisions taken rest on, each once."""
    found: dict[str, dict[str, Any]] = {}
    told = runs.debrief(story.script, story.state, cite)
    for part in (*told["basis"], *told["takeaways"], *told["steps"]):
        for card in part["cards"]:
            found.setdefault(card["title"], card)
    return tuple(found.values())


def _corrected(result: runs.Outcome) -> dict[str, str]:
    """What was corrected of the score; nothing where nothing was, so that older signatures go on holding."""
    lines = [f"{each.what}改为 {each.points}/{each.most}（{each.reason}）" for each in result.corrections]
    return {"corrected": f"，更正前 {result.reckoned} 分；{'；'.join(lines)}"} if lines else {}


def _name(session: Session, staff_no: str) -> str:
    person = staff.find(session, staff_no)
    return person.name if person else staff_no
