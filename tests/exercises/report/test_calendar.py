"""The calendar: who must drill what by when, what it rests on, what counts as held."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from anpei import laws
from anpei.content import Shelves, bundled
from anpei.database import Database
from anpei.errors import NotFound, Refused
from anpei.exercises import report, runs
from anpei.exercises.report import CalendarSlot, Drilled, Enterprise, Frequencies
from tests.helpers.played import NOW, play, the_script

ZONE = "Asia/Shanghai"
RULE = {"title": "演练", "who": "所有单位", "certainty": "核", "source": "示例"}


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE)).timestamp() * 1000)


def rules(**changed: object) -> Frequencies:
    rule = {"id": "r", "applies": ["all"], "plans": ["site"], "months": 6, **RULE, **changed}
    return Frequencies.model_validate({"kinds": {"all": "所有单位", "hazchem": "危化"}, "rules": [rule]})


def firm(**changed: object) -> Enterprise:
    plans = [
        {"id": n, "title": f"方案{n}", "kind": "site", "scenarios": [f"s-{n}"], "since": "2026-01-01"} for n in "ab"
    ]
    return Enterprise.model_validate({"kinds": ["all"], "plans": plans, **changed})


def slots(
    frequencies: Frequencies, enterprise: Enterprise, *held: Drilled, now: str = "2026-06-15"
) -> list[CalendarSlot]:
    return report.calendar(frequencies, enterprise, held, at(now), ZONE)


RUN = Drilled("run:1", at("2026-06-01"), "演练", scenario="s-a")


def test_each_plan_has_its_own_clock() -> None:
    found = {slot.plans[0].id: slot for slot in slots(rules(), firm(), RUN)}
    assert (found["a"].state, found["b"].state) == ("ok", "soon")
    assert found["a"].due == at("2026-12-01T23:59:59")
    assert found["b"].due == at("2026-07-01T23:59:59")


def test_any_of_them_is_enough_where_the_rule_says_so() -> None:
    (slot,) = slots(rules(scope="any"), firm(), RUN)
    assert (slot.state, len(slot.plans), slot.last) == ("ok", 2, RUN)


def test_the_province_may_ask_for_more_and_says_why() -> None:
    own = firm(overrides={"r": {"scope": "each", "months": 3, "why": "属地口径"}})
    found = slots(rules(scope="any"), own, RUN)
    assert [slot.months for slot in found] == [3, 3]
    assert "属地口径" in found[0].own


def test_a_plan_of_our_own_may_be_stricter_never_laxer() -> None:
    for months, expected in ((2, 2), (24, 6)):
        plan = {"id": "a", "title": "方案", "kind": "site", "since": "2026-01-01", "months": months}
        assert slots(rules(), firm(plans=[plan]))[0].months == expected


def test_late_unknown_and_unnumbered_are_told_apart() -> None:
    assert slots(rules(), firm(), now="2026-09-01")[0].state == "overdue"
    nowhere = firm(plans=[{"id": "a", "title": "方案", "kind": "site"}])
    assert slots(rules(), nowhere)[0].word == "没有记录"
    assert slots(rules(months=0), firm())[0].word == "法规未定次数"


def test_a_rule_for_others_is_not_ours() -> None:
    assert slots(rules(applies=["hazchem"]), firm()) == []


def test_what_has_to_be_reported_waits_until_it_is() -> None:
    asked = rules(file_with="应急管理局")
    assert {s.filing for s in slots(asked, firm(), RUN)} == {"待报送", ""}
    filed = Drilled("run:1", RUN.when, "演练", scenario="s-a", filed="应急管理局（2026-7）")
    assert {s.filing for s in slots(asked, firm(), filed)} == {"已报送", ""}


def test_a_newer_drill_does_not_settle_what_an_earlier_one_still_waits_for() -> None:
    newer = Drilled("run:3", at("2026-06-10"), "演练", scenario="s-a", filed="应急管理局（2026-9）")
    older = Drilled("held:1", at("2026-02-01"), "线下演练", plan="a")
    slot = next(s for s in slots(rules(file_with="应急管理局"), firm(), older, RUN, newer) if s.last)
    assert (slot.filing, slot.last, slot.unfiled) == ("待报送", newer, (RUN, older))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [("2026-08-31", 6, "2027-02-28"), ("2026-01-31", 1, "2026-02-28"), ("2026-12-15", 12, "2027-12-15")],
)
def test_months_end_where_months_end(day: str, months: int, expected: str) -> None:
    assert report.add_months(date.fromisoformat(day), months) == date.fromisoformat(expected)


def test_only_a_signed_run_of_a_team_played_to_its_end_counts(db: Database) -> None:
    late = dict.fromkeys(the_script().nodes, "late")
    play(db, the_script(), missed=late, signed=False)
    with db.read() as session:
        assert report.drilled(session) == []
    play(db, the_script(), missed=late, now=NOW + 2_400_000)
    run = play(db, the_script(), missed=late, now=NOW + 3_600_000, mate=("E1002", "周启明"))
    db.write(
        lambda s: report.file_drill(
            s, f"run:{run}", authority="区应急局", reference="回执7", filed=NOW, by="D3001", uuid="f", now=NOW + 9**9
        )
    ).result()
    with db.read() as session:
        (held,) = report.drilled(session)
        why = [filed.why_not for filed in runs.closings(session)]
    assert why == ["", "参演的不足 2 人", "参演的不足 2 人"]
    assert (held.key, held.scenario, held.filed) == (f"run:{run}", "workshop-fire", "区应急局（回执7）")


def test_a_drill_held_elsewhere_is_entered_once_with_what_proves_it(db: Database) -> None:
    told = {"held": NOW - 1, "by": "D3001", "uuid": "h", "now": NOW}
    with pytest.raises(Refused, match="依据"):
        db.write(lambda s: report.enter_held(s, "pit", note=" ", **told)).result()
    for _ in range(2):
        db.write(lambda s: report.enter_held(s, "pit", note="记录 2026-3 号", **told)).result()
    with db.read() as session:
        assert [(h.plan, h.note) for h in report.drilled(session)] == [("pit", "记录 2026-3 号")]
    with pytest.raises(NotFound):
        db.write(
            lambda s: report.file_drill(
                s, "run:99", authority="甲", reference="", filed=NOW, by="D3001", uuid="x", now=NOW
            )
        ).result()


def test_the_bundled_files_hold_together() -> None:
    shelves = Shelves([bundled()])
    told = report.load_drilling(shelves, laws.load(shelves)[0])
    assert told.findings == []
    assert told.frequencies is not None
    assert all(rule.cites or "凭记忆" in rule.source or "二手" in rule.source for rule in told.frequencies.rules)


def test_mistakes_are_named_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "drills").mkdir()
    text = (bundled() / "drills/enterprise.yaml").read_text(encoding="utf-8")
    broken = text.replace("confined-space, hazchem]", "nosuch]").replace("site-half-yearly:", "nosuch-rule:")
    (tmp_path / "drills/enterprise.yaml").write_text(broken, encoding="utf-8")
    told = report.load_drilling(Shelves([tmp_path, bundled()]))
    assert {f.rule for f in told.findings} == {"enterprise-kind", "enterprise-rule"}
    assert all(f.line > 1 for f in told.findings)
    assert not told.sample
